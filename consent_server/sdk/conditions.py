"""Conditional requests: what a browser may be told to show again."""

from functools import cached_property

from consent_server.enforcement.caching import (
    after_rewrite,
    make_private,
    vary_on,
)
from consent_server.enforcement.headers import Headers
from consent_server.enforcement.validators import (
    EntityTag,
    Offered,
    confirmed,
    is_unchanged,
)
from consent_server.sdk.prepared import Ruling
from consent_server.sdk.requests import RequestHead
from consent_server.sdk.site import EnforcedSite

NOT_MODIFIED = 304
_OK = 200


class Conditions:
    """One request's conditions: what of today's variants its browser has."""

    def __init__(
        self,
        site: EnforcedSite,
        request: RequestHead,
        ruling: Ruling,
        language: str,
    ) -> None:
        self._site = site
        self._request = request
        self._variants = site.variants(ruling, language)

    @property
    def confirmable(self) -> list[EntityTag]:
        """The application's tags of what the browser holds of today's variants."""
        return [offered.original for offered in self._offered]

    def confirm(
        self, headers: Headers, *, shared: bool, personal: bool
    ) -> list[tuple[str, str]] | None:
        """Return the headers of a 304 that confirms a page of today's variants.

        Args:
            headers: The application's 304.
            shared: Whether a shared cache may keep the page.
            personal: Whether the 304 itself is about this visitor.
        """
        found = confirmed(self._offered, headers, shared=shared)
        if found is None:
            return None
        if personal or not found.shared:
            headers = make_private(headers)
        tag = self._variants.tag(str(found.original), shared=found.shared)
        kept = [*after_rewrite(headers), ("ETag", str(tag))]
        return vary_on("Accept-Encoding", kept) if self._site.compress else kept

    def unchanged(self, status: int, headers: Headers) -> bool:
        """Tell whether to answer 304 to what turned out not to be a page.

        The application could not: it did not see the conditions.
        """
        request = self._request.headers
        return (
            status == _OK
            and self._request.hides_conditions
            and is_unchanged(
                headers,
                request.get("if-none-match"),
                request.get("if-modified-since"),
            )
        )

    @cached_property
    def _offered(self) -> list[Offered]:
        if_none_match = self._request.headers.get("if-none-match")
        if if_none_match is None or not self._request.hides_conditions:
            return []
        return self._variants.offered(if_none_match)
