from __future__ import annotations

from pathlib import Path

import pytest
from django.db import IntegrityError, transaction

from onetrip.centres import actions, notices, queries
from onetrip.centres.models import CalendarDay, CalendarYear, Centre, Device, Duty, OpeningHours, Window
from onetrip.ledger.refusals import Malformed, NotFound, Refused
from tests.factories import NOW, kiosk, make_account, make_centre

pytestmark = pytest.mark.django_db


def test_a_window_has_one_person_and_a_person_one_window() -> None:
    make_centre()
    one, two = make_account(), make_account()
    actions.take_window(centre="LF", number=1, account=one, now=NOW)
    with pytest.raises(Refused, match="window-taken"):
        actions.take_window(centre="LF", number=1, account=two, now=NOW)
    with pytest.raises(Refused, match="window-other"):
        actions.take_window(centre="LF", number=2, account=one, now=NOW)
    with pytest.raises(NotFound):
        actions.take_window(centre="LF", number=99, account=two, now=NOW)
    assert Duty.objects.count() == 1


def test_taking_the_same_window_again_changes_nothing() -> None:
    make_centre()
    account = make_account()
    first = actions.take_window(centre="LF", number=1, account=account, now=NOW)
    assert actions.take_window(centre="LF", number=1, account=account, now=NOW) == first


def test_the_database_itself_keeps_windows_apart() -> None:
    make_centre()
    one, two = Window.objects.filter(centre_id="LF")[:2]
    a, b = make_account(), make_account()
    Duty.objects.create(window=one, account=a, began=NOW)
    with pytest.raises(IntegrityError, match="duty_one_person_per_window"), transaction.atomic():
        Duty.objects.create(window=one, account=b, began=NOW)
    with pytest.raises(IntegrityError, match="duty_one_window_per_person"), transaction.atomic():
        Duty.objects.create(window=two, account=a, began=NOW)


def test_a_pause_needs_a_known_reason_and_ends() -> None:
    make_centre()
    duty = actions.take_window(centre="LF", number=1, account=make_account(), now=NOW)
    actions.pause_window(duty=duty, reason="break", now=NOW, by="staff:x")
    assert queries.duty_of(duty.account_id).paused == "break"
    with pytest.raises(Refused):
        actions.pause_window(duty=duty, reason="<script>", now=NOW, by="staff:x")
    actions.pause_window(duty=duty, reason="", now=NOW, by="staff:x")
    assert queries.duty_of(duty.account_id).paused == ""


def test_leaving_a_window_frees_it() -> None:
    make_centre()
    duty = actions.take_window(centre="LF", number=1, account=make_account(), now=NOW)
    actions.leave_window(duty=duty, now=NOW, by="staff:x")
    actions.leave_window(duty=duty, now=NOW, by="staff:x")
    actions.take_window(centre="LF", number=1, account=make_account(), now=NOW)
    assert [d.window.number for d in queries.duties_now("LF")] == [1]


def test_a_device_pairs_with_its_secret_which_is_not_stored() -> None:
    centre = make_centre()
    device, secret = actions.add_device(centre=centre, kind=Device.Kind.DISPLAY, number=1, by="system", now=NOW)
    assert queries.find_device(secret) == device
    assert queries.find_device(secret + "x") is None
    assert secret.encode() not in bytes(device.pairing_hash)
    assert device.account.roles_in("LF") == {"device"}


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("centre_code_form", lambda centre: Centre.objects.create(code="lower")),
        ("window_number_once", lambda centre: Window.objects.create(centre=centre, number=1)),
        (
            "hours_close_after_opening",
            lambda centre: OpeningHours.objects.create(
                centre=centre, on_working_days=True, opens="10:00", closes="09:00"
            ),
        ),
        ("calendar_year_version_once", lambda centre: CalendarYear.objects.create(year=2026, version=1, source="x")),
        (
            "calendar_day_once",
            lambda centre: CalendarDay.objects.create(
                notice=CalendarYear.objects.get(), day="2026-10-01", kind="holiday"
            ),
        ),
    ],
)
def test_the_database_refuses(name: str, make) -> None:
    centre = make_centre()
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        make(centre)


def test_an_unknown_centre_is_refused_in_words() -> None:
    with pytest.raises(NotFound, match="centre-unknown"):
        queries.settled("NOWHERE")


def test_the_shipped_notices_load_once_and_a_newer_version_replaces_an_older() -> None:
    notices.load_shipped(by="system", now=NOW)
    notices.load_shipped(by="system", now=NOW)
    calendar = queries.calendar()
    assert calendar.years == {2025, 2026}
    assert not calendar.is_working_day(CalendarDay.objects.get(name_zh="元旦", day="2026-01-02").day)
    CalendarYear.objects.create(year=2026, version=2, source="corrected")
    assert queries.calendar().days.keys() == {day for day in calendar.days if day.year == 2025}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[1, 2]",
        "year: 2027",
        "year: 2027\nversion: 1\nsource: x\nannounced: 2026-11-01\ndays: [{from: 2027-01-01}]",
        "year: 2027\nversion: 1\nsource: x\nannounced: 2026-11-01\ndays: [{from: 2027-01-05, to: 2027-01-01, kind: holiday, zh: 元旦, en: x}]",
        "year: 2027\nversion: 1\nsource: x\nannounced: 2026-11-01\ndays: [{from: 2027-01-01, to: 2027-01-01, kind: feast, zh: 元旦, en: x}]",
        "a: &a [x, x]\nb: !!python/object:os.system {}",
    ],
)
def test_a_notice_that_makes_no_sense_is_refused_with_the_reason(tmp_path: Path, text: str) -> None:
    file = tmp_path / "2027.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(Malformed, match=r"2027\.yaml"):
        notices.load(file, by="system", now=NOW)
    assert not CalendarYear.objects.exists()


def test_the_database_refuses_a_capability_nobody_knows() -> None:
    make_centre()
    machine = kiosk(1)
    with pytest.raises(IntegrityError, match="device_capabilities_known"), transaction.atomic():
        Device.objects.filter(pk=machine.pk).update(capabilities=["teleporter"])
    Device.objects.filter(pk=machine.pk).update(capabilities=["camera", "printer"])


def test_a_capability_of_a_machine_in_another_centre_is_not_set() -> None:
    make_centre()
    machine = kiosk(1)
    make_centre("PX")
    with pytest.raises(NotFound, match="device-unknown"):
        actions.set_capabilities(centre="PX", device_id=machine.pk, capabilities=["camera"], now=NOW, by="staff:x")
