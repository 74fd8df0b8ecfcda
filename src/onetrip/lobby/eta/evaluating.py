"""How good the estimates are: learned from the first days of a file, measured on the rest, beside what others tell. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from onetrip.lobby.eta import baselines
from onetrip.lobby.eta.cases import truth_of
from onetrip.lobby.eta.learner import FEWEST_DAYS, Learner, TooLittleError, learn
from onetrip.lobby.eta.pace import carried_speeds
from onetrip.lobby.eta.signs import others_waiting
from onetrip.lobby.eta.snapshots import Reading, SenselessFileError
from onetrip.lobby.eta.spread import NOMINAL
from onetrip.lobby.eta.tracks import Floats, Track, tracks_of
from onetrip.rules import Text

FIT_ON = 0.6
"""Share of the days, in order, that is learned from."""

OURS = "onetrip"


@dataclass(frozen=True)
class Scores:
    """Of one queue, or of all: how many `cases`, their mean wait; of each estimate the mean absolute error and the bias
    (told minus true) in minutes; the share of waits within the range told, and the range's mean width in minutes."""

    queue: str
    cases: int
    mean_wait: float
    errors: dict[str, float]
    biases: dict[str, float]
    coverage: float
    width: float


@dataclass(frozen=True)
class Evaluation:
    """All of it; `left_out` counts rows without a case, by the codes of `snapshots.REASONS`; `columns`: which were taken for
    what; `order` of day, month and year in figures; `notes`: what else was concluded from the file."""

    total: Scores
    queues: tuple[Scores, ...]
    fitted_on: tuple[date, date, int]
    measured_on: tuple[date, date, int]
    fitted_cases: int
    rows: int
    left_out: dict[str, int]
    nominal: float
    displayed_by_file: bool
    trust: float
    columns: dict[str, list[str]]
    order: str
    offices: int
    notes: tuple[Text, ...]


def evaluate(reading: Reading) -> Evaluation:
    """Learn from the first FIT_ON of the days and measure on the rest. Raises SenselessFileError when that is not possible."""
    tracks = tracks_of(reading.snapshots)
    truths = [truth_of(track) for track in tracks]
    left_out = Counter(reading.left_out)
    for truth in truths:
        left_out.update({reason: int(flags.sum()) for reason, flags in truth.left_out.items() if flags.any()})
    minutes = [truth.minutes for truth in truths]
    days = sorted({track.day for track, known in zip(tracks, minutes, strict=True) if not np.isnan(known).all()})
    if len(days) < FEWEST_DAYS + 2:
        raise SenselessFileError(
            0,
            f"有等候的只有 {len(days)} 天，至少要 {FEWEST_DAYS + 2} 天才分得出学的和量的。",
            f"People were waiting on {len(days)} days; it takes {FEWEST_DAYS + 2} to learn from some and measure on others.",
        )
    first = max(FEWEST_DAYS, int(np.ceil(FIT_ON * len(days))))
    learned, kept = set(days[:first]), set(days[first:])
    fit = [place for place, track in enumerate(tracks) if track.day in learned]
    test = [place for place, track in enumerate(tracks) if track.day in kept]
    try:
        learner = learn([tracks[place] for place in fit], [minutes[place] for place in fit])
    except TooLittleError as error:
        raise SenselessFileError(
            0, "前六成的日子里等到的人太少，学不出来。", "Too few waits in the first 60 % of the days to learn from."
        ) from error
    usual = baselines.learn_usual([tracks[place] for place in fit], [minutes[place] for place in fit])
    speeds = carried_speeds(tracks, learner.paces)
    told = _told(
        [tracks[place] for place in test],
        [minutes[place] for place in test],
        [speeds[place] for place in test],
        learner,
        usual,
    )
    queues = sorted(set(told.queue.tolist()))
    return Evaluation(
        _scores("", told, np.ones(len(told.truth), dtype=bool)),
        tuple(_scores(queue, told, told.queue == queue) for queue in queues),
        (days[0], days[first - 1], first),
        (days[first], days[-1], len(days) - first),
        learner.cases,
        reading.rows,
        dict(left_out),
        NOMINAL,
        any(not np.isnan(track.shown).all() for track in tracks),
        learner.trust,
        reading.columns.named() if reading.columns else {},
        reading.columns.order if reading.columns else "",
        len({track.office for track in tracks}),
        (*reading.notes, *_counted_together(tracks)),
    )


def _counted_together(tracks: Sequence[Track]) -> Iterator[Text]:
    for queue, letters in sorted({(track.queue, track.letters) for track in tracks if track.letters}):
        series = ", ".join(each or "-" for each in letters)
        yield Text(
            f"{queue}：{series} 几种字母的号都从这一队里叫，合着数。",
            f"{queue}: numbers of {series} are called out of this one line and counted together.",
        )


@dataclass(frozen=True)
class _ToldAndTrue:
    truth: Floats
    queue: np.ndarray
    estimates: dict[str, Floats]
    soonest: Floats
    latest: Floats


def _told(
    tracks: Sequence[Track],
    truths: Sequence[Floats],
    speeds: Sequence[float],
    learner: Learner,
    usual: dict[str, baselines.Usual],
) -> _ToldAndTrue:
    parts: list[tuple[Floats, ...]] = []
    names: list[np.ndarray] = []
    for track, truth, speed, others in zip(tracks, truths, speeds, others_waiting(tracks), strict=True):
        keep = ~np.isnan(truth)
        if not keep.any():
            continue
        ours = learner.tell(track, others, carried=speed)
        theirs = baselines.baselines(track, truth, usual.get(track.queue, usual[""]))
        parts.append(tuple(each[keep] for each in (truth, ours.likely, ours.soonest, ours.latest, *theirs.T)))
        names.append(np.full(int(keep.sum()), track.queue))
    truth, likely, soonest, latest, *theirs_told = (np.concatenate(column) for column in zip(*parts, strict=True))
    estimates = {OURS: likely, **dict(zip(baselines.NAMES, theirs_told, strict=True))}
    return _ToldAndTrue(truth, np.concatenate(names), estimates, soonest, latest)


def _scores(queue: str, told: _ToldAndTrue, keep: np.ndarray) -> Scores:
    truth = told.truth[keep]
    off = {name: estimate[keep] - truth for name, estimate in told.estimates.items()}
    within = (told.soonest[keep] <= truth) & (truth <= told.latest[keep])
    return Scores(
        queue,
        len(truth),
        float(truth.mean()),
        {name: float(np.abs(error).mean()) for name, error in off.items()},
        {name: float(error.mean()) for name, error in off.items()},
        float(within.mean()),
        float((told.latest[keep] - told.soonest[keep]).mean()),
    )
