"""One site as the middleware sees it: everything that is ready before a request."""

from functools import lru_cache, partial

from consent_server.consent.decide import Decision, decide
from consent_server.consent.signals import read_signals
from consent_server.enforcement.evidence import Evidence
from consent_server.enforcement.plans import PagePlans
from consent_server.kernel.clock import Clock
from consent_server.kernel.ids import RandomBytes
from consent_server.notice.policy import Policy
from consent_server.sdk.insertions import NoticeInsertions
from consent_server.sdk.requests import RequestHead
from consent_server.token.codec import TokenCodec
from consent_server.token.cookie import read_state, renew_mirror

REMEMBERED_DECISIONS = 1024


class EnforcedSite:
    """Judges requests under one policy; ``evidence`` counts what was held.

    ``secure`` says that visitors come over https.
    """

    def __init__(
        self, codec: TokenCodec, clock: Clock, random: RandomBytes, *, secure: bool
    ) -> None:
        self.policy: Policy = codec.policy
        self.insertions = NoticeInsertions(self.policy)
        self.evidence = Evidence()
        self.plans = PagePlans(
            self.policy.matcher, frozenset(self.policy.service_by_id)
        )
        self.clock = clock
        self.random = random
        self.secure = secure
        self._codec = codec
        self._decide = lru_cache(REMEMBERED_DECISIONS)(partial(decide, self.policy))

    def decide(self, request: RequestHead) -> Decision:
        """Judge a request by its token and signals; no database is asked."""
        state = read_state(
            request.cookie, self._codec, self.clock.now(), secure=self.secure
        )
        signals = read_signals(request.headers.get("sec-gpc"))
        return self._decide(state, signals)

    def renew_mirror(self, request: RequestHead) -> list[str]:
        """Write the mirror anew after a change of policy that asks nothing."""
        return renew_mirror(
            request.cookie, self._codec, self.clock.now(), secure=self.secure
        )
