"""What one clerk did in a month, measured: the five values before they become points."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from onetrip.appraisal.model.figures import FINE, THOUSAND, between, ratio, whole
from onetrip.appraisal.model.inputs import Clerk, Judged, Month, Work
from onetrip.appraisal.model.rules import Rules
from onetrip.appraisal.model.standards import Coefficients, Standards

BAD = 2
"""The highest level of a rating that is bad (国办发〔2019〕51号)."""

CLOSED, PARTLY, OPEN = 0, 1, 2
"""The gate of ratings."""


@dataclass(frozen=True, slots=True)
class Measured:
    """The values of a clerk's month and what they were made of; units as `figures` says, cases in thousandths."""

    clerk: int
    days: int
    cases: int
    lighter: int
    away: int
    overtime: int
    help: int
    units: int
    quantity: int
    usual_seconds: int
    seconds: int
    efficiency: int
    worth: int
    value: int
    good: int
    judged: int
    excluded: int
    rating: int
    gate: int
    faults: int
    checked: int
    quality: int
    is_enough: bool


def counted_once(works: Iterable[Work]) -> frozenset[tuple[str, int]]:
    """Which works count at all, as (case, clerk): not withdrawn, not again for the same person, one of a visit and matter.

    Whoever splits the business of a visit gains nothing by it. The same case shared by two clerks counts for both.
    """
    taken: dict[tuple[str, str], str] = {}
    kept = set()
    for work in works:
        if work.withdrawn or work.again_of:
            continue
        if taken.setdefault((work.visit, work.matter), work.case) == work.case:
            kept.add((work.case, work.clerk))
    return frozenset(kept)


