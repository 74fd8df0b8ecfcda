"""What can be asked about a centre's rounds and accounts."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from onetrip.days.checks import CHECKS, Check
from onetrip.days.judging import Answered, State, hinders, worst
from onetrip.days.models import DayAccount, Round, RoundFinding
from onetrip.ledger.refusals import NotFound
from onetrip.rules import Text


@dataclass(frozen=True)
class Line:
    """A check on the page, with what it found; None: not tried yet."""

    check: Check
    finding: RoundFinding | None


@dataclass(frozen=True)
class Group:
    """The checks that stand together on the walk."""

    name: Text
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Walk:
    """A round with everything in it. `left` are the names of the checks that keep it from being declared ready."""

    round: Round
    groups: tuple[Group, ...]
    left: tuple[Text, ...]
    tried: int

    @property
    def total(self) -> int:
        return len(CHECKS)

    @property
    def worst(self) -> State:
        return worst(State(line.finding.state) for group in self.groups for line in group.lines if line.finding)

    def counts(self, state: str) -> int:
        return sum(line.finding.state == state for group in self.groups for line in group.lines if line.finding)

    @property
    def red(self) -> int:
        return self.counts(State.RED.value)

    @property
    def amber(self) -> int:
        return self.counts(State.AMBER.value)


def walk(centre: str, round_id: uuid.UUID) -> Walk:
    """One round. Raises NotFound."""
    found = Round.objects.filter(pk=round_id, centre_id=centre).first()
    if found is None:
        raise NotFound("round-unknown", "没有这次晨检。", "There is no such round.")
    findings = {one.check_code: one for one in found.findings.all()}
    groups: dict[Text, list[Line]] = {}
    for check in CHECKS:
        groups.setdefault(check.group, []).append(Line(check, findings.get(check.code)))
    answered = {code: Answered(State(one.state), bool(one.answer)) for code, one in findings.items()}
    left = hinders(answered, [check.code for check in CHECKS])
    names = {check.code: check.name for check in CHECKS}
    return Walk(
        found,
        tuple(Group(name, tuple(lines)) for name, lines in groups.items()),
        tuple(names[code] for code in left),
        sum(check.code in findings for check in CHECKS),
    )


def line(centre: str, round_id: uuid.UUID, code: str) -> Line:
    """One check of a round. Raises NotFound."""
    for group in walk(centre, round_id).groups:
        for found in group.lines:
            if found.check.code == code:
                return found
    raise NotFound("check-unknown", "没有这项检查。", "There is no such check.")


def rounds(centre: str, most: int = 30) -> list[Round]:
    """The last rounds, newest first, with how many findings were `red` and `amber`."""
    red = Count("findings", filter=Q(findings__state=State.RED.value))
    amber = Count("findings", filter=Q(findings__state=State.AMBER.value))
    return list(Round.objects.filter(centre_id=centre).annotate(red=red, amber=amber).order_by("-begun_at")[:most])


def newest_of_day(centre: str, day: date) -> Round | None:
    """The newest round of a day."""
    return Round.objects.filter(centre_id=centre, day=day).order_by("-begun_at").first()


def accounts(centre: str, most: int = 60) -> list[DayAccount]:
    """The accounts of the last days, of each day the newest, without their lines; newest first."""
    of_each_day = DayAccount.objects.filter(centre_id=centre).order_by("-day", "-version").distinct("day")
    return list(of_each_day.defer("lines")[:most])


def account_of(centre: str, day: date) -> DayAccount:
    """The account of a day that counts. Raises NotFound."""
    found = DayAccount.objects.filter(centre_id=centre, day=day).order_by("-version").first()
    if found is None:
        raise NotFound(
            "account-unknown",
            "这一天还没有日结，或者没有人来过。",
            "There is no account of this day: it is not over, or nobody came.",
        )
    return found


def earlier_accounts(account: DayAccount) -> list[DayAccount]:
    """What was written of the same day before somebody drew a number after all, without the lines; oldest first."""
    same_day = DayAccount.objects.filter(centre_id=account.centre_id, day=account.day, version__lt=account.version)
    return list(same_day.defer("lines").order_by("version"))
