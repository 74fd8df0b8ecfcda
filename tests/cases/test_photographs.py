"""Photographs of papers: taken at a window, seen for a purpose by those who need them, gone when their time is over."""

from __future__ import annotations

import uuid
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from pytest_django import Settings

from onetrip.cases.models import Case
from onetrip.cases.photographs import actions, queries
from onetrip.cases.photographs.models import Photograph
from onetrip.ledger.models import Event
from onetrip.ledger.refusals import Malformed, NotFound, Refused
from onetrip.people.models import IdentityView
from onetrip.people.purposes import For, Purpose
from onetrip.storage.backings.base import Away, Gone
from onetrip.storage.collections import PHOTOGRAPHS
from tests import browsing
from tests.cases.counter import Counter
from tests.cases.test_following import accepted
from tests.drawn import picture
from tests.factories import NOW, make_centre, synthetic_identity
from tests.storage.conftest import nothing_left_behind as nothing_left_behind
from tests.storage.scanner import EICAR, scanning

pytestmark = pytest.mark.django_db

BY = "staff:clerk1"


@pytest.fixture
def case(counter: Counter) -> Case:
    from onetrip.people.actions import know

    case = accepted(counter)
    case.resident = know(identity=synthetic_identity(), now=NOW, name="王测试")
    case.save(update_fields=["resident"])
    return case


@pytest.fixture
def clerk(case: Case) -> Client:
    return browsing.visitor("clerk")


def take(case: Case, seed: int = 1, *, paper: str = "photo", **given: object) -> Photograph:
    asked: dict[str, object] = {
        "case": case,
        "paper": paper,
        "raw": picture(seed),
        "source": Photograph.Source.CAMERA,
        "centre": "LF",
        "now": NOW,
        "by": BY,
    }
    return actions.take(**{**asked, **given})  # type: ignore[arg-type]


def post(client: Client, case: Case, what: str, raw: bytes = b"") -> object:
    return client.post(f"/cases/{case.number}/photographs/{what}", raw, content_type="image/jpeg")


def test_a_paper_is_photographed_page_by_page_and_stands_beside_it_on_the_case(clerk: Client, case: Case) -> None:
    for seed in (1, 2):
        assert post(clerk, case, "take/camera/photo", picture(seed)).json() == {"kept": True}
    assert post(clerk, case, "take/file", picture(3)).json() == {"kept": True}
    assert [(one.paper, len(one.photographs)) for one in queries.by_paper(case) if one.photographs] == [
        ("photo", 2),
        ("", 1),
    ]
    words = browsing.words(clerk.get(f"/cases/{case.number}"))
    assert "2 张" in words
    assert "60 天后，照片自动删除" in browsing.words(clerk.get(f"/cases/{case.number}/photographs"))
    assert Event.objects.filter(thing="photograph", verb="take", data__number=case.number).count() == 3


def test_the_same_picture_twice_is_one_and_nothing_stays_of_the_second(case: Case) -> None:
    assert take(case).pk == take(case).pk
    assert len(list(PHOTOGRAPHS.everything())) == 1


def test_a_page_too_many_is_refused_in_words_and_not_stored(case: Case) -> None:
    for seed in range(actions.MOST_PAGES):
        take(case, seed)
    with pytest.raises(Malformed, match="pictures-many"):
        take(case, 99)
    assert len(list(PHOTOGRAPHS.everything())) == actions.MOST_PAGES


@pytest.mark.parametrize(
    ("raw", "code"),
    [(b"%PDF-1.7", "picture-unreadable"), (b"", "picture-missing"), (b"\xff" * 12_600_000, "picture-large")],
)
def test_what_is_no_picture_is_told_in_words(clerk: Client, case: Case, raw: bytes, code: str) -> None:
    answer = post(clerk, case, "take/file/photo", raw)
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert answer.json()["words"].endswith("。")


def test_malware_behind_a_good_picture_is_refused_and_nothing_of_it_is_kept(
    clerk: Client, case: Case, settings: Settings, tmp_path: Path
) -> None:
    with scanning(tmp_path) as scanner:
        settings.CLAMD = scanner.address
        answer = post(clerk, case, "take/file/photo", picture() + EICAR)
    assert answer.json()["code"] == "file-malware"
    assert Event.objects.get(thing="upload", verb="malware").centre == "LF"
    assert list(PHOTOGRAPHS.everything()) == []


def test_a_paper_that_the_case_does_not_have_and_a_case_that_is_over_take_none(case: Case) -> None:
    with pytest.raises(NotFound):
        take(case, paper="a-passport")
    Case.objects.filter(pk=case.pk).update(state=Case.State.WITHDRAWN)
    with pytest.raises(Refused, match="case-over"):
        take(case)  # the row that the caller holds says that the case goes on
    assert list(PHOTOGRAPHS.everything()) == []


def test_while_the_store_is_away_no_row_says_that_there_is_a_photograph(
    clerk: Client, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object, **__: object) -> None:
        raise Away

    monkeypatch.setattr("onetrip.storage.backings.contrib.files.Files.write", away)
    answer = post(clerk, case, "take/camera/photo", picture())
    assert (answer.status_code, answer.json()["code"]) == (503, "store-away")
    assert not Photograph.objects.exists()


