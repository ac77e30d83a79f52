"""A quick look at a body, beside the schema that decides."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from consent_server.web.visitor.incoming import SCHEMA, fits

NAMES = st.sampled_from([*SCHEMA.fields, "other"])
WORDS = st.text(max_size=3) | st.sampled_from(["a" * 32, "b" * 65, "p" * 64])
VALUES = (
    WORDS
    | st.booleans()
    | st.none()
    | st.integers(0, 1)
    | st.dictionaries(WORDS, WORDS | st.none(), max_size=2)
)
WHOLE = {"act": "grant_all", "policy": "p", "language": "en", "surface": "banner"}


@given(body=st.dictionaries(NAMES, VALUES), begun=st.sampled_from([WHOLE, {}]))
def test_what_fits_is_what_the_schema_takes_as_it_is(
    body: dict[str, Any], begun: dict[str, str]
) -> None:
    asked = begun | body
    if fits(asked):
        assert SCHEMA.load(asked) == asked


def test_an_ordinary_choice_fits() -> None:
    words = {"analytics": "granted"}
    extra = {"purposes": words, "services": {}, "clear": True, "page": "/"}

    assert fits(WHOLE | extra | {"click": "a" * 32})
    assert not fits(WHOLE | {"click": "short"})
    assert not fits({name: word for name, word in WHOLE.items() if name != "act"})
