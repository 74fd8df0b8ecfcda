"""A case by somebody else, place by place: each person's data where they belong, and nowhere else."""

from __future__ import annotations

import json
import uuid
from datetime import date
from typing import Any

import pytest
from django.test import Client

from onetrip.cases.actions import AcceptedMatter, MissingPaper, refuse_at_window
from onetrip.cases.models import Case, Receipt, Record
from onetrip.cases.records.issuing import record_of_notice
from onetrip.cases.records.papers import set_anew
from onetrip.departments.telling import case_told
from onetrip.ledger.models import Event
from onetrip.lobby.models import Visit
from onetrip.notices.models import Notice
from onetrip.people.actions import know
from onetrip.people.identity import read_number
from onetrip.people.models import Resident
from tests import browsing
from tests.cases.counter import Counter
from tests.factories import NOW, TODAY, synthetic_number
from tests.prints.reading import text_of

pytestmark = pytest.mark.django_db

MOTHER, SON = synthetic_number(date(1958, 3, 2)), synthetic_number(date(1985, 1, 1), sex="male")
TELEPHONES = {"mother": "13800000001", "son": "13900000002"}


@pytest.fixture
def mother(counter: Counter) -> Resident:
    return know(identity=read_number(MOTHER, day=TODAY), name="王本人", telephone=TELEPHONES["mother"], now=NOW)


@pytest.fixture
def son(counter: Counter) -> Resident:
    return know(identity=read_number(SON, day=TODAY), name="李代办", telephone=TELEPHONES["son"], now=NOW)


@pytest.fixture
def receipt(counter: Counter, mother: Resident, son: Resident) -> Receipt:
    """Her pension, which her son came for with a letter."""
    ticket = counter.serving(resident_id=mother.pk)
    Visit.objects.update(proxy=son, relation="agent")
    counter.authorise(ticket, "pension", until=date(2026, 12, 31))
    counter.tell(ticket, [MissingPaper("bus-card", "authority-letter", by_proxy=True)])
    return counter.accept(ticket, AcceptedMatter("pension", ("id-card", "proxy-id-card")))


@pytest.fixture
def case(receipt: Receipt) -> Case:
    return receipt.cases.get()


def shows_no_number(text: str) -> None:
    for secret in (MOTHER, SON, "本人王", "王本人", "李代办", *TELEPHONES.values()):
        assert secret not in text


def test_the_receipt_names_both_masked(receipt: Receipt) -> None:
    record = Record.objects.get(receipt=receipt)
    said = text_of(set_anew(record, language="zh", layout="a5", origin="https://onetrip.example"))
    assert "给王＊＊，代办人李＊＊来办" in said
    shows_no_number(said)
    english = text_of(set_anew(record, language="en", layout="a5", origin="https://onetrip.example"))
    assert "李＊＊cameasproxy" in english


def test_the_records_of_the_case_name_both_masked(case: Case) -> None:
    record = case.records.get(kind="acceptance")
    assert (record.content["for_whom"], record.content["proxy"]) == ("王＊＊", "李＊＊")
    said = text_of(set_anew(record, language="zh", layout="a5", origin="https://onetrip.example"))
    assert "代办人李＊＊来办" in said
    shows_no_number(said)


def test_the_notice_of_what_is_missing_is_hers_and_says_who_came(receipt: Receipt) -> None:
    record = record_of_notice(receipt.visit.missing_notices.get())
    assert (record.content["for_whom"], record.content["proxy"]) == ("王＊＊", "李＊＊")


def test_records_of_before_who_came_was_known_are_set_as_they_were(case: Case) -> None:
    record = case.records.get(kind="acceptance")
    record.content.pop("proxy")
    said = text_of(set_anew(record, language="zh", layout="a5", origin="https://onetrip.example"))
    assert "代办人来办" in said
    assert "李" not in said


def test_what_the_house_tells_goes_to_the_person_concerned_alone(case: Case, mother: Resident, son: Resident) -> None:
    notices = list(Notice.objects.all())
    assert notices
    assert {notice.resident_id for notice in notices} == {mother.pk}
    assert son.pk not in {notice.resident_id for notice in notices}


def test_the_page_behind_the_receipt_shows_nobody_in_full(receipt: Receipt) -> None:
    shows_no_number(browsing.visitor().get(f"/r/{receipt.token}").content.decode())


