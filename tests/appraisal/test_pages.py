from __future__ import annotations

import csv
import io
import uuid
import zipfile
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client

from onetrip.appraisal import actions, exporting, queries
from onetrip.appraisal.models import FrozenMonth, Look, ModelVersion, Objection, Signature
from onetrip.cases.models import Case, Stop
from onetrip.centres.models import Centre
from onetrip.staff.models import Account
from onetrip.staff.roles import ROLES
from tests import browsing, factories
from tests.appraisal.a_month import NOV_3, OCT_12, served
from tests.appraisal.forms import fields_of

pytestmark = pytest.mark.django_db
OCTOBER = date(2026, 10, 1)


@pytest.fixture(autouse=True)
def third_of_november() -> Iterator[None]:
    with time_machine.travel(NOV_3, tick=False):
        yield


@pytest.fixture
def ann(october_worked: Centre, clerks: list[Account]) -> Client:
    return browsing.visitor(clerks[0])


@pytest.fixture
def boss(october_worked: Centre, director: Account) -> Client:
    return browsing.visitor(director)


def keyed(**fields: object) -> dict[str, object]:
    return {"idempotency_key": uuid.uuid4(), **fields}


def settle(director: Account) -> FrozenMonth:
    return actions.freeze(
        centre="LF", month=OCTOBER, account_id=director.pk, now=NOV_3, by=director.actor, key=uuid.uuid4()
    )


# --- one's own ---


def test_a_sheet_says_what_was_done_by_which_formula_and_since_when(ann: Client) -> None:
    words = browsing.words(ann.get("/sheet/2026-10"))
    for said in (
        "10 月您接待了 24 位居民",
        "权重为示例",
        "截至 9:30，还在变",
        "同事的中位数是",
        "门开着",
        "× 25%",
        "主任看过 0 次",
    ):
        assert said in words
    english = browsing.visitor(Account.objects.get(username="clerk-ann"), language="en")
    words = browsing.words(english.get("/sheet/2026-10"))
    for said in (
        "you served 24 residents in October 2026",
        "example weights",
        "the gate is open",
        "middle half of colleagues",
    ):
        assert said in words


def test_the_page_stays_small_and_asks_again_only_while_the_month_is_live(ann: Client, director: Account) -> None:
    live = ann.get("/sheet/2026-10")
    assert len(live.content) < 100_000
    assert "every 25s" in live.content.decode()
    settle(director)
    assert "every 25s" not in ann.get("/sheet/2026-10").content.decode()


def test_a_month_without_anything_says_so(ann: Client) -> None:
    words = browsing.words(ann.get("/sheet/"))
    assert "不够打分" in words
    assert ann.get("/sheet/2026-12").status_code == 404
    assert ann.get("/sheet/2026-13").status_code == 404


@pytest.mark.parametrize("dimension", ["quantity", "efficiency", "value", "rating", "quality"])
def test_each_figure_opens_to_what_it_was_computed_from(ann: Client, dimension: str) -> None:
    words = browsing.words(ann.get(f"/sheet/2026-10/{dimension}"))
    assert "怎么算的" in words
    assert ("好评" if dimension == "rating" else "LF-202610") in words
    assert "310000" not in words


def test_a_figure_that_is_none_leads_nowhere(ann: Client) -> None:
    assert ann.get("/sheet/2026-10/speed").status_code == 404


