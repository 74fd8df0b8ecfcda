"""What can be asked of training."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Sum

from onetrip.cases import work
from onetrip.catalogue import queries as catalogues
from onetrip.centres.queries import duties_now, settled
from onetrip.duty.queries import rostered
from onetrip.ledger.refusals import NotFound
from onetrip.staff.models import Account, Qualification
from onetrip.staff.queries import at_work_since, qualified_on, working_in
from onetrip.training import coverage
from onetrip.training import items as questions
from onetrip.training.items.role_play import RolePlay
from onetrip.training.items.shapes import Item
from onetrip.training.models import FollowUp, Oral, Path, Plan, Quiz, QuizItem, Rules, Teaching
from onetrip.training.rules import EXAMPLE, TrainingRules, read

TRAINED = ("clerk", "supervisor")
"""The roles that sit at a window, and so are trained for categories."""

YEAR = timedelta(days=365)


def taught_between(centre: str, first: date, last: date) -> dict[int, int]:
    """Account id → minutes spent in training colleagues from `first` to `last`, both counted; nobody with none.

    Lessons count once the learner has confirmed them, role-plays for whoever examined.
    """
    minutes: defaultdict[int, int] = defaultdict(int)
    days = {"centre_id": centre, "day__gte": first, "day__lte": last}
    lessons = Teaching.objects.filter(state=Teaching.State.CONFIRMED, **days)
    for account, given in lessons.values_list("teacher").annotate(Sum("minutes")).order_by():
        minutes[account] += given
    for account, given in Oral.objects.filter(**days).values_list("examiner").annotate(Sum("minutes")).order_by():
        minutes[account] += given
    return dict(minutes)


def rules_of(centre: str) -> TrainingRules:
    """The rules of a centre in their newest version, or the examples of the house."""
    newest = Rules.objects.filter(centre_id=centre).order_by("-version").first()
    return EXAMPLE if newest is None else read(newest.values, newest.version)


def rules_then(centre: str, version: int) -> TrainingRules:
    """The rules of a centre as they were in a version. Raises NotFound."""
    if version == 0:
        return EXAMPLE
    found = Rules.objects.filter(centre_id=centre, version=version).first()
    if found is None:
        raise NotFound("rules-unknown", "没有这一版培训规则。", "There is no such version of the rules of training.")
    return read(found.values, version)


def a_year(centre: str, now: datetime) -> dict[str, int]:
    """Matter → cases that the centre took in during the rolling year."""
    return work.counted(centre, now - YEAR, now)


def high_frequency(centre: str, now: datetime) -> list[str]:
    """先高频: the matters that the centre has more often than its threshold says, the most frequent first."""
    above, counts = rules_of(centre).high_frequency, a_year(centre, now)
    return sorted((matter for matter, n in counts.items() if n > above), key=lambda matter: (-counts[matter], matter))


def plan_of(account_id: int, centre: str) -> Plan | None:
    """The newest plan of somebody in a centre."""
    return Plan.objects.filter(account_id=account_id, centre_id=centre).order_by("-week").first()


def paths_of(account_id: int) -> dict[str, Path]:
    """Category → how far somebody is with it."""
    return {one.category: one for one in Path.objects.filter(account_id=account_id).select_related("quiz")}


def quizzes_of(account_id: int, most: int = 20) -> list[Quiz]:
    """The tests of somebody, newest first."""
    return list(Quiz.objects.filter(account_id=account_id).order_by("-begun_at")[:most])


def quiz(quiz_id: uuid.UUID, account_id: int) -> Quiz:
    """One test of somebody's own. Raises NotFound."""
    found = Quiz.objects.filter(pk=quiz_id, account_id=account_id).first()
    if found is None:
        raise NotFound("quiz-unknown", "您没有这次测验。", "You have no such test.")
    return found


def items_of(quiz: Quiz) -> list[QuizItem]:
    """The questions of a test in their order, those struck out among them."""
    return list(quiz.items.order_by("position"))


