"""A department's system works its cases over the API: what it sees, what it does, and that nothing is done twice."""

from __future__ import annotations

import io
import uuid
import zipfile
from datetime import date, timedelta

import pytest
import time_machine
from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from PIL import Image

from onetrip.cases.models import Case, Gap
from onetrip.departments import actions
from onetrip.departments.answering import KEPT, REPEATED
from onetrip.departments.models import Answer, Result, ResultFile
from onetrip.ledger.models import Event
from onetrip.people.models import IdentityView
from onetrip.storage.collections import RESULTS
from tests import browsing
from tests.cases.counter import Counter
from tests.cases.test_following import accepted, received
from tests.departments.systems import AT, Calling, a_system
from tests.factories import make_centre

PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"


def told(answer: object) -> tuple[int, str]:
    return answer.status_code, answer.json().get("code", "")  # type: ignore[attr-defined]


def test_a_case_goes_from_the_queue_to_its_result(case: Case, calling: Calling) -> None:
    assert [one["number"] for one in calling.get("/cases").json()["cases"]] == [case.number]
    at = f"/cases/{case.number}"
    for path, said, state in (
        ("take", {"reference": "民审 2026-118"}, "accepted"),
        ("ask-supplement", {"papers": "照片看不清，重拍一张"}, "supplement"),
        ("supplement", {}, "accepted"),
        ("begin-procedure", {"procedure": "visit", "reason": "要上门看一次", "expected_on": "2026-12-04"}, "procedure"),
        ("end-procedure", {"result": "看过了，属实"}, "accepted"),
        ("decide", {"granted": True}, "decided"),
    ):
        answer = calling.post(f"{at}/{path}", said)
        assert (answer.status_code, answer.json().get("state")) == (200, state), path
    sent = calling.send(f"{at}/files", PDF, "application/pdf")
    assert sent.status_code == 200
    file = sent.json()
    assert (file["kind"], file["size"], file["given_out"]) == ("pdf", len(PDF), False)
    answer = calling.post(f"{at}/complete", {"files": [file["id"]], "licence": "LIC-2026-000123"})
    assert answer.json() == {
        "number": case.number,
        "state": "completed",
        "due_on": answer.json()["due_on"],
        "legal_due_on": answer.json()["legal_due_on"],
        "granted": True,
    }
    now = calling.get(at).json()
    assert (now["state"], now["granted"], now["files"][0]["given_out"], now["can"]) == ("completed", True, True, [])
    assert calling.get("/cases").json() == {"cases": [], "next": None}
    assert {event.actor for event in Event.objects.filter(thing="case", verb="decide")} == {"staff:api.minzheng-core"}


def test_a_case_is_told_without_who_it_is_about(case: Case, calling: Calling) -> None:
    answer = calling.get(f"/cases/{case.number}")
    said = answer.json()
    assert case.resident is not None
    assert said["resident"] == {"name": "王＊＊", "id_number": case.resident.masked_number}
    assert said["papers"][0]["name"]["en"] == "ID card"
    assert said["can"] == ["ask-supplement", "begin-procedure", "decide", "complete"]
    for secret in (str(case.resident.number), "王秀英", str(case.resident.pk)):
        assert secret not in answer.content.decode()


def test_the_whole_identity_is_a_right_of_its_own_and_on_record(case: Case, calling: Calling) -> None:
    at = f"/cases/{case.number}/identity"
    assert told(calling.post(at, {"purpose": "核对户籍"})) == (403, "identity-not-allowed")
    assert not IdentityView.objects.exists()
    actions.let_see_identity(code="minzheng-core", allowed=True, now=AT, by="staff:director", key=uuid.uuid4())
    assert calling.post(at, {"purpose": " "}).status_code == 422
    answer = calling.post(at, {"purpose": "核对户籍"})
    assert case.resident is not None
    assert answer.json() == {"name": "王秀英", "id_number": case.resident.number}
    seen = IdentityView.objects.get()
    assert (seen.by, seen.purpose, seen.centre) == (
        "staff:api.minzheng-core",
        f"部门审批：核对户籍 ({case.number})",
        "LF",
    )
    assert not Answer.objects.exists(), "an identity was kept in the clear"


def test_another_departments_case_or_another_centres_does_not_exist(case: Case) -> None:
    make_centre("PX", windows=1)
    others = (
        a_system("px-core", centres=("PX",)),
        a_system("two", centres=("PX",)),
    )
    Case.objects.filter(pk=case.pk).update(department="police")
    everywhere = a_system("third", centres=("*",))
    for calling in (*others, everywhere):
        assert calling.get("/cases").json()["cases"] == []
        assert calling.get(f"/cases/{case.number}").status_code == 404
        assert told(calling.post(f"/cases/{case.number}/decide", {"granted": True})) == (404, "case-unknown")
        assert calling.get("/changes").json()["changes"] == []
    assert Case.objects.get().state == "accepted"