def test_somebody_objects_reads_the_answer_and_signs(
    ann: Client, director: Account, deputy: Account, clerks: list[Account]
) -> None:
    settle(director)
    sent = ann.post("/sheet/2026-10/object", keyed(words="效率算错了吧", dimension="efficiency"))
    assert sent["Location"] == "/sheet/2026-10"
    assert "等答复" in browsing.words(ann.get("/sheet/2026-10"))
    found = Objection.objects.get()
    assert "要请另一位答复" in browsing.words(browsing.visitor(director).get(f"/sheets/objections/{found.pk}"))
    other = browsing.visitor(deputy)
    assert "效率算错了吧" in browsing.words(other.get(f"/sheets/objections/{found.pk}"))
    other.post(f"/sheets/objections/{found.pk}/answer", keyed(words="按同一事项比的，没有算错。"))
    words = browsing.words(ann.get("/sheet/2026-10"))
    assert "维持" in words
    assert "没有算错" in words
    ann.post("/sheet/2026-10/sign", keyed())
    assert Signature.objects.get().account == clerks[0]
    assert "您 2026 年 11 月 3 日 签过了" in browsing.words(ann.get("/sheet/2026-10"))


def test_an_objection_without_words_comes_back_with_what_is_missing(ann: Client) -> None:
    answer = ann.post("/sheet/2026-10/object", keyed(words=" "))
    assert answer.status_code == 422
    assert "请写下哪里不对" in browsing.words(answer)


# --- privacy ---


def test_nobody_but_the_director_sees_the_sheets_of_others(october_worked: Centre, clerks: list[Account]) -> None:
    other = clerks[1].pk
    addresses = [
        "/sheets/",
        "/sheets/2026-10",
        f"/sheets/2026-10/{other}",
        f"/sheets/2026-10/{other}/quality",
        f"/sheets/2026-10/{other}/paper",
        "/sheets/2026-10/sheets.csv",
        "/sheets/2026-10/sheets.xlsx",
        "/sheets/2026-10/version/1",
        "/sheets/model",
        "/sheets/coefficients",
    ]
    for role in sorted(set(ROLES) - {"director", "resident"}):
        client = browsing.visitor(role)
        for address in addresses:
            assert client.get(address).status_code in (403, 404), (role, address)
    nobody = browsing.visitor()
    assert {nobody.get(address).status_code for address in addresses} <= {302, 401, 403}
    assert not Look.objects.exists()


def test_guessing_an_address_shows_nothing_of_a_colleague(ann: Client, clerks: list[Account]) -> None:
    other = clerks[1]
    for address in (f"/sheet/2026-10/{other.pk}", f"/sheet/{other.pk}", f"/sheet/2026-10/quality?account={other.pk}"):
        answer = ann.get(address)
        assert answer.status_code == 404 or "clerk-bo" not in answer.content.decode()
    cases = set(Case.objects.filter(clerk=other).values_list("number", flat=True))
    page = ann.get(f"/sheet/2026-10/quantity?account={other.pk}").content.decode()
    assert not any(case in page for case in cases)


def test_a_director_of_another_centre_sees_none_of_these(october_worked: Centre, clerks: list[Account]) -> None:
    factories.make_centre("QP", windows=0)
    stranger = browsing.visitor(browsing.account("director", centre="QP"))
    assert stranger.get(f"/sheets/2026-10/{clerks[0].pk}").status_code == 404
    assert "clerk-ann" not in stranger.get("/sheets/2026-10").content.decode()


def test_every_look_of_the_director_is_on_record_and_the_clerk_is_told(
    boss: Client, ann: Client, clerks: list[Account], director: Account
) -> None:
    for address in ("", f"/{clerks[0].pk}", f"/{clerks[0].pk}/quality", f"/{clerks[0].pk}/paper", "/sheets.csv"):
        assert boss.get(f"/sheets/2026-10{address}").status_code == 200
    assert Look.objects.filter(account=clerks[0], by=director).count() == 3
    assert Look.objects.filter(account=None).count() == 2
    words = browsing.words(ann.get("/sheet/2026-10"))
    assert "主任看过 3 次，看列表 2 次" in words
    assert "主任看过 0 次" in browsing.words(browsing.visitor(clerks[1]).get("/sheet/2026-10"))


# --- the list ---


def test_the_list_shows_everybody_sorted_as_asked(boss: Client) -> None:
    words = browsing.words(boss.get("/sheets/2026-10?sort=total"))
    assert "4 位同事" in words
    assert "没有不寻常的地方" in words
    assert boss.get("/sheets/2026-10?sort=nonsense").status_code == 200


