"""The values of a notice: what a visitor is shown, in one language."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from consent_server.catalog.model import PurposeId, PurposeText, ServiceId
from consent_server.notice.cldr import Plurals


@dataclass(frozen=True, slots=True, kw_only=True)
class PageTexts:
    """The words of the "my choices" page and of the pages that tell of a problem.

    ``actions``, ``statuses`` and ``reasons`` are keyed by the codes that records and
    decisions carry; ``valid_until`` has the placeholder ``{date}``, ``object``
    ``{purposes}``: in a notice it is filled, and like ``object_effect`` empty where
    there is nothing to object to.
    """

    title: str
    intro: str
    current: str
    service: str
    provider: str
    country: str
    status: str
    reason: str
    statuses: Mapping[str, str]
    reasons: Mapping[str, str]
    history: str
    recorded_at: str
    action: str
    actions: Mapping[str, str]
    record_id: str
    copy: str
    copied: str
    valid_until: str
    object: str
    object_effect: str
    receipt: str
    no_record: str
    clear: str
    clear_effect: str
    withdraw_all: str
    withdrawal_effect: str
    held: str
    nothing_held: str
    back: str
    problem: str
    no_page: str
    no_page_detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RightsTexts:
    """The words for what a visitor can do with their records.

    ``erase_what`` and ``erased`` have the placeholder ``{hours}``.
    """

    title: str
    everything: str
    everything_effect: str
    erase: str
    erase_effect: str
    erase_title: str
    erase_what: str
    erase_stays: str
    erase_lost: str
    erase_now: str
    keep: str
    erased_title: str
    erased: str
    asked_again: str
    in_ledger: str
    not_in_ledger: str
    restricted: str
    check: str
    check_intro: str
    check_file: str
    check_text: str
    check_button: str
    holds: str
    holds_detail: str
    incomplete: str
    committed_detail: str
    position: str
    fails: str
    changed_detail: str
    foreign_detail: str
    malformed_detail: str
    empty_detail: str
    too_large_detail: str
    reason: str
    offline: str
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclarationTexts:
    """The words of the cookie declaration.

    ``intro`` has the placeholder ``{controller}``, ``provider_policy`` ``{provider}``,
    ``stored`` ``{service}``. ``roles`` and ``transfers`` are keyed by the catalog's
    words.
    """

    title: str
    intro: str
    your_choice: str
    change: str
    provider: str
    provider_policy: str
    role: str
    countries: str
    transfer: str
    stored: str
    nothing_stored: str
    name: str
    kind: str
    place: str
    life: str
    this_site: str
    first_party: str
    third_party: str
    local: str
    session: str
    indexeddb: str
    roles: Mapping[str, str]
    transfers: Mapping[str, str]
    until_closed: str
    until_tab_closed: str
    until_deleted: str
    version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """Every word of ours in one language.

    ``what`` has the placeholder ``{controller}``, ``who_some`` ``{count}`` (other
    companies); ``who_link`` is about them, and in a notice without any it is the title
    of the declaration, to which it leads; ``complaint`` has ``{first}`` and
    ``{second}`` (authorities), ``embed_what`` ``{providers}`` and ``{purposes}``,
    ``embed_until`` and ``embed_show`` ``{services}``, ``gpc`` and ``objection``
    ``{purposes}``: in a notice these two are filled, and empty where there is nothing
    to object to. The last sentence of ``what`` says what holds until a choice.
    ``bases`` is keyed by the catalog's words. ``units`` is keyed by the name of a unit
    of time, and needed only where CLDR has no words for it.
    """

    language: str
    direction: str
    title: str
    what: str
    who_none: str
    who_some: Plurals
    who_link: str
    why: str
    withdrawal: str
    accept_all: str
    reject_all: str
    choose: str
    save: str
    purposes_legend: str
    always_on: str
    details: str
    follow: str
    basis: str
    bases: Mapping[str, str]
    search: str
    no_match: str
    privacy_policy: str
    more: str
    link: str
    saving: str
    saved: str
    not_saved: str
    stale: str
    gpc: str
    objection: str
    complaint: str
    complaint_elsewhere: str
    embed_what: str
    embed_until: str
    embed_show: str
    embed_undeclared: str
    purposes: Mapping[PurposeId, PurposeText]
    page: PageTexts
    rights: RightsTexts
    declaration: DeclarationTexts
    units: Mapping[str, Plurals] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptItem:
    """A cookie or storage key; everything but the name is in words."""

    name: str
    kind: str
    place: str
    life: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeService:
    """A service as it is shown under its purpose, with what it keeps on the device.

    ``name_language`` and ``description_language`` are another than the notice's where
    the catalog has no words in that one; a brand is of no language.
    """

    id: ServiceId
    name: str
    name_language: str | None
    description: str | None
    description_language: str | None
    provider: str
    country: str
    basis: str
    items: tuple[KeptItem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticePurpose:
    """A purpose as it is shown, with everything that serves it."""

    id: PurposeId
    title: str
    description: str
    exempt: bool
    services: tuple[NoticeService, ...]

    @property
    def providers(self) -> tuple[str, ...]:
        """The companies behind the services, each once, in order."""
        return tuple(dict.fromkeys(service.provider for service in self.services))


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What is shown in one language, and the bytes that pin it.

    ``what``, ``who`` and ``complaint`` are the sentences of ``texts`` with their
    placeholders filled. ``content`` is canonical JSON over all of it and over the
    digests of template, style and script; ``digest`` is its SHA-256 in hexadecimal, so
    that a record can say what was shown, words and looks (GDPR Article 7(1)).
    """

    language: str  # BCP 47
    direction: str
    what: str
    who: str
    complaint: str
    privacy_policy_url: str | None
    texts: Texts
    purposes: tuple[NoticePurpose, ...]
    content: bytes
    digest: str

    @property
    def services(self) -> Mapping[ServiceId, NoticeService]:
        """Every service as it is shown; each serves at least one purpose."""
        return {it.id: it for purpose in self.purposes for it in purpose.services}
