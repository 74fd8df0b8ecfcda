"""What can be done with the halls of a centre: make one, change it, say what stands in it."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from onetrip.centres.models import Centre, Device, Hall, Window
from onetrip.ledger import events, requests
from onetrip.ledger.refusals import Malformed, NotFound
from onetrip.ledger.words import one_line


@dataclass(frozen=True)
class HallWords:
    """How a hall is called and found, in both languages, and whether it ever closes."""

    name_zh: str
    name_en: str
    where_zh: str = ""
    where_en: str = ""
    is_always_open: bool = False

    def tidy(self) -> HallWords:
        """The same, each on one line of a sensible length. Raises Malformed without a name in both languages."""
        tidied = HallWords(
            one_line(self.name_zh, 40),
            one_line(self.name_en, 80),
            one_line(self.where_zh, 80),
            one_line(self.where_en, 120),
            self.is_always_open,
        )
        if not (tidied.name_zh and tidied.name_en):
            raise Malformed(
                "hall-name-missing",
                "请写大厅的名字，中文、英文都要。",
                "Please name the hall in Chinese and in English.",
                field="name_en" if tidied.name_zh else "name_zh",
            )
        return tidied


def add_hall(*, centre: str, words: HallWords, now: datetime, by: str, key: uuid.UUID) -> Hall:
    """A further hall of the centre, with the next number."""
    words = words.tidy()
    with transaction.atomic():
        earlier = requests.claim(key, action=f"add-hall {centre}", actor=by, now=now)
        if earlier is not None:
            return Hall.objects.get(pk=earlier["hall"])
        place = Centre.objects.select_for_update().filter(pk=centre).first()
        if place is None:
            raise NotFound("centre-unknown", "没有这个中心。", "There is no such centre.")
        last = Hall.objects.filter(centre=place).aggregate(last=Max("number"))["last"] or 0
        hall = Hall.objects.create(centre=place, number=last + 1, **asdict(words))
        _record(hall, "add", now, by, data={"name": words.name_zh})
        requests.answer(key, {"hall": hall.pk})
    return hall


def change_hall(*, centre: str, number: int, words: HallWords, now: datetime, by: str, key: uuid.UUID) -> Hall:
    """Other words for a hall. Raises NotFound."""
    words = words.tidy()
    with transaction.atomic():
        hall = _hall(centre, number)
        if requests.claim(key, action=f"change-hall {hall.pk}", actor=by, now=now, result={}) is None:
            Hall.objects.filter(pk=hall.pk).update(**asdict(words))
            _record(hall, "change", now, by, data={"name": words.name_zh})
    return Hall.objects.get(pk=hall.pk)


def furnish_hall(
    *,
    centre: str,
    number: int,
    windows: Collection[int],
    devices: Collection[int],
    now: datetime,
    by: str,
    key: uuid.UUID,
) -> Hall:
    """These windows (by number) and devices (by id) stand in this hall, and no others; one that stood elsewhere moves.

    Raises NotFound for a hall, window or device that the centre does not have.
    """
    with transaction.atomic():
        hall = _hall(centre, number)
        if requests.claim(key, action=f"furnish-hall {hall.pk}", actor=by, now=now, result={}) is not None:
            return hall
        its_windows = Window.objects.filter(centre_id=centre, number__in=windows)
        its_devices = Device.objects.filter(centre_id=centre, pk__in=devices)
        if its_windows.count() != len(set(windows)) or its_devices.count() != len(set(devices)):
            raise NotFound(
                "not-of-centre",
                "有一个窗口或设备不是本中心的。请刷新后再选。",
                "A window or device is not of this centre. Please reload and choose again.",
            )
        Window.objects.filter(hall=hall).exclude(number__in=windows).update(hall=None)
        Device.objects.filter(hall=hall).exclude(pk__in=devices).update(hall=None)
        its_windows.update(hall=hall)
        its_devices.update(hall=hall)
        _record(hall, "furnish", now, by, data={"windows": sorted(windows), "devices": sorted(devices)})
    return hall


def _hall(centre: str, number: int) -> Hall:
    hall = Hall.objects.select_for_update().filter(centre_id=centre, number=number).first()
    if hall is None:
        raise NotFound("hall-unknown", f"没有 {number} 号大厅。", f"There is no hall {number}.")
    return hall


def _record(hall: Hall, verb: str, now: datetime, by: str, data: dict[str, object]) -> None:
    events.record(
        now=now, centre=hall.centre_id, actor=by, thing="hall", thing_id=hall.number, verb=verb, data=data,
        public={"changed": True},
    )  # fmt: skip
