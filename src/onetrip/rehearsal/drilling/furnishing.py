"""Furnish a drill's house: empty it, put the copied centre in, and give it machines and people of the drill."""

from __future__ import annotations

import json
import secrets
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from django.core import serializers
from django.db import connection, transaction

from onetrip.catalogue import actions as catalogue
from onetrip.centres import queries as centres
from onetrip.centres.actions import add_device
from onetrip.centres.models import Centre, Window
from onetrip.ledger import drill
from onetrip.rehearsal.drilling.copying import BY, Configuration
from onetrip.staff.actions import create_account
from onetrip.staff.models import Account
from onetrip.walls.scope import as_owner

CONFIGURATION, PEOPLE = "configuration.json", "people.json"
_STAYS = ("django_migrations", "django_content_type", "auth_permission")


@dataclass(frozen=True)
class People:
    """Who plays in a drill's house: the shared password, the account of each window and post, and how machines pair.

    `calls`: how often a number is called here before it counts as missed.
    """

    centre: str
    password: str
    windows: dict[int, str]
    desk: str
    supervisor: str
    director: str
    devices: dict[str, str]
    calls: int

    def save(self, file: Path) -> None:
        """For the players; readable by nobody else."""
        file.touch(0o600)
        file.write_text(json.dumps(asdict(self), ensure_ascii=False), encoding="utf-8")

    @classmethod
    def load(cls, file: Path) -> People:
        """Read what was saved."""
        read = json.loads(file.read_text(encoding="utf-8"))
        return cls(**read | {"windows": {int(number): name for number, name in read["windows"].items()}})


def furnish(folder: Path, *, now: datetime) -> People:
    """Make the drill's centre from the configuration that lies in `folder`. Raises RuntimeError in a real house."""
    if not drill.is_on():
        raise RuntimeError("only the house of a drill is emptied")
    configuration = Configuration.load(folder / CONFIGURATION)
    _empty()
    with transaction.atomic():
        _put_in(configuration)
        centre = Centre.objects.get(pk=configuration.centre)
        people = _people(centre, configuration, now)
    catalogue.publish(path=_catalogue_in(folder, configuration), by=BY, now=now)
    centres.forget()
    people.save(folder / PEOPLE)
    return people


def _empty() -> None:
    """Nothing of an earlier drill, and no demonstration, is left."""
    with as_owner("a drill begins with an empty house"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")  # the ledger otherwise refuses to be emptied
        names = [name for name in connection.introspection.table_names(cursor) if name not in _STAYS]
        quoted = ", ".join(connection.ops.quote_name(name) for name in names)
        cursor.execute(f"TRUNCATE {quoted} RESTART IDENTITY CASCADE")


def _put_in(configuration: Configuration) -> None:
    models = []
    for made in serializers.deserialize("json", json.dumps(configuration.rows)):
        made.save()
        models.append(type(made.object))
    with connection.cursor() as cursor:
        from django.core.management.color import no_style

        for sentence in connection.ops.sequence_reset_sql(no_style(), list(dict.fromkeys(models))):
            cursor.execute(sentence)


def _people(centre: Centre, configuration: Configuration, now: datetime) -> People:
    password = f"drill-{secrets.token_urlsafe(9)}"
    numbers = list(Window.objects.filter(centre=centre).order_by("number").values_list("number", flat=True))
    posts = {"desk": "guide", "supervisor": "supervisor", "director": "director"}
    wanted = {f"drill-{post}": role for post, role in posts.items()} | {f"drill-w{n}": "clerk" for n in numbers}
    hashed = None
    for username, role in wanted.items():
        account = create_account(
            username=username,
            name=f"演练 {username.removeprefix('drill-')}",
            name_en=f"Drill {username.removeprefix('drill-')}",
            password=password if hashed is None else None,
            roles=[(role, centre.code)],
            by=BY,
            now=now,
            demonstration=True,
        )
        hashed = hashed or account.password  # hashing one password thirty times would cost seconds
        Account.objects.filter(pk=account.pk).update(password=hashed)
    devices = {}
    for kind, number, capabilities in configuration.devices:
        _, secret = add_device(centre=centre, kind=kind, number=number, by=BY, now=now, capabilities=capabilities)
        devices[f"{kind}-{number}"] = f"/device/pair/{secret}"
    return People(
        centre=centre.code,
        password=password,
        windows={number: f"drill-w{number}" for number in numbers},
        desk="drill-desk",
        supervisor="drill-supervisor",
        director="drill-director",
        devices=devices,
        calls=centre.calls_before_missed,
    )


def _catalogue_in(folder: Path, configuration: Configuration) -> Path:
    place = folder / "catalogue"
    for name, text in configuration.catalogue.items():
        file = place / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return place
