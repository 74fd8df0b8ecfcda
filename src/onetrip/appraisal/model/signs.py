"""Signs that a figure may not mean what it says: for the director to look at and to ask about, never to take points by itself.

Each sign compares a clerk with the colleagues of the same month and needs both a share well above theirs and a number that
chance does not give. The limits stand in `Limits`: they are examples, measured on simulated honest months
(`tests/appraisal/test_cheats.py`), where fewer than one sheet in a hundred has a sign.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from onetrip.appraisal.model.figures import THOUSAND, decimal, ratio
from onetrip.appraisal.model.inputs import Clerk, Month
from onetrip.appraisal.model.measuring import BAD, Measuring, sent_away
from onetrip.appraisal.model.rules import Rules
from onetrip.rules import Text


@dataclass(frozen=True, slots=True)
class Limits:
    """How much more than the colleagues, and how many at the least, make a sign. Examples."""

    times: int = 3
    least: int = 10
    lighter: int = 900
    quick_share: int = 550
    overtime_least: int = 3600
    overtime_times: int = 2
    held_minutes: int = 60
    ratings_share: int = 700


LIMITS = Limits()

KINDS = {
    "sends-away": Text("叫了又转走、退回、挂起", "Calls numbers and sends them away"),
    "picks-easy": Text("接的事比同时段同事轻", "Takes lighter matters than colleagues at the same hours"),
    "splits": Text("同一个人的同一件事重复办", "The same matter of the same person again"),
    "quick-faulty": Text("办得快，退得多", "Fast, and sent back"),
    "asks-for-stars": Text("评价多得不寻常", "Unusually many ratings"),
    "holds": Text("办完了不叫下一位", "Keeps a number open after it is done"),
    "idle-overtime": Text("加班时间远长于事项所需", "Overtime much longer than its matters take"),
    "help-in-a-circle": Text("两个人互相记帮忙", "Two note help for one another"),
}


@dataclass(frozen=True, slots=True)
class Sign:
    """One thing to look at: of whom, what, the evidence in a sentence, and the cases that show it."""

    clerk: int
    kind: str
    evidence: Text
    cases: tuple[str, ...] = ()

    @property
    def name(self) -> Text:
        """What it is called."""
        return KINDS[self.kind]


def signs(
    month: Month, rules: Rules, limits: Limits = LIMITS, *, measuring: Measuring | None = None
) -> tuple[Sign, ...]:
    """All signs of a month, by account and kind. `measuring`: that of the same month and rules, where it is at hand."""
    looking = _Looking(measuring or Measuring(month, rules), limits)
    return tuple(
        sign for account in sorted(looking.measuring.clerks) for look in _LOOKS for sign in look(account, looking)
    )


class _Looking:
    """What each clerk has of everything that is counted, worked out once for all of them."""

    def __init__(self, measuring: Measuring, limits: Limits) -> None:
        self.measuring, self.limits = measuring, limits
        self.works = {account: measuring.works.get(account, []) for account in measuring.clerks}
        self.away = {account: sent_away(clerk) for account, clerk in measuring.clerks.items()}
        self.called = {account: clerk.called for account, clerk in measuring.clerks.items()}
        self.filed = {account: len(works) for account, works in self.works.items()}
        self.repeated = {
            account: [work.case for work in works if (work.case, account) not in measuring.counts]
            for account, works in self.works.items()
        }
        self.quick = {account: self._quick_faulty(account) for account in self.works}

    def _quick_faulty(self, account: int) -> list[str]:
        quick = []
        for work in self.works[account]:
            if work.faults and work.seconds is not None:
                usual = self.measuring.standards.usual(account, work)
                if work.seconds * THOUSAND < usual * self.limits.quick_share:
                    quick.append(work.case)
        return quick

    def clerk(self, account: int) -> Clerk:
        """What is known of a clerk beside the cases."""
        return self.measuring.clerks[account]

    def others(self, account: int) -> list[Clerk]:
        """The colleagues of a clerk."""
        return [one for one in self.measuring.clerks.values() if one.account != account]


def _of_others(counts: Mapping[int, int], account: int) -> int:
    return sum(count for one, count in counts.items() if one != account)


def _stands_out(own: int, of: int, others: int, of_others: int, limits: Limits) -> bool:
    """Whether `own` of `of` is many, and so many times the colleagues' share."""
    return own >= limits.least and own * max(of_others, 1) > limits.times * max(others, 1) * max(of, 1)


def _sends_away(account: int, looking: _Looking) -> Iterator[Sign]:
    clerk, away, called = looking.clerk(account), looking.away[account], looking.called[account]
    usual, of = _of_others(looking.away, account), _of_others(looking.called, account)
    if _stands_out(away, called, usual, of, looking.limits):
        own, theirs = decimal(ratio(away, called), 10, 1), decimal(ratio(usual, of), 10, 1)
        yield Sign(
            account,
            "sends-away",
            Text(
                f"叫了 {called} 个号，转走 {clerk.sent}、退回 {clerk.put_back}、挂起 {clerk.held}，"
                f"占 {own}%；同事 {theirs}%。",
                f"Of {called} numbers called, {clerk.sent} were sent on, {clerk.put_back} put back and {clerk.held} parked: "
                f"{own} %; colleagues {theirs} %.",
            ),
        )


