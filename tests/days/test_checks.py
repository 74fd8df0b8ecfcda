"""Each check against the real thing: a database, a socket that answers or does not, a disk."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from django.db import connection, transaction

from onetrip.catalogue import actions as catalogue
from onetrip.catalogue import queries
from onetrip.centres.models import Duty
from onetrip.centres.opening import Opening, SpecialDay
from onetrip.centres.queries import Settled, settled
from onetrip.days import actions
from onetrip.days.checks import BY_CODE, CHECKS, Moment
from onetrip.days.checks import hall as hall_checks
from onetrip.days.checks import house as house_checks
from onetrip.kiosk.errands import sources
from onetrip.ledger import events
from onetrip.ledger.models import Event
from onetrip.licences import registry
from onetrip.licences.contrib.simulated.moods import Mood
from onetrip.licences.contrib.simulated.server import SimulatedStore
from onetrip.licences.models import Lookup
from onetrip.lobby.models import Ticket, Visit
from onetrip.people.identity import Identity
from onetrip.rules import Text
from onetrip.staff.models import Account
from onetrip.staff.qualifying import qualify
from onetrip.walls.scope import as_owner
from onetrip.web.serving import free_port
from tests.cases import matters
from tests.factories import NOW, TODAY, make_account, make_centre, make_duty
from tests.kiosk.errands import town
from tests.licences.conftest import store as store

pytestmark = pytest.mark.django_db


@pytest.fixture
def at() -> Moment:
    make_centre()
    catalogue.publish(by="system", now=NOW - timedelta(days=3), files=matters.FILES, city="test")
    return Moment(settled("LF"), NOW)


def found(code: str, at: Moment):
    return BY_CODE[code].run(at)


def test_each_check_has_its_own_code_and_both_languages() -> None:
    assert len(BY_CODE) == len(CHECKS)
    assert all(check.name.zh and check.name.en and check.group.zh and check.group.en for check in CHECKS)


def test_the_database_is_written_where_the_house_keeps_its_record_and_read(at: Moment) -> None:
    assert found("database", at).state == "green"
    event = Event.objects.get(thing="round", thing_id="database")
    assert (event.centre, event.verb, event.at) == ("LF", "try", NOW)


def test_a_database_that_takes_no_further_record_is_red(at: Moment) -> None:
    begun = actions.begin_round(centre="LF", now=NOW, by="staff:director", key=uuid.uuid4())
    with as_owner("a test fills the disk"), connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            " IF NEW.thing_id = 'database' THEN RAISE 'could not extend file: No space left on device'; END IF;"
            " RETURN NEW; END $$"
        )
        cursor.execute(
            "CREATE TRIGGER full_disk BEFORE INSERT ON ledger_event FOR EACH ROW EXECUTE FUNCTION full_disk()"
        )
    seen = actions.make_check(centre="LF", round_id=begun.pk, code="database", now=NOW, by="staff:director")
    assert seen.state == "red"


def test_a_house_without_a_live_stream_says_that_no_screen_moves(at: Moment, settings) -> None:
    settings.LIVE_ADDRESS = settings.LIVE_PORT = ""
    assert found("live-stream", at).state == "red"


def test_a_clock_in_front_of_the_director_that_is_wrong_is_named(at: Moment) -> None:
    fast = Moment(at.place, NOW, NOW + timedelta(minutes=7))
    seen = found("clock", fast)
    assert seen.state == "red"
    assert any("420 秒" in line.zh for line in seen.details)
    assert found("clock", Moment(at.place, NOW, NOW + timedelta(seconds=2))).state == "green"


@pytest.mark.parametrize(("free", "state"), [(1e9, "red"), (5e9, "amber"), (5e10, "green")])
def test_a_disk_that_fills_is_said_before_it_is_full(
    at: Moment, monkeypatch: pytest.MonkeyPatch, free: float, state: str
) -> None:
    usage = type("Usage", (), {"free": int(free)})
    monkeypatch.setattr(house_checks.shutil, "disk_usage", lambda _folder: usage)
    assert found("disk", at).state == state


def test_the_fullest_disk_counts_that_of_the_backups_too(
    at: Moment, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    backed_up(NOW, folder=str(tmp_path))
    asked: list[Path] = []

    def usage(folder: Path) -> object:
        asked.append(folder)
        return type("Usage", (), {"free": int(1e9 if folder == tmp_path else 9e10)})

    monkeypatch.setattr(house_checks.shutil, "disk_usage", usage)
    seen = found("disk", at)
    assert seen.state == "red"
    assert seen.details[0].zh == "备份：剩 1.0 GB"
    assert any((folder / "PG_VERSION").exists() for folder in asked), "and that of the database, which lies here"


def test_a_backup_whose_file_is_gone_or_cut_off_is_red(at: Moment, tmp_path: Path) -> None:
    backed_up(NOW - timedelta(hours=8), folder=str(tmp_path / "disk"))
    assert found("backup", at).state == "amber", "the disk is not connected"
    (tmp_path / "disk").mkdir()
    assert found("backup", at).state == "red"
    (tmp_path / "disk" / "x").write_bytes(b"0123456")
    assert found("backup", at).state == "red"
    (tmp_path / "disk" / "x").write_bytes(b"0123456789")
    assert found("backup", at).state == "green"


def backed_up(when: datetime, **more: object) -> None:
    """A backup of ten bytes is on record."""
    data = {"bytes": 10, **more}
    with transaction.atomic():
        events.record(now=when, centre="", actor="system", thing="backup", thing_id="x", verb="make", data=data)


def test_a_backup_that_was_missed_is_red(at: Moment, settings) -> None:
    settings.DEMONSTRATION = False
    assert found("backup", at).state == "red"
    backed_up(NOW - timedelta(hours=8))
    assert found("backup", at).state == "green"
    assert found("backup", Moment(at.place, NOW + timedelta(days=2))).state == "red"


@pytest.fixture
def department() -> Iterator[str]:
    """The interface of a department that answers."""

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"ok")

        def log_message(self, *_words: object) -> None:
            """Quietly."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


