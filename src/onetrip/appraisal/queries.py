"""What can be asked of the appraisal: the sheets of a month, live or frozen, the model behind them, objections and looks."""

from __future__ import annotations

import threading
import uuid
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import yaml
from django.db.models import Count, Max, QuerySet

from onetrip.appraisal import keeping, reading
from onetrip.appraisal.model import Month, Rules, Sheets, compute, read_rules
from onetrip.appraisal.model.measuring import Measuring
from onetrip.appraisal.model.signs import Sign, signs
from onetrip.appraisal.models import FrozenMonth, Look, ModelVersion, Objection, Signature, Spared
from onetrip.appraisal.reading import read
from onetrip.centres.models import Centre
from onetrip.ledger.models import Event
from onetrip.ledger.refusals import NotFound
from onetrip.rules import Text
from onetrip.staff.models import Account

FRESH_SECONDS = 20
"""How long a live month is shown without looking whether something happened; with the reading it stays below a minute."""

_MOST_KEPT = 60
_lock = threading.Lock()
_kept: dict[tuple[str, date], Shown] = {}


@dataclass(frozen=True)
class Shown:
    """A month of a centre as it is shown. `frozen` None: live, as of `at`; `newest` is the event up to which it knows."""

    month: Month
    rules: Rules
    rules_version: int
    sheets: Sheets
    at: datetime
    newest: int
    frozen: FrozenMonth | None = None

    @property
    def is_example(self) -> bool:
        """Whether its weights are the example that nobody has set."""
        return self.rules.example

    @cached_property
    def measuring(self) -> Measuring:
        """The month at hand to be asked what stands behind a figure."""
        return Measuring(self.month, self.rules)

    @cached_property
    def signs(self) -> tuple[Sign, ...]:
        """What the director may want to look at."""
        return signs(self.month, self.rules, measuring=self.measuring)


@lru_cache(maxsize=1)
def example() -> dict[str, Any]:
    """The model a centre begins with."""
    path = Path(__file__).with_name("example.yaml")
    return dict(yaml.safe_load(path.read_text(encoding="utf-8")))


def model_of(centre: str, month: date) -> ModelVersion | None:
    """The version in force for a month; None: the example."""
    return (
        ModelVersion.objects.filter(centre_id=centre, from_month__lte=month.replace(day=1)).order_by("-version").first()
    )


def rules_of(centre: str, month: date) -> tuple[dict[str, Any], int]:
    """The rules in force for a month as data, and their version; the example is version 0."""
    version = model_of(centre, month)
    return (example(), 0) if version is None else (version.rules, version.version)


def versions(centre: str) -> QuerySet[ModelVersion]:
    """Every version of the model, newest first."""
    return ModelVersion.objects.filter(centre_id=centre).select_related("set_by").order_by("-version")


def shown(centre: Centre, month: date, now: datetime) -> Shown:
    """A month as it counts: the newest frozen version, else live. Raises NotFound for a month that has not begun."""
    month = month.replace(day=1)
    if month > centre.day_of(now):
        raise NotFound("month-ahead", "这个月还没开始。", "This month has not begun.")
    frozen = newest_frozen(centre.code, month)
    return live(centre, month, now) if frozen is None else of_frozen(frozen)


def live(centre: Centre, month: date, now: datetime) -> Shown:
    """A month computed from what is on record now. Kept in memory while nothing has happened in the centre since, and for
    FRESH_SECONDS whatever happens; the page asks again every 25."""
    month, place = month.replace(day=1), (centre.code, month.replace(day=1))
    kept = _kept.get(place)
    if kept is not None and timedelta(0) <= now - kept.at < timedelta(seconds=FRESH_SECONDS):
        return kept
    newest = Event.objects.aggregate(newest=Max("pk"))["newest"] or 0
    rules, version = rules_of(centre.code, month)
    is_same = kept is not None and kept.at <= now and kept.rules_version == version
    if kept is not None and is_same and not _happened_since(centre.code, kept.newest):
        return _keep(place, replace(kept, at=now, newest=newest))
    read_in = read_rules(rules)
    inputs = read(centre, month, read_in, now=now)
    return _keep(place, Shown(inputs, read_in, version, compute(inputs, read_in), now, newest))


def _keep(place: tuple[str, date], fresh: Shown) -> Shown:
    with _lock:
        if len(_kept) >= _MOST_KEPT:
            _kept.clear()
        _kept[place] = fresh
    return fresh


def forget() -> None:
    """Drop what is kept in memory (after a change of the model or an answer, and between tests)."""
    reading.forget()
    with _lock:
        _kept.clear()
        _of_frozen.clear()


_of_frozen: dict[uuid.UUID, Shown] = {}


