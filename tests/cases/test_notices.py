"""What a resident is told of a case: each step by the table, never what is not true, and nothing that others may not read."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.test import Client

from onetrip.cases import actions
from onetrip.cases.actions import AcceptedMatter
from onetrip.cases.delivering.lifecycle import DELIVERY
from onetrip.cases.lifecycle import CASE
from onetrip.cases.models import Case
from onetrip.cases.naming import may_be_named
from onetrip.cases.notices import TABLE
from onetrip.catalogue.book import Catalogue
from onetrip.ledger.models import Event
from onetrip.notices import actions as notices
from onetrip.notices import kinds
from onetrip.notices.models import Notice
from onetrip.notices.providers.contrib import simulated_sms
from onetrip.people.actions import know
from onetrip.people.models import Resident
from tests import browsing
from tests.cases.counter import PRINT, REWARD, Counter
from tests.cases.test_following import do
from tests.factories import make_centre, synthetic_identity

pytestmark = pytest.mark.django_db
MOBILE = "13800005678"
CARD = AcceptedMatter("card", ("id-card", "booklet"))


@pytest.fixture(autouse=True)
def nothing_sent_yet() -> None:
    simulated_sms.forget()


@pytest.fixture
def wang(counter: Counter) -> Resident:
    return know(identity=synthetic_identity(date(1950, 1, 1)), now=counter.hall.now, name="王小测", telephone=MOBILE)


def begun(counter: Counter, resident: Resident, *asked: AcceptedMatter) -> Case:
    """A case of theirs, received or accepted; they have gone home."""
    ticket = counter.serving(resident_id=resident.pk)
    case = counter.accept(ticket, *(asked or (REWARD,))).cases.order_by("number").first()
    counter.hall.at_window("finish", ticket)
    assert case is not None
    return case


def told(case: Case, state: str = "due") -> list[str]:
    """The kinds of what waits about a case, oldest first."""
    return list(
        Notice.objects.filter(about_id=case.pk, state=state).order_by("written_at").values_list("kind", flat=True)
    )


def step(counter: Counter, case: Case, verb: str, **given: object) -> Case:
    return do(verb, case, counter.hall.tick(), **given)


def send(counter: Counter) -> list[str]:
    """What goes out now."""
    before = len(simulated_sms.sent)
    notices.send_due(moment=lambda: counter.hall.now, by="system:clock")
    return [letter.words for letter in list(simulated_sms.sent)[before:]]


def test_every_row_of_the_table_is_a_step_and_a_message_that_exist() -> None:
    steps = {step.verb for step in (*CASE.steps, *DELIVERY.steps)}
    by_other_names = {
        "grant",
        "not-grant",
        "complete-not-granted",
        "count-anew",
        "result-arrive",
        "unclaimed",
        "remind",
        "carrier-takes",
        "licence-missing",
    }
    assert {row.verb for row in TABLE} - by_other_names <= steps
    assert {"decide"} == {step.verb for step in CASE.steps} - {row.verb for row in TABLE}
    known = set(kinds.kinds().by_id)
    assert {row.kind for row in TABLE if row.kind} == known
    assert {kind for row in TABLE for kind in row.drops} <= known


@pytest.mark.parametrize(
    ("steps", "waits"),
    [
        (["accept"], ["case-accepted"]),
        (["refuse"], ["case-not-accepted"]),
        (["ask-papers"], ["case-papers-wanted"]),
        (["ask-papers", "papers-brought"], []),
        (["ask-papers", "papers-brought", "ask-papers"], ["case-papers-wanted"]),
        (["accept", "ask-supplement"], ["case-accepted", "case-papers-wanted"]),
        (["accept", "begin-procedure"], ["case-accepted", "case-procedure"]),
        (["accept", "begin-procedure", "end-procedure"], ["case-accepted", "case-limit-moved"]),
        (["accept", "decide"], []),
        (["accept", "complete"], ["case-ready"]),
        (["accept", "complete", "deliver"], []),
        (["accept", "terminate"], ["case-ended"]),
        (["accept", "withdraw"], []),
    ],
)
def test_each_step_tells_what_the_table_says_and_takes_back_what_is_not_true_any_more(
    counter: Counter, wang: Resident, steps: list[str], waits: list[str]
) -> None:
    case = begun(counter, wang)
    for verb in steps:
        case = step(counter, case, verb)
    assert told(case) == waits


def test_a_refusal_is_told_once_and_nobody_is_asked_to_collect_anything(counter: Counter, wang: Resident) -> None:
    case = step(counter, begun(counter, wang), "accept")
    case = step(counter, case, "decide", granted=False, note="收入超过标准")
    step(counter, case, "complete")
    assert told(case) == ["case-refused"]
    (text,) = send(counter)
    assert "没有批准" in text
    assert "收入" not in text


def test_a_supplement_tells_the_new_last_day_only_where_it_moved(counter: Counter, wang: Resident) -> None:
    case = step(counter, begun(counter, wang), "accept")
    case = step(counter, case, "ask-supplement")
    step(counter, case, "supplement")
    assert told(case) == ["case-accepted"], "brought on the same day"
    case = step(counter, case, "ask-supplement")
    counter.hall.now += timedelta(days=3)
    case = step(counter, case, "supplement")
    assert told(case) == ["case-accepted", "case-limit-moved"]
    assert case.due_on is not None
    assert f"{case.due_on.day} 日前办好" in Notice.objects.get(kind="case-limit-moved").values["due"]["zh"]


def test_a_result_that_is_collected_elsewhere_is_told_of_when_it_is_there(counter: Counter, wang: Resident) -> None:
    make_centre("PX", windows=1)
    case = step(counter, begun(counter, wang), "accept")
    Case.objects.filter(pk=case.pk).update(collect_at="PX")
    step(counter, case, "complete")
    assert told(case) == []

    def post(verb: str, centre: str, **given: object) -> object:
        now = counter.hall.tick()
        return getattr(actions, verb)(centre=centre, now=now, by="staff:x", key=uuid.uuid4(), **given)

    going = post("put_on_list", "LF", case_id=case.pk, to="PX")
    post("send", "LF", hand_over_id=going.pk, carrier="老张")
    assert told(case) == []
    post("arrive", "PX", hand_over_id=going.pk, found=[going.lines.get().pk])
    assert told(case) == ["case-ready"]
    assert Notice.objects.get(kind="case-ready").centre_id == "PX"


def test_who_has_it_in_hand_before_the_message_is_not_asked_to_come(counter: Counter, wang: Resident) -> None:
    case = step(counter, step(counter, begun(counter, wang), "accept"), "complete")
    step(counter, case, "deliver")
    assert send(counter) == []


def test_all_matters_of_a_visit_are_one_message_and_what_was_done_on_the_spot_is_none(
    counter: Counter, wang: Resident
) -> None:
    begun(counter, wang, CARD, AcceptedMatter("unlimited", ("id-card",)), PRINT)
    (text,) = send(counter)
    assert "2 件事" in text
    assert "老人卡" not in text
    begun(counter, wang, PRINT)
    assert send(counter) == []


def test_one_matter_is_named_with_its_day_and_the_receipt_behind_the_link_says_the_rest(
    counter: Counter, wang: Resident, settings: object
) -> None:
    settings.PUBLIC_ADDRESS = "https://onetrip.example"  # type: ignore[attr-defined]
    case = begun(counter, wang, CARD)
    (text,) = send(counter)
    assert "老人卡" in text
    assert case.number in text
    assert f"https://onetrip.example/r/{case.receipt.token}" in text
    for private in (str(wang.number), "王小测", MOBILE):
        assert private not in text


def test_nobody_is_told_where_nobody_is_on_record(counter: Counter) -> None:
    case = counter.accept(counter.serving(), CARD).cases.get()
    step(counter, case, "complete")
    assert not Notice.objects.exists()


def test_a_step_asked_for_twice_tells_once(counter: Counter, wang: Resident) -> None:
    case, key = step(counter, begun(counter, wang), "accept"), uuid.uuid4()
    for _ in range(2):
        step(counter, case, "complete", key=key)
    assert told(case) == ["case-ready"]


def test_withdrawn_in_the_night_nobody_is_told_in_the_morning_that_it_was_accepted(
    counter: Counter, wang: Resident
) -> None:
    case = begun(counter, wang, CARD)
    step(counter, case, "withdraw")
    assert send(counter) == []


def test_the_sentence_behind_a_message_stands_on_the_receipt(counter: Counter, wang: Resident) -> None:
    case = step(counter, begun(counter, wang), "accept")
    step(counter, case, "ask-supplement", papers="照片要白底的")
    page = Client().get(f"/r/{case.receipt.token}")
    assert "照片要白底的" in browsing.words(page)
    step(counter, case, "supplement")
    step(counter, case, "decide", granted=False, note="收入超过标准")
    assert "收入超过标准" in browsing.words(Client().get(f"/r/{case.receipt.token}"))


def test_who_does_not_collect_is_reminded_once(counter: Counter, wang: Resident) -> None:
    case = step(counter, step(counter, begun(counter, wang), "accept"), "complete")
    send(counter)

    def remind() -> int:
        return actions.remind_of_unclaimed(now=counter.hall.now, by="system:clock")

    counter.hall.now += timedelta(days=9)
    assert remind() == 0
    counter.hall.now += timedelta(days=2)
    assert [remind(), remind()] == [1, 0]
    assert told(case) == ["case-unclaimed"]
    assert "给您留着" in send(counter)[0]
    assert Event.objects.filter(thing="case", verb="unclaimed").count() == 1


def test_who_has_collected_is_not_reminded(counter: Counter, wang: Resident) -> None:
    case = step(counter, step(counter, begun(counter, wang), "accept"), "complete")
    step(counter, case, "deliver")
    counter.hall.now += timedelta(days=20)
    assert actions.remind_of_unclaimed(now=counter.hall.now, by="system:clock") == 0


# What may be named.


@pytest.mark.parametrize(
    ("matter", "named"),
    [
        ("elder-card", True),
        ("resident-pension", True),
        ("disability-certificate", False),
        ("minimum-living-allowance", False),
        ("medical-reimbursement", False),
        ("orphan-allowance", False),
        ("criminal-record-certificate", False),
        ("unemployment-registration", False),
        ("no-such-matter", False),
    ],
)
def test_what_somebody_may_have_to_do_with_is_named_only_where_anybody_may_know(
    shanghai: Catalogue, matter: str, named: bool
) -> None:
    assert may_be_named(shanghai, matter) is named


def test_no_matter_that_asks_about_health_or_money_is_named(shanghai: Catalogue) -> None:
    for matter, prepared in shanghai.book.prepared.items():
        asked = [shanghai.book.facts[name] for name in (prepared.entitled, *prepared.of_papers) if name]
        if any(facts & shanghai.book.sensitive for facts in asked):
            assert not may_be_named(shanghai, matter), matter


def test_a_matter_that_is_not_named_is_not_even_kept_with_the_message(
    counter: Counter, wang: Resident, monkeypatch: pytest.MonkeyPatch
) -> None:
    from onetrip.catalogue import queries

    version = queries.version

    def private(number: int) -> Catalogue:
        found = version(number)
        return replace(found, categories={key: replace(each, private=True) for key, each in found.categories.items()})

    monkeypatch.setattr(queries, "version", private)
    begun(counter, wang, CARD)
    assert Notice.objects.get().values["what"] == {"zh": "您办的一件事", "en": "one of your matters"}
    assert "老人卡" not in send(counter)[0]


# On the page of a case.


def test_the_case_shows_what_was_told_and_how_they_are_reached_masked(counter: Counter, wang: Resident) -> None:
    case = begun(counter, wang, CARD)
    clerk = browsing.visitor("clerk")
    page = browsing.words(clerk.get(f"/cases/{case.number}"))
    assert "下一条发到 138****5678，用中文" in page
    assert "待发" in page
    assert MOBILE not in page
    send(counter)
    assert "已交出" in browsing.words(clerk.get(f"/cases/{case.number}"))


def test_a_clerk_writes_down_how_they_want_to_be_told(counter: Counter, wang: Resident) -> None:
    case = begun(counter, wang, CARD)
    clerk = browsing.visitor("clerk")

    def choose(**fields: str) -> int:
        said = {"way": "sms", "language": "en", "idempotency_key": browsing.key(), **fields}
        return clerk.post(f"/cases/{case.number}/messages", said).status_code

    assert choose(telephone="139 0000 1234") == 302
    wang.refresh_from_db()
    assert (wang.telephone, wang.language) == ("13900001234", "en")
    assert choose(telephone="12") == 422
    assert choose(way="none") == 302
    assert "本人不要消息" in browsing.words(clerk.get(f"/cases/{case.number}"))


def test_the_department_sees_what_was_told_and_not_whom(counter: Counter, wang: Resident) -> None:
    case = step(counter, begun(counter, wang), "accept")
    page = browsing.words(browsing.visitor("reviewer").get(f"/department/{case.number}"))
    assert "受理了" in page
    assert "138****5678" not in page
    answer = browsing.visitor("reviewer").post(f"/cases/{case.number}/messages", {})
    assert answer.status_code == 403