def test_a_whole_picture_is_the_answer_to_a_purpose_and_stands_at_no_address(clerk: Client, case: Case) -> None:
    found = take(case)
    at = f"/cases/{case.number}/photographs/{found.pk}/look"
    assert clerk.get(at).status_code == 405
    without = clerk.post(at, {"purpose": ""})
    assert without.status_code == 422
    assert "请选一个查看的用途" in browsing.words(without)
    assert clerk.post(at, {"purpose": "other", "words": ""}).status_code == 422
    assert not IdentityView.objects.exists()
    seen = clerk.post(at, {"purpose": "compare", "words": "对照片"})
    assert b"data:image/jpeg;base64," in seen.content
    assert seen["Cache-Control"].count("no-store")
    view = IdentityView.objects.get()
    assert (view.reason, view.purpose, view.resident_id) == ("compare", "和证件、原件核对：对照片", case.resident_id)
    event = Event.objects.get(thing="photograph", verb="look")
    assert (event.data["for"], event.data["number"], event.thing_id) == ("compare", case.number, str(found.pk))


def test_whoever_works_on_other_kinds_of_matters_sees_none(case: Case) -> None:
    found = take(case)
    account = browsing.account("clerk")
    account.grants.update(categories="another-kind")
    elsewhere = browsing.visitor(account)
    at = f"/cases/{case.number}/photographs/{found.pk}"
    assert elsewhere.get(f"{at}/small").status_code == 403
    assert elsewhere.post(f"{at}/look", {"purpose": "compare"}).status_code == 403
    assert not IdentityView.objects.exists()


def test_a_picture_that_is_saved_is_a_file_that_can_do_nothing(clerk: Client, case: Case) -> None:
    found = take(case)
    answer = clerk.post(
        f"/cases/{case.number}/photographs/{found.pk}/look", {"purpose": "inspection", "words": "", "save": "1"}
    )
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert Event.objects.filter(thing="photograph", verb="look").count() == 1


def test_the_small_picture_is_seen_without_a_purpose_and_nothing_can_be_read_on_it(clerk: Client, case: Case) -> None:
    import io

    from PIL import Image, ImageDraw, ImageFont

    from onetrip import web

    font = Path(str(web.__file__)).parent / "fonts" / "NotoSansSC-Regular.ttf"
    card = Image.new("RGB", (1600, 1000), (228, 236, 240))
    pen = ImageDraw.Draw(card)
    for row in range(6):
        pen.text((80, 60 + 150 * row), "310000196112180024", font=ImageFont.truetype(str(font), 72), fill="black")
    raw = io.BytesIO()
    card.save(raw, "JPEG")
    found = take(case, raw=raw.getvalue())
    small = clerk.get(f"/cases/{case.number}/photographs/{found.pk}/small")
    assert max(Image.open(io.BytesIO(small.content)).size) == actions.SMALL_SIDE
    assert not IdentityView.objects.exists()
    recognise = pytest.importorskip("rapidocr").RapidOCR()

    def digits(seen: Image.Image) -> str:
        target = io.BytesIO()
        seen.save(target, "PNG")
        return "".join(one for one in "".join(recognise(target.getvalue()).txts or ()) if one.isdigit())

    assert "310000196112180024" in digits(Image.open(io.BytesIO(PHOTOGRAPHS.get(found.pk))))
    little = Image.open(io.BytesIO(small.content))
    for times in (1, 8, 20):
        assert len(digits(little.resize((little.width * times, little.height * times), Image.Resampling.LANCZOS))) < 4


def test_another_centre_and_another_department_find_no_photograph(case: Case, clerk: Client) -> None:
    found = take(case)
    make_centre("PX", windows=1)
    stranger = browsing.visitor(browsing.account("clerk", centre="PX"))
    for client, side in ((stranger, "cases"), (_reviewer(case, "police-of-elsewhere"), "department")):
        for what in ("", f"/{found.pk}/small"):
            assert client.get(f"/{side}/{case.number}/photographs{what}").status_code == 404, (side, what)
        look = f"/{side}/{case.number}/photographs/{found.pk}/look"
        assert client.post(look, {"purpose": "decide"}).status_code == 404
    other = accepted_again(case)
    assert clerk.get(f"/cases/{other.number}/photographs/{found.pk}/small").status_code == 404
    assert not Event.objects.filter(thing="photograph", verb="look").exists()


def accepted_again(case: Case) -> Case:
    """Another case, to which the photograph does not belong."""
    return Case.objects.create(
        **{
            field: getattr(case, field)
            for field in ("matter_name", "catalogue", "visit", "receipt", "clerk", "receiving_centre", "received_at")
        },
        accepting_centre=case.accepting_centre,
        accepted_at=case.accepted_at,
        number=f"{case.number}9",
        matter="another",
    )


def _reviewer(case: Case, department: str = "") -> Client:
    return browsing.visitor(browsing.account("reviewer", centre="*", department=department or case.department))


