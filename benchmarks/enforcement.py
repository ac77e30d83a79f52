"""What enforcement costs: ``make bench-enforcement``.

Rewrites pages of four sizes, made of an example site's real snippets and of plain
article markup, and the same pages without any gated tag. Beside it, in the same run,
stand what every site does anyway (gzip level 6) and what others do to a page: parse it
and write it out again, without deciding anything. CPU time, best of several; what
counts is the ratio of the columns, the milliseconds are of the machine.
"""

import importlib
import itertools
import os
import re
import sys
import time
import timeit
import uuid
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from flask import Flask, render_template

from consent_server.consent.decide import Decision, decide
from consent_server.consent.signals import Signals
from consent_server.consent.state import RecordedChoice
from consent_server.enforcement.evidence import Evidence
from consent_server.enforcement.markup import MarkupRewriter
from consent_server.enforcement.plans import PagePlans
from consent_server.enforcement.verdicts import Verdicts
from consent_server.kernel.clock import SystemClock
from consent_server.notice.policy import Policy, compile_policy
from consent_server.sdk.exchange import Exchange
from consent_server.sdk.requests import RequestHead
from consent_server.sdk.site import EnforcedSite
from consent_server.storage.catalog_files import read_catalog
from consent_server.token.codec import TokenCodec
from consent_server.token.cookie import set_cookies
from consent_server.token.keys import TokenSigner
from examples.company_sites import COMPANIES, create_site

SITES = Path(__file__).parents[1] / "examples" / "sites"
MANUAL = Path(__file__).parents[1] / "docs"
HOST = "www.company.example"
SIZES = {"20 KB": 20_000, "100 KB": 100_000, "500 KB": 500_000, "2 MB": 2_000_000}
ARTICLES_PER_SNIPPET = 8
EMBEDS = re.compile(r"<(iframe|form|script)[^>]*https?:.*?</\1>", re.DOTALL)
ROUNDS_BYTES = 4_000_000
"""Each size is repeated until this much was read, so that small pages settle."""

ARTICLE = """
<article class="card card--wide" id="story-{number}" data-story="{number}">
  <a class="card__link" href="/news/2026/11/{slug}.html">
    <img class="card__image" src="/media/{number}/small.jpg" width="480" height="320"
      srcset="/media/{number}/small.jpg 480w, /media/{number}/large.jpg 960w" alt="">
    <h2 class="card__title">{title}</h2>
  </a>
  <p class="card__lead">{lead}</p>
  <p>{first} <a href="https://partner{number}.example/report">{title}</a>. {second}
    <em>{title}</em>, {third}</p>
  <img src="https://images{cdn}.company.example/photos/{slug}.webp?w=960" alt="{title}">
  <p>{fourth}</p>
  <svg class="icon" viewBox="0 0 24 24"><path d="M4 6h{number} M4 12h16M4 18h10"/></svg>
</article>
<script>(window.stories=window.stories||[]).push({{"id":{number},"title":"{title}",
"path":"/news/2026/11/{slug}.html","tags":["work","people"],"minutes":4}});</script>
"""


def main() -> None:
    """Measure and print."""
    site_id = max(COMPANIES, key=lambda name: len(vendors_of(name)))
    policy = compile_policy(read_catalog(SITES / f"{site_id}.yaml"))
    say("per page in ms of CPU, and as a multiple of gzip 6")
    for title, gated in (("with gated tags", True), ("without any", False)):
        say(f"\n{site_id}, {title}")
        pages = {
            name: make_page(site_id, size, gated=gated) for name, size in SIZES.items()
        }
        describe(pages, policy, gated=gated)
        say(f"{'':<22}" + "".join(f"{name:>18}" for name in pages))
        report(pages, policy)
    say("\nper request in µs of CPU, beside any page")
    report_decision(policy)


def vendors_of(site_id: str) -> tuple[str, ...]:
    """Return the snippets that a company has on every page."""
    company = COMPANIES[site_id]
    return (*company.head, *company.body_start, *company.body_end)


