import pytest

from tests.unit.enforcement.rewriting import rewrite


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (
            "<!doctype html><html><head a=1><p>x</head><body b>y",
            "<!doctype html><html><head a=1>[H]<p>x</head><body b>[B]y",
        ),
        ("<!DOCTYPE html><p>x", "<!DOCTYPE html>[H]<p>x[B]"),
        ("<!doctype html>\n<!-- c --> text", "<!doctype html>\n<!-- c --> [H]text[B]"),
        ("\ufeff<!doctype html>x", "\ufeff<!doctype html>[H]x[B]"),
        ("<html><title>x</title>", "<html>[H]<title>x</title>[B]"),
        ("<title>x</title><body>y", "<title>x</title><body>[H][B]y"),
        ("<?xml version='1'?><html>x", "<?xml version='1'?><html>[H]x[B]"),
        ("<!doctype html>", "<!doctype html>[H][B]"),
        ("<html><p>x<img src=", "<html>[H]<p>x[B]<img src="),
        ("<html><p>x<script>a", "<html>[H]<p>x[B]<script>a"),
        ("<html><p>x<!-- a", "<html>[H]<p>x<!-- a"),
        (
            "<html><noscript><body></noscript>",
            "<html>[H]<noscript><body></noscript>[B]",
        ),
        ("<html><header>x", "<html>[H]<header>x[B]"),
        ("<html></p>x", "<html>[H]</p>x[B]"),
        ("<html><!x><3", "<html><!x>[H]<3[B]"),
        ("<html><svg><body>", "<html>[H]<svg><body>[B]"),
    ],
)
@pytest.mark.parametrize("size", [1, 5, 1000])
def test_puts_the_gate_into_the_head_and_the_banner_into_the_body(
    page: str, expected: str, size: int
) -> None:
    result = rewrite(page, head=b"[H]", body=b"[B]", size=size)

    assert result.output.decode() == expected


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("<html><body>x</body></html>\n", "<html><body>[B]x</body></html>\n[E]"),
        ("<!doctype html>x", "<!doctype html>x[B][E]"),
        ("<html><body>x<!-- a", "<html><body>[B]x<!-- a"),
        ("<p>fragment</p>", "<p>fragment</p>"),
    ],
)
@pytest.mark.parametrize("size", [1, 1000])
def test_puts_what_belongs_at_the_end_behind_everything(
    page: str, expected: str, size: int
) -> None:
    result = rewrite(page, body=b"[B]", end=b"[E]", size=size)

    assert result.output.decode() == expected


@pytest.mark.parametrize(
    "page",
    [
        "<p>fragment</p>",
        "text",
        "",
        "<tr><td>row</td></tr>",
        "<!-- <html> --><p>x",
        "<header>x</header>",
        "<textarea><body></textarea>",
        "<noscript><body></noscript>",
        "<script>'<body>'</script>",
    ],
)
def test_puts_nothing_into_a_fragment(page: str) -> None:
    assert rewrite(page, head=b"[H]", body=b"[B]").output.decode() == page


def test_puts_the_gate_in_front_of_what_it_gates() -> None:
    result = rewrite("<!doctype html><script src=//spy.test>", head=b"[H]")

    assert result.output.startswith(b'<!doctype html>[H]<script type="text/plain"')