class Measuring:
    """The month of a whole centre at hand, from which each clerk is measured against the others."""

    def __init__(self, month: Month, rules: Rules) -> None:
        month = month.in_order()
        self.rules = rules
        self.clerks = {one.account: one for one in month.clerks}
        self.works: dict[int, list[Work]] = defaultdict(list)
        for work in month.works:
            self.works[work.clerk].append(work)
        self.standards = Standards(month.works, rules)
        self.coefficients = Coefficients(month, rules)
        self.counts = counted_once(month.works)
        self._bands, self._weighs = self._mix(month.works)
        self._cases = {clerk: sum(map(self.counted, works)) for clerk, works in self.works.items()}
        self._faults = {clerk: self._fault_sum(works) for clerk, works in self.works.items()}

    def counted(self, work: Work) -> int:
        """Thousandths of a case that a work counts in number and value."""
        if (work.case, work.clerk) not in self.counts:
            return 0
        return work.share * self.rules.faulty_share // THOUSAND if work.faults else work.share

    def measure(self, account: int) -> Measured:
        """The values of one clerk."""
        clerk, works, rules = self.clerks[account], self.works.get(account, []), self.rules
        cases = self._cases.get(account, 0)
        lighter, away = self._lighter(account, works), self._away(clerk)
        overtime, help_given = self._overtime(account, works), self._help(clerk)
        units = max(cases * lighter // THOUSAND - away, 0) + overtime + help_given
        worth = sum(self.counted(work) * self.coefficients.of(work) for work in works) // THOUSAND + help_given
        usual, seconds = self._pace(account, works)
        ours = [one for one in clerk.ratings if one.channel in rules.unsolicited]
        judged = [one for one in ours if not one.excluded]
        good = sum(one.level > BAD for one in judged)
        rating = self._rating(account, good, len(judged))
        faults, checked = self._faults.get(account, (0, 0))
        return Measured(
            clerk=account,
            days=clerk.days,
            cases=cases,
            lighter=lighter,
            away=away,
            overtime=overtime,
            help=help_given,
            units=units,
            quantity=ratio(units * 10, clerk.days, 1),
            usual_seconds=usual,
            seconds=seconds,
            efficiency=ratio(usual, seconds),
            worth=worth,
            value=ratio(worth * 10, clerk.days, 1),
            good=good,
            judged=len(judged),
            excluded=sum(bool(one.excluded) for one in ours),
            rating=rating,
            gate=CLOSED if rating < rules.closed_below else PARTLY if rating < rules.open_from else OPEN,
            faults=faults,
            checked=checked,
            quality=self._quality(account, faults, checked),
            is_enough=cases >= rules.least_cases * THOUSAND and clerk.days >= max(rules.least_days * 10, 1),
        )

    def paced(self, work: Work, account: int) -> tuple[int, int]:
        """(usual seconds, seconds that count) of a work. One done at once counts as usual; one that nobody ended, as at most
        some times the usual; one that came back, as more than the usual, however fast it went."""
        usual = self.standards.usual(account, work) * work.share // THOUSAND
        taken = work.seconds or 0
        if taken * THOUSAND < usual * self.rules.least_share:
            taken = usual
        if work.faults:
            taken = max(taken, usual * self.rules.faulty_times)
        return usual, min(taken, usual * max(self.rules.most_times, self.rules.faulty_times))

    def _pace(self, account: int, works: list[Work]) -> tuple[int, int]:
        pairs = [
            self.paced(work, account)
            for work in works
            if work.seconds is not None and (work.case, work.clerk) in self.counts
        ]
        return sum(usual for usual, _ in pairs), sum(taken for _, taken in pairs)

    def _mix(self, works: Iterable[Work]) -> tuple[dict[int, dict[int, tuple[int, int]]], dict[int, tuple[int, int]]]:
        """For each half hour, and for all of them (−1): clerk → (number, sum of coefficients) of what was counted."""
        bands: dict[int, dict[int, list[int]]] = defaultdict(lambda: defaultdict(lambda: [0, 0]))
        for work in works:
            if (work.case, work.clerk) in self.counts:
                for band in (work.band, -1):
                    cell = bands[band][work.clerk]
                    cell[0] += work.share
                    cell[1] += work.share * self.coefficients.of(work)
        found = {band: {clerk: (cell[0], cell[1]) for clerk, cell in clerks.items()} for band, clerks in bands.items()}
        totals = {
            band: (sum(one[0] for one in clerks.values()), sum(one[1] for one in clerks.values()))
            for band, clerks in found.items()
        }
        return found, totals

    def _lighter(self, account: int, works: list[Work]) -> int:
        """Thousandths of its number that a lighter mix counts: the clerk's own coefficients against those of what colleagues
        took at the same half hours; at most 1000, for heavier work is counted in the value."""
        own, usual = 0, Fraction(0)
        for band in sorted({work.band for work in works}):
            number, weight = self._bands.get(band, {}).get(account, (0, 0))
            mean = self._mean_of_others(band, account) or self._mean_of_others(-1, account)
            if number and mean:
                own += weight
                usual += mean * number
        return min(THOUSAND, whole(own * THOUSAND / usual)) if usual else THOUSAND

    def _mean_of_others(self, band: int, account: int) -> Fraction | None:
        number, weight = self._weighs.get(band, (0, 0))
        own_number, own_weight = self._bands.get(band, {}).get(account, (0, 0))
        return Fraction(weight - own_weight, number - own_number) if number > own_number else None

    def _away(self, clerk: Clerk) -> int:
        """What is taken off for numbers sent away, parked or put back beyond the usual, in thousandths of a case."""
        others = [one for one in self.clerks.values() if one.account != clerk.account]
        called = sum(one.called for one in others)
        free = (
            Fraction(sum(sent_away(one) for one in others) * clerk.called * self.rules.sent_free, called * THOUSAND)
            if called
            else Fraction(sent_away(clerk))
        )
        beyond = max(Fraction(0), sent_away(clerk) - free)
        return whole(beyond * self.rules.sent_away)

    def _overtime(self, account: int, works: list[Work]) -> int:
        """Time after the doors closed, as cases: what the matters usually take, never what was sat out."""
        usual = self.standards.usual_case(account)
        if not self.rules.overtime or not usual:
            return 0
        seconds = 0
        for work in works:
            if work.overtime and self.counted(work):
                seconds += min(work.overtime, self.standards.usual(account, work) * work.share // THOUSAND)
        return ratio(seconds, usual)

    def _help(self, clerk: Clerk) -> int:
        """Help as cases, by the minutes it is worth, up to a share of what colleagues do at the window in as many days."""
        usual = self.standards.usual_case(clerk.account)
        if not usual:
            return 0
        minutes_of = dict(self.rules.help_minutes)
        minutes = sum(one.minutes for one in clerk.help if one.kind not in minutes_of)
        for kind, each in minutes_of.items():
            number = sum(
                one.count - self._returned(clerk.account, one.asker, kind) for one in clerk.help if one.kind == kind
            )
            if kind == "answer":
                number = min(number, self.rules.answers_most_a_day * clerk.days // 10)
            minutes += number * each
        given = ratio(minutes * 60, usual)
        return min(
            given, self._others_a_day(clerk.account) * clerk.days * self.rules.help_most_share // (10 * THOUSAND)
        )

    def _returned(self, account: int, asker: int, kind: str) -> int:
        """Of the help to one colleague, what that colleague gave back in kind: between two, only the difference counts."""
        if not asker or asker not in self.clerks:
            return 0
        there = sum(one.count for one in self.clerks[account].help if one.kind == kind and one.asker == asker)
        back = sum(one.count for one in self.clerks[asker].help if one.kind == kind and one.asker == account)
        return min(there, back)

    def _others_a_day(self, account: int) -> int:
        """Cases a day at the window of all colleagues together, in thousandths."""
        others = [one for one in self.clerks.values() if one.account != account and self.works.get(one.account)]
        days = sum(one.days for one in others)
        cases = sum(self._cases[one.account] for one in others)
        return ratio(cases * 10, days, 1)

    def _rating(self, account: int, good: int, number: int) -> int:
        """The share of good ratings, drawn towards that of all others (beta-binomial), in ten-thousandths."""
        others = [
            each
            for one in self.clerks.values()
            if one.account != account
            for each in one.ratings
            if self._counts_as_rating(each)
        ]
        usual = Fraction(sum(one.level > BAD for one in others), len(others)) if others else Fraction(1)
        prior = self.rules.prior_ratings
        return whole((good + usual * prior) * FINE / (number + prior))

    def _counts_as_rating(self, one: Judged) -> bool:
        return one.channel in self.rules.unsolicited and not one.excluded

    def _fault_sum(self, works: list[Work]) -> tuple[int, int]:
        """(faults, cases looked at), both in thousandths."""
        weights = dict(self.rules.fault_weights)
        faults = sum(weights[fault] * work.share for work in works for fault in work.faults) // THOUSAND
        checked = sum(work.share for work in works if work.faults or (work.case, work.clerk) in self.counts)
        return faults, checked

    def _quality(self, account: int, faults: int, checked: int) -> int:
        """The share of cases that were right, drawn towards that of all others, in ten-thousandths; 0 at the least."""
        others = [pair for clerk, pair in self._faults.items() if clerk != account]
        seen = sum(number for _, number in others)
        usual = Fraction(sum(wrong for wrong, _ in others), seen) if seen else Fraction(0)
        prior = self.rules.prior_cases * THOUSAND
        return between(FINE - whole((faults + usual * prior) * FINE / (checked + prior)), 0, FINE)


def sent_away(clerk: Clerk) -> int:
    """Numbers that a clerk had called and did not serve by their own doing."""
    return clerk.sent + clerk.put_back + clerk.held
