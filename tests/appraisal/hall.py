"""A simulated month of a centre of twelve clerks: the same people come on the same days, whatever one of the clerks does.

Every draw of chance belongs to who comes (matter, patience of the papers, whether a rating is given) or to the pair of clerk
and case, so that a cheat and her honest self meet the same arrivals.
"""

from __future__ import annotations

import hashlib
import heapq
from dataclasses import dataclass, field
from datetime import date, timedelta

from onetrip.appraisal.model.inputs import Clerk, Help, Judged, Month, Work

CLERKS = 12
DAYS = 21
FIRST = date(2026, 10, 9)
OPENS, CLOSES = 9 * 3600, 16 * 3600
MATTERS = {  # seconds at the window, category, share of the arrivals in per cent
    "print": (150, "archives", 18),
    "query": (180, "archives", 12),
    "elder-card": (360, "ageing", 20),
    "allowance": (540, "ageing", 12),
    "insurance": (420, "health", 16),
    "reimburse": (840, "health", 9),
    "care-needs": (1500, "health", 5),
    "residence": (660, "residence", 8),
}
USUAL_FAULTS = 8  # in a thousand
BETWEEN = 45  # seconds between two numbers


@dataclass
class Deeds:
    """How one clerk plays: all at the honest default."""

    avoids: tuple[str, ...] = ()  # called, seen and sent away
    picks: tuple[str, ...] = ()  # taken first wherever one waits
    pace: float = 1.0
    faults: int = USUAL_FAULTS
    begs: bool = False
    keeps: int = 0  # seconds each number stays open when all is done
    splits: bool = False
    sits: int = 0  # seconds added to whatever is done after the doors closed
    rounds: int = 0  # notes of help to and from the next colleague


@dataclass
class Tally:
    called: int = 0
    sent: int = 0
    picked: int = 0
    served: int = 0
    idle: int = 0
    ratings: list[Judged] = field(default_factory=list)


def chance(*of: object) -> float:
    """A number in [0, 1) that hangs on nothing but what it is of; the same on every machine."""
    return int.from_bytes(hashlib.blake2b(repr(of).encode(), digest_size=6).digest(), "big") / 2**48


def simulate(seed: int, cheat: Deeds | None = None, *, arrivals: int = 560, player: int = 5) -> Month:
    """A month; `cheat` is how clerk `player` plays. Arrivals are those of a day and exceed what fits: the hall is never empty
    long, so that whoever gains time has somebody to gain by."""
    works: list[Work] = []
    tallies = {account: Tally() for account in range(1, CLERKS + 1)}
    for number in range(DAYS):
        _day(seed, number, arrivals, cheat or Deeds(), player, works, tallies)
    clerks = tuple(_clerk(account, tallies[account], cheat or Deeds(), player) for account in tallies)
    last = FIRST + timedelta(days=DAYS)
    return Month("LF", FIRST.isoformat(), last.isoformat(), tuple(works), clerks)


def _clerk(account: int, tally: Tally, cheat: Deeds, player: int) -> Clerk:
    other = player % CLERKS + 1
    pair = {player: other, other: player}
    help_given = (Help("desk", 6), Help("answer", 5))
    if cheat.rounds and account in pair:
        help_given += (Help("answer", cheat.rounds, asker=pair[account]),)
    return Clerk(
        account=account,
        days=DAYS * 10,
        called=tally.called,
        sent=tally.sent,
        picked=tally.picked,
        served=tally.served,
        one_trip=tally.served,
        idle_seconds=tally.idle,
        ratings=tuple(tally.ratings),
        help=help_given,
    )


def _matter(draw: float) -> str:
    for matter, (_, _, share) in MATTERS.items():
        draw -= share / 100
        if draw < 0:
            return matter
    return "elder-card"


def _day(
    seed: int, number: int, arrivals: int, cheat: Deeds, player: int, works: list[Work], tallies: dict[int, Tally]
) -> None:
    span = CLOSES - OPENS
    came = sorted(
        (OPENS + int(chance(seed, number, who, "at") ** 1.3 * span), who, _matter(chance(seed, number, who, "matter")))
        for who in range(arrivals)
    )
    free = [(OPENS + account, account) for account in tallies]
    heapq.heapify(free)
    waiting: list[tuple[int, int, str]] = []
    place = 0
    while free:
        at, account = heapq.heappop(free)
        while place < len(came) and came[place][0] <= at:
            waiting.append(came[place])
            place += 1
        if not waiting:
            if place < len(came):
                heapq.heappush(free, (max(came[place][0], at + 1), account))
            continue
        if at >= CLOSES + 1800:  # numbers left over are let go of
            continue
        deeds = cheat if account == player else Deeds()
        heapq.heappush(free, (_serve(seed, number, at, account, deeds, waiting, works, tallies[account]), account))


def _next(deeds: Deeds, waiting: list[tuple[int, int, str]], tally: Tally) -> int:
    for place, (_, _, matter) in enumerate(waiting):
        if matter in deeds.picks:
            tally.picked += place > 0
            return place
    return 0


def _serve(
    seed: int,
    number: int,
    at: int,
    account: int,
    deeds: Deeds,
    waiting: list[tuple[int, int, str]],
    works: list[Work],
    tally: Tally,
) -> int:
    """Serve whoever comes next; when the clerk is free again."""
    person = waiting.pop(_next(deeds, waiting, tally))
    _, who, matter = person
    tally.called += 1
    if matter in deeds.avoids or (chance(seed, number, who, account, "sent") < 0.02 and not deeds.avoids):
        tally.sent += 1
        waiting.insert(min(1, len(waiting)), person)
        return at + BETWEEN
    usual, category, _ = MATTERS[matter]
    spread = 0.6 + 0.9 * chance(seed, number, who, account, "pace")
    skill = 0.9 + 0.2 * chance(seed, account, "skill")
    seconds = max(int(usual * spread * skill * deeds.pace), 20)
    after = at + seconds > CLOSES
    seconds += deeds.sits if after else 0
    overtime = max(0, at + seconds - max(at, CLOSES))
    fault = chance(seed, number, who, account, "fault") * 1000 < deeds.faults
    visit = f"{number}-{who}"
    day = (FIRST + timedelta(days=number)).isoformat()
    works.append(
        Work(
            case=f"LF-{number:02d}-{who:04d}",
            visit=visit,
            matter=matter,
            category=category,
            clerk=account,
            day=day,
            band=at // 1800,
            seconds=seconds + deeds.keeps,
            faults=("returned",) if fault else (),
            overtime=overtime,
        )
    )
    if deeds.splits and chance(seed, number, who, "split") < 0.3:
        works.append(
            Work(
                f"LF-{number:02d}-{who:04d}x",
                f"{visit}x",
                matter,
                category,
                account,
                day,
                at // 1800,
                60,
                again_of="LF",
            )
        )
        seconds += 60
    tally.served += 1
    tally.idle += 10 + deeds.keeps
    if chance(seed, number, who, "rates") < (0.95 if deeds.begs else 0.35):
        level = 2 if chance(seed, number, who, account, "bad") < 0.002 and not deeds.begs else 5
        tally.ratings.append(Judged(visit, level, "receipt"))
    return at + seconds + deeds.keeps + BETWEEN + (40 if deeds.begs else 0)
