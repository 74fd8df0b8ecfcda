"""A run from the first touch to the receipt: each step follows from what is there."""

from __future__ import annotations

import uuid
from datetime import date

import pytest

from onetrip.cases.models import Case
from onetrip.kiosk.errands import actions
from onetrip.kiosk.errands.steps import Step
from onetrip.kiosk.models import Errand
from onetrip.ledger.models import Event
from onetrip.ledger.refusals import Malformed, NotFound, Refused
from onetrip.licences.contrib.simulated.moods import Mood
from onetrip.licences.contrib.simulated.server import SimulatedStore
from onetrip.licences.models import Lookup
from onetrip.lobby.models import Visit
from tests.drawn import picture, signature
from tests.factories import synthetic_number
from tests.kiosk.errands import town
from tests.kiosk.errands.machine import BY, Machine

pytestmark = pytest.mark.django_db
OLD = date(1961, 12, 18)


def test_each_step_follows_when_the_one_before_is_done(machine: Machine) -> None:
    machine.begin("reissue")
    assert machine.step == "who"
    machine.card(synthetic_number(OLD))
    assert machine.step == "questions"
    machine.do("answer", fact="hukou", raw="shanghai")
    assert machine.step == "form"
    machine.do("fill", sent={"recipient": "王测试", "address": "临汾路 1 号"})
    assert machine.step == "papers"
    machine.give_papers()
    assert machine.step == "sign"
    machine.do("sign", raw=signature())
    assert machine.step == "check"
    assert machine.submit().state == Errand.State.REVIEW


def test_the_form_is_filled_in_from_the_card_and_asks_only_what_is_missing(machine: Machine) -> None:
    machine.reissue(until="form")
    with pytest.raises(actions.FormWrong) as wrong:
        machine.do("fill", sent={"recipient": "王测试", "address": ""})
    assert set(wrong.value.wrong) == {"address"}
    assert machine.run.person.name == "王测试"
    assert machine.step == "form"


def test_the_card_on_the_reader_is_the_id_card_and_an_exempt_paper_is_not_asked_for(machine: Machine) -> None:
    machine.reissue(until="papers")
    lines = {line.paper: line.state for line in machine.run.lines}
    assert lines == {"id-card": "read", "bank-card": "open", "photo": "open"}
    assert [spared.paper for spared in machine.run.papers.spared] == ["booklet"]


def test_whoever_typed_the_number_photographs_the_card(machine: Machine) -> None:
    machine.begin("photo-free")
    machine.card(synthetic_number(OLD), card_read=False)
    assert [(line.paper, line.state) for line in machine.run.lines] == [("id-card", "open")]


def test_all_from_the_city_is_accepted_at_once_in_the_name_of_the_house(machine: Machine) -> None:
    machine.begin("photo-free")
    machine.card(synthetic_number(OLD))
    machine.do("fill", sent={})
    machine.do("confirm_papers")
    machine.do("sign", raw=signature())
    done = machine.submit()

    assert done.state == Errand.State.ACCEPTED
    case = Case.objects.get()
    assert (case.matter, case.clerk.username, case.due_on is not None) == ("photo-free", "onetrip.house", True)
    visit = Visit.objects.get()
    assert (visit.channel, visit.outcome, visit.resident_id) == ("kiosk", "all", done.resident_id)
    assert not case.clerk.is_active


def test_a_picture_always_waits_for_a_person(machine: Machine) -> None:
    machine.reissue()
    assert machine.submit().state == Errand.State.REVIEW
    assert not Case.objects.exists()


def test_a_typed_number_is_never_accepted_by_rule(machine: Machine) -> None:
    machine.begin("photo-free")
    machine.card(synthetic_number(OLD), card_read=False)
    machine.do("fill", sent={})
    machine.do("photograph", paper="id-card", raw=picture())
    machine.do("confirm_papers")
    machine.do("sign", raw=signature())
    assert machine.submit().state == Errand.State.REVIEW


