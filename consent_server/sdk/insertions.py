"""What is put into a visitor's page, rendered once for each language."""

from consent_server.enforcement.landing import Insertions
from consent_server.notice.policy import Policy
from consent_server.notice.render import render_banner, render_head, render_link

PLACEHOLDER = "0" * 32  # stands where each response gets a click key of its own


class NoticeInsertions:
    """The markup of one policy; serving it costs a look-up."""

    def __init__(self, policy: Policy) -> None:
        self._by_language = {
            language: _Rendered(policy, language) for language in policy.notices
        }

    def for_anybody(self, language: str) -> Insertions:
        """Return what a page gets whose bytes must not depend on the visitor."""
        rendered = self._by_language[language]
        return Insertions(head=rendered.head, body=rendered.hidden)

    def for_undecided(self, language: str, click_key: str) -> Insertions:
        """Return what a visitor gets who is to be asked."""
        rendered = self._by_language[language]
        body = rendered.open.replace(PLACEHOLDER.encode(), click_key.encode())
        return Insertions(head=rendered.head, body=body)

    def for_decided(self, language: str) -> Insertions:
        """Return what a visitor gets who has chosen: the way back to the choice."""
        rendered = self._by_language[language]
        return Insertions(head=rendered.head, body=rendered.link)


class _Rendered:
    __slots__ = ("head", "hidden", "link", "open")

    def __init__(self, policy: Policy, language: str) -> None:
        self.head = render_head(policy, language)
        self.link = render_link(policy, language)
        hidden = render_banner(policy, language, open_at_once=False, click_key=None)
        asked = render_banner(
            policy, language, open_at_once=True, click_key=PLACEHOLDER
        )
        self.hidden = hidden + self.link
        self.open = asked + self.link
