"""Measure what the notice costs a visitor and print it: ``make bench-widget``.

Every way to ask stands in the same article, served by the same server from loopback in
brotli. Each round visits them all once, beginning with another one, with an empty
browser profile; the table has medians. Sizes and main-thread time are what a page has
more than the same page without a banner.
"""

import os
import statistics
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from playwright.sync_api import sync_playwright

from benchmarks.widget.contestants import NOTHING, OURS, PEERS, STATIC, TAG, Contestant
from benchmarks.widget.measuring import Device, Seen, look_at
from benchmarks.widget.serving import application
from tests.e2e.chromium import launch_chromium
from tests.e2e.site_server import serve

ROUNDS = int(os.environ.get("ROUNDS", "9"))
ALL = (NOTHING, STATIC, OURS, TAG, *PEERS)
DEVICES = (
    Device(name="as the machine is"),
    Device(
        name="processor 4 times slower, slow 4G",
        slower=4,
        touched=True,
        # Chromium's own preset: 150 ms and 1.6 Mbit/s, as a browser feels them.
        network={
            "latency": 562.5,
            "downloadThroughput": 1.6 * 1024 * 1024 / 8 * 0.9,
            "uploadThroughput": 750 * 1024 / 8 * 0.9,
        },
    ),
)
HEADINGS = (
    "", "bytes", "requests", "first paint", "banner", "shift", "long tasks",
    "main thread", "script", "click",
)  # fmt: skip


def main() -> None:
    """Print a table for each device."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        paths = {_path(it): it for it in ALL if it is not OURS}
        site = application(OURS, paths, Path(folder))
        browser = launch_chromium(playwright)
        with serve(site) as server:
            origin = f"http://localhost:{server.port}"
            for device in DEVICES:
                print(f"\n{device.name}, medians of {ROUNDS}, milliseconds")

                def visit(it: Contestant, device: Device = device) -> Seen:
                    return look_at(browser, origin + _path(it), it, device)

                _print(_measure(visit))
        browser.close()


def _path(contestant: Contestant) -> str:
    return "/page-" + "".join(filter(str.isalnum, contestant.name))


def _measure(visit: Callable[[Contestant], Seen]) -> dict[str, list[Seen]]:
    seen: dict[str, list[Seen]] = {it.name: [] for it in ALL}
    visit(NOTHING)  # so that nobody is the first
    for number in range(ROUNDS):
        first = number % len(ALL)
        for contestant in ALL[first:] + ALL[:first]:
            seen[contestant.name].append(visit(contestant))
    return seen


def _print(seen: dict[str, list[Seen]]) -> None:
    """Print a table as the manual has it (docs/explanation/banner-cost.md)."""
    base = seen[NOTHING.name]
    rows = [_row(name, visits, base) for name, visits in seen.items()]
    for row in (HEADINGS, ("---",) * len(HEADINGS), *rows):
        print(f"| {' | '.join(row)} |".replace("|  |", "| |"))


def _row(name: str, visits: Sequence[Seen], base: Sequence[Seen]) -> tuple[str, ...]:
    def median(of: Callable[[Seen], float], among: Sequence[Seen] = visits) -> float:
        return statistics.median(of(it) for it in among)

    def more(of: Callable[[Seen], float]) -> float:
        return median(of) - median(of, base)

    def with_late(now: Callable[[Seen], float], late: Callable[[Seen], float]) -> str:
        after = median(late)
        return f"{more(now):,.0f}" + (f" + {after:,.0f}" if after else "")

    return (
        name,
        with_late(lambda it: it.bytes, lambda it: it.late_bytes),
        with_late(lambda it: it.requests, lambda it: it.late_requests),
        f"{median(lambda it: it.paint):.0f}",
        f"{median(lambda it: it.banner - it.paint):.0f}",
        f"{median(lambda it: it.shift):.3f}".rstrip("0").rstrip("."),
        f"{median(lambda it: it.long):.0f}",
        f"{more(lambda it: it.task):.0f}",
        f"{more(lambda it: it.script):.0f}",
        f"{median(lambda it: it.gone):.0f} ({median(lambda it: it.after_answer):.0f})",
    )


if __name__ == "__main__":
    main()
