import pytest

from consent_server.enforcement.treatment import Treatment, treatment_of

HTML = ("Content-Type", "text/html; charset=utf-8")


def typed(*values: str) -> list[tuple[str, str]]:
    return [("Content-Type", value) for value in values]


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param([HTML], id="html"),
        pytest.param(typed("TEXT/HTML"), id="upper-case"),
        pytest.param([], id="no-type"),
        pytest.param(typed(""), id="empty"),
        pytest.param(typed("*/*"), id="any"),
        pytest.param(typed("unknown/unknown"), id="unknown"),
        pytest.param(typed("html"), id="no-slash"),
        pytest.param(typed(";text/html"), id="semicolon-first"),
        pytest.param(typed("text/html(x)"), id="comment"),
        pytest.param(typed("text/html charset=utf-8"), id="no-semicolon"),
        pytest.param(typed("text/plain, text/html"), id="list"),
        pytest.param(typed("text/plain", "text/html"), id="two-fields"),
        pytest.param(typed("text/html;charset=shift_jis"), id="shift-jis"),
        pytest.param(
            [HTML, ("Content-Disposition", "attachment=inline; filename=x")],
            id="not-an-attachment",
        ),
        pytest.param([HTML, ("Content-Disposition", "inline")], id="inline"),
    ],
)
def test_rewrites_whatever_a_browser_shows_as_html(
    headers: list[tuple[str, str]],
) -> None:
    """Each of these made a request to a gated host when it was passed on."""
    assert treatment_of("GET", 200, headers) is Treatment.REWRITE


@pytest.mark.parametrize(
    ("status", "headers"),
    [
        pytest.param(200, typed("application/xhtml+xml"), id="xhtml"),
        pytest.param(200, typed("text/xml"), id="xml"),
        pytest.param(200, typed("image/svg+xml"), id="svg"),
        pytest.param(206, [HTML], id="part-of-a-page"),
    ],
)
def test_confines_a_document_that_it_cannot_read(
    status: int, headers: list[tuple[str, str]]
) -> None:
    assert treatment_of("GET", status, headers) is Treatment.CONFINE


@pytest.mark.parametrize(
    ("status", "headers"),
    [
        pytest.param(304, [HTML], id="not-modified"),
        pytest.param(204, [HTML], id="no-content"),
        pytest.param(103, [HTML], id="interim"),
        pytest.param(200, typed("application/json"), id="json"),
        pytest.param(200, typed("text/css"), id="style"),
        pytest.param(200, [("X-Content-Type-Options", "nosniff")], id="not-sniffed"),
        pytest.param(
            200,
            [HTML, ("Content-Disposition", "Attachment; filename=a")],
            id="attachment",
        ),
    ],
)
def test_passes_on_what_is_no_document(
    status: int, headers: list[tuple[str, str]]
) -> None:
    assert treatment_of("GET", status, headers) is Treatment.PASS


def test_keeps_the_headers_of_a_page_true_without_its_body() -> None:
    assert treatment_of("HEAD", 200, [HTML]) is Treatment.HEADERS
