"""One site as the middleware sees it: everything that is ready before a request."""

from collections.abc import Callable
from datetime import date
from functools import lru_cache

from consent_server import __version__
from consent_server.catalog.model import UNKNOWN, ServiceId, Unknown
from consent_server.consent.decide import decide
from consent_server.consent.signals import GPC, Signals, gpc_support, read_signals
from consent_server.consent.state import ConsentState
from consent_server.enforcement.csp import source_policy
from consent_server.enforcement.evidence import Evidence
from consent_server.enforcement.plan import EnforcementPlan, plan
from consent_server.enforcement.plans import PagePlans
from consent_server.enforcement.remembered import Remembered
from consent_server.enforcement.validators import Variants, variant_of
from consent_server.kernel.clock import Clock
from consent_server.kernel.ids import RandomBytes
from consent_server.notice.policy import Policy
from consent_server.notice.render import REPORTS_PATH, negotiate_language
from consent_server.sdk.frames import MAX_BYTES as MAX_FRAME_BYTES
from consent_server.sdk.frames import MAX_FRAMES, Frame
from consent_server.sdk.insertions import NoticeInsertions
from consent_server.sdk.prepared import (
    MAX_BYTES,
    MAX_PAGES,
    Ingredients,
    Prepared,
    Ruling,
    Secrets,
)
from consent_server.sdk.requests import RequestHead
from consent_server.token.codec import TokenCodec
from consent_server.token.cookie import read_state, renew_mirror

REMEMBERED_DECISIONS = 1024
REMEMBERED_POLICIES = 256
SECRET_BYTES = 16
POLICY_HEADERS = {
    Unknown.REPORT: "Content-Security-Policy-Report-Only",
    Unknown.STRICT: "Content-Security-Policy",
}


class EnforcedSite:
    """Judges requests under one policy; ``evidence`` counts what was held.

    ``never_granted`` is held from everybody: what no service declares, if the site is
    strict. ``since`` is the day on which the policy came into force. ``secure`` says
    that visitors come over https, ``compress`` that pages are compressed here,
    ``debug_header`` that each response tells what was held in it, and ``policy_age``
    how many seconds ago a server was asked for a newer policy, where there is one.
    ``asks`` says that visitors can be asked.
    ``variant_basis`` is what pages are made of for everybody, ``prepared`` remembers
    those that were made, ``frames`` what they are without their bytes, and
    ``stand_ins`` are the secrets that they are made with.
    """

    def __init__(  # noqa: PLR0913 - settings, each by its name
        self,
        codec: TokenCodec,
        clock: Clock,
        random: RandomBytes,
        evidence: Evidence,
        *,
        since: date,
        secure: bool,
        compress: bool = True,
        debug_header: bool = False,
        asks: bool = True,
        policy_age: Callable[[], int | None] = lambda: None,
    ) -> None:
        self.policy: Policy = codec.policy
        self.random = random
        self.stand_ins = self.new_secrets()
        self.insertions = NoticeInsertions(self.policy, self.stand_ins, asks=asks)
        self.evidence = evidence
        self.never_granted: frozenset[ServiceId] = frozenset()
        if self.policy.site.unknown is Unknown.STRICT:
            self.never_granted = frozenset({UNKNOWN})
        self._services = frozenset(self.policy.service_by_id)
        self.plans = PagePlans(
            self.policy.matcher,
            self._services | self.never_granted,
            secret=self.stand_ins.mark,
        )
        self._source_policy = lru_cache(REMEMBERED_POLICIES)(self._write_source_policy)
        self.gpc_support = gpc_support(since)
        self.clock = clock
        self.secure = secure
        self.compress = compress
        self.debug_header = debug_header
        self.policy_age = policy_age
        self.variant_basis = (__version__, self.policy.version, self.insertions.digest)
        self._codec = codec
        self._rule = lru_cache(REMEMBERED_DECISIONS)(self._decide_and_plan)
        self._rulings: dict[tuple[object, ...], Ruling] = {}
        self._variants = lru_cache(REMEMBERED_POLICIES)(self._name_variants)
        self.frames = Remembered[Ingredients, Frame](MAX_FRAMES, MAX_FRAME_BYTES)
        self.prepared = Remembered[Ingredients, Prepared](MAX_PAGES, MAX_BYTES)

    def decide(self, request: RequestHead) -> Ruling:
        """Judge a request by its token and signals; no database is asked.

        A signal that decided something counts as honoured.
        """
        state = read_state(
            request.cookie, self._codec, self.clock.now(), secure=self.secure
        )
        signals = read_signals(request.headers.get("sec-gpc"))
        ruling = self._rule(state, signals)
        if signals.gpc and ruling.decision.heeds_signal:
            self.evidence.honour(GPC)
        return ruling

    def _decide_and_plan(self, state: ConsentState, signals: Signals) -> Ruling:
        decision = decide(self.policy, state, signals)
        said = (
            decision.decided,
            decision.chosen,
            *decision.purposes.values(),
            *decision.services.values(),
        )
        known = self._rulings.get(said)
        if known is None:
            denied = decision.denied | self.never_granted
            known = Ruling(decision, plan(denied, self.policy.gated_services))
            if len(self._rulings) >= REMEMBERED_DECISIONS:
                self._rulings.clear()
            self._rulings[said] = known
        return known

    def new_secrets(self) -> Secrets:
        """Draw what one response has of its own."""
        drawn = self.random(2 * SECRET_BYTES)
        return Secrets(drawn[:SECRET_BYTES].hex(), drawn[SECRET_BYTES:].hex())

    def language_for(self, accept_language: str | None) -> str:
        """Return the language of the notice that a visitor likes best."""
        return negotiate_language(self.policy.site.languages, None, accept_language)

    def variants(self, ruling: Ruling, language: str) -> Variants:
        """Name the variants of pages under a ruling; one that asks is never the same.

        Of the notice's language the page's own share is the application's.
        """
        return self._variants(
            ruling.plan, language if ruling.decision.decided else None
        )

    def _name_variants(self, plan: EnforcementPlan, language: str | None) -> Variants:
        """Name the variants of pages under a plan; without a language, nobody's own."""
        # Browsers do not take a source policy out of a 304: another one, another page.
        private, shared = (
            str(self.source_policy(plan.held, shared=it)) for it in (False, True)
        )
        basis = self.variant_basis
        return Variants(
            shared=variant_of(basis, plan.shared_held, f"shared {shared}"),
            private=language
            and variant_of(basis, plan.held, f"private {language} {private}"),
        )

    def source_policy(
        self, held: frozenset[ServiceId], *, shared: bool
    ) -> list[tuple[str, str]]:
        """Return the header that tells browsers which hosts a page may load from.

        A shared response must not depend on the visitor, so its policy lets in every
        declared service: what is held there is held in the markup.
        """
        name = POLICY_HEADERS.get(self.policy.site.unknown)
        if name is None:
            return []
        allowed = self._services if shared else self._services - held
        return [(name, self._source_policy(allowed))]

    def _write_source_policy(self, allowed: frozenset[ServiceId]) -> str:
        services = [it for it in self.policy.services if it.id in allowed]
        return source_policy(services, self.policy.site.domains, REPORTS_PATH)

    def renew_mirror(self, request: RequestHead) -> list[str]:
        """Write the mirror anew after a change of policy."""
        return renew_mirror(
            request.cookie, self._codec, self.clock.now(), secure=self.secure
        )
