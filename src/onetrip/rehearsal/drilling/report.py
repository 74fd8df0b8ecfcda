"""The report of a drill: each link expected and observed, what broke, the day beside its prediction, and what is to be done.

Pure: plain values in, plain values out that can be stored as JSON and drawn at any time later.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from onetrip.rehearsal.drilling.accounting import Books, Loss, losses
from onetrip.rehearsal.drilling.prediction import Prediction
from onetrip.rehearsal.drilling.record import CUT, Act, Record, Story
from onetrip.rehearsal.drilling.scenario import HALF_HOUR, LINK_NAMES, LINKS, Scenario
from onetrip.rules import Text

MOST_EXAMPLES = 12
"""Of one kind of thing that broke, so many are named; the count is of all."""


@dataclass(frozen=True)
class Broken:
    """Something that did not go as it should at a link, how often, and of whom: numbers of the drill, never of anybody real."""

    text: Text
    times: int
    examples: tuple[str, ...]


@dataclass(frozen=True)
class Link:
    """A link: what was expected, what was observed. `wanted`: what it had to do (numbers, slips, calls, papers), `done`: how
    many of these it did. `seconds`: 95 in a hundred acts were answered within; None without any.

    `acts`: requests and things seen. `cut`: acts that were tried while the scenario had cut the line.
    """

    link: str
    wanted: int
    done: int
    acts: int
    failed: int
    cut: int
    lost: int
    seconds: float | None
    allowed: int
    within: float
    broken: tuple[Broken, ...]

    @property
    def held(self) -> bool:
        """Whether the link did what was expected of it."""
        return self.lost == 0 and self.failed <= self.allowed and (self.seconds is None or self.seconds <= self.within)


@dataclass(frozen=True)
class Observed:
    """The day as it was: mean wait, share within 20 minutes and within what the scenario expects, queue by half hour."""

    mean_wait: float | None
    within_20: float | None
    within_expected: float | None
    longest: float | None
    queue: tuple[int, ...]


@dataclass(frozen=True)
class Task:
    """Something to be done before the day comes."""

    link: str
    text: Text


@dataclass(frozen=True)
class Report:
    """A whole report. `ends`: how many residents ended how."""

    residents: int
    ends: dict[str, int]
    links: tuple[Link, ...]
    observed: Observed
    predicted: Prediction
    tasks: tuple[Task, ...]
    behind: float

    @property
    def is_clean(self) -> bool:
        """Whether every link held."""
        return all(link.held for link in self.links)

    def as_json(self) -> dict[str, Any]:
        """For the row that keeps it; `held` and `is_clean` are written along, for whoever reads it elsewhere."""
        told = asdict(self)
        for link, made in zip(self.links, told["links"], strict=True):
            made["held"] = link.held
        return told | {"is_clean": self.is_clean}


def report_of(scenario: Scenario, record: Record, books: Books, predicted: Prediction) -> Report:
    """What a drill showed."""
    lost = losses(record, books)
    counts = _counts(scenario, record, books)
    links = tuple(
        _link(name, scenario, counts[name], record.acts, [one for one in lost if one.link == name]) for name in LINKS
    )
    links = tuple(link for link in links if link.acts or link.lost)
    observed = _observed(scenario, record)
    ends: dict[str, int] = {}
    for story in record.stories:
        ends[story.end or "unknown"] = ends.get(story.end or "unknown", 0) + 1
    tasks = (*_tasks_of_links(links), *_tasks_of_waits(scenario, observed, predicted))
    return Report(len(record.stories), ends, links, observed, predicted, tasks, record.behind)


def _counts(scenario: Scenario, record: Record, books: Books) -> dict[str, tuple[int, int]]:
    """What each link had to do, and how much of it it did."""
    stories, calls = record.stories, record.calls
    to_window = [one for one in stories if one.end != "self-service"]
    served = [one for one in stories if one.called is not None and one.end not in ("left", "missed")]
    papers = [paper for one in stories for paper in (one.receipt, one.notice) if paper]
    kept = {paper for number in books.numbers for paper in (*number.receipts, *number.notices)}
    followed = [call for call in calls if call.followed_by_phone]

    def went(where: str) -> list[Story]:
        return [one for one in stories if scenario.kind(one.kind).goes == where]

    return {
        "gate": (len(to_window), sum(bool(one.ticket) for one in to_window)),
        "desk": (len(went("desk")), sum(bool(one.slip) for one in went("desk"))),
        "kiosk": (len(went("kiosk")), sum(one.end == "self-service" for one in went("kiosk"))),
        "window": (len(served), sum(one.end in ("done", "told") for one in served)),
        "display": (len(calls), sum(bool(call.displays) for call in calls)),
        "phone": (len(followed), sum(call.phone for call in followed)),
        "receipt": (len(papers), sum(paper in kept for paper in papers)),
    }


def _link(name: str, scenario: Scenario, counted: tuple[int, int], acts: Sequence[Act], lost: Sequence[Loss]) -> Link:
    of_it = [act for act in acts if act.link == name]
    failed = [act for act in of_it if not act.ok and act.saw != CUT]
    answered = sorted(act.seconds for act in of_it if act.ok and act.seconds > 0)
    expected = scenario.links[name]
    broken = [*_grouped((loss.text, loss.what) for loss in lost), *_grouped(map(_as_broken, failed))]
    return Link(
        link=name,
        wanted=counted[0],
        done=counted[1],
        acts=len(of_it),
        failed=len(failed),
        cut=sum(act.saw == CUT for act in of_it),
        lost=len(lost),
        seconds=round(answered[int(0.95 * (len(answered) - 1))], 3) if answered else None,
        allowed=expected.failed,
        within=expected.seconds,
        broken=tuple(broken),
    )


def _as_broken(act: Act) -> tuple[Text, str]:
    return Text(f"“{act.what}”没有做成：{act.saw}", f'"{act.what}" did not work: {act.saw}'), act.who


def _grouped(found: Iterable[tuple[Text, str]]) -> list[Broken]:
    """The same thing once, with how often and of whom, the most frequent first."""
    by_text: dict[Text, list[str]] = {}
    for text, what in found:
        by_text.setdefault(text, []).append(what)
    made = [Broken(text, len(whom), tuple(dict.fromkeys(whom))[:MOST_EXAMPLES]) for text, whom in by_text.items()]
    return sorted(made, key=lambda broken: -broken.times)


def _observed(scenario: Scenario, record: Record) -> Observed:
    waits = [
        story.called - story.drew for story in record.stories if story.called is not None and story.drew is not None
    ]
    last = max((story.went or 0.0 for story in record.stories), default=0.0)
    ends = [(slot + 1) * HALF_HOUR for slot in range(int(max(last, scenario.minutes) // HALF_HOUR))]
    queue = tuple(sum(_stands_in_line(story, at) for story in record.stories) for at in ends)
    if not waits:
        return Observed(None, None, None, None, queue)

    def share(within: float) -> float:
        return sum(wait <= within for wait in waits) / len(waits)

    return Observed(sum(waits) / len(waits), share(20), share(scenario.waits.within), max(waits), queue)


def _stands_in_line(story: Story, at: float) -> bool:
    if story.drew is None or story.drew > at:
        return False
    until = story.called if story.called is not None else story.went
    return until is None or until > at


def _tasks_of_links(links: Sequence[Link]) -> Iterable[Task]:
    for link in links:
        name = LINK_NAMES[link.link]
        for broken in link.broken:
            who = "、".join(broken.examples[:3])
            yield Task(
                link.link,
                Text(
                    f"{name.zh}：{broken.text.zh}（{broken.times} 次，如 {who}）查清原因，再演一次这一环。",
                    f"{name.en}: {broken.text.en} ({broken.times}, e.g. {who}). Find out why, and drill this link again.",
                ),
            )
        if link.seconds is not None and link.seconds > link.within:
            yield Task(
                link.link,
                Text(
                    f"{name.zh}：要等 {link.seconds:.1f} 秒才有回应，预期 {link.within:g} 秒以内。查网络和服务器。",
                    f"{name.en}: answers took {link.seconds:.1f} s, expected were {link.within:g} s. Look at network and server.",
                ),
            )


def _tasks_of_waits(scenario: Scenario, observed: Observed, predicted: Prediction) -> Iterable[Task]:
    if observed.mean_wait is None or observed.within_expected is None:
        return
    wants = scenario.waits
    if observed.mean_wait > wants.mean or observed.within_expected < wants.share:
        yield Task(
            "window",
            Text(
                f"平均等 {observed.mean_wait:.0f} 分钟，{wants.within:g} 分钟内叫到的有 {observed.within_expected:.0%}；"
                f"预期是 {wants.mean:g} 分钟、{wants.share:.0%}。安排潮汐窗口，或者把预约分散到下午。",
                f"The mean wait was {observed.mean_wait:.0f} min, {observed.within_expected:.0%} were called within "
                f"{wants.within:g} min; expected were {wants.mean:g} min and {wants.share:.0%}. Open tidal windows, or spread "
                "bookings into the afternoon.",
            ),
        )
    if abs(observed.mean_wait - predicted.mean_wait) > max(5.0, 0.5 * predicted.mean_wait):
        yield Task(
            "window",
            Text(
                f"推演说平均等 {predicted.mean_wait:.0f} 分钟，演出来是 {observed.mean_wait:.0f} 分钟：差得多，先弄清哪一个不对，再照着排班。",
                f"The prediction was a mean wait of {predicted.mean_wait:.0f} min, the drill had {observed.mean_wait:.0f}: too far "
                "apart. Find out which is wrong before rosters are made by it.",
            ),
        )