def next_item(items: Iterable[QuizItem]) -> QuizItem | None:
    """The question that is asked now; None when all are answered."""
    return next((one for one in items if one.answered_at is None and one.struck_at is None), None)


def open_quiz(account_id: int) -> Quiz | None:
    """The test that somebody has begun and not ended."""
    return Quiz.objects.filter(account_id=account_id, state=Quiz.State.OPEN).first()


def follow_ups_of(account_id: int) -> list[FollowUp]:
    """What was found and decided about somebody, newest first."""
    found = FollowUp.objects.filter(account_id=account_id).select_related("path", "decided_by", "account")
    return list(found.order_by("-due_on", "path__category"))


def open_follow_ups(centre: str) -> list[FollowUp]:
    """What waits for a decision in a centre, the oldest first; of whoever is not here any more, nothing."""
    waiting = FollowUp.objects.filter(path__centre_id=centre, decision="", account__is_active=True)
    return list(waiting.select_related("path", "account").order_by("due_on", "account__name"))


def follow_up(follow_up_id: uuid.UUID, centre: str) -> FollowUp:
    """One follow-up of a centre. Raises NotFound."""
    found = FollowUp.objects.filter(pk=follow_up_id, path__centre_id=centre)
    one = found.select_related("path__quiz", "account", "decided_by").first()
    if one is None:
        raise NotFound("follow-up-unknown", "这个中心没有这次跟踪。", "This centre has no such follow-up.")
    return one


def own_follow_up(follow_up_id: uuid.UUID, account_id: int) -> FollowUp:
    """One follow-up about whoever asks. Raises NotFound."""
    found = FollowUp.objects.filter(pk=follow_up_id, account_id=account_id)
    one = found.select_related("path__quiz", "account", "decided_by").first()
    if one is None:
        raise NotFound("follow-up-unknown", "没有关于您的这次跟踪。", "There is no such follow-up about you.")
    return one


def versions_of_rules(centre: str) -> list[Rules]:
    """Every version of a centre's rules, newest first."""
    return list(Rules.objects.filter(centre_id=centre).order_by("-version"))


SCENES = 3


def scenes(matter: str, day: date) -> list[RolePlay]:
    """What is acted out at an oral test of a matter: one scene for each kind of question, as far as there are. The engine
    gives the answers, so a sheet is as right as the catalogue. Raises NotFound for no matter in force."""
    catalogue = catalogues.current()
    if catalogue.matter(matter) is None:
        raise NotFound("matter-unknown", "目录里没有这件事。", "The catalogue has no such matter.")
    first: dict[str, Item] = {}
    for item in questions.items_of(catalogue, matter, day):
        first.setdefault(item.kind, item)
    return [questions.role_play(catalogue, matter, item, day) for item in list(first.values())[:SCENES]]


def lessons_of(account_id: int, most: int = 20) -> list[Teaching]:
    """The lessons that somebody gave or took, newest first."""
    given_or_taken = Teaching.objects.filter(teacher_id=account_id) | Teaching.objects.filter(learner_id=account_id)
    return list(given_or_taken.select_related("teacher", "learner").order_by("-recorded_at")[:most])


def orals_of(account_id: int, most: int = 20) -> list[Oral]:
    """The role-plays of somebody, newest first."""
    return list(Oral.objects.filter(account_id=account_id).select_related("examiner").order_by("-recorded_at")[:most])


def person(account_id: int, centre: str) -> Account:
    """Somebody who is trained in this centre. Raises NotFound."""
    for one in working_in(centre, TRAINED):
        if one.pk == account_id:
            return one
    raise NotFound("colleague-unknown", "这个中心没有这位同事。", "Nobody of this kind works in this centre.")


@dataclass(frozen=True)
class Cell:
    """One person and one category: `path` how far training is; `held` until when they are qualified (None: they are not),
    `for_good` for ever; `is_free` when training has said nothing of them at all, and they may do everything."""

    category: str
    path: Path | None
    is_held: bool
    until: date | None
    is_free: bool

    @property
    def state(self) -> str:
        """One word for the cell: the state of the path, else "free", "held" (by hand), or "" for nothing yet."""
        if self.path is not None:
            return self.path.state
        return "free" if self.is_free else "held" if self.is_held else ""


