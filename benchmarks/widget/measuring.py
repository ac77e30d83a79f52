"""One visit, with nothing in any cache: what it loads, when it asks, what it costs."""

from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser, CDPSession, Page

from benchmarks.widget.contestants import Contestant

QUIET_MS = 600  # after which nothing more is expected of a page that shows its banner
AIM_MS = 100  # between a pointer's coming to a button and its click
PATIENCE_MS = 120_000
WATCH = """(() => {
  const seen = (window.seen = { shift: 0, long: 0, at: 0 });
  const observe = (type, note) =>
    new PerformanceObserver((list) => list.getEntries().forEach(note))
      .observe({ type, buffered: true });
  observe("layout-shift", (it) => { seen.shift += it.value; });
  observe("longtask", (it) => { seen.long += it.duration; });
  const banners = () => [...document.querySelectorAll(%r)];
  addEventListener("DOMContentLoaded", () => { seen.early = banners().length > 0; });
  window.isShown = () =>
    banners().some((it) =>
      it.checkVisibility({ opacityProperty: true, visibilityProperty: true })
      && it.getBoundingClientRect().top < innerHeight);
  const look = () => {
    if (isShown()) seen.at = performance.now();
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
})()"""
LOADED = """() => {
  const [page] = performance.getEntriesByType("navigation");
  const files = performance.getEntriesByType("resource");
  const [paint] = performance.getEntriesByName("first-contentful-paint");
  const sum = (those) => those.reduce((bytes, it) => bytes + it.encodedBodySize, 0);
  // What nobody waits for: asked for when the page was there, and its banner too.
  const late = files.filter((it) =>
    it.startTime >= page.loadEventStart && (seen.early || it.responseEnd > seen.at));
  return {
    ...seen,
    paint: paint.startTime,
    requests: files.length - late.length,
    late_requests: late.length,
    bytes: sum([page, ...files]) - sum(late),
    late_bytes: sum(late),
  };
}"""
CLICK = """(selector) => new Promise((done) => {
  const button = document.querySelector(selector);
  const start = performance.now();
  button.click();
  const look = () => {
    if (isShown()) return requestAnimationFrame(look);
    const answers = performance.getEntriesByType("resource")
      .filter((it) => it.startTime >= start).map((it) => it.responseEnd);
    done([performance.now() - start, performance.now() - Math.max(start, ...answers)]);
  };
  look();
})"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """What a visit is made with.

    Attributes:
        name: As the table has it.
        slower: How many times slower the processor is made.
        touched: Whether there is no mouse that comes to a button before it clicks.
        network: For CDP's ``Network.emulateNetworkConditions``; ``None``: as it is.
    """

    name: str
    slower: int = 1
    touched: bool = False
    network: dict[str, float] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What one visit showed; times in milliseconds, sizes in bytes over the wire.

    Late is what came once the page and its banner were there.
    """

    requests: int
    late_requests: int
    bytes: int
    late_bytes: int
    paint: float
    banner: float
    shift: float
    long: float
    task: float
    script: float
    gone: float
    after_answer: float


def look_at(browser: Browser, url: str, contestant: Contestant, device: Device) -> Seen:
    """Visit a page as somebody new, wait for its banner, refuse."""
    context = browser.new_context(
        viewport={"width": 1280, "height": 800}, has_touch=device.touched
    )
    page = context.new_page()
    cdp = context.new_cdp_session(page)
    # The time of the thread itself: what else the machine does is not in it.
    cdp.send("Performance.enable", {"timeDomain": "threadTicks"})
    _slow_down(cdp, device)
    page.add_init_script(WATCH % contestant.banner)
    page.goto(url, timeout=PATIENCE_MS)
    page.wait_for_function("seen.at", polling=100, timeout=PATIENCE_MS)
    page.wait_for_timeout(QUIET_MS)
    costs = {
        it["name"]: it["value"] for it in cdp.send("Performance.getMetrics")["metrics"]
    }
    loaded: dict[str, Any] = page.evaluate(LOADED)
    if contestant.refuse and not device.touched:
        page.hover(contestant.refuse)
        page.wait_for_timeout(AIM_MS)
    gone, after_answer = _refuse(page, contestant)
    context.close()
    return Seen(
        requests=loaded["requests"],
        late_requests=loaded["late_requests"],
        bytes=loaded["bytes"],
        late_bytes=loaded["late_bytes"],
        paint=loaded["paint"],
        # In the frame of the first paint or before it is in the first paint.
        banner=max(loaded["at"], loaded["paint"]),
        shift=loaded["shift"],
        long=loaded["long"],
        task=costs["TaskDuration"] * 1_000,
        script=costs["ScriptDuration"] * 1_000,
        gone=gone,
        after_answer=after_answer,
    )


def _slow_down(cdp: CDPSession, device: Device) -> None:
    cdp.send("Emulation.setCPUThrottlingRate", {"rate": device.slower})
    if device.network:
        cdp.send("Network.enable")
        cdp.send(
            "Network.emulateNetworkConditions", {"offline": False, **device.network}
        )


def _refuse(page: Page, contestant: Contestant) -> tuple[float, float]:
    if not contestant.refuse:
        return 0.0, 0.0
    gone, after_answer = page.evaluate(CLICK, contestant.refuse)
    return gone, after_answer