def test_submitting_twice_is_submitting_once(machine: Machine) -> None:
    machine.reissue()
    key = uuid.uuid4()
    first, again = machine.submit(key), machine.submit(key)
    assert (first.pk, first.number) == (again.pk, again.number)
    with pytest.raises(NotFound):
        machine.submit()
    assert Event.objects.filter(thing="errand", verb="submit").count() == 1


def test_submitted_and_left_the_press_that_had_no_answer_finds_the_same_errand(machine: Machine) -> None:
    machine.reissue()
    key = uuid.uuid4()
    first = machine.submit(key)
    actions.leave(seat=machine.seat, why="idle", now=machine.tick(), by=BY)
    assert machine.submit(key).pk == first.pk


def test_begun_and_left_the_same_press_begins_nothing_new(machine: Machine) -> None:
    key = uuid.uuid4()
    first = machine.begin("reissue", key=key)
    actions.leave(seat=machine.seat, why="idle", now=machine.tick(), by=BY)
    again = machine.begin("reissue", key=key)
    assert (again.pk, again.seat) == (first.pk, None)


@pytest.mark.parametrize("until", ["questions", "form", "papers", "sign"])
def test_nothing_is_submitted_while_a_step_is_open(machine: Machine, until: str) -> None:
    machine.reissue(until=until)
    with pytest.raises(Refused, match="step-open"):
        machine.submit()
    assert machine.errand.number is None


def test_who_is_not_entitled_hears_why_and_goes_no_further(machine: Machine) -> None:
    machine.begin("reissue")
    machine.card(synthetic_number(OLD))
    machine.do("answer", fact="hukou", raw="elsewhere")
    assert machine.step == "stop"
    assert "户籍" in machine.run.stopped.zh or "上海" in machine.run.stopped.zh
    machine.do("take_back", fact="hukou")
    assert machine.step == "questions"


def test_what_has_to_be_done_in_person_is_refused_to_a_proxy(machine: Machine) -> None:
    machine.begin("in-person")
    machine.do("choose_whom", by_proxy=True)
    machine.card(synthetic_number(date(1980, 1, 2)))
    machine.card(synthetic_number(OLD))
    assert machine.step == "stop"
    assert "本人" in machine.run.stopped.zh


def test_for_somebody_else_two_persons_are_kept_apart(machine: Machine) -> None:
    mine, hers = synthetic_number(date(1980, 1, 2)), synthetic_number(OLD)
    machine.begin("reissue")
    machine.do("choose_whom", by_proxy=True)
    machine.card(mine, "李代办")
    assert machine.step == "who"
    with pytest.raises(Malformed, match="same-person"):
        machine.card(mine, "李代办")
    machine.card(hers, "王测试")
    errand = machine.errand
    assert (errand.proxy.masked_name, errand.resident.masked_name) == ("李＊＊", "王＊＊")
    assert errand.consultation.facts["birth_date"]["value"] == OLD.isoformat()
    machine.do("answer", fact="hukou", raw="shanghai")
    assert {line.paper for line in machine.run.lines} >= {"id-card", "proxy-id-card"}
    assert {line.paper for line in machine.run.lines if line.state == "read"} == {"id-card", "proxy-id-card"}


def test_the_proxys_card_sent_twice_by_a_page_without_an_answer_is_one_card(machine: Machine) -> None:
    mine, press = synthetic_number(date(1980, 1, 2)), uuid.uuid4()
    machine.begin("reissue")
    machine.do("choose_whom", by_proxy=True)
    for _ in range(2):
        machine.card(mine, "李代办", key=press)
    assert (machine.step, machine.errand.resident) == ("who", None)
    machine.card(synthetic_number(OLD))
    assert machine.step == "questions"


def test_a_minor_paper_may_follow_and_a_main_one_may_not(machine: Machine) -> None:
    machine.reissue(until="papers")
    machine.do("bring_later", paper="photo", later=True)
    with pytest.raises(Malformed, match="paper-may-not-follow"):
        machine.do("bring_later", paper="bank-card", later=True)
    machine.do("bring_later", paper="photo", later=False)
    assert next(line for line in machine.run.lines if line.paper == "photo").state == "open"