def test_the_department_that_decides_looks_at_them_and_takes_none(case: Case) -> None:
    found = take(case)
    client = _reviewer(case)
    assert "材料照片" in browsing.words(client.get(f"/department/{case.number}"))
    page = browsing.words(client.get(f"/department/{case.number}/photographs"))
    assert "用高拍仪拍" not in page
    assert client.get(f"/department/{case.number}/photographs/{found.pk}/small").status_code == 200
    seen = client.post(f"/department/{case.number}/photographs/{found.pk}/look", {"purpose": "decide", "words": ""})
    assert b"data:image/jpeg;base64," in seen.content
    assert IdentityView.objects.get().by.startswith("staff:reviewer")
    assert post(client, case, "take/file/photo", picture(2)).status_code == 403


def test_a_screen_left_open_shows_no_whole_picture(case: Case, clerk: Client, settings: Settings) -> None:
    found = take(case)
    settings.PROOF_MINUTES = 0
    answer = clerk.post(f"/cases/{case.number}/photographs/{found.pk}/look", {"purpose": "compare"})
    assert answer["Location"].startswith("/staff/prove")
    seen = _reviewer(case).post(f"/department/{case.number}/photographs/{found.pk}/look", {"purpose": "decide"})
    assert seen["Location"].startswith("/staff/prove")
    assert not IdentityView.objects.exists()


def test_one_taken_by_mistake_goes_at_once_with_its_file(
    case: Case, clerk: Client, django_capture_on_commit_callbacks
) -> None:
    found = take(case)
    with django_capture_on_commit_callbacks(execute=True):
        answer = clerk.post(f"/cases/{case.number}/photographs/{found.pk}/take-back")
    assert answer.status_code == 302
    with pytest.raises(Gone):
        PHOTOGRAPHS.get(found.pk)
    assert clerk.get(f"/cases/{case.number}/photographs/{found.pk}/small").status_code == 404
    assert Event.objects.get(thing="photograph", verb="let-go").data["why"] == "mistake"
    assert take(case).pk != found.pk


def test_photographs_of_a_case_that_goes_on_are_never_due_and_of_one_that_ended_after_their_days(case: Case) -> None:
    found = take(case)
    ended = NOW + timedelta(days=200)
    assert list(queries.due(NOW + timedelta(days=4000))) == []
    Case.objects.filter(pk=case.pk).update(state=Case.State.WITHDRAWN)
    Event.objects.create(at=ended, centre="LF", actor=BY, thing="case", thing_id=str(case.pk), verb="withdraw")
    assert list(queries.due(ended)) == []
    assert [one.pk for one in queries.due(ended + timedelta(seconds=1))] == [found.pk]


def test_let_go_they_leave_a_line_each_and_a_store_that_is_away_takes_nothing_back(
    case: Case, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks
) -> None:
    found = take(case)

    def away(*_: object) -> None:
        raise Away

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr("onetrip.storage.backings.contrib.files.Files.remove", away)
        with django_capture_on_commit_callbacks(execute=True):
            assert actions.let_go([found.pk], why=Photograph.Why.TIME, now=NOW, by="system:clock") == 1
    assert actions.let_go([found.pk], why=Photograph.Why.TIME, now=NOW, by="system:clock") == 0
    assert PHOTOGRAPHS.get(found.pk)  # the store did not hear of it
    from django.utils import timezone

    assert actions.sweep(now=timezone.now() + timedelta(hours=2)) == 1
    with pytest.raises(Gone):
        PHOTOGRAPHS.get(found.pk)


def test_a_file_that_is_gone_is_said_to_be_gone(case: Case, clerk: Client) -> None:
    found = take(case)
    PHOTOGRAPHS.remove(found.pk)
    with pytest.raises(NotFound, match="photograph-gone"):
        actions.look(photograph=found, purpose=For(Purpose.COMPARE), centre="LF", now=NOW, by=BY)
    assert clerk.get(f"/cases/{case.number}/photographs/{found.pk}/small").status_code == 404


@pytest.mark.parametrize(
    ("constraint", "wrong"),
    [
        ("photograph_source_known", {"source": "fax"}),
        ("photograph_has_size", {"width": 0}),
        ("photograph_removed_for_a_reason", {"removed_at": NOW}),
        ("photograph_removed_for_a_reason", {"removed_why": "time"}),
        ("photograph_kept_once", {"id": uuid.uuid4()}),
    ],
)
def test_the_table_holds_what_a_photograph_is(case: Case, constraint: str, wrong: dict[str, object]) -> None:
    one = take(case)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        if "id" in wrong:
            one.pk = wrong["id"]
            one.save(force_insert=True)
        else:
            Photograph.objects.filter(pk=one.pk).update(**wrong)


def test_no_event_of_a_photograph_says_whose_it_is(case: Case) -> None:
    found = take(case)
    actions.look(photograph=found, purpose=For(Purpose.COMPARE), centre="LF", now=NOW, by=BY)
    told = str(list(Event.objects.values_list("data", "public")))
    assert str(case.resident.number) not in told  # type: ignore[union-attr]
    assert "王测试" not in told


@pytest.fixture(autouse=True)
def no_scanner(settings: Settings) -> None:
    settings.CLAMD = ""
