"""A server of two sites, asked through its interface without a socket."""

import itertools
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import sleep

from flask import Flask
from sqlalchemy import select
from werkzeug.test import Client, TestResponse

from consent_server.kernel.clock import ManualClock
from consent_server.kernel.ids import system_random
from consent_server.storage.api_keys import ApiKeyStore
from consent_server.storage.db import Base
from consent_server.token.api_key import Role
from consent_server.web.api.rate import Rate
from consent_server.web.parts import Parts, parts_of
from consent_server.web.registering import add_site
from consent_server.web.server import create_server
from tests.site import CATALOG, START, settle

SHOP, BLOG = "shop", "blog"
BLOG_CATALOG = (
    CATALOG.replace("id: shop", "id: blog")
    .replace("shop.example", "blog.example")
    .replace("Shop AS", "Blog AS")
)
CATALOGS = {SHOP: CATALOG, BLOG: BLOG_CATALOG}
MORE = CATALOG.replace("  - meta.pixel\n", "  - meta.pixel\n  - hubspot.tracking\n")
"""A catalog of the shop that asks visitors for one service more."""
OFTEN = Rate(burst=1_000_000, per_second=1_000_000.0)
_numbers = itertools.count()


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A server, a client without cookies, and a key of each role and site."""

    app: Flask
    parts: Parts
    clock: ManualClock
    secrets: Mapping[tuple[Role, str | None], str]
    client: Client = field(repr=False)

    def key(self, role: Role = Role.OWNER, site: str | None = SHOP) -> str:
        return self.secrets[role, None if role is Role.ADMIN else site]

    def ask(
        self,
        method: str,
        path: str,
        key: str | None = None,
        headers: Mapping[str, str] | None = None,
        **sent: object,
    ) -> TestResponse:
        """Ask as the owner of the shop unless told otherwise; no key as "" says."""
        secret = self.key() if key is None else key
        all_headers = {"Authorization": f"Bearer {secret}"} if secret else {}
        if method == "POST":
            all_headers["Idempotency-Key"] = new_key()
        return self.client.open(
            f"/v1{path}",
            method=method,
            headers=all_headers | {**(headers or {})},
            buffered=True,
            **sent,  # type: ignore[arg-type]  # as the client takes it
        )

    def choose(self, site: str = SHOP, **more: object) -> TestResponse:
        """Record a choice through the interface."""
        found = self.parts.sites.find(site)
        assert found is not None
        body = {
            "action": "grant_all",
            "policy_version": found.site.policy.version,
            "language": "en",
        }
        key = self.key(Role.MIDDLEWARE, site)
        return self.ask("POST", f"/sites/{site}/choices", key, json=body | more)

    def draft(self, text: str = MORE) -> tuple[str, dict[str, str]]:
        """Make a draft; return its path and the header that names its version."""
        made = self.ask("POST", "/sites/shop/drafts", json={"catalog": text})
        assert made.status_code == 201, made.get_data(as_text=True)
        path = f"/sites/shop/drafts/{made.get_json()['draft_id']}"
        return path, {"If-Match": made.headers["ETag"]}


def new_key() -> str:
    """Make a key for a request and its repetitions up."""
    return f"request-{next(_numbers)}"


@contextmanager
def open_server(
    folder: Path,
    rate: Rate = OFTEN,
    database: str | None = None,
    sites: Sequence[str] = (SHOP, BLOG),
) -> Iterator[Server]:
    """Open a server with some of the sites shop and blog."""
    clock = ManualClock(START)
    app = create_server(folder, database, clock, rate=rate)
    parts = parts_of(app)
    for site in sites:
        add_site(CATALOGS[site], "catalog.yaml", parts.databases, parts.around)
    keys = ApiKeyStore(parts.databases.main)
    secrets = {
        (role, site): keys.create(role, site, "", START, system_random)[1]
        for role in Role
        for site in ((None,) if role is Role.ADMIN else sites)
    }
    client = Client(app, use_cookies=False)
    yield Server(app=app, parts=parts, clock=clock, secrets=secrets, client=client)
    settle()
    parts.databases.dispose()


def wait_for_export(server: Server, path: str, key: str | None = None) -> str:
    """Wait until an export is made or has failed; return its state."""
    while True:
        state: str = server.ask("GET", path, key).get_json()["state"]
        if state not in {"waiting", "running"}:
            return state
        sleep(0.02)


def one_of_each(server: Server, site: str) -> dict[str, object]:
    """Make something of each kind that a path can name."""
    owner, base = server.key(site=site), f"/sites/{site}"
    record = server.choose(site).get_json()["record_id"]
    settle()
    decision = server.ask("GET", f"{base}/records/{record}", owner).get_json()
    made = {
        name: server.ask("POST", f"{base}/{name}", owner, json=body).get_json()
        for name, body in (
            ("drafts", {"catalog": CATALOGS[site]}),
            ("exports", {}),
            ("erasures", {"record_id": record, "reason": "erasure_request"}),
        )
    }
    export_id = made["exports"]["export_id"]
    wait_for_export(server, f"{base}/exports/{export_id}", owner)
    return {
        "record_id": record,
        "version": decision["record"]["decision"]["policy_version"],
        "digest": decision["record"]["decision"]["notice_digest"],
        "draft_id": made["drafts"]["draft_id"],
        "export_id": export_id,
        "number": made["erasures"]["number"],
        "path": "-/choices/",  # of a visitor's request that is forwarded
    }


def contents(server: Server) -> dict[str, list[str]]:
    """Return everything in the database, but for the days on which keys were used."""
    settle()
    engine = server.parts.databases.main
    with engine.connect() as connection:
        return {
            name: sorted(
                str(row[:-1] if name == "api_key" else row[:])
                for row in connection.execute(select(table))
            )
            for name, table in Base.metadata.tables.items()
        }


def read_everything(
    server: Server, site: str, things: Mapping[str, object]
) -> dict[str, int]:
    """Read all that can be read of a site; return paths and statuses."""
    named = {**things, "site_id": site}
    found: dict[str, int] = {}
    for rule in server.app.url_map.iter_rules():
        if rule.endpoint.startswith("api.") and "GET" in (rule.methods or ()):
            _, path = rule.build({it: named[it] for it in rule.arguments}) or ("", "")
            answer = server.ask("GET", path.removeprefix("/v1"), server.key(site=site))
            found[path] = answer.status_code
    return found