def of_frozen(frozen: FrozenMonth) -> Shown:
    """A frozen month, its sheets as they were then. It never changes, so that it may be kept."""
    found = _of_frozen.get(frozen.pk)
    if found is None:
        found = Shown(
            keeping.inputs_of(frozen),
            keeping.rules_of(frozen),
            frozen.rules_version,
            keeping.sheets_of(frozen),
            frozen.frozen_at,
            0,
            frozen,
        )
        with _lock:
            if len(_of_frozen) >= _MOST_KEPT:
                _of_frozen.clear()
            _of_frozen[frozen.pk] = found
    return found


def _happened_since(centre: str, newest: int) -> bool:
    """Whether the centre has an event after this one that a sheet may hang on: anything but looks at sheets. By number and
    not by time: what a node sends later tells of earlier."""
    return Event.objects.filter(pk__gt=newest, centre=centre).exclude(thing="appraisal").exists()


def newest_frozen(centre: str, month: date) -> FrozenMonth | None:
    """The version of a frozen month that counts; None: it is not frozen."""
    return frozen_versions(centre, month).first()


def frozen_versions(centre: str, month: date) -> QuerySet[FrozenMonth]:
    """The versions of a frozen month, newest first."""
    found = FrozenMonth.objects.filter(centre_id=centre, month=month.replace(day=1))
    return found.select_related("frozen_by").order_by("-version")


def frozen_version(centre: str, month: date, version: int) -> FrozenMonth:
    """One version of a frozen month. Raises NotFound."""
    found = frozen_versions(centre, month).filter(version=version).first()
    if found is None:
        raise NotFound("frozen-unknown", "这个月没有这一版。", "This month has no such version.")
    return found


def months(centre: Centre, now: datetime, *, number: int = 12) -> list[date]:
    """The running month and those before it, newest first."""
    month = centre.day_of(now).replace(day=1)
    found = []
    for _ in range(number):
        found.append(month)
        month = (month - timedelta(days=1)).replace(day=1)
    return found


def totals(centre: str, account: int, *, number: int = 12) -> list[tuple[date, int | None]]:
    """The totals of somebody's last frozen months, oldest first; None for a month without points."""
    newest: dict[date, FrozenMonth] = {}
    for frozen in FrozenMonth.objects.filter(centre_id=centre).order_by("month", "version"):
        newest[frozen.month] = frozen
    found = []
    for month in sorted(newest)[-number:]:
        sheet = of_frozen(newest[month]).sheets.of(account)
        if sheet is not None:
            found.append((month, sheet.total))
    return found


def looks_at(centre: str, month: date, account: int) -> tuple[int, int]:
    """How often somebody's sheet of a month was looked at by others, and how often the list it stands in."""
    looks = Look.objects.filter(centre_id=centre, month=month.replace(day=1))
    return looks.filter(account_id=account).count(), looks.filter(account=None).count()


def objections(centre: str, month: date | None = None, *, account: int | None = None) -> QuerySet[Objection]:
    """Objections of a centre, newest first; of one month, or of one person."""
    found = Objection.objects.filter(centre_id=centre).select_related("account", "answered_by")
    if month is not None:
        found = found.filter(month=month.replace(day=1))
    if account is not None:
        found = found.filter(account_id=account)
    return found.order_by("-made_at")


def objection(centre: str, objection_id: uuid.UUID) -> Objection:
    """One objection of a centre. Raises NotFound."""
    found = objections(centre).filter(pk=objection_id).first()
    if found is None:
        raise NotFound("objection-unknown", "没有这条意见。", "There is no such objection.")
    return found


def open_objections(centre: str) -> dict[date, int]:
    """Month → objections nobody has answered."""
    rows = Objection.objects.filter(centre_id=centre, answered_at=None).values("month").annotate(number=Count("pk"))
    return {row["month"]: row["number"] for row in rows}


def signed(frozen: FrozenMonth) -> dict[int, datetime]:
    """Account → when they said that they have seen their sheet of a frozen month."""
    return dict(Signature.objects.filter(frozen=frozen).values_list("account_id", "signed_at"))


def spared(centre: str) -> set[tuple[str, str]]:
    """The (case, fault) that count no more."""
    return set(Spared.objects.filter(centre_id=centre).values_list("case", "fault"))


def names(accounts: list[int]) -> dict[int, Text]:
    """Account → how colleagues are called; closed accounts say so."""
    found = {}
    for one in Account.objects.filter(pk__in=accounts):
        closed = not one.is_active
        zh, en = one.name, one.name_en or one.name
        found[one.pk] = Text(f"{zh}（已停用）", f"{en} (closed)") if closed else Text(zh, en)
    return found
