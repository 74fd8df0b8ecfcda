"""The pages on which systems are managed: by whom, of which centres, and what is shown once."""

from __future__ import annotations

import re
import uuid

import pytest
from django.test import Client

from onetrip.departments import actions
from onetrip.departments.models import Delivery, Subscription, System, SystemKey
from tests import browsing
from tests.departments.systems import AT, Calling, a_system
from tests.factories import make_centre

FORM = {
    "code": "minzheng-new",
    "name": "民政新系统",
    "name_en": "New system",
    "department": "civil-affairs",
    "contact": "信息中心 021-0000 0000",
    "centres": ["LF"],
}


def post(client: Client, path: str, **fields: object) -> object:
    return client.post(path, {"idempotency_key": browsing.key(), **fields})


@pytest.fixture
def director(calling: Calling) -> Client:
    """Of the whole city."""
    return browsing.visitor(browsing.account("director", centre="*"))


def test_a_system_is_added_gets_its_key_once_and_calls(calling: Calling, director: Client) -> None:
    answer = post(director, "/departments/add", **FORM)
    assert answer.status_code == 302
    page = answer["Location"]
    assert page == "/departments/systems/minzheng-new"
    assert "还没有钥匙" in browsing.words(director.get(page))
    shown = post(director, f"{page}/key", public="")
    assert shown["Cache-Control"].find("no-store") >= 0
    pem = re.search(r"-----BEGIN PRIVATE KEY-----[^<]+", shown.content.decode())
    assert pem is not None
    assert "PRIVATE KEY" not in director.get(page).content.decode()
    assert "民政新系统" in browsing.words(director.get("/departments/"))


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"code": "民政"}, "code"),
        ({"code": "minzheng-core"}, "code"),
        ({"department": "none"}, "department"),
        ({"centres": []}, "centres"),
        ({"name": " "}, "name"),
        ({"contact": ""}, "contact"),
    ],
)
def test_what_is_missing_is_said_beside_its_field(director: Client, wrong: dict[str, object], field: str) -> None:
    answer = post(director, "/departments/add", **{**FORM, **wrong})
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.content.decode()
    assert System.objects.count() == 1


def test_a_director_manages_the_systems_of_their_own_centre_and_no_others(calling: Calling) -> None:
    make_centre("PX", windows=1)
    a_system("of-lf", centres=("LF",))
    a_system("of-both", centres=("LF", "PX"))
    director = browsing.visitor(browsing.account("director", centre="LF"))
    shown = browsing.words(director.get("/departments/"))
    assert "of-lf" in shown
    assert "of-both" not in shown
    assert "/departments/systems/minzheng-core" not in director.get("/departments/").content.decode()
    for code in ("of-both", "minzheng-core"):
        assert director.get(f"/departments/systems/{code}").status_code == 404
        for verb in ("key", "close", "webhooks", "allow-identity"):
            assert post(director, f"/departments/systems/{code}/{verb}").status_code == 404, verb
    for centres in (["PX"], ["*"], ["LF", "PX"]):
        assert post(director, "/departments/add", **{**FORM, "centres": centres}).status_code == 422
    assert SystemKey.objects.count() == 3


@pytest.mark.parametrize("role", ["guide", "clerk", "supervisor", "editor", "reviewer", "device"])
def test_nobody_else_manages_any(calling: Calling, role: str) -> None:
    client = browsing.visitor(role)
    for path in ("/departments/", "/departments/systems/minzheng-core"):
        assert client.get(path).status_code == 403


def test_a_key_is_revoked_and_a_system_closed_on_its_page(calling: Calling, director: Client) -> None:
    page = "/departments/systems/minzheng-core"
    assert post(director, f"{page}/keys/{calling.key}/revoke").status_code == 302
    assert "作废了" in browsing.words(director.get(page))
    assert calling.get("/me").status_code == 401
    assert post(director, f"{page}/close").status_code == 302
    assert "停用了" in browsing.words(director.get(page))
    assert post(director, f"{page}/burn").status_code == 404


def test_an_address_is_added_and_its_secret_shown_once(calling: Calling, director: Client) -> None:
    page = "/departments/systems/minzheng-core"
    for bad in ("http://minzheng.example.cn/", "https://10.0.0.1/"):
        answer = post(director, f"{page}/webhooks", address=bad)
        assert answer.status_code == 422
        assert "这个地址不能用" in browsing.words(answer)
    shown = post(director, f"{page}/webhooks", address="https://minzheng.example.cn/h", types=["case.decided"])
    assert "whsec_" in shown.content.decode()
    assert "whsec_" not in director.get(page).content.decode()
    one = Subscription.objects.get()
    assert str(one.secret).startswith("whsec_")
    deliveries = f"/departments/webhooks/{one.pk}"
    assert "whsec_" not in director.get(deliveries).content.decode()
    assert "只通知：作出决定" in browsing.words(director.get(deliveries))
    changed = post(director, f"{deliveries}/new-secret")
    assert "whsec_" in changed.content.decode()
    assert str(one.secret) not in changed.content.decode()


def test_deliveries_are_listed_paused_and_sent_again(calling: Calling, director: Client) -> None:
    one, _ = actions.subscribe(
        code="minzheng-core",
        address="https://minzheng.example.cn/h",
        types=[],
        now=AT,
        by="staff:director",
        key=uuid.uuid4(),
    )
    given = {"case": uuid.uuid4(), "number": "LF-1", "type": "case.decided", "body": "{}", "made_at": AT, "due_at": AT}
    for change in range(1, 53):
        Delivery.objects.create(
            subscription=one,
            change=change,
            **given,
            state="failed",
            ended_at=AT,
            tries=9,
            last_status=500,
            last_answer="<b>down</b>",
        )
    page = f"/departments/webhooks/{one.pk}"
    shown = director.get(page).content.decode()
    assert "&lt;b&gt;down&lt;/b&gt;" in shown
    assert "?before=3" in shown
    assert "第 2 号" in browsing.words(director.get(f"{page}?before=3"))
    assert post(director, f"{page}/again/{Delivery.objects.get(change=2).pk}").status_code == 302
    assert Delivery.objects.get(change=2).state == "due"
    assert post(director, f"{page}/again/{10**30}").status_code == 404
    assert post(director, f"{page}/failed-again").status_code == 302
    assert Delivery.objects.filter(state="due").count() == 52
    assert post(director, f"{page}/pause").status_code == 302
    assert Subscription.objects.get().state == "paused"
    assert post(director, f"{page}/resume").status_code == 302
    assert Subscription.objects.get().state == "active"
    assert post(director, f"{page}/burn").status_code == 404
    assert post(director, f"{page}/remove")["Location"] == "/departments/systems/minzheng-core"
    assert not Subscription.objects.exists()
    assert director.get(page).status_code == 404


@pytest.mark.parametrize("path", ["/departments/", "/departments/systems/minzheng-core"])
def test_the_pages_are_whole_in_english(calling: Calling, path: str) -> None:
    client = browsing.visitor(browsing.account("director", centre="*"), language="en")
    shown = browsing.words(client.get(path)).replace("民政核心系统", "").replace("中文", "")
    body = shown.split("Keys", 1)[1].rsplit("Keys", 1)[0]
    assert not re.search(r"[一-鿿]", re.sub(r"信息中心|测试街道中心", "", body)), body
