"""What a change of the catalogue means for whom: how long the editor waits for it, for one matter and for all of them."""

from __future__ import annotations

import time
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from statistics import median

from benchmarks.report import Row, report
from onetrip.catalogue.book import Catalogue
from onetrip.catalogue.comparing import RESIDENTS, Comparison, compare
from onetrip.catalogue.files import read_folder
from onetrip.catalogue.schema import read

DAY = date(2026, 11, 24)
ROUNDS = 3
CATALOGUE = Path("catalogue/shanghai")
CHANGED = "matters/elder-card.yaml"
BEFORE, AFTER = "months_until(age=65)", "months_until(age=60)"


def main() -> int:
    """Measure, print, write build/bench/editing.json; 1 while a figure misses its reach."""
    texts, _ = read_folder(CATALOGUE)
    if BEFORE not in texts[CHANGED]:
        raise SystemExit(f"{CHANGED} no longer says {BEFORE}")
    before = _catalogue(texts)
    one = _catalogue({**texts, CHANGED: texts[CHANGED].replace(BEFORE, AFTER)})
    every = _catalogue(
        {
            name: text.replace("originals: 1", "originals: 2") if name.startswith("matters/") else text
            for name, text in texts.items()
        }
    )
    single, gained = _seconds(before, one)
    whole, bring = _seconds(before, every)
    if not sum(each.gains for each in gained.matters):
        raise SystemExit("nobody gains, although the age went down")
    count = len(bring.matters)
    rows = [
        Row(f"for whom one changed matter changes, {RESIDENTS} residents", single, "s", "lower", 3),
        Row(f"for whom {count} changed matters change, {RESIDENTS} residents", whole, "s", "lower", 10),
    ]
    return report("editing", rows, [f"Processor time, median of {ROUNDS}; the residents are made anew each time."])


def _catalogue(texts: Mapping[str, str]) -> Catalogue:
    found = read(texts).catalogue
    if found is None:
        raise SystemExit("the catalogue is not sound: onetrip catalogue check")
    return found


def _seconds(before: Catalogue, after: Catalogue) -> tuple[float, Comparison]:
    taken = []
    for _ in range(ROUNDS):
        began = time.process_time()
        found = compare(before, after, DAY)
        taken.append(time.process_time() - began)
    return median(taken), found