def _picks_easy(account: int, looking: _Looking) -> Iterator[Sign]:
    clerk, away = looking.clerk(account), looking.away[account]
    usual = _of_others(looking.away, account) + sum(one.picked for one in looking.others(account))
    of = _of_others(looking.called, account)
    if not _stands_out(away + clerk.picked, clerk.called, usual, of, looking.limits):
        return
    lighter = looking.measuring.measure(account).lighter
    if lighter < looking.limits.lighter:
        yield Sign(
            account,
            "picks-easy",
            Text(
                f"接的事平均只有同时段同事的 {decimal(lighter, 10, 1)}%；自己挑号 {clerk.picked} 次，"
                f"叫了又送走 {away} 次。",
                f"The matters taken weigh {decimal(lighter, 10, 1)} % of what colleagues took at the same hours; "
                f"{clerk.picked} were picked by hand, {away} called and sent away.",
            ),
        )


def _splits(account: int, looking: _Looking) -> Iterator[Sign]:
    own = looking.repeated[account]
    usual = sum(len(cases) for one, cases in looking.repeated.items() if one != account)
    if _stands_out(len(own), looking.filed[account], usual, _of_others(looking.filed, account), looking.limits):
        yield Sign(
            account,
            "splits",
            Text(
                f"有 {len(own)} 件是同一个人、同一事项短时间内又开的，或者撤回重开的，没有重复计数。",
                f"{len(own)} cases were opened again for the same person and matter within days, or withdrawn; they were "
                "not counted twice.",
            ),
            tuple(own),
        )


def _quick_faulty(account: int, looking: _Looking) -> Iterator[Sign]:
    own, share = looking.quick[account], decimal(looking.limits.quick_share, 10, 0)
    usual = sum(len(cases) for one, cases in looking.quick.items() if one != account)
    if _stands_out(len(own), looking.filed[account], usual, _of_others(looking.filed, account), looking.limits):
        yield Sign(
            account,
            "quick-faulty",
            Text(
                f"{len(own)} 件用时不到通常的 {share}%，后来又退回或更正。",
                f"{len(own)} cases took less than {share} % of the usual and came back later.",
            ),
            tuple(own),
        )


def _asks_for_stars(account: int, looking: _Looking) -> Iterator[Sign]:
    clerk, others, limits = looking.clerk(account), looking.others(account), looking.limits
    given, visits = len(clerk.ratings), max(clerk.served, 1)
    usual, of = sum(len(one.ratings) for one in others), sum(one.served for one in others)
    top = sum(one.level > BAD for one in clerk.ratings)
    # Ratings are few to many by nature: half of the visits and more, and far above the colleagues, is what nobody gets by chance.
    is_many = given * THOUSAND > limits.ratings_share * visits and given * max(of, 1) * 2 > 3 * usual * visits
    if given >= 3 * limits.least and top == given and is_many:
        yield Sign(
            clerk.account,
            "asks-for-stars",
            Text(
                f"{decimal(ratio(given, visits), 10, 0)}% 的居民给了评价，全是好评；同事 {decimal(ratio(usual, of), 10, 0)}%。"
                "评价只是一道门，多要没有用。",
                f"{decimal(ratio(given, visits), 10, 0)} % of the residents rated, all of them well; of the colleagues' "
                f"{decimal(ratio(usual, of), 10, 0)} %. The rating is a gate: asking for more brings nothing.",
            ),
        )


def _holds(account: int, looking: _Looking) -> Iterator[Sign]:
    clerk, others, limits = looking.clerk(account), looking.others(account), looking.limits
    usual, of = sum(one.idle_seconds for one in others), sum(one.served for one in others)
    own, visits = clerk.idle_seconds, max(clerk.served, 1)
    if own >= limits.held_minutes * 60 and own * max(of, 1) > limits.times * max(usual, of * 15) * visits:
        yield Sign(
            clerk.account,
            "holds",
            Text(
                f"办完以后号还开着，平均 {ratio(own, visits, 1)} 秒；同事 {ratio(usual, of, 1)} 秒。这段时间叫不了下一位。",
                f"Numbers stay open after the last thing done, {ratio(own, visits, 1)} seconds on average; colleagues "
                f"{ratio(usual, of, 1)}. Nobody can be called meanwhile.",
            ),
        )


def _idle_overtime(account: int, looking: _Looking) -> Iterator[Sign]:
    works, limits = [work for work in looking.works[account] if work.overtime], looking.limits
    seconds = sum(work.overtime for work in works)
    usual = sum(looking.measuring.standards.usual(account, work) for work in works)
    if seconds >= limits.overtime_least and seconds > limits.overtime_times * usual:
        yield Sign(
            account,
            "idle-overtime",
            Text(
                f"关门后 {seconds // 60} 分钟办了 {len(works)} 件，通常只要 {usual // 60} 分钟；多出来的没有算加班。",
                f"{seconds // 60} minutes after closing for {len(works)} cases that usually take {usual // 60}; what is "
                "beyond was not counted as overtime.",
            ),
            tuple(work.case for work in works),
        )


def _help_in_a_circle(account: int, looking: _Looking) -> Iterator[Sign]:
    clerk, clerks, limits = looking.clerk(account), looking.measuring.clerks, looking.limits
    given: dict[int, int] = defaultdict(int)
    for one in clerk.help:
        given[one.asker] += one.count if one.asker else 0
    for asker, number in sorted(given.items()):
        if asker not in clerks or not number:
            continue
        back = sum(one.count for one in clerks[asker].help if one.asker == account)
        if min(number, back) >= limits.least:
            yield Sign(
                clerk.account,
                "help-in-a-circle",
                Text(
                    f"和同一位同事互相帮忙：帮了 {number} 次，被帮 {back} 次；互相抵掉，只算差的部分。",
                    f"Help with one and the same colleague: given {number} times, had {back} times; only the difference counts.",
                ),
            )


_LOOKS = (
    _sends_away,
    _picks_easy,
    _splits,
    _quick_faulty,
    _asks_for_stars,
    _holds,
    _idle_overtime,
    _help_in_a_circle,
)

__all__ = ["KINDS", "LIMITS", "Limits", "Sign", "signs"]
