from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client

from onetrip.cases.models import Case, MissingNotice, Receipt
from onetrip.catalogue import actions as catalogue
from onetrip.centres.models import Duty
from onetrip.ledger.models import Event
from onetrip.lobby.models import Ticket, Visit
from onetrip.people.models import IdentityView, Resident
from onetrip.ratings.models import BrokenPromise
from tests import browsing
from tests.cases.counter import Counter
from tests.cases.matters import FILES
from tests.factories import NOW, synthetic_number

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def the_clock_of_the_hall(counter: Counter) -> Iterator[None]:
    with time_machine.travel(counter.hall.now.replace(minute=58), tick=False):
        yield


@pytest.fixture
def clerk(counter: Counter) -> Client:
    """The browser of the clerk at the first window."""
    return browsing.visitor(counter.hall.clerks[0])


def press(client: Client, address: str, **fields: object):
    return client.post(
        f"/window/{address}", {"idempotency_key": browsing.key(), **fields}, headers={"HX-Request": "true"}
    )


def ticked(ticket: Ticket, *papers: str, matters: tuple[str, ...], **fields: object) -> dict[str, object]:
    return {"ticket": ticket.pk, "seen": "1", "matter": list(matters), "paper": [f"any|{p}" for p in papers], **fields}


def test_whoever_has_no_window_chooses_one_first(counter: Counter) -> None:
    Duty.objects.all().delete()
    client = browsing.visitor(counter.hall.clerks[0])
    assert "今天坐哪个窗口" in browsing.words(client.get("/window/"))
    assert client.post("/window/take", {"number": "2"}).status_code == 302
    assert "2 号窗口" in browsing.words(client.get("/window/"))
    assert Duty.objects.get(ended=None).window.number == 2


def test_a_taken_window_is_refused_in_words(counter: Counter) -> None:
    client = browsing.visitor("clerk")
    answer = client.post("/window/take", {"number": "1"})
    assert answer.status_code == 409
    assert "已经有人在岗" in browsing.words(answer)


def test_call_start_and_done_from_one_page(counter: Counter, clerk: Client) -> None:
    counter.hall.arrive()
    counter.hall.arrive()
    page = browsing.words(press(clerk, "call"))
    assert "A001" in page
    assert "已叫 1 次" in page
    first = Ticket.objects.get(serial=1)
    assert "正在办理" in browsing.words(press(clerk, f"tickets/{first.pk}/start"))
    page = browsing.words(press(clerk, "call", finished=first.pk, outcome="all"))
    assert "A002" in page
    assert list(Ticket.objects.order_by("serial").values_list("state", flat=True)) == ["done", "called"]
    assert Visit.objects.get(ticket=first).outcome == "all"


def test_pressing_next_twice_calls_one_person(counter: Counter, clerk: Client) -> None:
    for _ in range(3):
        counter.hall.arrive()
    key = browsing.key()
    for _ in range(2):
        press(clerk, "call", idempotency_key=key)
    assert Ticket.objects.filter(state="called").count() == 1


def test_with_nobody_waiting_the_page_says_so(clerk: Client) -> None:
    assert "没有人在等" in browsing.words(press(clerk, "call"))


def test_a_second_call_with_somebody_still_here_is_a_sentence_in_place(counter: Counter, clerk: Client) -> None:
    counter.serving()
    counter.hall.arrive()
    answer = press(clerk, "call")
    assert answer.status_code == 409
    assert "data-said" in answer.content.decode()
    assert "还在您的窗口" in browsing.words(answer)


def test_a_number_counts_as_missed_only_after_its_calls(counter: Counter, clerk: Client) -> None:
    counter.hall.arrive()
    press(clerk, "call")
    ticket = Ticket.objects.get()
    assert press(clerk, f"tickets/{ticket.pk}/miss").status_code == 409
    for _ in range(2):
        assert press(clerk, f"tickets/{ticket.pk}/again").status_code == 200
    assert press(clerk, f"tickets/{ticket.pk}/miss").status_code == 200
    ticket.refresh_from_db()
    assert ticket.state == "missed"


def test_a_number_called_by_mistake_goes_back_to_its_place(counter: Counter, clerk: Client) -> None:
    counter.hall.arrive()
    press(clerk, "call")
    ticket = Ticket.objects.get()
    press(clerk, f"tickets/{ticket.pk}/back")
    ticket.refresh_from_db()
    assert ticket.state == "waiting"


def test_another_clerk_cannot_put_it_back(counter: Counter, clerk: Client) -> None:
    ticket = counter.serving()
    other = browsing.visitor(counter.hall.clerks[1])
    assert press(other, f"tickets/{ticket.pk}/back").status_code == 409
    ticket.refresh_from_db()
    assert ticket.state == "serving"


