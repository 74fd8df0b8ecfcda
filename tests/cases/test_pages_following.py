from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from onetrip.cases.models import Case
from onetrip.cases.views import following
from tests import browsing
from tests.cases.counter import Counter
from tests.cases.test_following import accepted

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(counter: Counter) -> Client:
    return browsing.visitor("clerk")


def move(client: Client, case: Case, verb: str, **fields: str):
    return client.post(f"/cases/{case.number}/{verb}", {"idempotency_key": browsing.key(), **fields})


def test_a_case_is_found_by_its_number_as_people_type_it(counter: Counter, clerk: Client) -> None:
    case = accepted(counter)
    answer = clerk.get("/cases/", {"number": f" {case.number.lower()} "})
    assert answer["Location"] == f"/cases/{case.number}"
    assert "奖励金" in browsing.words(clerk.get(answer["Location"]))


def test_a_number_that_does_not_exist_is_said_beside_the_field(counter: Counter, clerk: Client) -> None:
    answer = clerk.get("/cases/", {"number": "LF-1"})
    assert answer.status_code == 404
    assert "没有这个办件号" in browsing.words(answer)


def test_what_is_late_stands_apart_from_what_runs_out_soon(counter: Counter, clerk: Client) -> None:
    case = accepted(counter)
    Case.objects.update(due_on=date(2020, 1, 6))
    words = browsing.words(clerk.get("/cases/"))
    assert "过了期限的 1" in words
    assert case.number in words


def test_a_case_goes_its_way_and_every_step_is_on_record(counter: Counter, clerk: Client) -> None:
    case = accepted(counter)
    for verb, note in (
        ("ask-supplement", "还差照片"),
        ("supplement", ""),
        ("grant", ""),
        ("complete", ""),
    ):
        assert move(clerk, case, verb, note=note).status_code == 302
    case.refresh_from_db()
    assert case.state == "completed"
    words = browsing.words(clerk.get(f"/cases/{case.number}"))
    assert "还差照片" in words
    assert "交给居民" in words


def test_a_refusal_needs_its_reason(counter: Counter, clerk: Client) -> None:
    case = accepted(counter)
    answer = move(clerk, case, "refuse", note=" ")
    assert answer.status_code == 422
    assert "请写一句原因" in browsing.words(answer)
    case.refresh_from_db()
    assert case.state == "accepted"


def test_a_step_that_the_table_does_not_list_is_refused(counter: Counter, clerk: Client) -> None:
    answer = move(clerk, accepted(counter), "supplement")
    assert answer.status_code == 409


@pytest.mark.parametrize("verb", ["burn", "decide"])
def test_a_step_that_does_not_exist_is_not_found(counter: Counter, clerk: Client, verb: str) -> None:
    assert move(clerk, accepted(counter), verb).status_code == 404


def test_the_page_shows_no_person(counter: Counter, clerk: Client) -> None:
    from onetrip.people.actions import know
    from tests.factories import NOW, synthetic_identity

    identity = synthetic_identity()
    resident = know(identity=identity, name="王秀英", now=NOW)
    case = accepted(counter)
    Case.objects.update(resident=resident)
    page = clerk.get(f"/cases/{case.number}").content.decode()
    assert identity.number not in page
    assert "王秀英" not in page


@pytest.mark.parametrize("role", ["guide", "director", "editor", "device"])
def test_only_clerks_and_supervisors_move_cases(counter: Counter, role: str) -> None:
    case = accepted(counter)
    client = browsing.visitor(role)
    assert client.get("/cases/").status_code == 403
    assert move(client, case, "grant").status_code == 403


def test_a_special_procedure_is_begun_and_ended_on_the_page_and_its_stop_stands_there(
    counter: Counter, clerk: Client
) -> None:
    case, in_a_month = accepted(counter), str((timezone.now() + timedelta(days=30)).date())
    answer = move(clerk, case, "begin-procedure", procedure="visit", note="要上门看一次房子", expected_on=in_a_month)
    assert answer.status_code == 302
    page = browsing.words(clerk.get(f"/cases/{case.number}"))
    assert "特别程序中" in page
    assert "上门核查" in page
    assert "要上门看一次房子" in page
    assert "在走特别程序：上门核查" in browsing.words(clerk.get(f"/r/{case.receipt.token}"))
    assert move(clerk, case, "end-procedure", note="看过了，属实").status_code == 302
    page = browsing.words(clerk.get(f"/cases/{case.number}"))
    assert "期限停过 1 次" in page
    assert "看过了，属实" in page


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"procedure": "visit", "note": " "}, "请写一句原因"),
        ({"procedure": "", "note": "要看一次"}, "请选一种特别程序"),
        ({"procedure": "visit", "note": "要看一次", "expected_on": "明天"}, "这不是一个日期"),
        ({"procedure": "visit", "note": "要看一次", "expected_on": "2020-01-06"}, "那天已经过了"),
    ],
)
def test_a_procedure_that_cannot_be_is_said_and_what_was_typed_stays(
    counter: Counter, clerk: Client, fields: dict[str, str], said: str
) -> None:
    case = accepted(counter)
    answer = move(clerk, case, "begin-procedure", **fields)
    assert answer.status_code == 422
    assert said in browsing.words(answer)
    case.refresh_from_db()
    assert case.state == "accepted"


def test_a_case_that_was_warned_of_says_whom_it_was_brought_to(counter: Counter, clerk: Client) -> None:
    case = accepted(counter)
    for alarm, said in (("soon", "快到期"), ("late", "已报值班长"), ("long", "已报主任")):
        Case.objects.update(alarm=alarm)
        assert said in browsing.words(clerk.get(f"/cases/{case.number}"))


def read_through(client: Client, address: str, numbers: set[str]) -> list[str]:
    """The numbers on a list and on all the pages behind it, in their order."""
    seen = []
    for _ in range(20):
        page = client.get(address).content.decode()
        seen += sorted(number for number in numbers if f">{number}</" in page or f" {number}</" in page)
        _, _, rest = page.partition('class="button" href="')
        if not rest:
            return seen
        address = rest.split('"')[0].replace("&amp;", "&")
    raise AssertionError("the list never ends")


@pytest.mark.parametrize("show", ["late", "soon", "waiting"])
def test_a_list_is_read_to_its_end_page_by_page(
    counter: Counter, clerk: Client, monkeypatch: pytest.MonkeyPatch, show: str
) -> None:
    numbers = {accepted(counter).number for _ in range(5)}
    monkeypatch.setattr(following, "SHOWN", 2)
    monkeypatch.setattr(following, "GLANCED", 2)
    if show == "waiting":
        for case in Case.objects.all():
            move(clerk, case, "ask-supplement", note="还差照片")
    else:
        day = date(2020, 1, 6) if show == "late" else timezone.localdate() + timedelta(days=3)
        Case.objects.update(due_on=day)

    glance = browsing.words(clerk.get("/cases/"))
    assert "2+" in glance
    assert "全部" in glance
    assert read_through(clerk, f"/cases/?show={show}", numbers) == sorted(numbers)


def test_a_list_that_does_not_exist_is_the_glance_at_all_of_them(counter: Counter, clerk: Client) -> None:
    assert "七天内到期的" in browsing.words(clerk.get("/cases/?show=everything&after=x"))