def test_the_page_that_checks_a_paper_names_the_person_concerned_and_not_who_came(case: Case) -> None:
    page = browsing.visitor().get(f"/v/{case.records.get(kind='acceptance').token}").content.decode()
    assert "王＊＊" in page
    assert "李" not in page
    shows_no_number(page)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_of_the_case_says_whose_it_is_who_came_and_on_what(case: Case, language: str) -> None:
    page = browsing.visitor("clerk", language=language).get(f"/cases/{case.number}")
    said = browsing.words(page)
    assert "王＊＊" in said
    assert "李＊＊" in said
    assert (
        "授权委托书，到 2026 年 12 月 31 日" if language == "zh" else "letter of authority, until 31 December 2026"
    ) in said.replace("到2026", "到 2026")
    shows_no_number(page.content.decode())


def test_lists_of_cases_name_nobody(case: Case) -> None:
    page = browsing.visitor("clerk").get("/cases/").content.decode()
    shows_no_number(page)
    assert "李＊＊" not in page


def test_a_department_is_told_who_is_concerned_and_who_came_each_as_what_they_are(case: Case) -> None:
    told: dict[str, Any] = case_told(case)
    assert told["resident"] == {"name": "王＊＊", "id_number": MOTHER[:3] + "*" * 11 + MOTHER[-4:]}
    assert told["proxy"] == {
        "name": "李＊＊",
        "id_number": SON[:3] + "*" * 11 + SON[-4:],
        "relation": "agent",
        "authority": "letter",
        "authority_until": date(2026, 12, 31),
        "authority_ended": False,
    }
    page = browsing.visitor("reviewer").get(f"/department/{case.number}")
    assert page.status_code == 200
    shows_no_number(page.content.decode())


def test_a_case_in_person_tells_of_no_proxy(counter: Counter, mother: Resident) -> None:
    case = counter.accept(counter.serving(resident_id=mother.pk), AcceptedMatter("silent", ("id-card",))).cases.get()
    assert case_told(case)["proxy"] is None
    assert "代办" not in text_of(
        set_anew(case.records.get(kind="acceptance"), language="zh", layout="a5", origin="https://onetrip.example")
    )


def test_events_tell_neither(case: Case, mother: Resident, son: Resident) -> None:
    for event in Event.objects.all():
        said = json.dumps(event.data, ensure_ascii=False)
        shows_no_number(said)
        assert str(son.pk) not in said
        assert str(mother.pk) not in said


def test_judging_the_visit_names_nobody(receipt: Receipt) -> None:
    visitor = browsing.visitor()
    page = visitor.get(f"/r/{receipt.token}").content.decode()
    assert "李＊＊" not in page
    shows_no_number(browsing.visitor("director").get("/director/").content.decode())


def choose(client: Client, case: Case, **fields: str):
    given = {"way": "sms", "language": "zh", "telephone": TELEPHONES["son"], **fields}
    return client.post(f"/cases/{case.number}/messages", {"idempotency_key": browsing.key(), **given})


def test_whoever_came_does_not_turn_her_messages_to_their_own_telephone(case: Case, mother: Resident) -> None:
    clerk = browsing.visitor("clerk")
    refused = choose(clerk, case)
    assert refused.status_code == 422
    assert "只有本人能改" in browsing.words(refused)
    mother.refresh_from_db()
    assert mother.telephone == TELEPHONES["mother"]
    assert choose(clerk, case, in_person="1", telephone="13700000003").status_code == 302
    mother.refresh_from_db()
    assert mother.telephone == "13700000003"


def test_a_refusal_at_the_window_says_who_came(counter: Counter, mother: Resident, son: Resident) -> None:
    ticket = counter.serving(resident_id=mother.pk)
    Visit.objects.update(proxy=son, relation="agent")
    clerk = counter.hall.clerks[0]
    record = refuse_at_window(
        ticket_id=ticket.pk,
        account_id=clerk.pk,
        matter="nobody",
        reason="要本人来",
        now=counter.hall.tick(),
        by=clerk.actor,
        key=uuid.uuid4(),
    )
    assert (record.content["for_whom"], record.content["by_proxy"], record.content["proxy"]) == (
        "王＊＊",
        True,
        "李＊＊",
    )
