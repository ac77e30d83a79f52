"""The Merkle tree of RFC 6962 section 2.1, and its proofs.

Everything is computed from the hashes of *complete* subtrees: those of 2^level leaves
that start at a multiple of 2^level. They never change once they exist, so a
:data:`ReadSubtree` may look them up in tiles, in a list or in a file.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeAlias

from consent_server.kernel.errors import BrokenEvidenceError

HASH_BYTES = 32
_PAIR_BYTES = 2 * HASH_BYTES

# RFC 6962 section 2.1: the prefixes keep a leaf from being read as a node.
LEAF_PREFIX = b"\x00"
NODE_PREFIX = b"\x01"

EMPTY_ROOT = hashlib.sha256(b"").digest()

ReadSubtree: TypeAlias = Callable[[int, int], bytes]
"""Maps ``(level, number)`` to the hash of that run of 2^level leaves."""

_Range: TypeAlias = tuple[int, int]


def leaf_hash(entry: bytes) -> bytes:
    """Hash one entry as a leaf (RFC 6962 section 2.1)."""
    return hashlib.sha256(LEAF_PREFIX + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash two neighbouring subtrees (RFC 6962 section 2.1)."""
    return hashlib.sha256(NODE_PREFIX + left + right).digest()


class CompactRange:
    """A growing tree that remembers one hash per complete subtree on its left.

    Enough to give the root after every leaf, with at most 64 hashes in memory.
    """

    __slots__ = ("_subtrees", "size")

    def __init__(self) -> None:
        self.size = 0
        self._subtrees: list[bytes] = []

    def append(self, leaf: bytes) -> None:
        """Add the hash of the next leaf."""
        self._add(leaf, 0)

    def extend(self, leaves: bytes) -> None:
        """Add the hashes of the next leaves, which stand one after the other."""
        start = 0
        while start < len(leaves):
            # The largest complete subtree that can come next.
            left = (len(leaves) - start) // HASH_BYTES
            level = left.bit_length() - 1
            if self.size:
                level = min(level, _trailing_zeros(self.size))
            stop = start + (HASH_BYTES << level)
            self._add(root_of_complete(leaves[start:stop]), level)
            start = stop

    def _add(self, subtree: bytes, level: int) -> None:
        for _ in range(_trailing_ones(self.size >> level)):
            subtree = node_hash(self._subtrees.pop(), subtree)
        self._subtrees.append(subtree)
        self.size += 1 << level

    def root(self) -> bytes:
        """Return the root of the leaves so far."""
        return _fold(self._subtrees)


def root_of(leaves: Iterable[bytes]) -> bytes:
    """Return the root over leaf hashes."""
    tree = CompactRange()
    for leaf in leaves:
        tree.append(leaf)
    return tree.root()


def root_of_complete(hashes: bytes) -> bytes:
    """Return the root of 2^level hashes that stand one after the other."""
    while len(hashes) > HASH_BYTES:
        pairs = range(0, len(hashes), _PAIR_BYTES)
        hashes = b"".join(
            [
                hashlib.sha256(NODE_PREFIX + hashes[pair : pair + _PAIR_BYTES]).digest()
                for pair in pairs
            ]
        )
    return hashes


def root_at(size: int, read: ReadSubtree) -> bytes:
    """Return the root of the first ``size`` leaves."""
    return _range_hash((0, size), read)


def inclusion_proof(index: int, size: int, read: ReadSubtree) -> list[bytes]:
    """Prove that leaf ``index`` is in the tree of ``size`` leaves (section 2.1.1).

    Raises:
        ValueError: The leaf is not in a tree of that size.
    """
    if not 0 <= index < size:
        raise ValueError(f"there is no leaf {index} in a tree of {size}")
    path = list[_Range]()
    low, high = 0, size
    while high - low > 1:
        middle = low + _largest_power_below(high - low)
        if index < middle:
            path.append((middle, high))
            high = middle
        else:
            path.append((low, middle))
            low = middle
    return [_range_hash(siblings, read) for siblings in reversed(path)]


