"""The pages of personal data: the director's report, who looked, holds, requests; and one's own data."""

from __future__ import annotations

import json
import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from onetrip.ledger.models import Event
from onetrip.lobby.models import Ticket
from onetrip.people import actions as people
from onetrip.people.models import IdentityView, Resident
from onetrip.people.purposes import For, Purpose
from onetrip.retention import actions, telling
from onetrip.retention.models import Erasure, Hold
from onetrip.signin.models import ResidentSession
from onetrip.staff.models import Account
from tests import browsing
from tests.factories import NOW, make_centre, synthetic_identity
from tests.retention.life import BY, EMAIL, NAME, TELEPHONE, WORDS, Life

pytestmark = pytest.mark.django_db


@pytest.fixture
def director(life: Life) -> Client:
    return browsing.visitor("director")


@pytest.fixture
def window(life: Life) -> Client:
    """The window at which the resident of the life is being served."""
    return browsing.visitor(life.counter.hall.clerks[0])


def ticket_of(life: Life) -> str:
    return str(Ticket.objects.get(visit__resident=life.resident).pk)


def at_window(life: Life) -> dict[str, str]:
    """What the page says of who is there."""
    return {"ticket": ticket_of(life), "person": str(life.resident.pk)}


def post(client: Client, at: str, **fields: str):
    return client.post(f"/personal-data/{at}", {"idempotency_key": browsing.key(), **fields})


def test_the_report_says_for_every_kind_how_long_on_which_ground_and_how_much(director: Client) -> None:
    words = browsing.words(director.get("/personal-data/"))
    for expected in ("窗口拍的材料照片", "后 60 天", "本站设定", "有规定", "还没有做过", "个人信息保护法第五十六条"):
        assert expected in words
    assert "Photographs of papers taken at a window" in browsing.words(
        browsing.visitor("director", language="en").get("/personal-data/")
    )


def test_a_case_is_held_and_let_go_again_from_the_page(life: Life, director: Client) -> None:
    wrong = post(director, "hold", number="LF-1", reason="检查")
    assert wrong.status_code == 404
    assert "没有这个办件号" in browsing.words(wrong)
    assert post(director, "hold", number=life.case.number, reason="").status_code == 422
    assert post(director, "hold", number=life.case.number, reason="行政诉讼").status_code == 302
    assert "行政诉讼" in browsing.words(director.get("/personal-data/"))
    assert post(director, "hold", number=life.case.number, reason="again").status_code == 409
    assert post(director, f"holds/{Hold.objects.get().pk}/lift").status_code == 302
    assert post(director, f"holds/{Hold.objects.get().pk}/lift").status_code == 404


def test_the_director_sees_how_often_each_clerk_looked_and_what_for_and_not_at_whom(
    life: Life, director: Client
) -> None:
    clerk, now = life.counter.hall.clerks[0], timezone.now()
    for purpose in (Purpose.COMPARE, Purpose.COMPARE, Purpose.CONTACT):
        people.view_plain(resident_id=life.resident.pk, purpose=For(purpose), by=clerk.actor, centre="LF", now=now)
    words = browsing.words(director.get("/personal-data/looks"))
    assert clerk.name in words
    assert "和证件、原件核对 2" in words
    lines = browsing.words(director.get("/personal-data/looks", {"by": clerk.actor, "days": "7"}))
    assert "联系本人" in lines
    for secret in life.texts():
        assert secret not in lines
    make_centre("PX", windows=1)
    assert "没有人看过" in browsing.words(
        browsing.visitor(browsing.account("director", centre="PX")).get("/personal-data/looks")
    )


def test_requests_are_carried_out_by_somebody_else_and_say_what_went_and_what_stays(
    life: Life, director: Client
) -> None:
    one = actions.ask_erasure(
        resident_id=life.resident.pk, proof=Erasure.Proof.CARD, centre="LF", now=NOW, by=BY, key=uuid.uuid4()
    )
    assert one.number in browsing.words(director.get("/personal-data/requests"))
    assert post(director, f"requests/{one.pk}/refuse", reason="").status_code == 422
    assert post(director, f"requests/{one.pk}/erase").status_code == 302
    words = browsing.words(director.get("/personal-data/requests"))
    assert "窗口拍的材料照片 1" in words
    assert "档案法" in words
    assert post(director, f"requests/{one.pk}/erase").status_code == 409
    assert post(director, "requests/999/erase").status_code == 404


def test_the_clerk_gives_a_person_all_that_is_known_once_card_and_person_were_compared(
    life: Life, window: Client
) -> None:
    assert "先核对" in browsing.words(window.get("/personal-data/owner"))
    without = post(window, "owner/tell", **at_window(life))
    assert without.status_code == 422
    assert life.number not in browsing.words(without)
    told = browsing.words(post(window, "owner/tell", **at_window(life), proof="card"))
    for known in (life.number, NAME, TELEPHONE, EMAIL, WORDS, life.case.number, life.slip.number, "B00001"):
        assert known in told
    view = IdentityView.objects.order_by("pk").last()
    assert view is not None
    assert view.reason == "owner"