def test_a_month_is_settled_corrected_and_compared_on_the_page(
    boss: Client, october_worked: Centre, clerks: list[Account]
) -> None:
    boss.post("/sheets/2026-10/freeze", keyed())
    assert FrozenMonth.objects.count() == 1
    again = boss.post("/sheets/2026-10/freeze", keyed())
    assert (again.status_code, FrozenMonth.objects.count()) == (409, 1)
    assert "已经定了" in browsing.words(again)
    for number in range(8):
        served(october_worked, clerks[0], OCT_12 + timedelta(hours=4, minutes=9 * number), "reward", minutes=7)
    missing = boss.post("/sheets/2026-10/correct", keyed(reason=""))
    assert missing.status_code == 422
    boss.post("/sheets/2026-10/correct", keyed(reason="补录了 12 日下午的"))
    words = browsing.words(boss.get("/sheets/2026-10/version/2"))
    for said in ("补录了 12 日下午的", "重算一致", "主要因为"):
        assert said in words
    assert "第 1 版" in browsing.words(boss.get("/sheets/2026-10"))
    assert boss.get("/sheets/2026-10/version/3").status_code == 404


def test_a_sign_stands_on_the_list_with_its_evidence(
    boss: Client, october_worked: Centre, clerks: list[Account]
) -> None:
    for number in range(14):
        served(
            october_worked, clerks[1], OCT_12 + timedelta(hours=3, minutes=9 * number), "card", before=(clerks[0], 1)
        )
    queries.forget()
    words = browsing.words(boss.get("/sheets/2026-10"))
    assert "叫了又转走、退回、挂起" in words
    assert "转走 14" in words


def test_an_answer_can_spare_a_fault_on_the_page(
    october_worked: Centre, clerks: list[Account], deputy: Account
) -> None:
    case = Case.objects.filter(clerk=clerks[0]).order_by("number")[0]
    Stop.objects.create(case=case, procedure="supplement", reason="缺照片", began_at=NOV_3)
    queries.forget()
    made = actions.make_objection(
        centre="LF",
        month=OCTOBER,
        account_id=clerks[0].pk,
        words="这件是部门多要的",
        dimension="quality",
        now=NOV_3,
        by=clerks[0].actor,
        key=uuid.uuid4(),
    )
    client = browsing.visitor(deputy)
    assert case.number in browsing.words(client.get(f"/sheets/objections/{made.pk}"))
    client.post(f"/sheets/objections/{made.pk}/answer", keyed(words="是部门多要的。", spared=f"{case.number}|returned"))
    assert Objection.objects.get().outcome == "changed"
    assert "不再算" in browsing.words(client.get(f"/sheets/objections/{made.pk}"))


# --- the model ---


def form_of(page: str) -> dict[str, str]:
    """The fields of the model as a browser would send them."""
    return fields_of(page, "/sheets/model/set")


def test_the_form_sent_as_it_is_says_the_rules_it_was_filled_from(boss: Client) -> None:
    given = form_of(boss.get("/sheets/model").content.decode())
    boss.post("/sheets/model/set", given | {"reason": "就用示例的", "from_month": "2026-11"})
    assert ModelVersion.objects.get().rules == {**queries.example(), "example": False}


def test_weights_that_do_not_make_a_whole_are_told_and_nothing_typed_is_lost(boss: Client) -> None:
    given = form_of(boss.get("/sheets/model").content.decode()) | {"weights.value": "30", "reason": "我写的理由"}
    answer = boss.post("/sheets/model/set", given)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "加起来是 105%" in browsing.words(answer)
    assert "我写的理由" in page
    assert form_of(page)["weights.value"] == "30"
    assert not ModelVersion.objects.exists()


