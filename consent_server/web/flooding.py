"""How fast one network may fill a site's ledger with choices.

Who fills a ledger with choices that nobody made spoils what it is worth as evidence.
A network (an IPv4 /24, an IPv6 /56) has an allowance at each site that fills again with
time: the generic cell rate algorithm, which keeps one number for each network. Only
choices that would be recorded count. Numbers are kept in this process, for as long as
they matter, and nowhere else.
"""

import ipaddress
import math
from threading import Lock

from werkzeug.exceptions import TooManyRequests
from werkzeug.wrappers import Request

from consent_server.consent.choice import Action, ConsentStatus, RawChoice
from consent_server.kernel.clock import Clock

BURST = 600
"""Choices of one network at once: an office, a school or a mobile network's exit."""

PER_SECOND = 10
"""Choices of one network in the long run."""

PATIENCE = 10
"""How many times as many refusals: they must get through (GDPR Article 7(3))."""

MAX_NETWORKS = 10_000
_FULL_SECONDS = BURST / PER_SECOND
_PREFIX_BYTES = {4: 3, 6: 7}
_REFUSALS = frozenset({Action.REFUSE_ALL, Action.WITHDRAW, Action.OBJECT})


class Floodgate:
    """Lets choices in, up to what their network may record at one site.

    Args:
        clock: Tells the time; only differences matter.
        hops: How many proxies of the site's own stand in front, each of which adds who
            asked it to ``X-Forwarded-For``.
    """

    def __init__(self, clock: Clock, hops: int) -> None:
        self._clock = clock
        self._hops = hops
        self._even_at: dict[bytes, float] = {}
        self._busy = Lock()

    def require_room(self, request: Request, raw: RawChoice) -> None:
        """Count a choice that could be recorded.

        Where the address is not one of the internet's, it is a proxy's that tells
        nobody apart, or missing: then nothing is counted.

        Raises:
            TooManyRequests: Its network has recorded too many; says when to try again.
        """
        network = network_of(sender_of(request, self._hops))
        if network is None:
            return
        patience = 1 if grants_something(raw) else PATIENCE
        wait = self._take(network, patience * _FULL_SECONDS)
        if wait > 0:
            raise TooManyRequests(
                "too many choices come from this network; nothing was recorded",
                retry_after=math.ceil(wait),
            )

    def _take(self, network: bytes, bound: float) -> float:
        """Take one from the allowance; return how many seconds too early that was."""
        now = self._clock.now().timestamp()
        with self._busy:
            owed = max(0.0, self._even_at.get(network, now) - now)
            if owed > PATIENCE * _FULL_SECONDS:
                owed = 0.0  # nobody can owe so much: the clock was set back
            owed += 1 / PER_SECOND
            if owed > bound:
                return owed - bound
            self._even_at.pop(network, None)  # what was used last stands last
            self._even_at[network] = now + owed
            if len(self._even_at) > MAX_NETWORKS:
                del self._even_at[next(iter(self._even_at))]
        return 0.0


def grants_something(raw: RawChoice) -> bool:
    """Tell whether a choice asks for any permission."""
    if raw.action in _REFUSALS:
        return False
    decided = (*raw.purposes.values(), *raw.services.values())
    return raw.action != Action.CUSTOM or ConsentStatus.GRANTED in decided


def sender_of(request: Request, hops: int) -> str:
    """Return the address that asked the outermost of the site's own proxies.

    What stands further left in ``X-Forwarded-For`` is whatever a client wrote there.
    """
    header = request.headers.get("X-Forwarded-For", "") if hops else ""
    told = [address for word in header.split(",") if (address := word.strip())]
    return told[-hops] if len(told) >= hops > 0 else request.remote_addr or ""


def network_of(address: str) -> bytes | None:
    """Return the prefix of an address of the internet; none of any other text."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return None
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    if not found.is_global:
        return None
    return found.packed[: _PREFIX_BYTES[found.version]]
