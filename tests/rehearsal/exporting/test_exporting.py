"""The centre's own events leave the house as a log in which nobody can be found."""

from __future__ import annotations

import io
import json
from datetime import timedelta
from pathlib import Path

import pytest
import r4pm
import r4pm.bindings as mined

from onetrip.cli import rehearse
from onetrip.ledger import events
from onetrip.ledger.models import Event
from onetrip.ledger.refusals import Malformed, NotFound
from onetrip.rehearsal.exporting import Exported, Format, export
from onetrip.simulation.logs.reading import Fate, visits
from tests.factories import NOW, TODAY
from tests.rehearsal.morning import NAME, NOTE, Morning

pytestmark = pytest.mark.django_db

STEPS = {
    "取号": 4, "叫号": 4, "再叫": 2, "开始办": 3, "受理": 1, "办完": 3, "离开": 1, "过号": 1, "过号回来": 1,
}  # fmt: skip


def written(form: Format, **given: object) -> tuple[bytes, Exported]:
    file = io.BytesIO()
    asked = {"centre": "LF", "first": TODAY, "last": TODAY, "now": NOW, "by": "system:test"} | given
    done = export(form=form, file=file, **asked)
    return file.getvalue(), done


def test_every_step_of_everybody_stands_in_the_xes_log(morning: Morning, tmp_path: Path) -> None:
    content, done = written(Format.XES)
    (tmp_path / "log.xes").write_bytes(content)
    found = mined.discover_dfg(r4pm.import_item("EventLog", str(tmp_path / "log.xes")))
    assert found["activities"] == STEPS
    assert done.events == sum(STEPS.values())
    follows = {tuple(pair): count for pair, count in found["directly_follows_relations"]}
    assert follows["取号", "叫号"] == 3
    assert follows["过号", "过号回来"] == 1
    assert content.count(b"<trace>") == 4


def test_the_ocel_log_tells_of_everything_that_an_event_concerns(morning: Morning, tmp_path: Path) -> None:
    content, done = written(Format.OCEL)
    (tmp_path / "log.json").write_bytes(content)
    log = r4pm.convert_item(r4pm.import_item("OCEL", str(tmp_path / "log.json")), "SlimLinkedOCEL")
    assert mined.num_events(log) == done.events == sum(STEPS.values())
    kinds = {kind: len(mined.get_object_ids_of_type(log, kind)) for kind in mined.locel_get_ob_types(log)}
    assert kinds == {"ticket": 4, "person": 1, "case": 1, "window": 3, "staff": 4}
    counts = {(event, thing): count for event, thing, count in mined.locel_event_object_type_counts(log)}
    assert counts["叫号", "window"] == 4
    assert counts["受理", "ticket"] == counts["受理", "person"] == counts["受理", "case"] == 1


def test_a_case_belongs_to_its_person_and_its_ticket(morning: Morning) -> None:
    log = json.loads(written(Format.OCEL)[0])
    case = next(one for one in log["objects"] if one["type"] == "case")
    assert [(one["objectId"].partition("-")[0], one["qualifier"]) for one in case["relationships"]] == [
        ("person", "of"),
        ("ticket", "at"),
    ]
    assert case["attributes"][0]["value"] == "elder-card"


@pytest.mark.parametrize("form", list(Format))
def test_nobody_and_nothing_said_stands_in_a_log(form: Format, morning: Morning) -> None:
    text = written(form)[0].decode()
    plain = [NAME, NOTE, "13800000000", morning.hall.clerks[0].username, "guide", "check-in-1"]
    plain += [str(one.pk) for one in (morning.resident, *morning.tickets, *morning.cases)]
    plain += [str(ticket.visit_id) for ticket in morning.tickets]
    plain += [one.number for one in (*morning.tickets, *morning.cases)]
    plain += [f"staff:{clerk.username}" for clerk in morning.hall.clerks]
    assert [word for word in plain if f'"{word}' in text or (len(word) > 4 and word in text)] == []