def test_only_who_may_pick_calls_out_of_turn(counter: Counter, clerk: Client) -> None:
    counter.hall.arrive()
    second = counter.hall.arrive()
    assert press(clerk, "call", ticket=second.pk).status_code == 403
    assert not Ticket.objects.filter(state="called").exists()
    assert "pick" not in clerk.get("/window/queue").content.decode()


def test_a_supervisor_picks_and_it_is_recorded(counter: Counter) -> None:
    Duty.objects.filter(window=counter.hall.windows[1]).delete()
    supervisor = browsing.account("supervisor")
    client = browsing.visitor(supervisor)
    client.post("/window/take", {"number": "2"})
    counter.hall.arrive()
    second = counter.hall.arrive()
    assert press(client, "call", ticket=second.pk).status_code == 200
    assert Event.objects.get(verb="call").data["picked"] is True


def test_a_pause_is_shown_and_stops_calling(counter: Counter, clerk: Client) -> None:
    counter.hall.arrive()
    clerk.post("/window/pause", {"reason": "break"})
    assert "恢复叫号" in browsing.words(clerk.get("/window/"))
    assert press(clerk, "call").status_code == 409
    clerk.post("/window/pause", {"reason": ""})
    assert press(clerk, "call").status_code == 200


def test_nobody_leaves_while_somebody_is_at_the_window(counter: Counter, clerk: Client) -> None:
    counter.serving()
    assert clerk.post("/window/leave").status_code == 409
    assert Duty.objects.filter(ended=None).count() == 2


def test_scanning_a_slip_begins_the_service_and_lists_its_papers(counter: Counter, clerk: Client) -> None:
    slip = counter.slip("card", "reward")
    counter.hall.arrive()
    press(clerk, "call")
    ticket = Ticket.objects.get()
    answer = press(clerk, "recognise", ticket=ticket.pk, scan=f"https://onetrip.example/s/{slip.token}")
    page, words = answer.content.decode(), browsing.words(answer)
    ticket.refresh_from_db()
    assert ticket.state == "serving"
    assert "老人卡" in words
    assert "奖励金" in words
    assert "和“老人卡”是同一张" in words
    assert "本市有电子证照。" in words
    assert 'value="card|id-card"' in page
    assert 'value="reward|id-card"' not in page
    assert "差 1 样" in words
    assert "差 2 样" in words


def test_an_id_number_is_shown_masked_and_never_in_full(counter: Counter, clerk: Client) -> None:
    ticket, number = counter.serving(), synthetic_number()
    page = press(clerk, "recognise", ticket=ticket.pk, scan=number, name="王秀英").content.decode()
    assert number not in page
    assert f"{number[:3]}***********{number[-4:]}" in page
    assert "王＊＊" in page
    assert "王秀英" not in page


def test_a_name_that_is_wrong_in_the_house_is_put_right_at_the_window_and_on_record(
    counter: Counter, clerk: Client
) -> None:
    ticket, number = counter.serving(), synthetic_number()
    for name in ("王秀应", "王秀英"):
        press(clerk, "recognise", ticket=ticket.pk, scan=number, name=name)
    assert Resident.objects.get().name == "王秀英"
    event = Event.objects.get(thing="resident", verb="correct")
    assert (event.actor, event.data) == (counter.hall.clerks[0].actor, {"what": ["name"], "source": "window"})


def test_the_full_number_needs_a_purpose_and_leaves_a_record(counter: Counter, clerk: Client) -> None:
    ticket, number = counter.serving(), synthetic_number()
    press(clerk, "recognise", ticket=ticket.pk, scan=number)
    assert press(clerk, "identity", purpose=" ").status_code == 422
    assert not IdentityView.objects.exists()
    answer = press(clerk, "identity", purpose="handle", words="填市级系统")
    assert number in answer.content.decode()
    view = IdentityView.objects.get()
    assert (view.purpose, view.by) == ("办理这件事：填市级系统", counter.hall.clerks[0].actor)


def test_a_resident_with_a_slip_at_home_is_offered_it(counter: Counter, clerk: Client) -> None:
    from onetrip.advice.models import Slip

    ticket, number = counter.serving(), synthetic_number()
    slip = counter.slip("card")
    press(clerk, "recognise", ticket=ticket.pk, scan=number)
    Slip.objects.update(resident=Resident.objects.get())
    assert slip.token in clerk.get("/window/").content.decode()