def test_the_file_for_machines_says_the_same_in_both_languages(life: Life, window: Client) -> None:
    answer = post(window, "owner/tell", **at_window(life), proof="card", json="1")
    assert answer["Content-Disposition"].startswith("attachment")
    said = json.loads(answer.content)
    kinds = {one["kind"]: one for one in said["kinds"]}
    assert kinds["residents"]["things"][0]["number"] == life.number
    assert kinds["cases"]["things"][0]["number"] == life.case.number
    assert kinds["consultations"]["things"][0]["answers"]["hukou"] == "shanghai"
    assert kinds["photographs"]["name"]["en"] == "photographs of papers taken at a window"
    assert kinds["photographs"]["kept_days"] == 60
    assert {one.rule.kind for one in telling.everything(life.resident)} == kinds.keys()


def test_whoever_has_come_to_the_window_since_is_not_told_what_is_known_of_the_one_before(
    life: Life, window: Client
) -> None:
    before = at_window(life)
    Ticket.objects.filter(pk=before["ticket"]).update(state=Ticket.State.DONE, window=None)
    for at in ("owner/tell", "owner/erase"):
        answer = post(window, at, **before, proof="card")
        assert answer.status_code == 409
        assert life.number not in answer.content.decode()
    assert not Erasure.objects.exists()


def test_another_ticket_on_the_page_than_at_the_window_is_refused(life: Life, window: Client) -> None:
    answer = post(window, "owner/tell", ticket=str(uuid.uuid4()), person=str(life.resident.pk), proof="card")
    assert answer.status_code == 409
    assert life.number not in answer.content.decode()


@pytest.mark.parametrize("person", ["", "other", "not an id"])
def test_the_page_of_another_person_with_the_same_number_is_refused(life: Life, window: Client, person: str) -> None:
    """Somebody was said to have come with this very ticket since the page was opened."""
    other = people.know(identity=synthetic_identity(), now=NOW, name="别人")
    named = str(other.pk) if person == "other" else person
    for at in ("owner/tell", "owner/erase"):
        answer = post(window, at, ticket=ticket_of(life), person=named, proof="card")
        assert answer.status_code == 409
        assert life.number not in answer.content.decode()
    assert not Erasure.objects.exists()


@pytest.mark.parametrize("withheld", ["see-telephone", "see-private", "see-identity"])
def test_a_clerk_to_whom_a_class_of_data_is_not_shown_does_not_get_it_in_the_copy(
    life: Life, window: Client, withheld: str
) -> None:
    life.counter.hall.clerks[0].grants.update(withheld=withheld)
    answer = post(window, "owner/tell", **at_window(life), proof="card")
    assert answer.status_code == 403
    assert not any(text in answer.content.decode() for text in life.texts())


def test_a_screen_left_open_tells_nothing(life: Life, window: Client, settings: Settings) -> None:
    settings.PROOF_MINUTES = 0
    answer = post(window, "owner/tell", **at_window(life), proof="card")
    assert answer["Location"].startswith("/staff/prove")


def test_a_request_is_taken_at_the_window_once_and_says_by_when(life: Life, window: Client) -> None:
    assert post(window, "owner/erase", **at_window(life)).status_code == 422
    taken = browsing.words(post(window, "owner/erase", **at_window(life), proof="card"))
    one = Erasure.objects.get()
    assert one.number in taken
    assert (one.answer_by - one.asked_at.date()) >= timedelta(days=29)
    post(window, "owner/erase", **at_window(life), proof="card")
    assert Erasure.objects.count() == 1


def signed_in(resident: Resident) -> Client:
    """The phone of somebody who has just shown the city's identity."""
    client, now = Client(), timezone.now()
    session = ResidentSession.objects.create(
        resident=resident, began_at=now, ends_at=now + timedelta(minutes=30), browser=""
    )
    client.get("/")
    held = client.session
    held["resident"] = str(session.pk)
    held.save()
    return client


def test_on_ones_own_phone_all_is_told_after_the_citys_identity_was_shown(life: Life) -> None:
    from django.test import RequestFactory

    from onetrip.retention.views import owner
    from onetrip.signin import residents

    request = RequestFactory().get("/my/data.json")
    request.session = {}  # type: ignore[assignment]  # a cookie is a mapping
    residents.remember(request, life.resident, timezone.now())
    said = json.loads(owner.mine_as_data(request).content)
    assert said["kinds"]
    assert life.number in json.dumps(said)
    assert Event.objects.get(thing="resident", verb="export").data == {"form": "json"}
    assert Client().get("/my/data")["Location"] == "/my/"
    assert Client().get("/my/data.json")["Location"] == "/my/"


def test_a_guide_and_a_reviewer_have_nothing_to_do_here(life: Life) -> None:
    for role in ("guide", "reviewer", "editor", "operator"):
        client = browsing.visitor(role)
        for at in ("", "looks", "requests", "owner"):
            assert client.get(f"/personal-data/{at}").status_code == 403, (role, at)
    assert Account.objects.exists()