@dataclass(frozen=True)
class Row:
    """A person of the matrix with a cell for each category, and how many single matters they are qualified for beside."""

    account: Account
    cells: tuple[Cell, ...]
    matters: int
    is_free: bool


def matrix(centre: str, day: date) -> list[Row]:
    """Everybody who is trained here × every category of the catalogue, as it is on `day`."""
    people = working_in(centre, TRAINED)
    ids = [one.pk for one in people]
    paths: defaultdict[int, dict[str, Path]] = defaultdict(dict)
    for path in Path.objects.filter(account_id__in=ids):
        paths[path.account_id][path.category] = path
    rows = Qualification.objects.filter(account_id__in=ids)
    held: defaultdict[int, dict[tuple[str, str], date | None]] = defaultdict(dict)
    for row in rows.order_by("from_day"):
        if row.from_day <= day and (row.until_day is None or day <= row.until_day):
            held[row.account_id][row.of, row.name] = row.until_day
    governed = qualified_on(day)
    return [_row(one, held[one.pk], paths[one.pk], is_free=one.pk not in governed) for one in people]


def _row(account: Account, held: dict[tuple[str, str], date | None], paths: dict[str, Path], *, is_free: bool) -> Row:
    cells = []
    for category in catalogues.current().categories:
        key = (Qualification.Of.CATEGORY.value, category)
        cells.append(Cell(category, paths.get(category), key in held, held.get(key), is_free))
    matters = sum(of == Qualification.Of.MATTER for of, _ in held)
    return Row(account, tuple(cells), matters, is_free)


def cells_of(account: Account, day: date) -> Row:
    """One person's row of the matrix."""
    rows = Qualification.objects.filter(account=account, from_day__lte=day).order_by("from_day")
    held = {(row.of, row.name): row.until_day for row in rows if row.until_day is None or day <= row.until_day}
    return _row(account, held, paths_of(account.pk), is_free=account.pk not in qualified_on(day))


def who_is_there(centre: str, now: datetime) -> Callable[[date], Collection[int]]:
    """Who is there on a day: whoever is on its published roster, and today also those at a window now, or signed in since
    the morning."""
    place = settled(centre).centre
    today = place.day_of(now)
    morning = datetime.combine(today, time(), tzinfo=place.zone)

    def there(day: date) -> Collection[int]:
        on_roster = {one.account_id for one in rostered(centre, day)}
        if day != today:
            return on_roster
        signed_in = {one.pk for role in TRAINED for one in at_work_since(morning, role=role, centre=centre)}
        return on_roster | signed_in | {duty.account_id for duty in duties_now(centre)}

    return there


def thin_ahead(centre: str, now: datetime) -> list[tuple[date, int, list[coverage.Thin]]]:
    """The days of the next two weeks that have a published roster and on which too few can do something: the day, how many
    people are on, and what."""
    today, there = settled(centre).centre.day_of(now), who_is_there(centre, now)
    days = [today + timedelta(days=ahead) for ahead in range(1, 15)]
    found = [(day, len(there(day)), thin(centre, day, now, there)) for day in days]
    return [(day, people, short) for day, people, short in found if short]


def thin(centre: str, day: date, now: datetime, who_is_on: Callable[[date], Collection[int]]) -> list[coverage.Thin]:
    """What too few of those who are on duty on `day` can do; nothing where nobody is known to be."""
    there = who_is_on(day)
    if not there:
        return []
    catalogue = catalogues.current()
    matters = {name: matter.terms.category for name, matter in catalogue.matters.items()}
    asked = [name for name in a_year(centre, now) if name in matters]
    rules = rules_of(centre)
    return coverage.thin(there, qualified_on(day), matters, asked=asked, too_few=rules.too_few_people)
