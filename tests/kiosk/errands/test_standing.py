"""What is said of an errand to the one who began it, on whatever day it is read."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from onetrip.cases import actions as cases
from onetrip.cases.models import Case
from onetrip.kiosk.errands.run import run_of
from onetrip.kiosk.errands.standing import Standing, standing
from onetrip.kiosk.models import Errand
from tests.browsing import visitor, words
from tests.drawn import signature
from tests.factories import make_account, synthetic_number
from tests.kiosk.errands import town
from tests.kiosk.errands.machine import Machine

ZONE = ZoneInfo("Asia/Shanghai")
ACCEPTED = datetime(2026, 11, 3, 22, 0, tzinfo=ZONE)


def told(on: date, state: str = "accepted", **of_case: object) -> Standing:
    case = Case(state=state, received_at=ACCEPTED, accepted_at=ACCEPTED, **{"due_on": date(2026, 12, 5), **of_case})
    errand = Errand(state="accepted", kind="apply")
    return standing(errand, datetime(on.year, on.month, on.day, 9, tzinfo=ZONE), telephone="12345", case=case)


@pytest.mark.parametrize("on", [date(2026, 11, 3), date(2026, 11, 20), date(2026, 12, 5)])
def test_accepted_it_names_the_day_and_the_end_of_the_limit_on_whatever_day_it_is_read(on: date) -> None:
    then = told(on).then[0]
    assert then.zh == "11 月 3 日受理，期限从第二天算起，12 月 5 日前办好。"
    assert "done by 5 December" in then.en


def test_past_its_limit_it_says_so() -> None:
    assert "日子过了" in told(date(2026, 12, 6)).then[0].zh


def test_without_a_verified_limit_none_is_invented() -> None:
    assert "没有核对到" in told(date(2026, 11, 20), due_on=None).then[0].zh


@pytest.mark.parametrize(
    ("state", "of_case", "head", "kind"),
    [
        ("supplement", {}, "受理了，还等一样材料。", "wait"),
        ("decided", {"granted": True}, "有决定了，还在办。", "kept"),
        ("decided", {"granted": False}, "有决定了：没有批准。", "broken"),
        ("completed", {"completed_at": datetime(2026, 11, 20, 10, tzinfo=ZONE)}, "办好了。", "kept"),
        ("delivered", {"completed_at": datetime(2026, 11, 20, 10, tzinfo=ZONE)}, "办好了。", "kept"),
        ("withdrawn", {}, "这件已经撤回。", "broken"),
    ],
)
def test_once_it_is_a_case_it_stands_as_its_case_does(
    state: str, of_case: dict[str, object], head: str, kind: str
) -> None:
    stands = told(date(2026, 11, 25), state, **of_case)
    assert (stands.head.zh, stands.kind) == (head, kind)
    assert "期限从" not in "".join(text.zh for text in stands.then)


@pytest.mark.django_db
def test_what_is_done_at_once_announces_no_limit(machine: Machine) -> None:
    at_once = town.FILES["matters/photo-free.yaml"].replace("{decide: 30 working_days}", "{on_the_spot: true}")
    town.publish(**{"matters/photo-free.yaml": at_once})
    machine.begin("photo-free")
    machine.card(synthetic_number(date(1961, 12, 18)))
    machine.do("fill", sent={})
    machine.do("confirm_papers")
    machine.do("sign", raw=signature())
    errand = machine.submit()
    page = words(visitor().get(f"/e/{errand.token}"))
    assert "办好了" in page
    assert "当场办好的" in page
    assert "期限" not in page


@pytest.mark.django_db(transaction=True)
def test_the_receipt_follows_its_case_to_the_end(machine: Machine) -> None:
    machine.begin("photo-free")
    machine.card(synthetic_number(date(1961, 12, 18)))
    machine.do("fill", sent={})
    machine.do("confirm_papers")
    machine.do("sign", raw=signature())
    errand, clerk = machine.submit(), make_account("clerk")
    case = Case.objects.get()
    assert "受理，期限从第二天算起" in run_of(errand, machine.now).stands.then[0].zh
    for verb, more in (("decide", {"granted": True}), ("complete", {})):
        getattr(cases, verb)(centre="LF", case_id=case.pk, now=machine.tick(), by=clerk.actor, key=uuid.uuid4(), **more)
    again = words(visitor().get(f"/e/{errand.token}"))
    assert "办好了" in again
    assert "期限从" not in again
