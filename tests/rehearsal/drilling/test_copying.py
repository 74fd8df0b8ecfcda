"""A drill takes over how the centre is furnished, and nobody who was ever in it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.db.models import ForeignKey

from onetrip.centres.models import Centre
from onetrip.ledger.refusals import NotFound, Refused
from onetrip.lobby.models import PriorityWeight
from onetrip.rehearsal.drilling.copying import Configuration, configuration_of, copied_models
from tests.factories import NOW, kiosk, make_account, make_centre, published_catalogue

pytestmark = pytest.mark.django_db

MAY_POINT_TO = {"centres.Centre", "centres.Hall", "centres.Window", "centres.ChangedDay", "centres.CalendarYear"}


@pytest.fixture
def configuration() -> Configuration:
    make_centre(windows=4)
    make_centre("PX", windows=2)
    kiosk()
    make_account(username="zhou.zong")
    PriorityWeight.objects.create(
        centre_id="LF", version=1, code="elder", minutes=10, set_at=NOW, set_by="staff:zhou.zong"
    )
    published_catalogue()
    return configuration_of("LF")


def test_no_table_that_is_copied_points_to_anybody(configuration: Configuration) -> None:
    for model in copied_models():
        pointing = [f for f in model._meta.get_fields() if isinstance(f, ForeignKey)]
        assert {f.related_model._meta.label for f in pointing} <= MAY_POINT_TO, model
        assert model._meta.app_label in ("centres", "lobby")
    assert configuration.rows


def test_every_row_stands_under_the_code_and_the_name_of_the_drill(configuration: Configuration) -> None:
    (centre,) = [row for row in configuration.rows if row["model"] == "centres.centre"]
    assert centre["pk"] == configuration.centre == "YLLF"
    assert centre["fields"]["name_zh"].startswith("【演练】")
    assert centre["fields"]["short_en"].startswith("[DRILL]")
    assert centre["fields"]["is_demonstration"] is True
    assert {row["fields"].get("centre", "YLLF") for row in configuration.rows} == {"YLLF"}


def test_windows_machines_and_the_catalogue_come_along_and_another_centre_does_not(
    configuration: Configuration,
) -> None:
    assert configuration.windows == 4
    assert sum(row["model"] == "centres.window" for row in configuration.rows) == 4
    assert configuration.devices[0][:2] == ("kiosk", 1)
    # This centre has none of these, and a drill needs one each.
    assert [one[:2] for one in configuration.devices[1:]] == [("check-in", 1), ("display", 1)]
    assert "matters/elder-card.yaml" in configuration.catalogue


def test_nobody_who_works_here_is_named(configuration: Configuration, tmp_path: Path) -> None:
    configuration.save(tmp_path / "configuration.json")
    text = (tmp_path / "configuration.json").read_text(encoding="utf-8")
    assert "zhou.zong" not in text
    assert "system:drill" in text
    assert Configuration.load(tmp_path / "configuration.json").centre == "YLLF"
    assert json.loads(text)["windows"] == 4


def test_a_drill_whose_numbers_could_be_those_of_a_real_centre_is_refused() -> None:
    make_centre()
    Centre.objects.create(code="YLLF", name_zh="真", name_en="real", short_zh="真", short_en="real")
    with pytest.raises(Refused, match="drill-code-taken"):
        configuration_of("LF")


def test_an_unknown_centre_is_refused() -> None:
    with pytest.raises(NotFound):
        configuration_of("XX")