def test_what_is_only_received_is_not_yet_its_business(counter: Counter, calling: Calling) -> None:
    case = received(counter)
    assert calling.get("/cases").json()["cases"] == []
    assert told(calling.post(f"/cases/{case.number}/decide", {"granted": True}))[0] == 409


def test_the_queue_is_read_page_by_page_each_case_once(counter: Counter, calling: Calling) -> None:
    numbers = [accepted(counter).number for _ in range(5)]
    # Two in the very same moment, and one whose last day moves while somebody reads: neither is met twice or missed.
    Case.objects.filter(number__in=numbers[:2]).update(accepted_at=Case.objects.get(number=numbers[1]).accepted_at)
    seen, after = [], ""
    while True:
        page = calling.get(f"/cases?limit=2{f'&after={after}' if after else ''}").json()
        seen += [one["number"] for one in page["cases"]]
        Case.objects.filter(number=seen[0]).update(due_on=date(2027, 5, 1))
        if page["next"] is None:
            break
        after = page["next"].replace("+", "%2B")
    assert seen == numbers


@pytest.mark.parametrize("after", ["x", "2026-11-24T00:00:00.LF-1", ".", "2026-11-24T00:00:00%2B00:00."])
def test_a_point_that_no_page_has_named_is_refused(calling: Calling, after: str) -> None:
    assert told(calling.get(f"/cases?after={after}")) == (422, "cursor-unreadable")


def test_the_same_key_gets_the_same_answer_byte_for_byte_whatever_happened_since(case: Case, calling: Calling) -> None:
    key, at = uuid.uuid4(), f"/cases/{case.number}"
    first = calling.post(f"{at}/ask-supplement", {"papers": "照片重拍"}, key=key)
    calling.post(f"{at}/supplement", {})
    calling.post(f"{at}/decide", {"granted": True})
    again = calling.post(f"{at}/ask-supplement", {"papers": "照片重拍"}, key=key)
    assert (again.status_code, again.content) == (first.status_code, first.content)
    assert (first.headers.get(REPEATED), again.headers.get(REPEATED)) == (None, "true")
    assert Event.objects.filter(verb="ask-supplement").count() == 1


def test_a_refusal_is_the_answer_to_its_key_as_well(case: Case, calling: Calling) -> None:
    key, at = uuid.uuid4(), f"/cases/{case.number}"
    first = calling.post(f"{at}/supplement", {}, key=key)
    assert told(first) == (409, "supplement-not-allowed")
    calling.post(f"{at}/ask-supplement", {"papers": "照片重拍"})
    again = calling.post(f"{at}/supplement", {}, key=key)
    assert (again.status_code, again.content) == (409, first.content)
    assert calling.post(f"{at}/supplement", {}).status_code == 200


def test_a_key_used_for_another_call_is_refused(case: Case, calling: Calling) -> None:
    key, at = uuid.uuid4(), f"/cases/{case.number}"
    assert calling.post(f"{at}/take", {"reference": "1"}, key=key).status_code == 200
    assert told(calling.post(f"{at}/take", {"reference": "2"}, key=key)) == (422, "key-used-otherwise")
    assert told(calling.post(f"{at}/decide", {"granted": True}, key=key)) == (422, "key-used-otherwise")
    assert Case.objects.get().state == "accepted"


def test_two_systems_may_use_the_same_key(counter: Counter, case: Case, calling: Calling) -> None:
    key, other = uuid.uuid4(), a_system("minzheng-second")
    second = accepted(counter)
    assert calling.post(f"/cases/{case.number}/take", {}, key=key).status_code == 200
    assert other.post(f"/cases/{second.number}/take", {}, key=key).json()["number"] == second.number


def test_an_answer_is_forgotten_but_the_deed_is_not_done_again(
    case: Case, calling: Calling, today: time_machine.Traveller
) -> None:
    key, at = uuid.uuid4(), f"/cases/{case.number}"
    calling.post(f"{at}/decide", {"granted": True}, key=key)
    today.shift(KEPT + timedelta(days=1))
    actions.tidy(now=AT + KEPT + timedelta(days=1))
    assert not Answer.objects.exists()
    assert calling.post(f"{at}/decide", {"granted": True}, key=key).status_code == 200
    assert Event.objects.filter(verb="decide").count() == 1


