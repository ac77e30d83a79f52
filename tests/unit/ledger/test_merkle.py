"""The tree against published vectors and against the recursive text of RFC 6962."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent_server.kernel.errors import BrokenEvidenceError
from consent_server.ledger.merkle import (
    EMPTY_ROOT,
    CompactRange,
    ReadSubtree,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    node_hash,
    require_consistency,
    require_inclusion,
    root_at,
    root_of,
)

# The test data of Certificate Transparency's reference implementation.
CT_ENTRIES = [
    bytes.fromhex(text)
    for text in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
CT_ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
SIZES = [*range(1, 34), 63, 64, 65, 255, 256, 257]
LEAVES = [leaf_hash(number.to_bytes(2)) for number in range(300)]


def reference_root(leaves: list[bytes]) -> bytes:
    """RFC 6962 section 2.1, word for word."""
    if not leaves:
        return EMPTY_ROOT
    if len(leaves) == 1:
        return leaves[0]
    split = reference_split(len(leaves))
    return node_hash(reference_root(leaves[:split]), reference_root(leaves[split:]))


def reference_path(index: int, leaves: list[bytes]) -> list[bytes]:
    """RFC 6962 section 2.1.1, word for word."""
    if len(leaves) == 1:
        return []
    split = reference_split(len(leaves))
    if index < split:
        rest = reference_root(leaves[split:])
        return [*reference_path(index, leaves[:split]), rest]
    rest = reference_root(leaves[:split])
    return [*reference_path(index - split, leaves[split:]), rest]


def reference_subproof(old: int, leaves: list[bytes], *, whole: bool) -> list[bytes]:
    """RFC 6962 section 2.1.2, word for word."""
    if old == len(leaves):
        return [] if whole else [reference_root(leaves)]
    split = reference_split(len(leaves))
    if old <= split:
        rest = reference_root(leaves[split:])
        return [*reference_subproof(old, leaves[:split], whole=whole), rest]
    rest = reference_root(leaves[:split])
    return [*reference_subproof(old - split, leaves[split:], whole=False), rest]


def reference_split(count: int) -> int:
    split = 1
    while split * 2 < count:
        split *= 2
    return split


def subtrees_of(leaves: list[bytes]) -> ReadSubtree:
    def read(level: int, number: int) -> bytes:
        part = leaves[number << level : (number + 1) << level]
        assert len(part) == 1 << level
        return reference_root(part)

    return read


@pytest.mark.parametrize("size", range(9))
def test_gives_the_published_roots(size: int) -> None:
    leaves = [leaf_hash(entry) for entry in CT_ENTRIES[:size]]
    expected = CT_ROOTS[size - 1] if size else EMPTY_ROOT.hex()

    assert root_of(leaves).hex() == expected


def test_gives_the_published_inclusion_proof() -> None:
    leaves = [leaf_hash(entry) for entry in CT_ENTRIES]

    proof = inclusion_proof(0, 8, subtrees_of(leaves))

    assert [one.hex() for one in proof] == [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ]


def test_gives_the_published_consistency_proof() -> None:
    leaves = [leaf_hash(entry) for entry in CT_ENTRIES]

    proof = consistency_proof(6, 8, subtrees_of(leaves))

    assert [one.hex() for one in proof] == [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ]


@pytest.mark.parametrize("size", SIZES)
def test_agrees_with_the_recursive_text_about_roots(size: int) -> None:
    leaves = LEAVES[:size]

    assert root_of(leaves) == reference_root(leaves)
    assert root_at(size, subtrees_of(leaves)) == reference_root(leaves)


@pytest.mark.parametrize("size", SIZES)
def test_agrees_with_the_recursive_text_about_inclusion(size: int) -> None:
    leaves, root = LEAVES[:size], reference_root(LEAVES[:size])
    for index in range(size):
        proof = inclusion_proof(index, size, subtrees_of(leaves))

        assert proof == reference_path(index, leaves)
        require_inclusion(leaves[index], index, size, proof, root)


@pytest.mark.parametrize("size", SIZES)
def test_agrees_with_the_recursive_text_about_consistency(size: int) -> None:
    leaves, root = LEAVES[:size], reference_root(LEAVES[:size])
    for old in range(1, size + 1):
        proof = consistency_proof(old, size, subtrees_of(leaves))

        assert proof == reference_subproof(old, leaves, whole=True)
        require_consistency(old, size, proof, reference_root(leaves[:old]), root)


@pytest.mark.parametrize("size", range(1, 18))
def test_accepts_an_inclusion_proof_at_its_own_place_only(size: int) -> None:
    leaves, root = LEAVES[:size], reference_root(LEAVES[:size])
    for index in range(size):
        proof = inclusion_proof(index, size, subtrees_of(leaves))
        for other in {*range(size)} - {index}:
            with pytest.raises(BrokenEvidenceError):
                require_inclusion(leaves[index], other, size, proof, root)


@pytest.mark.parametrize("size", range(1, 18))
def test_refuses_a_damaged_inclusion_proof(size: int) -> None:
    leaves, root = LEAVES[:size], reference_root(LEAVES[:size])
    for index in range(size):
        proof = inclusion_proof(index, size, subtrees_of(leaves))
        for damaged in damage(proof):
            with pytest.raises(BrokenEvidenceError):
                require_inclusion(leaves[index], index, size, damaged, root)


@pytest.mark.parametrize("size", range(1, 18))
def test_refuses_a_damaged_consistency_proof(size: int) -> None:
    leaves, root = LEAVES[:size], reference_root(LEAVES[:size])
    for old in range(1, size + 1):
        proof = consistency_proof(old, size, subtrees_of(leaves))
        old_root = reference_root(leaves[:old])
        for damaged in damage(proof):
            with pytest.raises(BrokenEvidenceError):
                require_consistency(old, size, damaged, old_root, root)


def damage(proof: list[bytes]) -> list[list[bytes]]:
    shorter = [proof[:-1], proof[1:]] if proof else []
    flipped = [
        [*proof[:place], bytes(32), *proof[place + 1 :]] for place in range(len(proof))
    ]
    return [*shorter, *flipped, [*proof, bytes(32)], [bytes(32), *proof]]


@pytest.mark.parametrize("size", range(2, 18))
def test_refuses_a_tree_that_rewrote_an_old_leaf(size: int) -> None:
    for old in range(1, size):
        rewritten = [bytes(32), *LEAVES[1:size]]
        proof = consistency_proof(old, size, subtrees_of(rewritten))
        with pytest.raises(BrokenEvidenceError):
            require_consistency(
                old,
                size,
                proof,
                reference_root(LEAVES[:old]),
                reference_root(rewritten),
            )


@pytest.mark.parametrize(
    ("index", "size"), [(0, 0), (-1, 3), (3, 3)], ids=["empty", "negative", "too-large"]
)
def test_has_no_proof_for_a_leaf_outside_the_tree(index: int, size: int) -> None:
    with pytest.raises(ValueError, match="no leaf"):
        inclusion_proof(index, size, subtrees_of(LEAVES))
    with pytest.raises(BrokenEvidenceError):
        require_inclusion(LEAVES[0], index, size, [], LEAVES[0])


@pytest.mark.parametrize(
    ("old", "new"), [(0, 3), (4, 3), (-1, 3)], ids=["empty", "shrunk", "negative"]
)
def test_has_no_proof_for_a_tree_that_did_not_grow(old: int, new: int) -> None:
    with pytest.raises(ValueError, match="did not grow"):
        consistency_proof(old, new, subtrees_of(LEAVES))
    with pytest.raises(BrokenEvidenceError):
        require_consistency(old, new, [], LEAVES[0], LEAVES[0])


def test_keeps_leaves_apart_from_nodes() -> None:
    left, right = LEAVES[:2]

    assert leaf_hash(left + right) != node_hash(left, right)


@given(st.integers(min_value=0, max_value=300))
def test_knows_the_root_after_every_leaf(size: int) -> None:
    tree = CompactRange()
    for leaf in LEAVES[:size]:
        tree.append(leaf)

    assert tree.size == size
    assert tree.root() == root_at(size, subtrees_of(LEAVES))
