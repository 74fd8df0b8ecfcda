"""A centre whose results are handed over: cases with a known resident, done and waiting; a cabinet; a carrier's office."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from onetrip.cases.delivering import actions
from onetrip.cases.delivering.actions import Taker
from onetrip.cases.delivering.addresses import Address
from onetrip.cases.delivering.models import Cabinet, Delivery, Parcel, StoredResult
from onetrip.cases.models import Case
from onetrip.people.actions import know
from onetrip.people.identity import Identity
from tests.cases.counter import REWARD, Counter
from tests.cases.test_following import do
from tests.factories import synthetic_identity

HOME = Address("王测试", "13800000000", "上海市测试区测试路 1 号 101 室")
FAR = Address("王测试", "13800000000", "测试省测试市测试路 1 号")


@dataclass
class Room:
    """The verbs of delivery with their usual arguments filled in; every step a minute later."""

    counter: Counter
    identity: Identity

    @property
    def now(self) -> datetime:
        return self.counter.hall.now

    def later(self, **more: float) -> datetime:
        self.counter.hall.now += timedelta(**more)
        return self.now

    def accepted(self) -> Case:
        """A case of the resident whose ID card was read, under way."""
        ticket = self.counter.serving()
        resident = know(identity=self.identity, name="王测试", telephone="13800000000", now=self.now)
        case = self.counter.accept(ticket, REWARD).cases.get()
        self.counter.hall.at_window("finish", ticket)
        Case.objects.filter(pk=case.pk).update(resident=resident)
        return do("accept", case, self.counter.hall.tick())

    def done(self, way: str = "window", **given: Any) -> Case:
        """The same, with its result here."""
        case = self.accepted()
        if way != "window":
            self.choose(case, way, **given)
        return do("complete", case, self.counter.hall.tick())

    def do(self, verb: str, *, centre: str = "LF", **given: Any) -> Any:
        told = {"now": self.counter.hall.tick(), "by": "staff:clerk", "key": uuid.uuid4(), **given}
        return getattr(actions, verb)(centre=centre, **told)

    def choose(self, case: Case, way: str, **given: Any) -> Delivery:
        if way in ("window", "cabinet"):
            given.setdefault("at", "LF")
        if way == "post":
            given.setdefault("address", HOME)
        return self.do("choose", case_id=case.pk, way=way, **given)

    def hand_out(self, *cases: Case, taker: Taker = Taker(), **given: Any) -> list[Case]:  # noqa: B008 -- frozen
        return self.do("hand_out", case_ids=[case.pk for case in cases], taker=taker, **given)

    def cabinet(self, doors: int = 2) -> Cabinet:
        return actions.add_cabinet(
            centre="LF", number=1, compartments=doors, where_zh="24 小时厅", where_en="hall", now=self.now, by="staff:d"
        )

    def put_in(self, case: Case) -> StoredResult:
        return self.do("put_in", case_id=case.pk)

    def code(self, case: Case, last_four: str = "") -> str:
        """The code as the resident asks for it on the receipt's page."""
        _, code = actions.ask_code(
            receipt_id=case.receipt_id,
            number=case.number,
            last_four=last_four or self.identity.last_four,
            now=self.counter.hall.tick(),
            by="resident",
        )
        return code

    def open(self, door: str, code: str) -> Any:
        return actions.open_door(centre="LF", door=door, code=code, now=self.counter.hall.tick(), by="device:kiosk-1")

    def posted(self) -> tuple[Case, Parcel]:
        """A case whose result the carrier has taken."""
        case = self.done("post")
        parcel = self.do("post", case_id=case.pk)
        actions.place_orders(now=self.now, by="system:clock")
        parcel.refresh_from_db()
        return case, parcel


def open_room(counter: Counter) -> Room:
    """A room with nothing in it."""
    return Room(counter, synthetic_identity())


def row_of(case: Case) -> Delivery:
    """The delivery of a case as it stands."""
    return Delivery.objects.get(case=case)


def state_of(case: Case) -> tuple[str, str]:
    """States of a case and of its delivery."""
    case.refresh_from_db()
    return case.state, row_of(case).state