@pytest.mark.parametrize("form", list(Format))
def test_two_exports_have_no_name_in_common(form: Format, morning: Morning) -> None:
    def names(content: bytes) -> set[str]:
        words = content.decode().replace("<", '"').split('"')
        return {word for word in words if word.startswith(("person-", "ticket-", "case-", "staff-", "way-"))}

    first, second = names(written(form)[0]), names(written(form)[0])
    assert first
    assert not first & second


def test_within_an_export_the_same_person_has_the_same_name(morning: Morning) -> None:
    first = morning.hall.arrive(resident_id=morning.resident.pk)
    assert first.visit_id != morning.tickets[0].visit_id
    log = json.loads(written(Format.OCEL)[0])
    assert sum(one["type"] == "person" for one in log["objects"]) == 1


def test_staff_stand_there_by_name_only_where_that_was_asked_for(morning: Morning) -> None:
    clerk = morning.hall.clerks[0].username
    assert clerk.encode() in written(Format.XES, staff_names=True)[0]
    assert clerk.encode() not in written(Format.XES)[0]


def test_activities_are_told_in_the_language_asked_for(morning: Morning) -> None:
    assert b'value="draw number"' in written(Format.XES, language="en")[0]


def test_only_the_days_and_the_centre_asked_for_are_told(morning: Morning) -> None:
    assert written(Format.XES, first=TODAY - timedelta(days=9), last=TODAY - timedelta(days=1))[1].events == 0
    assert written(Format.XES, first=TODAY - timedelta(days=9), last=TODAY + timedelta(days=9))[1].events == 20


def test_that_a_log_left_the_house_is_on_record(morning: Morning) -> None:
    written(Format.OCEL, staff_names=True)
    told = Event.objects.get(thing="event-log")
    assert (told.verb, told.actor, told.centre) == ("export", "system:test", "LF")
    assert told.data == {
        "from": TODAY.isoformat(), "to": TODAY.isoformat(), "format": "ocel", "events": 20, "staff_names": True,
    }  # fmt: skip


def test_an_unknown_centre_and_days_in_the_wrong_order_are_refused(morning: Morning) -> None:
    with pytest.raises(NotFound):
        written(Format.XES, centre="nowhere")
    with pytest.raises(Malformed):
        written(Format.XES, first=TODAY, last=TODAY - timedelta(days=1))


def test_sums_over_many_bookings_are_nobody_s_way(morning: Morning) -> None:
    before = written(Format.XES)[1].events
    events.record(
        now=NOW, centre="LF", actor="system:clock", thing="appointment", thing_id="LF", verb="forget-contacts"
    )
    assert written(Format.XES)[1].events == before


def test_what_the_house_writes_it_reads_again(morning: Morning, tmp_path: Path) -> None:
    (tmp_path / "log.xes").write_bytes(written(Format.XES)[0])
    log = visits(tmp_path / "log.xes")
    assert sorted(log.table.fate) == [Fate.SERVED, Fate.SERVED, Fate.SERVED, Fate.LEFT]
    assert log.table.arrived[0] == pytest.approx(9 * 60 + 31)  # on the centre's clock
    assert {doubt.code for doubt in log.doubts} <= {"one-day", "few", "no-matter", "unknown-activity"}


def test_the_command_writes_no_file_over_another_and_leaves_no_half_one(
    morning: Morning, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from argparse import Namespace

    path = tmp_path / "log.xes"
    asked = Namespace(
        output=path, force=False, centre="LF", first=TODAY, last=TODAY, format="xes", language="zh", staff_names=False
    )
    assert rehearse.log(asked) == 0
    assert "20 events" in capsys.readouterr().out
    assert rehearse.log(asked) == 1
    assert "--force" in capsys.readouterr().err
    asked.centre, asked.force = "nowhere", True
    with pytest.raises(NotFound):
        rehearse.log(asked)
    assert not path.exists()
