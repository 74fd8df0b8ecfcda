"""Reading papers: how well, on specimens held out while the rules were made; how fast on this machine; what it costs to keep.

The held-out set has other people, other seeds, stronger distortions and one layout of each page that the training set never
shows (`onetrip.reading.specimens.sets`). Where a hand or glare hides signs nobody can read them: those two sorts stand in the
table by themselves, and what counts there is that nothing is given wrongly as sure. `READING_EACH=3` reads three of every
page and distortion instead of one; `READING_SORTS=good,dim` only those.

Peer: the recogniser as it comes, on the whole picture, with its angle model on every line and no parsing at all.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from dataclasses import replace
from statistics import median

import psutil

from benchmarks.report import Row, report
from onetrip.reading import desk
from onetrip.reading.evaluating import Count, Report, evaluate, quantile
from onetrip.reading.specimens import sets
from onetrip.reading.truths import Truth
from onetrip.reading.worker import Reader, wait_for

HIDING = ("glare", "covered")


def main() -> int:
    """Measure, print and write the figures; 1 where one misses its reach."""
    rows, notes = measured()
    return report("reading", rows, notes)


def rows() -> list[Row]:
    """The figures for the group "halls"."""
    return measured()[0]


def measured() -> tuple[list[Row], list[str]]:
    """Read the held-out set and time it: the rows, and what is to be known of them."""
    pictures = list(_heldout(int(os.environ.get("READING_EACH", "1"))))
    wrong_papers = [sets.one("heldout", page, number, "good").image for page in sets.WRONG_PAGES for number in range(4)]
    desk.look(pictures[0][1], None, {}, sets.DAY)  # the models are loaded before anything is timed
    counted = evaluate(pictures, desk.look, sets.DAY)
    taken_for_papers = sum(desk.look(image, None, {}, sets.DAY).kind != "unknown" for image in wrong_papers)
    rows = [
        *_accuracy(counted),
        Row("other papers taken for one of ours", taken_for_papers, f"of {len(wrong_papers)}", "lower", 0),
    ]
    rows += [*_time(counted, [image for _, image in pictures[::11]]), *_worker(pictures[0][1])]
    notes = [
        f"{counted.all.pictures} pictures of {counted.all.fields} fields, held out. Reading knows nothing of what to expect.",
        "Where glare or a hand hides signs they cannot be read: those two are left out of the row that has a reach.",
    ]
    return rows, notes


def _heldout(each: int) -> Iterator[tuple[Truth, bytes]]:
    sorts = tuple(filter(None, os.environ.get("READING_SORTS", "").split(",")))
    for photograph in sets.photographs("heldout", each=each, sorts=sorts):
        specimen = photograph.specimen
        yield (
            Truth(photograph.name, specimen.kind, specimen.page, specimen.fields, photograph.distortion),
            photograph.image,
        )


def _accuracy(counted: Report) -> list[Row]:
    whole = _sum([count for sort, count in counted.by_sort.items() if sort not in HIDING])
    rows = [
        Row("pages told right", 100 * counted.all.kind_accuracy, "%", "higher", 98),
        Row("fields exactly right, nothing hidden", 100 * (whole.field_accuracy or 0.0), "%", "higher", 97),
        Row("fields exactly right, all pictures", 100 * (counted.all.field_accuracy or 0.0), "%", "higher"),
        Row(
            "fields given wrongly as sure, all pictures",
            100 * counted.all.sure_wrong / counted.all.fields,
            "%",
            "lower",
            1,
        ),
        Row("signs wrong or missing, all pictures", 100 * counted.all.character_error, "%", "lower"),
    ]
    for sort, count in counted.by_sort.items():
        rows.append(Row(f"fields exactly right: {sort}", 100 * (count.field_accuracy or 0.0), "%", "higher"))
    for kind, count in counted.by_kind.items():
        rows.append(Row(f"fields exactly right: {kind}", 100 * (count.field_accuracy or 0.0), "%", "higher"))
    return rows


def _sum(counts: list[Count]) -> Count:
    total = Count()
    for count in counts:
        total = replace(total, fields=total.fields + count.fields, fields_right=total.fields_right + count.fields_right)
    return total


def _time(counted: Report, some: list[bytes]) -> list[Row]:
    peer = "RapidOCR as it comes, lines only"
    theirs, theirs_processor = _as_it_comes(some)
    return [
        Row("a page, median", median(counted.seconds), "s", "lower", 2, peer, theirs),
        Row("a page, nine of ten within", quantile(counted.seconds, 0.9), "s", "lower", 4),
        Row(
            "a page, processor time, median",
            median(counted.processor_seconds),
            "s",
            "lower",
            None,
            peer,
            theirs_processor,
        ),
    ]


def _as_it_comes(pictures: list[bytes]) -> tuple[float, float]:
    from rapidocr import RapidOCR

    engine = RapidOCR(params={"Global.log_level": "critical"})
    engine(pictures[0])
    wall, processor = [], []
    for image in pictures:
        began, used = time.perf_counter(), time.process_time()
        engine(image)
        wall.append(time.perf_counter() - began)
        processor.append(time.process_time() - used)
    return median(wall), median(processor)


def _worker(image: bytes) -> list[Row]:
    """What a web worker that asks for the first time waits, and what the process then holds."""
    reader = Reader(seconds=120)
    try:
        began = time.perf_counter()
        wait_for(reader.submit(image, None, {}, sets.DAY), 120)
        cold = time.perf_counter() - began
        (process,) = [
            each for each in psutil.Process().children() if "onetrip.reading.serving" in " ".join(each.cmdline())
        ]
        for _ in range(5):
            wait_for(reader.submit(image, None, {}, sets.DAY), 120)
        held = process.memory_info().rss
    finally:
        reader.close()
    return [
        Row("first picture of a new process", cold, "s", "lower", 6),
        Row("memory of the process that reads", held / 1e6, "MB", "lower", 1200),
    ]


if __name__ == "__main__":
    raise SystemExit(main())