def test_the_interface_that_is_down_is_named_with_what_to_do(at: Moment, settings, department: str) -> None:
    settings.INTERFACES = {}
    seen = found("interfaces", at)
    assert seen.state == "amber", "what was not tried does not count as well"
    assert "还没有接" in seen.said.zh
    settings.INTERFACES = {"civil-affairs": department}
    assert found("interfaces", at).state == "green"
    settings.INTERFACES = {"civil-affairs": department, "police": f"http://127.0.0.1:{free_port()}/", "odd": "nonsense"}
    seen = found("interfaces", at)
    assert seen.state == "red"
    assert "3 个接口，2 个不通" in seen.said.zh
    assert seen.to_do is not None


def test_the_store_of_licences_is_asked_as_a_window_asks_it(at: Moment, store: SimulatedStore, settings) -> None:
    assert found("licences", at).state == "green"
    store.mood = Mood.DENYING
    seen = found("licences", at)
    assert seen.state == "red"
    assert "对方不认我们的密钥" in seen.said.zh
    assert any(line.zh.startswith("断路器：通着") for line in seen.details)
    assert any("1.0 个回音，1 次没有" in line.zh for line in seen.details)
    assert any("最近一次出错 11-24 09:30" in line.zh for line in seen.details)
    registry.use(None)
    settings.LICENCE_STORE = {"provider": "", "address": "", "key": ""}
    assert found("licences", at).state == "amber", "none is connected"
    assert not Lookup.objects.exists(), "somebody who cannot exist is nobody's look-up"


@pytest.mark.parametrize(("raised", "state"), [(ConnectionError("refused"), "red"), (None, "green")])
def test_a_source_of_the_kiosks_that_gives_no_answer_is_named(
    at: Moment, settings, raised: Exception | None, state: str
) -> None:
    town.publish()
    queries.forget()
    settings.DEMONSTRATION = False
    assert found("sources", at).state == "amber", "none is connected"
    asked: list[Identity | None] = []

    def answer(holder: Identity | None, _form: Mapping[str, str], day: date, _seconds: float) -> sources.Told:
        asked.append(holder)
        if raised is not None:
            raise raised
        return sources.Told((), day, nothing=True)

    sources.connect("archive-copy", sources.Source(Text("档案馆", "The archive"), answer))
    try:
        seen = found("sources", at)
    finally:
        sources.connect("archive-copy", None)
    assert seen.state == state
    assert ("档案馆没有回音" in seen.said.zh) == (state == "red")
    assert [one.number[:6] for one in asked if one] == ["310000"]


def test_nobody_at_a_window_is_to_mind_before_the_doors_open_and_red_afterwards(at: Moment) -> None:
    early = Moment(at.place, NOW - timedelta(hours=1, minutes=30))
    assert found("windows", early).state == "amber"
    assert found("windows", at).state == "red"
    make_duty(at.place.centre.windows.get(number=2), make_account("clerk"))
    seen = found("windows", at)
    assert seen.state == "green"
    assert [line.zh for line in seen.details] == ["2 号窗口：李测，什么都能办"]


