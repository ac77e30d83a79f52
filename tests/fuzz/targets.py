"""The fuzz targets: a name, which is also its folder in the corpus, and its check."""

from collections.abc import Callable, Mapping

from tests.fuzz.headers import (
    check_claims,
    check_cookie,
    check_link,
    check_set_cookie,
    check_token,
)
from tests.fuzz.markup import (
    check_damaged,
    check_elements,
    check_generated,
    check_rewriting,
    check_steps,
)

TARGETS: Mapping[str, Callable[[bytes], None]] = {
    "rewriting": check_rewriting,
    "steps": check_steps,
    "elements": check_elements,
    "generated": check_generated,
    "damaged": check_damaged,
    "link": check_link,
    "set-cookie": check_set_cookie,
    "cookie": check_cookie,
    "token": check_token,
    "claims": check_claims,
}