def test_a_changing_call_without_a_key_is_refused(case: Case, calling: Calling) -> None:
    from django.test import Client

    from tests.departments.systems import API

    path = f"{API}/cases/{case.number}/decide"
    body = b'{"granted":true}'
    answer = Client().post(path, body, content_type="application/json", headers=calling.headers("POST", path, body))
    assert told(answer) == (422, "key-missing")


def test_a_case_is_worked_on_by_one_system_of_the_department(case: Case, calling: Calling) -> None:
    other, at = a_system("minzheng-second"), f"/cases/{case.number}"
    calling.post(f"{at}/take", {"reference": "民审 1"})
    assert calling.get(at).json()["taken"]["reference"] == "民审 1"
    calling.post(f"{at}/take", {"reference": "民审 2"})
    assert other.get(at).json()["taken"]["reference"] == "民审 2"
    for path, said in (("take", {}), ("decide", {"granted": True}), ("give-back", {})):
        assert told(other.post(f"{at}/{path}", said)) == (409, "taken-by-another"), path
    assert calling.post(f"{at}/give-back").status_code == 200
    assert told(calling.post(f"{at}/give-back")) == (409, "not-taken")
    assert other.post(f"{at}/decide", {"granted": True}).status_code == 200


def test_a_refusal_of_the_application_needs_its_reason_and_no_result(case: Case, calling: Calling) -> None:
    at = f"/cases/{case.number}"
    assert told(calling.post(f"{at}/decide", {"granted": False})) == (422, "reason-missing")
    assert calling.post(f"{at}/decide", {"granted": False, "reason": "户籍不在本市"}).json()["granted"] is False
    assert calling.post(f"{at}/complete").json()["state"] == "completed"
    assert not Result.objects.get().files.exists()


def test_what_was_granted_is_not_completed_without_a_result(case: Case, calling: Calling) -> None:
    at = f"/cases/{case.number}"
    calling.post(f"{at}/decide", {"granted": True})
    assert told(calling.post(f"{at}/complete")) == (422, "result-missing")
    assert told(calling.post(f"{at}/complete", {"files": [str(uuid.uuid4())]})) == (422, "file-unknown")
    assert calling.post(f"{at}/complete", {"on_paper": True}).status_code == 200


def test_a_file_of_another_case_is_no_result_of_this_one(counter: Counter, case: Case, calling: Calling) -> None:
    other = accepted(counter)
    file = calling.send(f"/cases/{other.number}/files", PDF, "application/pdf").json()
    assert told(calling.post(f"/cases/{case.number}/complete", {"files": [file["id"]]})) == (422, "file-unknown")


def test_a_promised_paper_that_has_not_come_holds_the_grant_up(case: Case, calling: Calling) -> None:
    Gap.objects.create(case=case, paper="photo", name={"zh": "照片", "en": "photo"}, promised_at=AT)
    assert calling.get(f"/cases/{case.number}").json()["open_gaps"] == ["photo"]
    assert calling.post(f"/cases/{case.number}/decide", {"granted": True}).status_code == 409


def test_a_file_is_kept_once_and_encrypted(case: Case, calling: Calling) -> None:
    at = f"/cases/{case.number}/files"
    first, again = (calling.send(at, PDF, "application/pdf").json() for _ in range(2))
    assert first == again
    kept = ResultFile.objects.get()
    assert RESULTS.get(kept.pk) == PDF
    assert PDF[:20] not in (settings.RESULTS_ROOT / kept.pk.hex[:2] / kept.pk.hex).read_bytes()


def picture(kind: str) -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(target, kind)
    return target.getvalue()