def make_page(site_id: str, size: int, *, gated: bool) -> bytes:
    """Fill a company's home page with articles, and its snippets among them."""
    site = create_site(site_id)
    snippets = [render(site, site_id, vendor) for vendor in vendors_of(site_id)]
    page = site.test_client().get("/").get_data(as_text=True)
    top, main, bottom = page.rpartition("</main>")
    filling: list[str] = []
    words = read_words()
    missing = size - len(page)
    while missing > 0:
        number = len(filling)
        piece = make_article(words, number)
        if number % ARTICLES_PER_SNIPPET == 0:
            piece += snippets[number // ARTICLES_PER_SNIPPET % len(snippets)]
        filling.append(piece)
        missing -= len(piece)
    page = "".join((top, *filling, main, bottom))
    if not gated:
        for snippet in snippets:
            page = page.replace(snippet, "")
        page = EMBEDS.sub("", page)
    return page.encode()


def make_article(words: Iterator[str], number: int) -> str:
    """Write a story out of people's words: made-up ones compress otherwise."""

    def text(length: int) -> str:
        return " ".join(itertools.islice(words, length))

    return ARTICLE.format(
        number=number,
        cdn=number % 3,
        slug="-".join(re.findall("[a-z]+", text(6).lower())),
        title=text(6),
        lead=text(25),
        first=text(30),
        second=text(40),
        third=text(20),
        fourth=text(60),
    )


def read_words() -> Iterator[str]:
    """Return the manual's words, over and over."""
    texts = [path.read_text("utf-8") for path in sorted(MANUAL.rglob("*.md"))]
    return itertools.cycle(re.findall("[^\\W_]+[.,]?", " ".join(texts)))


def render(site: Flask, site_id: str, vendor: str) -> str:
    """Return a vendor's snippet as the company's pages have it."""
    place = "head" if vendor in COMPANIES[site_id].head else "body"
    with site.test_request_context():
        return render_template(f"vendors/{vendor}.html", place=place)


def describe(pages: Mapping[str, bytes], policy: Policy, *, gated: bool) -> None:
    """Say what the pages are like; stop if they are not what the title says."""
    for name, page in pages.items():
        rewriter = make_rewriter(policy)
        rewriter.feed(page)
        rewriter.close()
        held = rewriter.held_counts.total()
        if bool(held) is not gated:
            sys.exit(f"{name}: {held} tags held, which is not what it should be")
        say(
            f"  {name}: {len(page):,} bytes, {len(page) // page.count(b'<')} per '<', "
            f"{held} tags held"
        )


def report(pages: Mapping[str, bytes], policy: Policy) -> None:
    """Time every contestant on every page and print a line for each."""
    contestants: dict[str, Callable[[bytes], object]] = {
        "gzip 6": lambda page: zlib.compress(page, 6),
        "memcpy": bytearray,
        "ours, cold": partial(rewrite, policy),
        "ours, tags known": partial(rewrite, policy, verdicts=Verdicts()),
        "ours, page known": plan(policy, pages.values()),
        **rivals(),
    }
    floor = {
        name: milliseconds(contestants["gzip 6"], it) for name, it in pages.items()
    }
    for contestant, action in contestants.items():
        cells = ""
        for name, page in pages.items():
            taken = milliseconds(action, page)
            cells += f"{taken:>10.3f} {taken / floor[name]:>6.2f}x"
        say(f"{contestant:<22}{cells}")


def report_decision(policy: Policy) -> None:
    """Time what a request costs before its page: a visitor's second one, and first."""
    signer = TokenSigner.from_seed(1, b"a benchmark's own secret of 32 B")
    codec = TokenCodec(policy=policy, keys=signer.public())
    site = EnforcedSite(
        codec,
        SystemClock(),
        os.urandom,
        Evidence(),
        since=date(2026, 3, 1),
        secure=True,
    )
    choice = RecordedChoice(
        record_id=uuid.UUID(int=1),
        issued_at=site.clock.now(),
        purposes=frozenset({"analytics"}),
        services=frozenset({"google.analytics"}),
    )
    token = codec.issue(choice, signer)
    cookies = set_cookies(choice, token, policy, site.clock.now(), secure=True)
    cookie = "; ".join(one.partition(";")[0] for one in cookies)
    request = RequestHead(
        method="GET", host=HOST, secure=True, headers={"cookie": cookie}
    )

    def know_nobody() -> Decision:
        fresh = TokenCodec(policy=policy, keys=signer.public())
        return decide(policy, fresh.read(token, site.clock.now()), Signals(gpc=False))

    contestants: dict[str, Callable[[], object]] = {
        "token, decision, plan": partial(site.decide, request),
        "token not seen before": know_nobody,
        "whole request head": partial(Exchange, site, request),
    }
    for name, action in contestants.items():
        rounds = timeit.repeat(action, timer=time.process_time, repeat=9, number=500)
        say(f"{name:<22}{min(rounds) / 500 * 1e6:>10.1f}")


def make_rewriter(policy: Policy, verdicts: Verdicts | None = None) -> MarkupRewriter:
    """Hold everything, the most that a response can need."""
    return MarkupRewriter(
        policy.matcher, policy.gated_services, HOST, verdicts=verdicts
    )


def rewrite(policy: Policy, page: bytes, verdicts: Verdicts | None = None) -> bytes:
    """Enforce one whole page, in the stream's way."""
    rewriter = make_rewriter(policy, verdicts)
    return rewriter.feed(page) + rewriter.close()


def plan(policy: Policy, pages: Iterable[bytes]) -> Callable[[bytes], object]:
    """Return how a page is enforced that was enforced before."""
    plans = PagePlans(policy.matcher, policy.gated_services)
    for page in pages:
        plans.rewrite(page, policy.gated_services, HOST)
    return lambda page: plans.rewrite(page, policy.gated_services, HOST)


def rivals() -> dict[str, Callable[[bytes], object]]:
    """Return what parses and serialises here; they are no requirements of ours."""
    found: dict[str, Callable[[bytes], object]] = {}
    if soup := load("bs4"):
        found["BeautifulSoup"] = lambda page: str(
            soup.BeautifulSoup(page, "html.parser")
        )
    if lxml := load("lxml.html"):
        found["lxml"] = lambda page: lxml.tostring(lxml.document_fromstring(page))
    if lexbor := load("selectolax.lexbor"):
        found["selectolax"] = lambda page: lexbor.LexborHTMLParser(page).html
    if turbohtml := load("turbohtml"):
        found["turbohtml"] = lambda page: str(turbohtml.parse(page.decode()).html)
    return found


def load(name: str) -> Any:  # noqa: ANN401 - whatever is installed
    """Import a module if it is there."""
    try:
        return importlib.import_module(name)
    except ImportError:
        return None


def milliseconds(action: Callable[[bytes], object], page: bytes) -> float:
    """Return the CPU time of the fastest of some rounds."""
    best = float("inf")
    for _ in range(max(3, min(40, ROUNDS_BYTES // len(page)))):
        start = time.process_time()
        action(page)
        best = min(best, time.process_time() - start)
    return best * 1e3


def say(text: str) -> None:
    """Print a line."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
