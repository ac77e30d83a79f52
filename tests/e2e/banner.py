"""The banner as a visitor meets it: by role and name, in the page's language."""

from collections.abc import Collection

from playwright.sync_api import Locator, Page

from consent_server.notice.model import Texts
from tests.e2e.request_log import RequestLog


class Banner:
    """What can be done with the banner on a page."""

    def __init__(self, page: Page, texts: Texts, log: RequestLog) -> None:
        self._page = page
        self.texts = texts
        self._log = log

    @property
    def accept_button(self) -> Locator:
        """The button that grants everything."""
        return self._button(self.texts.accept_all)

    @property
    def is_shown(self) -> bool:
        """Whether the visitor is being asked."""
        return self.accept_button.is_visible()

    def accept(self) -> None:
        """Grant everything."""
        self._press(self.texts.accept_all)

    def reject(self) -> None:
        """Refuse everything."""
        self._press(self.texts.reject_all)

    def choose(self, purposes: Collection[str]) -> None:
        """Grant these purposes and refuse the others."""
        self._page.get_by_text(self.texts.choose, exact=True).click()
        for purpose in purposes:
            title = self.texts.purposes[purpose].title
            self._page.get_by_role("checkbox", name=title).check()
        self._press(self.texts.save)

    def open_my_choices(self) -> None:
        """Follow the link that stands on every page."""
        self._page.get_by_role("link", name=self.texts.link).click()
        self._log.settle(self._page)

    def withdraw(self) -> None:
        """Withdraw everything on the "my choices" page."""
        self.open_my_choices()
        self._press(self.texts.page.withdraw_all)

    def message(self) -> str:
        """Return what the banner says about an act that failed."""
        return self._page.get_by_role("alert").inner_text()

    def _press(self, name: str) -> None:
        self._button(name).click()
        self._log.settle(self._page)

    def _button(self, name: str) -> Locator:
        return self._page.get_by_role("button", name=name, exact=True)
