"""`make bench NAME=training`: questions made from the whole Shanghai catalogue: how far they reach, how long they take, how many
keys are wrong."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path
from statistics import quantiles

from benchmarks.report import Row, report
from onetrip.catalogue.book import Catalogue
from onetrip.catalogue.files import read_folder
from onetrip.catalogue.schema import read
from onetrip.training.items import asking, judge
from onetrip.training.items.coverage import UNASKED, Coverage, Unasked, coverage
from onetrip.training.items.second_path import disagreeing
from onetrip.training.items.shapes import Item

DAY = date(2026, 11, 30)
_MOST_DISAGREEING_SHOWN = 5


def main() -> int:
    """Measure, print, write build/bench/training.json; 1 while a figure misses its reach."""
    catalogue = the_catalogue()
    began = time.process_time()
    taken: list[float] = []
    items: list[Item] = []
    for matter in catalogue.matters:
        start = time.process_time()
        items += asking.items_of(catalogue, matter, DAY)
        taken.append(time.process_time() - start)
    found = [coverage(catalogue, matter, DAY) for matter in catalogue.matters]
    whole = time.process_time() - began
    start = time.process_time()
    right = {item.id: judge(catalogue, item, (), DAY).right for item in items}
    judged = time.process_time() - start
    refused = sum(not judge(catalogue, item, right[item.id], DAY).is_right for item in items)
    wrong = [item for matter in catalogue.matters for item in disagreeing(catalogue, matter, DAY)]
    rows = [
        *_reach(found),
        Row("questions in all", len(items), "", "higher"),
        Row("verified questions", sum(item.is_verified for item in items), "", "higher"),
        Row("the most questions of one matter", max(sum(each.items.values()) for each in found), "", "lower"),
        Row("wrong keys, by a second path", len(wrong), "", "lower", 0),
        Row("right answers refused", refused, "", "lower", 0),
        Row("the whole catalogue, questions and coverage", whole, "s", "lower", 60),
        Row("one matter's questions, 95 of 100", 1000 * quantiles(taken, n=20)[-1], "ms", "lower", 100),
        Row("one matter's questions, the slowest", 1000 * max(taken), "ms", "lower"),
        Row("answers judged", len(items) / judged, "a second", "higher"),
    ]
    return report("training", rows, [*wrong[:_MOST_DISAGREEING_SHOWN], *_notes(found, items, catalogue)])


def _reach(found: list[Coverage]) -> list[Row]:
    number = sum(each.atoms for each in found)
    able = sum(each.can_decide for each in found)
    shown = sum(each.shown for each in found)
    asked = sum(each.asked for each in found)
    verified = sum(each.asked_verified for each in found)
    showable = shown - sum(each.unasked.get(why, 0) for each in found for why in Unasked if why is not Unasked.DISPUTED)
    return [
        Row("comparisons shown to decide, of those that can", 100 * shown / able, "%", "higher", 100),
        Row("comparisons shown to decide, of all", 100 * shown / number, "%", "higher"),
        Row("of these, nothing else changes", 100 * sum(each.unique for each in found) / shown, "%", "higher"),
        Row("asked on both sides, of those a question can show", 100 * asked / showable, "%", "higher"),
        Row("asked on both sides, of those that can decide", 100 * asked / able, "%", "higher"),
        Row("the same, by verified questions alone", 100 * verified / able, "%", "higher"),
    ]


def _notes(found: list[Coverage], items: list[Item], catalogue: Catalogue) -> list[str]:
    kinds = dict.fromkeys(item.kind for item in items)
    by_kind = (
        f"{kind} {sum(each.items.get(kind, 0) for each in found)} ({sum(each.verified.get(kind, 0) for each in found)})"
        for kind in kinds
    )
    unasked = {why: sum(each.unasked.get(why, 0) for each in found) for why in Unasked}
    return [
        f"Processor time. {sum(each.conditions for each in found)} conditions, {sum(each.atoms for each in found)} comparisons.",
        (
            f"{sum(bool(each.items) for each in found)} of {len(catalogue.matters)} matters have questions, "
            f"{sum(bool(each.verified) for each in found)} verified ones: {', '.join(by_kind)} (verified)."
        ),
        "Not asked on both sides: "
        + "; ".join(
            f"{number} {UNASKED[why].en[:1].lower()}{UNASKED[why].en[1:]}" for why, number in unasked.items() if number
        )
        + ".",
    ]


def the_catalogue() -> Catalogue:
    """The catalogue of the demonstration centre."""
    texts, problems = read_folder(Path("catalogue/shanghai"))
    found = read(texts).catalogue
    if found is None:
        raise SystemExit("\n".join(problem.text.en for problem in problems))
    return found