def test_of_several_papers_one_is_chosen_and_the_pictures_of_another_go(machine: Machine) -> None:
    machine.reissue(until="papers")
    machine.do("photograph", paper="bank-card", raw=picture())
    machine.do("choose_paper", paper="divorce-certificate")
    line = next(one for one in machine.run.lines if one.needed.instead)
    assert (line.paper, line.state, line.pictures) == ("divorce-certificate", "open", ())


@pytest.mark.parametrize(
    ("mood", "stands"),
    [
        (Mood.WELL, ("fetched", False, False, False)),
        (Mood.NOTHING, ("open", False, True, False)),
        (Mood.EXPIRED, ("open", False, False, True)),
        (Mood.DENYING, ("open", True, False, False)),
        (Mood.OTHER_PERSON, ("open", True, False, False)),
    ],
)
def test_a_licence_is_looked_up_once_and_whatever_the_store_does_the_run_goes_on(
    machine: Machine, store: SimulatedStore, mood: Mood, stands: tuple[str, bool, bool, bool]
) -> None:
    town.publish(**town.A_CERTIFICATE_TOO)
    store.mood = mood
    machine.begin("photo-free")
    machine.card(synthetic_number(OLD, serial=4))
    machine.do("fetch_licences")
    asked = len(store.asked)
    machine.do("fetch_licences")
    assert (set(store.asked), len(store.asked)) == ({"310105109000200"}, asked)
    line = next(line for line in machine.run.lines if line.paper == "marriage-certificate")
    assert (line.state, line.unavailable, line.not_held, line.not_valid) == stands
    row = Lookup.objects.get()
    assert (row.channel, row.occasion, row.basis) == ("kiosk", machine.run.errand.pk, "request")
    assert row.purpose == f"自助办理：{machine.run.matter.name.zh}"


def test_a_run_keeps_its_catalogue_whatever_is_published_meanwhile(machine: Machine) -> None:
    machine.reissue(until="papers")
    changed = town.FILES["matters/reissue.yaml"].replace("{paper: photo, originals: 1, main: false}", "{paper: form}")
    town.publish(**{"matters/reissue.yaml": changed})
    assert {line.paper for line in machine.run.lines} == {"id-card", "bank-card", "photo"}
    machine.give_papers()
    machine.do("sign", raw=signature())
    assert machine.submit().state == Errand.State.REVIEW


def test_a_season_that_ends_meanwhile_stops_the_run_and_says_so(machine: Machine) -> None:
    machine.now = machine.now.replace(month=6, day=30, hour=15, minute=40)
    machine.begin("june")
    machine.card(synthetic_number(OLD))
    machine.do("fill", sent={})
    assert machine.step == "papers"
    machine.do("confirm_papers")
    machine.now = machine.now.replace(hour=16, minute=1)  # past midnight in Shanghai
    Errand.objects.update(touched_at=machine.now)
    assert machine.step == "stop"
    assert "6" in machine.run.stopped.zh
    with pytest.raises(Refused, match="step-open"):
        machine.submit()


def test_a_matter_out_of_season_not_connected_or_not_for_kiosks_does_not_begin(machine: Machine) -> None:
    for matter in ("june", "unconnected", "allowance", "elsewhere", "card"):
        with pytest.raises(Refused, match="not-at-this-kiosk"):
            machine.begin(matter)
    with pytest.raises(NotFound):
        machine.begin("nothing")
    assert not Errand.objects.exists()


def test_a_skipped_question_goes_to_a_person(machine: Machine) -> None:
    machine.begin("reissue")
    machine.card(synthetic_number(OLD))
    machine.do("skip", fact="hukou")
    assert machine.run.step is Step.FORM


def test_an_event_never_says_who_or_what(machine: Machine) -> None:
    number = machine.reissue()
    machine.submit()
    written = " ".join(f"{event.data} {event.public} {event.thing_id}" for event in Event.objects.all())
    assert number not in written
    assert "王测试" not in written
    assert "临汾路" not in written