def test_a_change_is_tried_on_past_months_and_says_who_moves_and_why(boss: Client) -> None:
    given = form_of(boss.get("/sheets/model").content.decode()) | {"weights.value": "5", "weights.efficiency": "40"}
    answer = boss.post("/sheets/model/try", given)
    words = browsing.words(answer)
    assert "2026 年 10 月要是这样算" in words
    assert "主要因为" in words
    assert not ModelVersion.objects.exists()


def test_a_figure_that_cannot_be_read_is_named(boss: Client) -> None:
    given = form_of(boss.get("/sheets/model").content.decode()) | {"enough.cases": "many"}
    answer = boss.post("/sheets/model/try", given)
    assert answer.status_code == 422
    assert "“至少办件”要填一个数" in browsing.words(answer)


def test_a_coefficient_is_reviewed_with_its_reason(boss: Client) -> None:
    fields = {"matter": "card", "value": "1.8", "from_month": "2026-11", "reason": "要解释很久"}
    assert boss.post("/sheets/coefficients/review", keyed(**fields)).status_code == 302
    words = browsing.words(boss.get("/sheets/coefficients"))
    assert "要解释很久" in words
    assert "1.80" in words
    refused = boss.post("/sheets/coefficients/review", keyed(**{**fields, "matter": "nothing"}))
    assert refused.status_code == 422
    assert boss.post("/sheets/coefficients/review", keyed(**{**fields, "value": "NaN"})).status_code == 422


# --- what leaves the screen ---


def test_the_table_for_the_pay_office_is_read_by_a_spreadsheet(boss: Client, director: Account) -> None:
    settle(director)
    answer = boss.get("/sheets/2026-10/sheets.csv")
    assert answer.content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[0][:4] == ["账号", "姓名", "在岗天数", "计件"]
    sheets = queries.shown(Centre.objects.get(), OCTOBER, NOV_3).sheets
    totals = {row[0]: float(row[9]) for row in rows[1:5]}
    assert sorted(totals.values()) == sorted(sheet.total / 100 for sheet in sheets.sheets if sheet.total is not None)
    assert FrozenMonth.objects.get().digest in answer.content.decode()
    book = boss.get("/sheets/2026-10/sheets.xlsx")
    with zipfile.ZipFile(io.BytesIO(book.content)) as opened:
        assert "<f>" not in opened.read("xl/worksheets/sheet1.xml").decode()
    assert boss.get("/sheets/2026-10/sheets.pdf").status_code == 404


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx"], ids=["equals", "plus", "minus", "at", "tab"])
def test_no_name_becomes_a_formula(name: str) -> None:
    table: exporting.Table = (["姓名"], [[name, -1.5]], [name])
    rows = list(csv.reader(io.StringIO(exporting.as_csv(table).decode("utf-8-sig"))))
    assert rows[1] == [f"'{name}", "-1.5"]
    assert rows[2] == [f"'{name}"]
    with zipfile.ZipFile(io.BytesIO(exporting.as_xlsx(table))) as opened:
        assert "<f>" not in opened.read("xl/worksheets/sheet1.xml").decode()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_sheet_to_sign_is_a_pdf_and_the_same_each_time_once_settled(
    ann: Client, director: Account, language: str
) -> None:
    settle(director)
    first = ann.get(f"/sheet/2026-10/paper?language={language}").content
    assert first.startswith(b"%PDF")
    assert ann.get(f"/sheet/2026-10/paper?language={language}").content == first


def test_who_has_no_sheet_has_no_paper(ann: Client) -> None:
    manager = browsing.visitor(browsing.account("guide"))
    assert manager.get("/sheet/2026-10/paper").status_code == 200  # works here, without a case: a sheet that says so
    factories.make_centre("QP", windows=0)
    assert browsing.visitor(browsing.account("clerk", centre="QP")).get("/sheet/2026-10/paper").status_code == 200
    director = browsing.visitor(browsing.account("director"))
    assert director.get("/sheet/2026-10/paper").status_code == 403
