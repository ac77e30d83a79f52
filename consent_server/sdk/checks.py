"""Start-up checks: what would switch enforcement off in silence is said aloud.

Every check has a stable code; docs/reference/checks.md explains each. Errors stop the
start, warnings and notes are logged.
"""

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path

from consent_server.catalog.findings import Severity
from consent_server.catalog.model import CHOICE_SERVICE, Unknown
from consent_server.enforcement.csp import source_policy
from consent_server.kernel.errors import SettingError
from consent_server.notice.policy import Policy
from consent_server.notice.render import CHOICES_PATH, REPORTS_PATH
from consent_server.sdk.layers import Layers
from consent_server.sdk.said import is_first_to_say

ANYBODY_ELSE = 0o077
MAX_POLICY_BYTES = 3_000  # nginx takes 4 or 8 KB for all headers, unless told
LEVELS = {
    Severity.ERROR: logging.ERROR,
    Severity.WARNING: logging.WARNING,
    Severity.NOTE: logging.INFO,
}
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """What is known of an installation before its first request.

    Modes are permission bits, of the data folder and by path of the key files.
    A lost key is the path of one that is not there although the site has a ledger, a
    foreign one did not sign that ledger. ``unusable_keys`` says by path what is wrong.
    ``alone`` says that no other process uses the data folder.
    """

    policy: Policy
    secure: bool
    debug_header: bool
    data_dir: Path
    folder_mode: int
    key_modes: Mapping[Path, int]
    lost_ledger_key: Path | None
    lost_token_key: Path | None
    unusable_keys: Mapping[Path, str]
    foreign_ledger_key: Path | None
    alone: bool
    layers: Layers


@dataclass(frozen=True, slots=True, kw_only=True)
class SetupFinding:
    """One thing that is wrong with an installation, and what to do about it."""

    code: str
    severity: Severity
    message: str
    hint: str

    def __str__(self) -> str:
        return f"{self.code}: {self.message}; {self.hint}"


def check_setup(setup: Setup) -> list[SetupFinding]:
    """Run every check; the order is that of the codes."""
    return [finding for check in CHECKS for finding in check(setup)]


def heed(findings: Iterable[SetupFinding], folder: Path | None = None) -> None:
    """Refuse to start when something is an error; else :func:`report` what was found.

    Raises:
        SettingError: All errors, one a line.
    """
    found = list(findings)
    errors = [str(it) for it in found if it.severity is Severity.ERROR]
    if errors:
        raise SettingError("\n".join(errors))
    report(found, folder)


def report(findings: Iterable[SetupFinding], folder: Path | None = None) -> None:
    """Log what was found, errors too: where a site has to start whatever is wrong.

    With a folder, what another process that shares it has said already is left out.
    """
    for finding in findings:
        if folder is None or is_first_to_say(folder, str(finding)):
            log.log(LEVELS[finding.severity], "%s", finding)


def _error(code: str, message: str, hint: str) -> SetupFinding:
    return SetupFinding(code=code, severity=Severity.ERROR, message=message, hint=hint)


def _warning(code: str, message: str, hint: str) -> SetupFinding:
    return SetupFinding(
        code=code, severity=Severity.WARNING, message=message, hint=hint
    )


def _nothing_gated(setup: Setup) -> Iterator[SetupFinding]:
    if not setup.policy.gated_services:
        yield _warning(
            "CFG001",
            "the catalog names nothing that needs permission, so nothing is held",
            "name the services that the site uses under services",
        )


def _plain_http(setup: Setup) -> Iterator[SetupFinding]:
    public = [it for it in setup.policy.site.domains if not is_loopback(it)]
    if public and not setup.secure:
        # A warning only: who tries the site at home has its real catalog there.
        yield _warning(
            "CFG002",
            "plain http (secure=False, --plain-http), and "
            f"{', '.join(public)} is not on loopback: there, choices would travel in "
            "the open and could be planted by a neighbouring site",
            "leave that out and serve the site over https before visitors come",
        )


def _folder_open(setup: Setup) -> Iterator[SetupFinding]:
    if setup.folder_mode & ANYBODY_ELSE:
        yield _warning(
            "CFG003",
            f"others on this machine can enter the data folder {setup.data_dir}",
            f"chmod 700 {setup.data_dir}",
        )


def _folder_served(setup: Setup) -> Iterator[SetupFinding]:
    folder = setup.data_dir.resolve()
    for static in setup.layers.static_folders:
        if folder.is_relative_to(static.resolve()):
            yield _error(
                "CFG004",
                f"the data folder {setup.data_dir} lies within {static}, whose files "
                "anybody can fetch",
                "move it out of there, and make new keys",
            )


def _keys_open(setup: Setup) -> Iterator[SetupFinding]:
    for path, mode in setup.key_modes.items():
        if mode & ANYBODY_ELSE:
            yield _error(
                "CFG005",
                f"others can read or change the key {path}, and so forge choices",
                f"chmod 600 {path}, and make a new key if others may have read it",
            )


def _ledger_key_lost(setup: Setup) -> Iterator[SetupFinding]:
    if setup.lost_ledger_key is not None:
        yield _error(
            "CFG006",
            f"there is a ledger of this site but not its key {setup.lost_ledger_key}: "
            "a new key would break the ledger's signatures",
            "restore it from a backup, or say that it is lost: consent-server ledger "
            "key rotate --reason lost",
        )


def _token_key_lost(setup: Setup) -> Iterator[SetupFinding]:
    if setup.lost_token_key is not None:
        yield _warning(
            "CFG007",
            f"there are records of this site but no key {setup.lost_token_key}: with "
            "the new one that is made now, no stored choice counts any more",
            "stop and restore it from a backup, or everybody is asked again",
        )