def ofd(names: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in names.items():
            packed.writestr(name, content)
    return target.getvalue()


OFD = {
    "OFD.xml": b'<?xml version="1.0"?><ofd:OFD xmlns:ofd="http://www.ofdspec.org/2016"/>',
    "Doc_0/Document.xml": b"<d/>",
}


@pytest.mark.parametrize(
    ("content_type", "content"),
    [("image/jpeg", picture("JPEG")), ("image/png", picture("PNG")), ("application/ofd", ofd(OFD))],
    ids=["jpeg", "png", "ofd"],
)
def test_pictures_and_ofd_are_results_too(case: Case, calling: Calling, content_type: str, content: bytes) -> None:
    assert calling.send(f"/cases/{case.number}/files", content, content_type).status_code == 200


@pytest.mark.parametrize(
    ("content_type", "content", "code"),
    [
        ("text/html", b"<script>", "file-type"),
        ("application/pdf", b"", "file-empty"),
        ("application/pdf", b"<html>%PDF-1.7 %%EOF", "file-damaged"),
        ("application/pdf", PDF[:-7], "file-damaged"),
        ("application/pdf", PDF.replace(b"/Type", b"/OpenAction << /S /JavaScript /JS (x) >> /Type"), "file-active"),
        ("application/pdf", PDF.replace(b"/Type", b"/J#61vaScript (x) /Type"), "file-active"),
        ("image/png", picture("JPEG"), "file-damaged"),
        ("image/jpeg", picture("JPEG")[:200], "file-damaged"),
        ("image/jpeg", PDF, "file-damaged"),
        ("application/ofd", ofd({"a.txt": b"x"}), "file-damaged"),
        ("application/ofd", ofd({**OFD, "../../etc/cron.d/x": b"x"}), "file-paths"),
        ("application/ofd", ofd({**OFD, "bomb": b"\0" * (101 * 1024 * 1024)}), "file-bomb"),
    ],
    ids=[
        "html",
        "empty",
        "polyglot",
        "cut",
        "script",
        "hidden-script",
        "other",
        "half",
        "pdf-as-jpeg",
        "zip",
        "path",
        "bomb",
    ],
)
def test_what_is_not_what_it_says_or_could_act_is_not_kept(
    case: Case, calling: Calling, content_type: str, content: bytes, code: str
) -> None:
    assert told(calling.send(f"/cases/{case.number}/files", content, content_type)) == (422, code)
    assert not ResultFile.objects.exists()


def test_a_file_that_is_too_large_is_not_read_to_its_end(case: Case, calling: Calling) -> None:
    answer = calling.send(f"/cases/{case.number}/files", PDF + b"\0" * (10 * 1024 * 1024), "application/pdf")
    assert told(answer) == (413, "too-big")


def test_the_window_fetches_the_result_and_nobody_else_does(counter: Counter, case: Case, calling: Calling) -> None:
    make_centre("PX", windows=1)
    at = f"/cases/{case.number}"
    file = calling.send(f"{at}/files", PDF, "application/pdf").json()
    page, clerk = f"/departments/results/{file['id']}", browsing.visitor("clerk")
    assert clerk.get(page).status_code == 404, "a result that was never given out was handed over"
    calling.post(f"{at}/complete", {"files": [file["id"]], "licence": "LIC-2026-000123"})
    shown = browsing.words(clerk.get(f"/departments/results/of/{case.number}"))
    assert "PDF" in shown
    assert "末四位 0123" in shown
    assert "LIC-2026" not in shown
    got = clerk.get(page)
    assert got.content == PDF
    assert got["Content-Disposition"].startswith("attachment")
    assert got["X-Content-Type-Options"] == "nosniff"
    assert Event.objects.get(thing="result-file").verb == "fetch"
    elsewhere = browsing.visitor(browsing.account("clerk", centre="PX"))
    for path in (page, f"/departments/results/of/{case.number}"):
        assert elsewhere.get(path).status_code == 404
        assert browsing.visitor("guide").get(path).status_code == 403
    assert f"/departments/results/of/{case.number}" in clerk.get(f"/cases/{case.number}").content.decode()


def test_no_answer_says_more_than_the_department_needs(case: Case, calling: Calling) -> None:
    """The clerk, the slip, the visit: nothing of them leaves the house."""
    said = calling.get(f"/cases/{case.number}").json()
    assert not {"clerk", "slip", "visit", "receipt", "telephone", "id"} & set(said)


def test_the_history_of_a_case_names_the_system(case: Case, calling: Calling) -> None:
    calling.post(f"/cases/{case.number}/take", {"reference": "民审 7"})
    shown = browsing.words(browsing.visitor("clerk").get(f"/cases/{case.number}"))
    assert "部门系统领件 民政核心系统" in shown
    assert "民审 7" in shown


def test_the_special_procedures_are_told(calling: Calling) -> None:
    assert {"id": "hearing", "name": {"zh": "听证", "en": "Hearing"}} in calling.get("/procedures").json()


def test_a_file_that_is_gone_from_the_store_is_told_in_words(case: Case, calling: Calling) -> None:
    file = calling.send(f"/cases/{case.number}/files", PDF, "application/pdf").json()
    calling.post(f"/cases/{case.number}/complete", {"files": [file["id"]]})
    RESULTS.remove(uuid.UUID(file["id"]))
    answer = browsing.visitor("clerk").get(f"/departments/results/{file['id']}")
    assert answer.status_code == 404
    with pytest.raises(ObjectDoesNotExist):
        Event.objects.get(thing="result-file")