def test_what_a_clerk_is_qualified_for_is_said_by_name(at: Moment) -> None:
    clerk = make_account("clerk")
    make_duty(at.place.centre.windows.get(number=2), clerk)
    book = queries.current()
    category, matter = next(iter(book.categories)), next(iter(book.matters))
    for of, name in (("category", category), ("matter", matter)):
        qualify(account_id=clerk.pk, of=of, name=name, from_day=TODAY, source="test", now=NOW, by="system")
    (line,) = found("windows", at).details
    assert line.zh == f"2 号窗口：李测，能办{book.categories[category].name.zh}、{book.matters[matter].name.zh}"


def test_a_window_that_was_never_left_on_the_day_before_counts_as_empty(at: Moment) -> None:
    for number, began in ((1, NOW), (3, NOW - timedelta(days=1))):
        duty = make_duty(at.place.centre.windows.get(number=number), make_account("clerk"))
        Duty.objects.filter(pk=duty.pk).update(began=began)
    seen = found("windows", at)
    assert seen.state == "amber"
    assert "1 个窗口今天有人到岗；3 号从前几天起就没离岗" in seen.said.zh
    assert len(seen.details) == 1


def test_whether_a_guide_and_a_supervisor_are_at_work_is_told_by_who_signed_in_or_did_something(at: Moment) -> None:
    guide, supervisor = make_account("guide"), make_account("supervisor")
    Account.objects.filter(pk=guide.pk).update(last_login=NOW - timedelta(days=1))
    assert "今天还没有导办、值班长登录" in found("desk", at).said.zh
    Account.objects.filter(pk=guide.pk).update(last_login=NOW)
    seen = found("desk", at)
    assert (seen.state, seen.said.en) == ("amber", "No supervisor has signed in today.")
    with transaction.atomic():
        events.record(now=NOW, centre="LF", actor=supervisor.actor, thing="ticket", thing_id="x", verb="draw")
    assert found("desk", at).state == "green"


def test_rules_that_changed_since_the_last_working_day_are_named(at: Moment) -> None:
    assert found("rules", at).state == "green"
    name = next(name for name in matters.FILES if name.startswith("matters/"))
    changed = matters.FILES | {name: matters.FILES[name] + "\nminutes: 11\n"}
    catalogue.publish(by="system", now=NOW, files=changed, city="test")
    queries.forget()
    seen = found("rules", at)
    assert seen.state == "amber"
    assert "1 件事的规则变了" in seen.said.zh
    assert len(seen.details) == 1


def visits(day_offset: int, number: int, state: str = "done") -> None:
    """So many numbers drawn at nine on a day before today."""
    day = TODAY - timedelta(days=day_offset)
    for serial in range(number):
        drawn = NOW - timedelta(days=day_offset, minutes=30)
        visit = Visit.objects.create(centre_id="LF", day=day, arrived_at=drawn, finished_at=drawn, outcome="all")
        Ticket.objects.create(
            centre_id="LF",
            visit=visit,
            day=day,
            prefix="A",
            serial=serial + 1,
            state=state,
            drawn_at=drawn,
            queue_at=drawn,
            waits_since=drawn,
        )


def test_what_usually_comes_on_such_a_day_is_expected(at: Moment) -> None:
    assert "说不准" in found("demand", at).said.zh
    for week, number in enumerate((4, 6, 5), start=1):
        visits(7 * week, number)
    visits(1, 30)  # a Monday is no Tuesday
    said = found("demand", at).said.zh
    assert "约 5 人" in said
    assert "9:00 起最忙" in said


def test_on_a_holiday_nothing_is_expected_by_working_days(at: Moment) -> None:
    holiday = Moment(at.place, NOW.replace(month=10, day=6))
    assert hall_checks.expected_of(holiday) is None


def test_numbers_that_nobody_ended_are_red(at: Moment) -> None:
    assert found("left-over", at).state == "green"
    visits(1, 2, state="missed")
    assert found("left-over", at).state == "red"


def test_a_day_without_hours_is_said(at: Moment) -> None:
    assert "8:30–16:30" in found("hours", at).said.zh
    at.place.centre.hours.all().delete()
    settled_again = type(at.place)(at.place.centre, (), at.place.calendar)
    assert found("hours", Moment(settled_again, NOW)).state == "amber"


def test_the_hours_of_a_day_that_is_different_come_with_the_reason_that_was_given(at: Moment) -> None:
    half = SpecialDay(TODAY, ((time(8, 30), time(11, 30)),), Text("停电检修", "power works"))
    opening = Opening(at.place.hours.week, {TODAY: half})
    seen = found("hours", Moment(Settled(at.place.centre, opening, at.place.calendar), NOW))
    assert (seen.said.zh, seen.said.en) == (
        "今天 8:30–11:30，和平常不一样：停电检修。",
        "Today 8:30–11:30, unlike other days: power works.",
    )
