"""A run over a file of residents: stretch by stretch, on as many processes as wanted, going on where it was interrupted."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import reduce
from os import environ
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from onetrip.rules import BIRTH_DATE, Expr, Text, facts_of
from onetrip.rules.facts import AGE
from onetrip.screening.asking import Asked, digest
from onetrip.screening.columns import Bools, Column, Plane, counted, packed, words_for
from onetrip.screening.duplicates import repeated
from onetrip.screening.impossible import Reason, impossible
from onetrip.screening.index import Known
from onetrip.screening.planes import BLOCK, Pair, Planes
from onetrip.screening.residents import Residents, Unreadable, residents
from onetrip.screening.store import Counts, Store, Written, together

STRETCH = 1 << 20
"""Rows in one stretch: what is lost when a run is interrupted, and what one process holds in memory."""


@dataclass(frozen=True, slots=True)
class Run:
    """A run that is over."""

    store: Store
    residents: Residents
    counts: Counts
    taken_over: int
    """Stretches that an earlier run, interrupted, had already counted."""


@dataclass(frozen=True, slots=True)
class _Job:
    place: int
    begin: int
    number: int
    aside: Mapping[Reason, npt.NDArray[np.int64]]


def run(
    path: Path,
    folder: Path,
    asked: Asked,
    *,
    processes: int = 1,
    stretch: int = STRETCH,
    told: Callable[[int, int], None] | None = None,
) -> Run:
    """Screen the residents of a Parquet file into `folder`. `told` hears after each stretch how many rows are done of how many.

    Unreadable: what is wrong with the file; or the folder holds the answers to another question.
    """
    found = residents(path, asked.facts, asked.vocabulary)
    if stretch % BLOCK:
        raise ValueError(f"a stretch is made of blocks of {BLOCK:,} residents")
    store = Store(folder)
    _begin(store, found, asked, stretch)
    aside = repeated(path)
    jobs = [_job(begin, stretch, found.rows, aside) for begin in range(0, found.rows, stretch)]
    open_ = [job for job in jobs if not store.is_whole(job.place)]
    done = found.rows - sum(job.number for job in open_)
    for number in _worked(open_, found, store, asked, processes):
        done += number
        if told is not None:
            told(done, found.rows)
    if _file(found) != (store.asked() or {}).get("file"):
        raise Unreadable(Text("文件在筛查中变了。", "The file changed while it was screened."))
    counts = [part for job in jobs if (part := store.counts(job.place)) is not None]
    return Run(store, found, together(counts), len(jobs) - len(open_))


def _begin(store: Store, found: Residents, asked: Asked, stretch: int) -> None:
    """Say what is asked of which file, or find it said."""
    file = _file(found)
    keys = _planes(asked, found).keys
    said = {"file": file, "stretch": stretch, "facts": list(found.facts), **asked.described()}
    said |= {"digest": digest(said), "matters": list(asked.conditions), "keys": [repr(key) for key in keys]}
    before = store.asked()
    if before is None:
        store.begin(said)
    elif before.get("digest") != said["digest"]:
        raise Unreadable(
            Text(
                f"{store.folder} 里是另一次筛查的结果（文件、日期、目录或依据不同）。换一个文件夹。",
                f"{store.folder} holds another screening: of another file, day, catalogue or legal basis. Name another folder.",
            )
        )


def _file(found: Residents) -> dict[str, Any]:
    """By what a file is known again."""
    stat = found.path.stat()
    return {"name": found.path.name, "bytes": stat.st_size, "changed": stat.st_mtime_ns, "rows": found.rows}


def _job(begin: int, stretch: int, rows: int, aside: Mapping[Reason, npt.NDArray[np.int64]]) -> _Job:
    number = min(stretch, rows - begin)
    here = {}
    for reason, places in aside.items():
        inside = places[(places >= begin) & (places < begin + number)] - begin
        if len(inside):
            here[reason] = inside
    return _Job(begin // stretch, begin, number, here)


def _worked(jobs: Sequence[_Job], found: Residents, store: Store, asked: Asked, processes: int) -> Iterator[int]:
    """The rows of each stretch, as they are done."""
    if processes < 2 or len(jobs) < 2:
        worker = _Worker(found, store, asked)
        yield from (worker.work(job) for job in jobs)
        return
    with (
        _one_thread_each(),
        ProcessPoolExecutor(
            min(processes, len(jobs)), multiprocessing.get_context("spawn"), _start, (found, store, asked)
        ) as pool,
    ):
        yield from pool.map(_work, jobs)


@contextmanager
def _one_thread_each() -> Iterator[None]:
    """Each process has a processor of its own, and Polars in it one thread."""
    name = "POLARS_MAX_THREADS"
    before = environ.get(name)
    environ[name] = "1"
    try:
        yield
    finally:
        if before is None:
            del environ[name]
        else:
            environ[name] = before


_here: list[_Worker] = []
"""The worker of this process."""


def _start(found: Residents, store: Store, asked: Asked) -> None:
    _here.append(_Worker(found, store, asked))


def _work(job: _Job) -> int:
    return _here[0].work(job)


def _planes(asked: Asked, found: Residents) -> Planes:
    return Planes(asked.conditions, asked.vocabulary, asked.day, found.facts)


class _Worker:
    """Judges stretches of a file, one after the other."""

    def __init__(self, found: Residents, store: Store, asked: Asked) -> None:
        self._found, self._store, self._asked = found, store, asked
        self._planes = _planes(asked, found)
        self._facts = {name: _facts_of(expr) for name, expr in asked.conditions.items()}

    def work(self, job: _Job) -> int:
        """Judge and write one stretch; how many rows it has."""
        stretch = self._found.stretch(job.begin, job.number)
        if stretch.number != job.number:
            raise Unreadable(Text("文件在筛查中变了。", "The file changed while it was screened."))
        aside = [(reason, _at(places, job.number)) for reason, places in job.aside.items()]
        aside += impossible(stretch, self._asked.impossible, self._asked.day, self._asked.vocabulary)
        counts, judged = _set_aside(aside, job.number)
        planes = self._judged(stretch.columns, job.number, judged, counts)
        self._store.write(job.place, planes, counts)
        return job.number

    def _judged(self, columns: Mapping[str, Column], number: int, judged: Plane, counts: Counts) -> Written:
        words = words_for(number)
        names = self._planes.names
        certain, open_ = np.empty((len(names), words), np.uint64), np.zeros((len(names), words), np.uint64)
        index = np.empty((len(self._planes.keys) + 1, words), np.uint64)
        index[-1] = judged
        for begin in range(0, number, BLOCK):
            end = min(begin + BLOCK, number)
            at = slice(begin // 64, words_for(end))
            found = self._planes.index(_cut(columns, begin, end), end - begin)
            for row, key in enumerate(self._planes.keys):
                plane = found[key]
                index[row, at] = judged[at] if plane is None else plane
            for row, pair in enumerate(self._planes.pairs(found, end - begin)):
                _keep(pair, judged[at], certain[row, at], open_[row, at])
        for row, name in enumerate(names):
            counts.certain[name], counts.open[name] = counted(certain[row]), counted(open_[row])
        self._lacking(open_, index, counts)
        some = [row for row, name in enumerate(names) if counts.open[name]]
        return Written(certain, open_[some], index)

    def _lacking(self, open_: npt.NDArray[np.uint64], index: npt.NDArray[np.uint64], counts: Counts) -> None:
        """Of those who may be entitled, which facts are not known, and whom one fact alone would decide."""
        known = {key.fact: index[row] for row, key in enumerate(self._planes.keys) if isinstance(key, Known)}
        for row, name in enumerate(self._planes.names):
            if not counts.open[name]:
                continue
            gaps = {fact: open_[row] & ~known[fact] if fact in known else open_[row] for fact in self._facts[name]}
            if BIRTH_DATE in gaps and AGE in known:
                # An age that was said is enough, unless nothing else is missing and all the same it is open.
                others = [plane for fact, plane in gaps.items() if fact != BIRTH_DATE]
                gaps[BIRTH_DATE] = gaps[BIRTH_DATE] & ~(known[AGE] & reduce(np.bitwise_or, others, known[AGE] & 0))
            counts.lacking[name] = {fact: number for fact, plane in gaps.items() if (number := counted(plane))}
            counts.alone[name] = {fact: counted(_only(fact, gaps)) for fact in counts.lacking[name]}


def _facts_of(expr: Expr) -> tuple[str, ...]:
    return tuple(sorted({BIRTH_DATE if fact == AGE else fact for fact in facts_of(expr)}))


def _only(fact: str, gaps: Mapping[str, Plane]) -> Plane:
    found = gaps[fact]
    for other, plane in gaps.items():
        if other != fact:
            found = found & ~plane
    return found


def _keep(pair: Pair, judged: Plane, certain: Plane, open_: Plane) -> None:
    """Put a block of a condition where it belongs, of those only who are judged."""
    np.bitwise_and(pair[0], judged, out=certain)
    if pair[1] is not pair[0]:
        np.bitwise_and(pair[1] & ~pair[0], judged, out=open_)


def _cut(columns: Mapping[str, Column], begin: int, end: int) -> dict[str, Column]:
    return {
        name: Column(column.values[begin:end], None if column.known is None else column.known[begin:end])
        for name, column in columns.items()
    }


def _at(places: npt.NDArray[np.int64], number: int) -> Bools:
    found = np.zeros(number, dtype=bool)
    found[places] = True
    return found


def _set_aside(found: Iterable[tuple[Reason, Bools]], number: int) -> tuple[Counts, Plane]:
    """Who is judged, as a plane; and how many are set aside for which reason: the first that applies to them."""
    left = np.ones(number, dtype=bool)
    aside: dict[str, int] = {}
    for reason, who in found:
        if here := int((who & left).sum()):
            aside[reason.key] = here
            left &= ~who
    return Counts(rows=number, judged=int(left.sum()), aside=aside), packed(left)
