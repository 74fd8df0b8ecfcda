"""What somebody did on each matter, beside the colleagues of the same centre. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass
from statistics import median
from typing import Any

from onetrip.cases.work import Handled


@dataclass(frozen=True, slots=True)
class OnMatter:
    """The figures of somebody on one matter.

    `minutes` is their median, `peers` the colleagues'; None where nobody has any. `ratio` is the median of each case's
    minutes over the peers' median, so that a mix of places does not blur it.
    """

    cases: int
    minutes: float | None = None
    peers: float | None = None
    ratio: float | None = None
    returned: int = 0
    taken_back: int = 0
    broken: int = 0

    @property
    def faults(self) -> int:
        """Cases returned or taken back."""
        return self.returned + self.taken_back


NOTHING = OnMatter(0)


@dataclass(frozen=True, slots=True)
class Figures:
    """The same for all matters of a category together, beside the score of the test. `by_matter` has the single ones.

    `ratings` counts judgements of visits with such a matter, `bad_ratings` those of levels 1 and 2.
    """

    cases: int
    ratio: float | None
    returned: int
    taken_back: int
    broken: int
    ratings: int
    bad_ratings: int
    by_matter: Mapping[str, OnMatter]

    @property
    def faults(self) -> int:
        """Cases returned or taken back."""
        return self.returned + self.taken_back

    def as_json(self) -> dict[str, Any]:
        """As it is stored with a follow-up."""
        return {**asdict(self), "by_matter": {matter: asdict(one) for matter, one in self.by_matter.items()}}

    @classmethod
    def of_json(cls, stored: Mapping[str, Any]) -> Figures:
        """What `as_json` stored."""
        by_matter = {matter: OnMatter(**one) for matter, one in stored["by_matter"].items()}
        return cls(**{**stored, "by_matter": by_matter})


def on_matters(
    places: Iterable[Iterable[Handled]], clerk: int, broken: Mapping[str, int], few: int
) -> dict[str, OnMatter]:
    """Matter → what `clerk` did on it. `places` has the cases of each centre where they worked: minutes are only compared
    within one. Peers of fewer than `few` cases are nobody to be compared with. `broken`: matter → broken promises."""
    own: defaultdict[str, list[Handled]] = defaultdict(list)
    ratios: defaultdict[str, list[float]] = defaultdict(list)
    of_peers: defaultdict[str, list[float]] = defaultdict(list)
    for place in places:
        mine, theirs = _own_and_peers(place, clerk)
        for matter, rows in mine.items():
            own[matter] += rows
            peers = theirs.get(matter, [])
            if len(peers) >= few and (middle := median(peers)) > 0:
                of_peers[matter] += peers
                ratios[matter] += [row.minutes / middle for row in rows if row.minutes is not None]
    return {
        matter: _figures(own[matter], of_peers[matter], ratios[matter], broken.get(matter, 0))
        for matter in sorted({*own, *broken})
    }


def together(
    on: Mapping[str, OnMatter],
    matters: Collection[str],
    places: Iterable[Iterable[Handled]],
    clerk: int,
    levels: Mapping[str, int],
) -> Figures:
    """The figures of `matters` as one; `levels` has the judgement of each visit the clerk served."""
    within = {matter: one for matter, one in on.items() if matter in matters}
    visits = {row.visit for place in places for row in place if row.clerk == clerk and row.matter in matters}
    judged = [levels[visit] for visit in visits if visit in levels]
    weighed = [(one.ratio, one.cases) for one in within.values() if one.ratio is not None]
    return Figures(
        cases=sum(one.cases for one in within.values()),
        ratio=round(_middle_by_weight(weighed), 2) if weighed else None,
        returned=sum(one.returned for one in within.values()),
        taken_back=sum(one.taken_back for one in within.values()),
        broken=sum(one.broken for one in within.values()),
        ratings=len(judged),
        bad_ratings=sum(level <= 2 for level in judged),
        by_matter=within,
    )


def _own_and_peers(place: Iterable[Handled], clerk: int) -> tuple[dict[str, list[Handled]], dict[str, list[float]]]:
    own: defaultdict[str, list[Handled]] = defaultdict(list)
    peers: defaultdict[str, list[float]] = defaultdict(list)
    for row in place:
        if row.clerk == clerk:
            own[row.matter].append(row)
        elif row.minutes is not None and not row.is_taken_back:
            peers[row.matter].append(row.minutes)
    return own, peers


def _figures(rows: list[Handled], peers: list[float], ratios: list[float], broken: int) -> OnMatter:
    minutes = [row.minutes for row in rows if row.minutes is not None]
    counts = Counter({"returned": sum(r.is_returned for r in rows), "back": sum(r.is_taken_back for r in rows)})
    return OnMatter(
        cases=len(rows),
        minutes=round(median(minutes), 1) if minutes else None,
        peers=round(median(peers), 1) if peers else None,
        ratio=round(median(ratios), 2) if ratios else None,
        returned=counts["returned"],
        taken_back=counts["back"],
        broken=broken,
    )


def _middle_by_weight(weighed: list[tuple[float, int]]) -> float:
    """The weighted median: of every case, the matter's ratio, the middle one."""
    ordered, half = sorted(weighed), sum(weight for _, weight in weighed) / 2
    before = 0
    for value, weight in ordered:
        before += weight
        if before >= half:
            return value
    return ordered[-1][0]
