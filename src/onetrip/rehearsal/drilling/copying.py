"""What a drill takes over from the real house: how the centre is furnished, and nobody who was ever in it.

Only the tables named here are read, so a table that somebody adds later is not copied by mistake; a test holds each of
them against `people` and finds no column through which a resident could come along.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from django.core import serializers
from django.db.models import Model, QuerySet

from onetrip.catalogue import queries as catalogue
from onetrip.centres.models import (
    CalendarDay,
    CalendarYear,
    Centre,
    ChangedDay,
    ChangedStretch,
    Device,
    Hall,
    OpeningHours,
    Window,
)
from onetrip.ledger import drill
from onetrip.ledger.refusals import NotFound, Refused
from onetrip.lobby.models import DisplayLayout, PriorityWeight

BY = "system:drill"
_WHO_SET_IT = ("set_by", "said_by")


@dataclass(frozen=True)
class Configuration:
    """A centre's furniture under its code of the drill: rows as Django serialises them, machines, and the catalogue's files."""

    centre: str
    rows: list[dict[str, Any]]
    devices: list[tuple[str, int, list[str]]]
    catalogue: dict[str, str]
    windows: int

    def save(self, file: Path) -> None:
        """Write it for the drill's house to read."""
        file.write_text(json.dumps(asdict(self), ensure_ascii=False), encoding="utf-8")

    @classmethod
    def load(cls, file: Path) -> Configuration:
        """Read what was saved."""
        return cls(**json.loads(file.read_text(encoding="utf-8")))


def configuration_of(code: str) -> Configuration:
    """The furniture of the centre with `code`. Raises NotFound, and Refused where a drill's numbers could be real ones."""
    centre = Centre.objects.filter(pk=code).first()
    if centre is None:
        raise NotFound("centre-unknown", f"没有代码是 {code} 的中心。", f"There is no centre with the code {code}.")
    drilled = drill.code_of(code)
    if Centre.objects.filter(pk=drilled).exists():
        raise Refused(
            "drill-code-taken",
            f"有一个真的中心代码就是 {drilled}，演练的号会和它混起来。请先给其中一个改代码。",
            f"A real centre has the code {drilled}: the numbers of a drill could be taken for its own. One of the two "
            "needs another code first.",
        )
    rows = [_of_the_drill(row, centre, drilled) for table in _tables(code) for row in _as_data(table)]
    return Configuration(
        centre=drilled,
        rows=rows,
        devices=_machines(code),
        catalogue=dict(catalogue.texts(catalogue.current_version().number)),
        windows=Window.objects.filter(centre=centre).count(),
    )


def _machines(code: str) -> list[tuple[str, int, list[str]]]:
    """The machines of a centre by kind and number; where it has none, one ticket machine and one display all the same,
    because nobody could play without."""
    found = Device.objects.filter(centre=code).order_by("kind", "number")
    machines = [(one.kind, one.number, list(one.capabilities)) for one in found]
    kinds = {kind for kind, _, _ in machines}
    needed = (Device.Kind.CHECK_IN.value, Device.Kind.DISPLAY.value)
    return machines + [(kind, 1, []) for kind in needed if kind not in kinds]


def _tables(code: str) -> list[QuerySet[Any]]:
    """What is copied, in the order of foreign keys."""
    return [
        Centre.objects.filter(pk=code),
        Hall.objects.filter(centre=code).order_by("pk"),
        Window.objects.filter(centre=code).order_by("pk"),
        OpeningHours.objects.filter(centre=code).order_by("pk"),
        ChangedDay.objects.filter(centre=code).order_by("pk"),
        ChangedStretch.objects.filter(changed__centre=code).order_by("pk"),
        CalendarYear.objects.order_by("pk"),
        CalendarDay.objects.order_by("pk"),
        PriorityWeight.objects.filter(centre=code).order_by("pk"),
        DisplayLayout.objects.filter(centre=code).order_by("pk"),
    ]


def copied_models() -> list[type[Model]]:
    """The tables that are copied."""
    return [table.model for table in _tables("")]


def _as_data(rows: QuerySet[Any]) -> list[dict[str, Any]]:
    return list(json.loads(serializers.serialize("json", rows)))


def _of_the_drill(row: dict[str, Any], centre: Centre, drilled: str) -> dict[str, Any]:
    """The row as it stands in the drill: under the drill's code, called a drill, and said by nobody who works here."""
    fields = row["fields"]
    if row["model"] == "centres.centre":
        row["pk"] = drilled
        fields |= _named_as_drill(centre)
    if "centre" in fields:
        fields["centre"] = drilled
    for name in _WHO_SET_IT:
        if name in fields:
            fields[name] = BY
    return row


def _named_as_drill(centre: Centre) -> dict[str, Any]:
    """Its names say what it is wherever they go, also into exports and files that have no band."""
    return {
        "name_zh": f"【演练】{centre.name_zh}"[:60],
        "short_zh": f"【演练】{centre.short_zh}"[:20],
        "name_en": f"[DRILL] {centre.name_en}"[:120],
        "short_en": f"[DRILL] {centre.short_en}"[:60],
        "is_demonstration": True,
        "belongs_to": None,
    }
