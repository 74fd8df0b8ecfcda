"""A kiosk for tests, with the verbs of a run and their usual arguments filled in."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from onetrip.centres.actions import add_device
from onetrip.centres.models import Centre, Device
from onetrip.devices import actions as devices
from onetrip.kiosk.errands import actions
from onetrip.kiosk.errands.run import Run, run_of
from onetrip.kiosk.models import Errand
from onetrip.staff.models import Account
from tests.drawn import picture, signature
from tests.factories import CAPABILITIES_OF_A_KIOSK, NOW, make_account, make_centre, synthetic_number

BY = "device:kiosk-1"


@dataclass
class Machine:
    """One kiosk; `now` moves on by half a minute with every step."""

    centre: Centre
    kiosk: Device
    now: datetime = field(default=NOW)
    seat: uuid.UUID | None = None
    key: uuid.UUID = field(default_factory=uuid.uuid4)

    def tick(self, seconds: float = 30) -> datetime:
        self.now += timedelta(seconds=seconds)
        return self.now

    @property
    def errand(self) -> Errand:
        return Errand.objects.select_related("consultation", "resident", "proxy", "slip", "kiosk", "receipt").get(
            seat=self.seat
        )

    @property
    def run(self) -> Run:
        return run_of(self.errand, self.now)

    @property
    def step(self) -> str:
        return self.run.step.value

    def begin(self, matter: str, **given: object) -> Errand:
        given.setdefault("key", uuid.uuid4())
        begun = actions.begin(centre=self.centre.code, kiosk=self.kiosk, matter=matter, now=self.tick(), by=BY, **given)
        self.seat = begun.seat
        return begun

    def do(self, verb: str, **given: object) -> object:
        """Any verb of this sitting."""
        return getattr(actions, verb)(seat=self.seat, now=self.tick(), by=BY, **given)

    def card(
        self, number: str, name: str = "王测试", *, card_read: bool = True, key: uuid.UUID | None = None
    ) -> object:
        key = key or uuid.uuid4()
        return self.do("identify", id_number=number, name=name, card_read=card_read, key=key)

    def submit(self, key: uuid.UUID | None = None) -> Errand:
        self.key = key or uuid.uuid4()
        return actions.submit(seat=self.seat, now=self.tick(), by=BY, key=self.key)

    def reissue(self, number: str | None = None, *, until: str = "check") -> str:
        """A run of the matter with everything in it, up to a step; the number of its resident."""
        number = number or synthetic_number(date(1961, 12, 18))
        self.begin("reissue")
        stages = {
            "questions": lambda: self.card(number),
            "form": lambda: self.do("answer", fact="hukou", raw="shanghai"),
            "papers": lambda: self.do("fill", sent={"recipient": "王测试", "address": "临汾路 1 号"}),
            "sign": self.give_papers,
            "check": lambda: self.do("sign", raw=signature()),
        }
        for step, deed in stages.items():
            deed()
            if step == until:
                break
        return number

    def give_papers(self) -> None:
        self.do("fetch_licences")
        self.do("photograph", paper="bank-card", raw=picture())
        self.do("bring_later", paper="photo", later=True)
        self.do("confirm_papers")


def open_machine(code: str = "LF") -> Machine:
    """A kiosk in an open centre."""
    centre = make_centre(code)
    device, _ = add_device(
        centre=centre, kind=Device.Kind.KIOSK, number=1, by="system", now=NOW, capabilities=CAPABILITIES_OF_A_KIOSK
    )
    return Machine(centre, device)


def key_of_the_bridge(machine: Machine) -> str:
    """The key of the bridge beside the machine, given now."""
    place = {"centre": machine.centre.code, "kind": "kiosk", "number": machine.kiosk.number, "now": NOW, "by": "system"}
    devices.add_station(**place)
    return devices.give_key(**place)


def reviewer() -> Account:
    """Somebody of the review desk."""
    return make_account("clerk")
