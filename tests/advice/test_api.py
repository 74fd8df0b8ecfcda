"""One API for phone, desk, kiosk and window: the same answers as the pages, and nobody's consultation but one's own."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client

from onetrip.advice.models import Consultation, Slip
from onetrip.ledger.models import Event
from onetrip.planning import Plan
from tests.advice.conftest import Talk
from tests.advice.talking import Program
from tests.advice.town import TOWN_WITH_A_CHOICE, published_town
from tests.factories import NOW, make_account, make_centre, synthetic_number

pytestmark = pytest.mark.usefixtures("centre", "today")


@pytest.fixture
def today() -> Iterator[None]:
    with time_machine.travel(NOW, tick=True):
        yield


@pytest.fixture
def phone(centre: object) -> Program:
    return Program()


@pytest.fixture
def staff(desk: Client) -> Program:
    return Program(desk)


def standings(told: dict) -> dict[str, str]:
    return {item["matter"]: item["standing"] for item in told["plan"]["items"]}


def test_a_resident_asks_answers_and_takes_a_slip_that_anybody_with_its_token_can_read(phone: Program) -> None:
    begun = phone.begin()
    assert begun["channel"] == "phone"
    told = phone.act("hear", matter="elder-card", said="老娘坐车的卡")
    assert standings(told) == {"elder-card": "undecided"}
    assert told["question"]["text"]["zh"]
    assert told["question"]["decides"][0]["matter"] == "elder-card"
    while told["question"] and not told["question"]["offered"]:
        fact = told["question"]["fact"]
        told = phone.act("answer", fact=fact, answer={"birth_date": "1961-11-01", "hukou": "shanghai"}[fact])
    assert standings(told)["elder-card"] == "now"
    slip = phone.act("slip", last_four="0027", language="en")
    read = Program().get(f"slips/{slip['token']}").json()
    assert read["plan"] == told["plan"]
    assert read["digest"] == told["digest"] == Plan.from_json(read["plan"]).digest
    assert (read["state"], read["language"], read["lapsed"], read["changed"]) == ("issued", "en", False, [])
    assert any("身份证" in sentence["zh"] for sentence in read["sentences"])
    assert "known" not in read, "whoever holds the slip learns what was answered"
    assert phone.state()["slip"] == slip["number"]


def test_what_is_known_is_told_with_where_it_comes_from(staff: Program) -> None:
    staff.begin("desk")
    staff.act("identity", id_number=synthetic_number())
    staff.act("answer", fact="hukou", answer="shanghai")
    told = staff.act("proxy", by_proxy=True)
    known = {each["fact"]: each for each in told["known"]}
    assert (known["birth_date"]["value"], known["birth_date"]["origin"]) == ("1961-12-18", "id_number")
    assert known["birth_date"]["changeable"] is False
    assert (known["hukou"]["words"]["zh"], known["hukou"]["origin_in_words"]["zh"]) == ("上海", "本人答")
    assert told["plan"]["by_proxy"] is True


def test_answers_are_skipped_taken_back_and_changed_without_starting_again(phone: Program) -> None:
    phone.begin()
    phone.act("hear", matter="elder-card")
    phone.act("answer", fact="birth_date", answer="19611101")
    told = phone.act("skip", fact="hukou")
    assert told["plan"]["skipped"] == ["hukou"]
    assert told["asked"] == ["birth_date", "hukou"]
    told = phone.act("take-back", fact="hukou")
    assert told["plan"]["skipped"] == []
    told = phone.act("answer", fact="hukou", answer="elsewhere")
    assert standings(told)["elder-card"] == "not_entitled"
    told = phone.act("answer", fact="hukou", answer="shanghai")
    assert standings(told)["elder-card"] == "now"


def test_matters_are_asked_for_dropped_and_declined(phone: Program) -> None:
    phone.begin()
    told = phone.act("hear", matter="booklet", said="病历本")
    assert standings(told) == {"booklet": "now"}
    told = phone.act("decline", matter="booklet")
    assert (standings(told), told["plan"]["declined"]) == ({}, ["booklet"])
    told = phone.act("hear", matter="booklet")
    assert told["plan"]["declined"] == []
    assert standings(phone.act("unhear", matter="booklet")) == {}


def test_everything_is_asked_about_on_request(phone: Program) -> None:
    phone.begin()
    asked = set()
    told = phone.act("everything")
    assert told["everything"] is True
    while told["question"]:
        asked.add(told["question"]["fact"])
        told = phone.act("skip", fact=told["question"]["fact"])
    assert "income" in asked


def test_the_same_request_sent_again_does_nothing_twice_and_a_late_one_does_not_undo_a_newer_answer(
    phone: Program,
) -> None:
    phone.begin()
    phone.act("hear", matter="elder-card")
    first = uuid.uuid4()
    phone.act("answer", fact="hukou", answer="shanghai", key=first)
    phone.act("answer", fact="hukou", answer="elsewhere")
    before = Event.objects.count()
    told = phone.act("answer", fact="hukou", answer="shanghai", key=first)
    assert [each["value"] for each in told["known"]] == ["elsewhere"]
    assert Event.objects.count() == before
    assert phone.try_to("skip", fact="hukou", key=first).status_code == 409


def test_beginning_twice_with_one_key_begins_once_and_the_key_opens_nothing_for_others(phone: Program) -> None:
    key = uuid.uuid4()
    first = phone.post("consultations", {"channel": "phone"}, key=key)
    again = phone.post("consultations", {"channel": "phone"}, key=key)
    assert first.json()["id"] == again.json()["id"]
    assert Program().post("consultations", {"channel": "phone"}, key=key).status_code == 409
    assert Consultation.objects.count() == 1


def test_a_second_slip_of_the_same_plan_is_the_same_slip(phone: Program) -> None:
    phone.begin()
    phone.act("hear", matter="booklet")
    key = uuid.uuid4()
    numbers = {phone.act("slip", key=key)["number"], phone.act("slip", key=key)["number"], phone.act("slip")["number"]}
    assert len(numbers) == 1
    assert Slip.objects.count() == 1


def test_nothing_on_the_plan_is_no_promise(phone: Program) -> None:
    phone.begin()
    refused = phone.try_to("slip")
    assert (refused.status_code, refused.json()["code"]) == (409, "nothing-on-the-plan")


def test_a_consultation_of_another_browser_does_not_exist(phone: Program, staff: Program) -> None:
    phone.begin()
    other = Program(at=phone.at)
    assert other.get(f"consultations/{phone.at}").status_code == 404
    for verb, body in (
        ("hear", {"matter": "booklet"}),
        ("answer", {"fact": "hukou", "answer": "shanghai"}),
        ("slip", {}),
    ):
        assert other.try_to(verb, **body).status_code == 404
    staff.at = phone.at
    assert staff.try_to("hear", matter="booklet").status_code == 404, "staff look into a resident's own phone"
    assert Consultation.objects.get().wanted == []


def test_a_consultation_of_the_desk_belongs_to_the_staff_of_its_centre(staff: Program) -> None:
    staff.begin("telephone")
    stranger = Program(at=staff.at)
    assert stranger.get(f"consultations/{staff.at}").status_code == 404
    director, elsewhere = Client(), Client()
    director.force_login(make_account("director"))
    make_centre("PX")
    elsewhere.force_login(make_account("guide", centre="PX"))
    for client in (director, elsewhere):
        assert Program(client, staff.at).try_to("hear", matter="booklet").status_code == 404
    colleague = Client()
    colleague.force_login(make_account("clerk"))
    assert Program(colleague, staff.at).act("hear", matter="booklet")["channel"] == "telephone"
    assert Consultation.objects.get().started_by.startswith("staff:")


def test_a_desks_channel_and_the_id_number_are_for_staff(phone: Program) -> None:
    assert phone.post("consultations", {"channel": "desk"}).status_code == 401
    phone.begin()
    assert phone.try_to("identity", id_number=synthetic_number()).status_code == 401
    assert phone.try_to("channel", channel="telephone").status_code == 401
    assert Consultation.objects.get().resident is None


def test_staff_need_the_token_of_the_page(guide: object, talk: Talk) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(guide)  # type: ignore[arg-type]
    program = Program(strict, str(talk.id))
    assert program.try_to("hear", matter="booklet").json()["code"] == "form-expired"
    assert program.post("consultations", {"channel": "desk"}).status_code == 403
    assert talk.row.wanted == []


def test_the_id_number_is_read_at_the_desk_and_never_told_again(staff: Program) -> None:
    staff.begin("desk")
    number = synthetic_number()
    answer = staff.try_to("identity", id_number=number, name="王测试")
    assert answer.status_code == 200
    assert number not in answer.content.decode()
    wrong = staff.try_to("identity", id_number=number[:-1] + ("1" if number[-1] != "1" else "2"))
    assert (wrong.status_code, wrong.json()["field"]) == (422, "id_number")


def test_the_telephone_becomes_the_desk(staff: Program) -> None:
    staff.begin("telephone")
    assert staff.act("channel", channel="desk")["channel"] == "desk"


def test_when_something_has_changed_a_slip_is_asked_again_with_the_answers_only_at_the_desk(
    elder: Talk, phone: Program, staff: Program
) -> None:
    token = elder.issue().token
    without = phone.post(f"slips/{token}/again", {"channel": "phone"}).json()
    assert without["known"] == []
    assert without["plan"]["wanted"] == ["elder-card"]
    assert phone.post(f"slips/{token}/again", {"channel": "desk"}).status_code == 401
    key = uuid.uuid4()
    having = staff.post(f"slips/{token}/again", {"channel": "desk"}, key=key).json()
    assert {each["fact"] for each in having["known"]} == {"birth_date", "sex", "hukou"}
    assert staff.post(f"slips/{token}/again", {"channel": "desk"}, key=key).json()["id"] == having["id"]


def test_words_find_matters_without_anything_being_kept(phone: Program) -> None:
    before = Event.objects.count()
    assert phone.post("find", {"said": "坐车的卡"}).json()["found"][0]["matter"] == "elder-card"
    assert phone.post("find", {"said": "  "}).json() == {"found": []}
    assert (Event.objects.count(), Consultation.objects.count()) == (before, 0)


def test_an_answer_that_cannot_be_read_says_so_and_is_not_kept(phone: Program) -> None:
    phone.begin()
    phone.act("hear", matter="elder-card")
    refused = phone.try_to("answer", fact="birth_date", answer="后天")
    assert (refused.status_code, refused.json()["field"]) == (422, "answer")
    assert phone.try_to("answer", fact="nothing", answer="1").status_code == 422
    assert phone.try_to("hear", matter="nothing").status_code == 422
    assert phone.state()["known"] == []


def test_papers_at_hand_and_papers_that_cannot_be_brought_change_the_plan_and_can_be_taken_back(
    phone: Program,
) -> None:
    published_town(TOWN_WITH_A_CHOICE)
    phone.begin()
    phone.act("hear", matter="archive")

    def brought(told: dict) -> list[str]:
        return [paper["paper"] for paper in told["plan"]["bring"]]

    assert brought(phone.state()) == ["id-card"]
    told = phone.act("have", paper="passport", instead_of="id-card")
    assert (brought(told), told["plan"]["held"], told["plan"]["lacking"]) == (["passport"], ["passport"], ["id-card"])
    computed = phone.compute(wanted=["archive"], held=["passport"], lacking=["id-card"])
    assert computed["plan"] == told["plan"]
    phone.act("forget", paper="passport")
    assert brought(phone.act("forget", paper="id-card")) == ["id-card"]
    assert brought(phone.act("lack", paper="id-card")) == ["passport"]
    refused = phone.post("compute", {"wanted": ["archive"], "held": ["pasport"]}).json()
    assert (refused["code"], refused["field"]) == ("paper-unknown", "held")
    assert "passport（护照）" in refused["zh"]


def test_earlier_answers_are_used_again_only_by_the_desk_and_for_somebody_known(
    elder: Talk, staff: Program, phone: Program
) -> None:
    elder.issue()
    number = str(elder.row.resident.number)
    staff.begin("desk")
    assert staff.try_to("reuse").status_code == 409, "nobody knows who it is"
    told = staff.act("identity", id_number=number)
    assert "hukou" not in {each["fact"] for each in told["known"]}
    told = staff.act("reuse")
    known = {each["fact"]: each for each in told["known"]}
    assert (known["hukou"]["value"], known["hukou"]["origin"]) == ("shanghai", "earlier")
    assert known["hukou"]["on"] is not None
    assert "hukou" not in {each["fact"] for each in staff.act("withdraw")["known"]}
    phone.begin()
    for verb in ("reuse", "withdraw"):
        assert phone.try_to(verb).status_code == 401


def test_it_is_told_how_likely_it_is_that_something_was_not_found(phone: Program) -> None:
    phone.begin()
    assert phone.act("everything")["undiscovered"]["zh"].startswith("还有")