def consistency_proof(old: int, new: int, read: ReadSubtree) -> list[bytes]:
    """Prove that the tree of ``new`` leaves only added to that of ``old`` (2.1.2).

    Raises:
        ValueError: The old tree is empty or larger than the new one.
    """
    if not 0 < old <= new:
        raise ValueError(f"a tree of {new} leaves did not grow from one of {old}")
    path = list[_Range]()
    low, high = 0, new
    while high != old:
        middle = low + _largest_power_below(high - low)
        if old <= middle:
            path.append((middle, high))
            high = middle
        else:
            path.append((low, middle))
            low = middle
    if low > 0:  # otherwise the verifier knows this hash: it is the old root
        path.append((low, high))
    return [_range_hash(part, read) for part in reversed(path)]


def require_inclusion(
    leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes
) -> None:
    """Check an inclusion proof (RFC 9162 section 2.1.3.2).

    Raises:
        BrokenEvidenceError: The proof does not lead from the leaf to the root.
    """
    if not 0 <= index < size:
        raise BrokenEvidenceError(f"there is no leaf {index} in a tree of {size}")
    number, last, result = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            raise BrokenEvidenceError("the inclusion proof is too long")
        if number & 1 or number == last:
            result = node_hash(sibling, result)
            number, last = _skip_right_edge(number, last)
        else:
            result = node_hash(result, sibling)
        number, last = number >> 1, last >> 1
    if last != 0:
        raise BrokenEvidenceError("the inclusion proof is too short")
    if result != root:
        raise BrokenEvidenceError(f"entry {index} is not under the signed root")


def require_consistency(
    old: int, new: int, proof: Sequence[bytes], old_root: bytes, new_root: bytes
) -> None:
    """Check a consistency proof (RFC 9162 section 2.1.4.2).

    Raises:
        BrokenEvidenceError: The new tree is not the old one with leaves added.
    """
    if not 0 < old <= new or not _continues(old, new, proof, (old_root, new_root)):
        raise BrokenEvidenceError(
            f"the tree of {new} leaves does not continue the tree of {old}"
        )


def _continues(
    old: int, new: int, proof: Sequence[bytes], roots: tuple[bytes, bytes]
) -> bool:
    if old == new:
        return not proof and roots[0] == roots[1]
    # A complete old tree is a subtree of the new one, so its root starts the climb.
    hashes = [roots[0], *proof] if old & (old - 1) == 0 else list(proof)
    number, last = old - 1, new - 1
    while number & 1:
        number, last = number >> 1, last >> 1
    seen_old = seen_new = hashes[0] if hashes else b""
    for sibling in hashes[1:]:
        if last == 0:
            return False
        if number & 1 or number == last:
            seen_old = node_hash(sibling, seen_old)
            seen_new = node_hash(sibling, seen_new)
            number, last = _skip_right_edge(number, last)
        else:
            seen_new = node_hash(seen_new, sibling)
        number, last = number >> 1, last >> 1
    return last == 0 and (seen_old, seen_new) == roots


def _skip_right_edge(number: int, last: int) -> tuple[int, int]:
    """Climb past the levels at which this node has no sibling."""
    while number and not number & 1:
        number, last = number >> 1, last >> 1
    return number, last


def _largest_power_below(count: int) -> int:
    """Return the largest power of two below ``count`` (RFC 6962's *k*); count > 1."""
    return 1 << ((count - 1).bit_length() - 1)


def _trailing_ones(number: int) -> int:
    return (~number & (number + 1)).bit_length() - 1


def _trailing_zeros(number: int) -> int:
    return (number & -number).bit_length() - 1


def _range_hash(leaves: _Range, read: ReadSubtree) -> bytes:
    return _fold([read(level, number) for level, number in _complete_subtrees(leaves)])


def _complete_subtrees(leaves: _Range) -> Iterator[tuple[int, int]]:
    """Split leaves ``[low, high)`` into complete subtrees, largest first.

    ``low`` is a multiple of the largest one, as it is in every range of a proof.
    """
    low, high = leaves
    while low < high:
        level = (high - low).bit_length() - 1
        yield level, low >> level
        low += 1 << level


def _fold(subtrees: Sequence[bytes]) -> bytes:
    if not subtrees:
        return EMPTY_ROOT
    *others, result = subtrees
    for left in reversed(others):
        result = node_hash(left, result)
    return result
