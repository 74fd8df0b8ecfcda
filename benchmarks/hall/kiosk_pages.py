"""How long a kiosk waits for each of its pages, and what the first visit of one brings over the wire (fonts aside)."""

from __future__ import annotations

import re
import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from statistics import median

from tests.lean_browser import Browser

from benchmarks.hall.kiosk_run import walk

TIMES = 30
_FILES = re.compile(rb'(?:href|src)="(/static/[^"]+\.(?:css|js|svg))"')


@dataclass(frozen=True)
class KioskPages:
    """Milliseconds by page (the median, and the 95th of 100), and kilobytes of a first visit."""

    medians: Mapping[str, float]
    p95: Mapping[str, float]
    first_visit: float

    @property
    def slowest(self) -> float:
        """The page that is waited for longest, at its 95th percentile."""
        return max(self.p95.values())


def kiosk_pages(address: str, pairing: str, *, times: int = TIMES) -> KioskPages:
    """Walk a kiosk of the house at `address`, paired by the path `pairing`: from its first page to a slip, and through a
    matter done at it to the receipt."""
    browser = Browser(address)
    browser.get(pairing)
    pages = [
        "/kiosk/",
        "/kiosk/search",
        "/kiosk/kinds",
        "/kiosk/kinds/ageing",
        "/kiosk/matters/elder-card",
        "/kiosk/scan",
    ]
    taken = {path: _page(browser, path, times) for path in pages}
    where = browser.send("/kiosk/begin", matter="elder-card", said="", idempotency_key=str(uuid.uuid4()))
    taken["a question"] = _page(browser, where, times)
    browser.send(f"{where}answer", fact="hukou", answer="shanghai")
    browser.send(f"{where}answer", fact="birth_date", answer="19601118")
    taken["a plan"] = _page(browser, f"{where}plan", times)
    browser.send(f"{where}slip", idempotency_key=str(uuid.uuid4()))
    taken["a slip"] = _page(browser, "/kiosk/slip", times)
    browser.send("/kiosk/done")
    browser.get("/kiosk/")
    taken |= dict(walk(browser, lambda path: _page(browser, path, times)))
    browser.send("/kiosk/done")
    return KioskPages(
        medians={path: median(each) for path, each in taken.items()},
        p95={path: sorted(each)[int(0.95 * (len(each) - 1))] for path, each in taken.items()},
        first_visit=_first_visit(browser),
    )


def _page(browser: Browser, path: str, times: int) -> list[float]:
    """Milliseconds of a page, after three that warm it."""
    taken = []
    for _ in range(times + 3):
        began = time.perf_counter()
        status, told, _ = browser.get(path)
        taken.append(1000 * (time.perf_counter() - began))
        if status != 200:
            raise RuntimeError(f"{path} was answered with {status}: {told[:200]!r}")
    return taken[3:]


def _first_visit(browser: Browser) -> float:
    """Kilobytes of the first page with every style and script it names, as they come compressed; fonts are not counted."""
    _, page, _ = browser.get("/kiosk/")
    files = {name.decode() for name in _FILES.findall(page)}
    if not files:
        raise RuntimeError("the first page names no file")
    bodies = [browser.get(path, **{"Accept-Encoding": "br, gzip"})[1] for path in ("/kiosk/", *sorted(files))]
    return sum(map(len, bodies)) / 1000
