"""The pages of records: what anybody may check, what the resident reads, what those who work on the case print."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from onetrip.cases.models import Case, Record, RecordPrint
from onetrip.cases.records.hashing import MOST_BYTES
from onetrip.people.models import Resident
from tests import browsing
from tests.cases.counter import Counter
from tests.cases.records.given import CARD, accept
from tests.cases.test_following import do
from tests.factories import make_centre
from tests.prints.reading import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def refused(counter: Counter, received: Case) -> Record:
    do("refuse", received, counter.hall.tick(), reason="一句只给本人看的原因")
    return received.records.get()


def check(record: Record, **given: str) -> str:
    return browsing.words(browsing.visitor(**given).get(f"/v/{record.token}"))


def send(record: Record, content: bytes, client: Client | None = None):
    file = SimpleUploadedFile("单子.pdf", content, content_type="application/pdf")
    return (client or browsing.visitor()).post(f"/v/{record.token}/file", {"file": file})


def paper_of(record: Record) -> bytes:
    """The PDF as the resident gets it."""
    assert record.case is not None
    return browsing.visitor().get(f"/r/{record.case.receipt.token}/records/{record.number}.pdf").content


def test_anybody_sees_that_it_is_genuine_and_nothing_personal(refused: Record, resident: Resident) -> None:
    seen = check(refused)
    for shown in ("是我们发的", "不予受理通知书", refused.number, "11 月 24 日", "测试街道", resident.masked_name):
        assert shown in seen, shown
    assert "欧阳测" not in seen
    assert "一句只给本人看的原因" not in seen
    assert "奖励金" not in seen, "what it is about is nobody's business"
    assert resident.number not in seen
    assert "Issued by us" in check(refused, language="en") or "issued by us" in check(refused, language="en")


def test_a_forged_or_altered_code_is_told_in_words(refused: Record) -> None:
    for token in ("forged", refused.token[:-1], refused.token.swapcase(), "%00", "x" * 300):
        answer = browsing.visitor().get(f"/v/{token}")
        assert answer.status_code == 404
        assert "伪造" in browsing.words(answer)


def test_the_codes_of_other_pages_check_nothing_and_this_code_opens_nothing_else(refused: Record) -> None:
    assert refused.case is not None
    visitor = browsing.visitor()
    assert visitor.get(f"/v/{refused.case.receipt.token}").status_code == 404
    for address in (f"/r/{refused.token}", f"/n/{refused.token}", f"/r/{refused.token}/records/{refused.number}"):
        assert visitor.get(address).status_code == 404


def test_an_older_word_says_that_there_is_a_newer_one(counter: Counter, received: Case) -> None:
    do("accept", received, counter.hall.tick())
    first = received.records.get()
    assert "到现在最新的一份" in check(first)
    do("ask-supplement", received, counter.hall.tick())
    assert "不是最新的" in check(first)


def test_the_file_is_compared_and_not_kept(refused: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    def keep(*_: object, **__: object) -> None:
        raise AssertionError("a file was kept")

    monkeypatch.setattr("django.core.files.uploadhandler.TemporaryFileUploadHandler.new_file", keep)
    monkeypatch.setattr("django.core.files.uploadhandler.MemoryFileUploadHandler.new_file", keep)
    pdf = paper_of(refused)
    assert "一模一样" in browsing.words(send(refused, pdf))
    assert "对不上" in browsing.words(send(refused, pdf[:-1] + b"?"))
    assert "对不上" in browsing.words(send(refused, b"not a PDF at all"))
    assert RecordPrint.objects.count() == 1


def test_a_genuine_file_under_another_paper_s_code_is_found_out(refused: Record, card: Case) -> None:
    assert "是另一张" in browsing.words(send(refused, paper_of(card.records.get())))


@pytest.mark.parametrize("size", [MOST_BYTES + 1, 2 * MOST_BYTES + 1])
def test_a_file_that_is_too_long_is_refused_in_words(refused: Record, size: int) -> None:
    answer = send(refused, b"%PDF" + b"0" * size)
    assert answer.status_code == 422
    assert "超过 4 MB" in browsing.words(answer)


def test_without_a_file_the_page_says_what_is_missing(refused: Record) -> None:
    for fields in ({}, {"file": "words instead"}):
        answer = browsing.visitor().post(f"/v/{refused.token}/file", fields)
        assert answer.status_code == 422
        assert "请先选一个 PDF 文件" in browsing.words(answer)


def test_a_second_file_changes_nothing_of_what_the_first_is(refused: Record) -> None:
    pdf = paper_of(refused)
    files = [io.BytesIO(pdf), io.BytesIO(b"something else")]
    for number, file in enumerate(files):
        file.name = f"{number}.pdf"
    assert "一模一样" in browsing.words(browsing.visitor().post(f"/v/{refused.token}/file", {"file": files}))


def test_another_site_cannot_send_the_form(refused: Record) -> None:
    assert send(refused, b"%PDF", Client(enforce_csrf_checks=True)).status_code == 403


def test_the_resident_reads_every_record_behind_the_receipt(counter: Counter, received: Case) -> None:
    do("accept", received, counter.hall.tick())
    do("ask-supplement", received, counter.hall.tick(), papers="照片重拍一张")
    token, visitor = received.receipt.token, browsing.visitor()
    receipt = visitor.get(f"/r/{token}").content.decode()
    for record in received.records.all():
        address = f"/r/{token}/records/{record.number}"
        assert address in receipt
        assert visitor.get(f"{address}.pdf")["Content-Type"] == "application/pdf"
    newest = browsing.words(visitor.get(f"/r/{token}/records/{received.number}-2"))
    assert "照片重拍一张" in newest
    assert "Papers wanted" in browsing.words(
        browsing.visitor(language="en").get(f"/r/{token}/records/{received.number}-2")
    )


def test_a_receipt_opens_no_record_of_another_one(counter: Counter, resident: Resident, refused: Record) -> None:
    other = accept(counter, resident, CARD)
    visitor = browsing.visitor()
    for number in (refused.number, "nothing", "%00", "x" * 300):
        assert visitor.get(f"/r/{other.token}/records/{number}").status_code == 404
        assert visitor.get(f"/r/{other.token}/records/{number}.pdf").status_code == 404


def test_the_receipt_and_its_pdf_carry_the_way_to_check_them(card: Case) -> None:
    visitor = browsing.visitor()
    token = card.receipt.token
    first = visitor.get(f"/r/{token}.pdf").content
    assert visitor.get(f"/r/{token}.pdf").content == first
    assert "核验用" in text_of(first)
    record = Record.objects.get(receipt=card.receipt)
    assert f"/v/{record.token}" in visitor.get(f"/r/{token}").content.decode()
    assert "受理回执" in check(record)
    assert "一模一样" in browsing.words(send(record, first))


def test_who_works_on_the_case_prints_it_and_nobody_else(counter: Counter, refused: Record) -> None:
    assert refused.case is not None
    address = f"/cases/{refused.case.number}/records/{refused.number}.pdf"
    clerk = browsing.visitor(browsing.account("clerk"))
    assert refused.number in browsing.words(clerk.get(f"/cases/{refused.case.number}"))
    assert "一句只给本人看的原因" in text_of(clerk.get(address).content)
    assert "Notice:notaccepted" in text_of(clerk.get(f"{address}?language=en").content)
    make_centre("PX", windows=1)
    assert browsing.visitor(browsing.account("clerk", centre="PX")).get(address).status_code == 404
    assert browsing.visitor().get(address).status_code == 302


def test_a_department_prints_its_own_and_no_other(counter: Counter, card: Case) -> None:
    record = card.records.get()
    address = f"/department/{card.number}/records/{record.number}.pdf"
    own = browsing.visitor(browsing.account("reviewer", centre="*", department=card.department))
    assert address in own.get(f"/department/{card.number}").content.decode()
    assert own.get(address).content.startswith(b"%PDF")
    other = browsing.visitor(browsing.account("reviewer", centre="*", department="police"))
    assert other.get(address).status_code == 404


def test_papers_promised_are_called_for_from_the_page_of_the_case(with_a_gap: Case) -> None:
    clerk = browsing.visitor(browsing.account("clerk"))
    assert "出容缺补正通知书" in browsing.words(clerk.get(f"/cases/{with_a_gap.number}"))
    answer = clerk.post(f"/cases/{with_a_gap.number}/call-for", {"idempotency_key": browsing.key()})
    assert answer.status_code == 302
    assert with_a_gap.records.filter(kind="follow-up").count() == 1
    assert "发了容缺补正通知书" in browsing.words(clerk.get(f"/cases/{with_a_gap.number}"))