def test_everything_is_accepted_in_one_press_and_printed(counter: Counter, clerk: Client) -> None:
    ticket = counter.serving(counter.slip("card", "booklet-print"))
    answer = press(clerk, "accept", **ticked(ticket, "id-card", matters=("card", "booklet-print")))
    receipt = Receipt.objects.get()
    words = browsing.words(answer)
    assert "收下 2 件" in words
    assert "LF-20261124-0001" in words
    assert "当场办结" in words
    assert "这位的事都处理了" in words
    assert f"/r/{receipt.token}.pdf" in answer.content.decode()


def test_the_same_acceptance_sent_twice_is_one_case(counter: Counter, clerk: Client) -> None:
    ticket, key = counter.serving(counter.slip("card")), browsing.key()
    form = ticked(ticket, "id-card", matters=("card",), idempotency_key=key)
    answers = [press(clerk, "accept", **form) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert Case.objects.count() == 1


def test_two_tabs_accept_one_case_and_the_second_is_told(counter: Counter, clerk: Client) -> None:
    ticket = counter.serving(counter.slip("card"))
    form = ticked(ticket, "id-card", matters=("card",))
    assert press(clerk, "accept", **form).status_code == 200
    answer = press(clerk, "accept", **form)
    assert answer.status_code == 409
    assert "已经受理过了" in browsing.words(answer)
    assert Case.objects.count() == 1


def test_an_incomplete_acceptance_names_everything_missing_and_changes_nothing(counter: Counter, clerk: Client) -> None:
    ticket = counter.serving(counter.slip("card", "reward"))
    answer = press(clerk, "accept", **ticked(ticket, "id-card", matters=("card", "reward")))
    assert answer.status_code == 409
    words = browsing.words(answer)
    assert "结婚证" in words
    assert "照片" in words
    assert not Case.objects.exists()


def test_what_is_complete_is_accepted_and_the_rest_told_on_one_notice(counter: Counter, clerk: Client) -> None:
    ticket = counter.serving(counter.slip("card", "reward"))
    form = ticked(ticket, "id-card", matters=("card", "reward"), **{"reason:reward|photo": "看不清"})
    answer = press(clerk, "accept-part", **form)
    assert answer.status_code == 200
    assert [case.matter for case in Case.objects.all()] == ["card"]
    notice = MissingNotice.objects.get()
    assert {(item["paper"], item["reason"]) for item in notice.items} == {
        ("marriage-certificate", ""),
        ("photo", "看不清"),
    }
    assert not BrokenPromise.objects.exists()
    assert f"/n/{notice.token}.pdf" in answer.content.decode()


def test_what_was_shown_for_one_matter_need_not_be_shown_again_for_the_next(counter: Counter, clerk: Client) -> None:
    ticket = counter.serving(counter.slip("card", "reward"))
    press(clerk, "accept-part", **ticked(ticket, "id-card", matters=("card", "reward")))
    page = clerk.get("/window/").content.decode()
    assert re.search(r'value="reward\|id-card"[^>]* checked', page)
    assert "已告知" in page


def test_a_paper_beyond_the_slip_is_a_broken_promise_and_the_matter_is_accepted(
    counter: Counter, clerk: Client
) -> None:
    ticket = counter.serving(counter.slip("card"))
    listed = press(
        clerk,
        "check",
        **ticked(ticket, "id-card", matters=("card",)),
        extra_matter="card",
        extra_paper="bank-card",
        extra_cause="rule",
    )
    assert "card|bank-card|rule" in listed.content.decode()
    assert 'value="card|id-card" id="box-card|id-card"' in listed.content.decode()
    answer = press(clerk, "accept", **ticked(ticket, "id-card", matters=("card",), extra="card|bank-card|rule"))
    assert answer.status_code == 200
    assert Case.objects.get().matter == "card"
    promise = BrokenPromise.objects.get()
    assert (promise.paper, promise.cause, promise.window) == ("bank-card", "rule", 1)
    assert MissingNotice.objects.get().items[0]["broken"] is True


def test_a_paper_of_the_checklist_is_ticked_there_and_cannot_be_named_as_a_broken_promise(
    counter: Counter, clerk: Client
) -> None:
    ticket = counter.serving(counter.slip("card"))
    answer = clerk.post(
        "/window/check",
        {**ticked(ticket, matters=("card",)), "extra_matter": "card", "extra_paper": "id-card", "extra_cause": "rule"},
        headers={"HX-Request": "true"},
    )
    assert answer.status_code == 422
    assert "身份证已经在清单上" in answer.content.decode()


def test_a_matter_whose_papers_nobody_knows_is_never_called_complete(counter: Counter, clerk: Client) -> None:
    unlisted = FILES["matters/card.yaml"].split("papers:\n")[0].replace("id: card", "id: care")
    unlisted += "papers: []\nopen:\n  - {of: papers, zh: 没有看到。, en: Not seen.}\nsources:\n"
    unlisted += '  - {of: [entitled], what: {zh: 指南, en: guide}, as_of: "2025", confidence: low}\n'
    catalogue.publish(files={**FILES, "matters/care.yaml": unlisted}, city="test", by="system", now=NOW)
    ticket = counter.serving()
    page = press(clerk, "matters", ticket=ticket.pk, add="care").content.decode()
    assert "材料没核对到" in page
    assert "照主管部门的要求收" in page
    assert "齐了</span>" not in page.split("</article>")[0]


def test_a_matter_can_be_found_added_and_taken_off(counter: Counter, clerk: Client) -> None:
    ticket = counter.serving()
    found = clerk.get("/window/find", {"q": "老人卡"}).content.decode()
    assert 'value="card"' in found
    assert "老人卡" in browsing.words(press(clerk, "matters", ticket=ticket.pk, add="card"))
    assert Visit.objects.get().wanted == ["card"]
    press(clerk, "matters", ticket=ticket.pk, drop="card")
    assert Visit.objects.get().wanted == []


def test_ticks_survive_a_change_of_who_came(counter: Counter, clerk: Client) -> None:
    ticket = counter.serving(counter.slip("card"))
    page = press(clerk, "check", **ticked(ticket, "id-card", matters=("card",), proxy="yes")).content.decode()
    assert re.search(r'value="card\|id-card"[^>]* checked', page)
    assert "代办人身份证" in page


def test_the_strip_of_a_hundred_waiting_is_small(counter: Counter, clerk: Client) -> None:
    for _ in range(100):
        counter.hall.arrive()
    answer = clerk.get("/window/queue")
    assert "等候 100 人" in browsing.words(answer)
    assert len(answer.content) < 20_000


def test_the_page_is_complete_in_english(counter: Counter) -> None:
    counter.serving(counter.slip("card"))
    client = browsing.visitor(counter.hall.clerks[0], language="en")
    words = browsing.words(client.get("/window/"))
    for part in ("Window 1", "Being served", "Accept all", "What the slip is for", "not needed"):
        assert part in words
    assert "收下" not in words


@pytest.mark.parametrize("role", ["guide", "director", "editor", "device"])
def test_only_clerks_and_supervisors_have_a_window(counter: Counter, role: str) -> None:
    client = browsing.visitor(role)
    assert client.get("/window/").status_code == 403
    assert press(client, "call").status_code == 403


@pytest.mark.parametrize(
    ("address", "fields"),
    [
        ("call", {"ticket": "not-an-id"}),
        ("call", {"idempotency_key": "no"}),
        ("take", {"number": "<script>"}),
        ("take", {"number": "77"}),
        ("pause", {"reason": "bored"}),
        ("recognise", {"ticket": "x", "scan": "LF11240001"}),
        ("accept", {"ticket": "x"}),
        ("tickets/00000000-0000-0000-0000-000000000001/start", {}),
        ("tickets/00000000-0000-0000-0000-000000000001/dance", {}),
    ],
)
def test_hostile_input_is_answered_in_words(clerk: Client, address: str, fields: dict[str, str]) -> None:
    answer = press(clerk, address, **fields)
    assert 400 <= answer.status_code < 500
    assert "data-said" in answer.content.decode()


@pytest.mark.parametrize(
    "fields",
    [
        {"paper": ["card"]},
        {"paper": ["card|id-card"] * 300},
        {"extra": ["card|bank-card"]},
        {"matter": ["x" * 500]},
        {"paper": ["card|\0"]},
        {"matter": ["no-such-matter"]},
    ],
)
def test_a_checklist_that_is_not_ours_accepts_nothing(
    counter: Counter, clerk: Client, fields: dict[str, list[str]]
) -> None:
    ticket = counter.serving(counter.slip("card"))
    answer = press(clerk, "accept", **{"ticket": ticket.pk, "seen": "1", **fields})
    assert 400 <= answer.status_code < 500
    assert not Case.objects.exists()


def test_the_forms_work_without_a_script(counter: Counter, clerk: Client) -> None:
    ticket = counter.serving(counter.slip("card"))
    form = {"idempotency_key": browsing.key(), **ticked(ticket, "id-card", matters=("card",))}
    answer = clerk.post("/window/accept", form)
    assert (answer.status_code, answer["Location"]) == (302, "/window/")
    assert "收下 1 件" in browsing.words(clerk.get("/window/"))