def _choice_undeclared(setup: Setup) -> Iterator[SetupFinding]:
    if CHOICE_SERVICE not in setup.policy.service_by_id:
        yield _error(
            "CFG008",
            "the cookie that keeps the visitor's choice is not declared",
            f"add {CHOICE_SERVICE} to services",
        )


def _other_domains(setup: Setup) -> Iterator[SetupFinding]:
    domains = setup.policy.site.domains
    public = [host for host in setup.layers.hosts if not is_loopback(host)]
    if public and not any(_is_under(host, it) for host in public for it in domains):
        yield _error(
            "CFG009",
            f"the application serves {', '.join(public)}, the catalog is for "
            f"{', '.join(domains)}",
            "list the site's own host names under site: domains",
        )


def _path_taken(setup: Setup) -> Iterator[SetupFinding]:
    for route in setup.layers.routes:
        if route.startswith(CHOICES_PATH):
            yield _warning(
                "CFG010",
                f"the application's route {route} can never be reached: "
                f"{CHOICES_PATH} is where choices are taken",
                "give it another path",
            )


def _cached_inside(setup: Setup) -> Iterator[SetupFinding]:
    for layer in setup.layers.caching:
        yield _warning(
            "CFG011",
            f"{layer} keeps pages inside the middleware; one that asked for a "
            "visitor's decision would be shown to others",
            "do not keep pages whose code or templates ask; tags need no care",
        )


def _compressed_inside(setup: Setup) -> Iterator[SetupFinding]:
    for layer in setup.layers.compressing:
        yield _warning(
            "CFG012",
            f"{layer} compresses inside the middleware; pages are asked for plain, "
            "and one in a coding that cannot be undone here may load nothing",
            "take it out: pages are compressed by this middleware",
        )


def _wrapped_twice(setup: Setup) -> Iterator[SetupFinding]:
    if setup.layers.wrapped:
        yield _error(
            "CFG013",
            "the application is wrapped already; the inner middleware's choices "
            "would never be reached",
            "wrap it once",
        )


def _not_alone(setup: Setup) -> Iterator[SetupFinding]:
    if not setup.alone:
        yield SetupFinding(
            code="CFG014",
            severity=Severity.NOTE,
            message=f"another process uses {setup.data_dir}; SQLite lets one write "
            "at a time, so that visitors wait for each other",
            hint="use one process with several threads",
        )


def _outside_domains(setup: Setup) -> Iterator[SetupFinding]:
    site = setup.policy.site
    outside = [
        host
        for host in setup.layers.hosts
        if not is_loopback(host) and not any(_is_under(host, it) for it in site.domains)
    ]
    if outside and site.unknown is not Unknown.OBSERVE:
        yield _warning(
            "CFG015",
            f"unknown is {site.unknown}, and {', '.join(outside)}, which the "
            "application serves, is a third party to the other pages",
            "list every host name of the site under site: domains",
        )


def _long_policy(setup: Setup) -> Iterator[SetupFinding]:
    policy, unknown = setup.policy, setup.policy.site.unknown
    length = len(source_policy(policy.services, policy.site.domains, REPORTS_PATH))
    if unknown is not Unknown.OBSERVE and length > MAX_POLICY_BYTES:
        yield _warning(
            "CFG016",
            f"the Content-Security-Policy for all services has {length} bytes; a "
            "proxy in front may refuse such headers with a 502",
            "give it room (in nginx: proxy_buffer_size 16k), or name fewer services",
        )


def _debugging(setup: Setup) -> Iterator[SetupFinding]:
    if setup.debug_header and setup.secure:
        yield _warning(
            "CFG017",
            "every page tells in Consent-Debug what was held in it, to visitors too",
            "leave out debug_header=True and Flask's debug mode where the site is live",
        )


def _keys_unusable(setup: Setup) -> Iterator[SetupFinding]:
    for path, why in setup.unusable_keys.items():
        if not setup.key_modes.get(path, 0) & ANYBODY_ELSE:  # that is CFG005
            yield _error("CFG018", why, "without it no choice can be signed")


def _ledger_key_foreign(setup: Setup) -> Iterator[SetupFinding]:
    if (key := setup.foreign_ledger_key) is not None:
        yield _error(
            "CFG019",
            f"the ledger's newest checkpoint is not signed by {key}",
            "copy the key from the server on which it was rotated, or restore the key, "
            "or the database, from the same backup as the other. If no such backup "
            "is left, run: consent-server ledger recover; nothing is signed on top "
            "of it",
        )


CHECKS: tuple[Callable[[Setup], Iterator[SetupFinding]], ...] = (
    _nothing_gated,
    _plain_http,
    _folder_open,
    _folder_served,
    _keys_open,
    _ledger_key_lost,
    _token_key_lost,
    _choice_undeclared,
    _other_domains,
    _path_taken,
    _cached_inside,
    _compressed_inside,
    _wrapped_twice,
    _not_alone,
    _outside_domains,
    _long_policy,
    _debugging,
    _keys_unusable,
    _ledger_key_foreign,
)


def is_loopback(host: str) -> bool:
    """Tell whether a host name never leaves this machine (RFC 6761 section 6.3)."""
    name = host.lower().strip("[]").rstrip(".")
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return False


def _is_under(host: str, domain: str) -> bool:
    """Tell whether a served host, perhaps ``.example.com``, belongs to a domain."""
    bare = host.lower().lstrip(".")
    return (
        bare == domain
        or bare.endswith(f".{domain}")
        or (host.startswith(".") and domain.endswith(host.lower()))
    )
