"""The demonstration centre: modelled on Linfen Road, peopled with invented staff, marked as such on every page."""

from __future__ import annotations

from datetime import datetime, time
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction

from onetrip.cases.delivering.actions import add_cabinet
from onetrip.catalogue import actions as catalogue
from onetrip.catalogue.models import CatalogueVersion
from onetrip.centres import notices
from onetrip.centres.actions import add_device
from onetrip.centres.models import Centre, Device, Hall, OpeningHours, Window
from onetrip.devices import actions as devices
from onetrip.devices.models import Station
from onetrip.staff.actions import create_account
from onetrip.staff.models import Account
from onetrip.web.demonstration import PASSWORD

ACTOR = "system:demonstration"
_FIRST_SOCKET_PORT = 8765


def load(*, catalogue_folder: Path, now: datetime) -> dict[str, str]:
    """Load the demonstration centre, once; publish the catalogue when it changed and nobody else has published one.

    Returns the pairing secret of each device made now ("display-1" → secret): they are shown once.
    """
    notices.load_shipped(by=ACTOR, now=now)
    secrets: dict[str, str] = {}
    given = yaml.safe_load((Path(__file__).parent / "linfen.yaml").read_text(encoding="utf-8"))
    if not Centre.objects.filter(pk=given["centre"]["code"]).exists():
        with transaction.atomic():
            secrets = _make(given, now)
        add_cabinet(centre=given["centre"]["code"], number=1, now=now, by=ACTOR, **given["cabinet"])
    newest = CatalogueVersion.objects.defer("source").first()
    if newest is None or newest.published_by == ACTOR:
        # What somebody has published since, in the browser or from a folder of their own, is not put back.
        catalogue.publish(path=catalogue_folder, by=ACTOR, now=now)
    return secrets


def load_bridges(*, now: datetime) -> dict[str, tuple[str, int]]:
    """Give each place of the demonstration a key for its bridge, once; (key, port of its socket) by place."""
    given = yaml.safe_load((Path(__file__).parent / "linfen.yaml").read_text(encoding="utf-8"))
    centre = given["centre"]["code"]
    if Station.objects.filter(centre_id=centre).exists():
        return {}
    found: dict[str, tuple[str, int]] = {}
    for kind, wanted in (("check-in", given["check_ins"]), ("desk", 1), ("kiosk", len(given["kiosks"]))):
        for number in range(1, wanted + 1):
            # Simulated bridges stand on one machine, so that each needs a port of its own.
            port = _FIRST_SOCKET_PORT + len(found)
            place = {"centre": centre, "kind": kind, "number": number, "now": now, "by": ACTOR}
            station = devices.add_station(**place, socket_port=port)
            found[station.name] = (devices.give_key(**place), port)
    return found


def _make(given: dict[str, Any], now: datetime) -> dict[str, str]:
    centre = Centre.objects.create(is_demonstration=True, numbers_at_any_hour=True, **given["centre"])
    for stretch in given["hours"]:
        OpeningHours.objects.create(
            centre=centre,
            on_working_days=stretch["on_working_days"],
            opens=time.fromisoformat(stretch["opens"]),
            closes=time.fromisoformat(stretch["closes"]),
        )
    for number in range(1, given["windows"] + 1):
        low, tidal = number in given["low_counters"], number in given["tidal_windows"]
        Window.objects.create(centre=centre, number=number, is_low_counter=low, is_tidal=tidal)
    _make_staff(centre, given["staff"], now)
    secrets = {}
    plain = [("display", [()] * given["displays"]), ("check-in", [()] * given["check_ins"])]
    for kind, wanted in (*plain, ("kiosk", given["kiosks"])):
        for number, has in enumerate(wanted, start=1):
            _, secret = add_device(
                centre=centre, kind=Device.Kind(kind), number=number, by=ACTOR, now=now, capabilities=has
            )
            secrets[f"{kind}-{number}"] = secret
    _make_halls(centre, given["halls"])
    return secrets


def _make_halls(centre: Centre, halls: list[dict[str, Any]]) -> None:
    for number, hall in enumerate(halls, start=1):
        words = {name: value for name, value in hall.items() if name not in ("windows", "devices")}
        made = Hall.objects.create(centre=centre, number=number, **words)
        Window.objects.filter(centre=centre, number__in=hall["windows"]).update(hall=made)
        Device.objects.filter(centre=centre, kind__in=hall["devices"]).update(hall=made)


def _make_staff(centre: Centre, people: list[dict[str, Any]], now: datetime) -> None:
    first = None
    for person in people:
        account = create_account(
            username=person["username"],
            name=person["name"],
            name_en=person["name_en"],
            password=PASSWORD if first is None else None,
            roles=[(role, centre.code) for role in person["roles"]],
            by=ACTOR,
            now=now,
            demonstration=True,
        )
        # Hashing one password 26 times would cost two seconds of the first start; they share it anyway.
        first = first or account.password
        Account.objects.filter(pk=account.pk).update(password=first)
