"""The paper of a record is made once and stays, byte for byte; what it says does not follow what changes afterwards."""

from __future__ import annotations

import hashlib
import io
from datetime import timedelta

import pytest
from pypdf import PdfReader

from onetrip.cases.models import Case, Record, RecordPrint
from onetrip.cases.records.issuing import record_of_notice, record_of_receipt
from onetrip.cases.records.papers import PaperDamaged, pdf_of, set_anew, sheet_of
from onetrip.centres.models import Centre
from onetrip.centres.queries import forget
from onetrip.devices.models import PrintJob
from onetrip.devices.papers import paper_of
from onetrip.ledger.refusals import NotFound
from onetrip.people.models import Resident
from tests.cases.counter import Counter
from tests.cases.records.given import CARD, accept
from tests.cases.test_following import do
from tests.factories import NOW
from tests.prints.reading import text_of

pytestmark = pytest.mark.django_db

HOUSE = "https://onetrip.example"


def printed(record: Record, language: str = "zh", layout: str = "a5", origin: str = HOUSE, days: int = 0) -> bytes:
    fresh = Record.objects.get(pk=record.pk)
    return pdf_of(fresh, language=language, layout=layout, origin=origin, now=NOW + timedelta(days=days))


def test_the_paper_is_the_same_however_often_and_late_it_is_asked_for(card: Case) -> None:
    record = card.records.get()
    first = printed(record)
    assert printed(record, days=400) == first
    kept = RecordPrint.objects.get()
    assert bytes(kept.sha256) == hashlib.sha256(first).digest()
    assert kept.made_at == NOW


@pytest.mark.parametrize("layout", ["a5", "roll"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_set_anew_from_the_record_alone_it_is_the_same_again(
    counter: Counter, card: Case, language: str, layout: str
) -> None:
    do("withdraw", card, counter.hall.tick())
    for record in (*card.records.all(), card.receipt.record):
        kept = printed(record, language, layout)
        assert set_anew(Record.objects.get(pk=record.pk), language=language, layout=layout, origin=HOUSE) == kept


def test_what_changes_afterwards_changes_no_paper(counter: Counter, card: Case, resident: Resident) -> None:
    record, receipt = card.records.get(), card.receipt.record
    Centre.objects.filter(pk="LF").update(name_zh="改名街道中心", telephone="021-00000000")
    forget()
    resident.name = "赵改名"
    resident.save()
    do("withdraw", card, counter.hall.tick())
    for one in (record, receipt):
        words = text_of(printed(one))
        assert "改名" not in words
        assert "赵" not in words
        assert "欧" in words


def test_it_lies_encrypted_and_what_was_tampered_with_is_not_given_out(card: Case) -> None:
    record = card.records.get()
    printed(record)
    kept = RecordPrint.objects.get()
    assert b"%PDF" not in bytes(kept.pdf)
    other = bytearray(bytes(kept.pdf))
    other[-1] ^= 1
    RecordPrint.objects.update(pdf=bytes(other))
    with pytest.raises(Exception, match="wrong key"):
        printed(record)


def test_another_plain_text_under_the_same_key_is_found_out_by_its_hash(card: Case) -> None:
    from onetrip.people.crypto import encrypt_bytes

    record = card.records.get()
    printed(record)
    kept = RecordPrint.objects.get()
    RecordPrint.objects.update(pdf=encrypt_bytes(b"%PDF-1.7 another", about=kept.pk.bytes))
    with pytest.raises(PaperDamaged):
        printed(record)


def test_each_language_and_address_has_a_paper_of_its_own(card: Case) -> None:
    record = card.records.get()
    made = {printed(record), printed(record, "en"), printed(record, origin="https://other.example")}
    assert len(made) == RecordPrint.objects.count() == 3


def test_a_roll_is_set_each_time_and_not_kept(card: Case) -> None:
    record = card.records.get()
    assert printed(record, layout="roll") == printed(record, layout="roll", days=3)
    assert not RecordPrint.objects.exists()


def test_two_who_ask_at_once_get_the_same_paper(card: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    record, other = card.records.get(), []

    def set_while_somebody_else_does(*given: object, **how: str) -> bytes:
        if not other:
            other.append(b"")
            other.append(printed(record))
        return set_anew(*given, **how) + b"\n"

    monkeypatch.setattr("onetrip.cases.records.papers.set_anew", set_while_somebody_else_does)
    assert printed(record) == other[1] != b""
    assert RecordPrint.objects.count() == 1


def test_it_says_on_paper_what_it_says_on_the_screen(counter: Counter, received: Case) -> None:
    do("refuse", received, counter.hall.tick(), reason="户口不在本市，请到户籍地办")
    record = received.records.get()
    sheet, words = sheet_of(record, origin=HOUSE), text_of(printed(record))
    ways = [text for way in sheet.appeal for text in way]
    for text in (*sheet.says, *ways, *sheet.small, sheet.heading, sheet.name):
        assert "".join(text.zh.split()) in words
    assert "户口不在本市，请到户籍地办" in words


def test_a_receipt_of_before_there_were_records_becomes_one_when_it_is_asked_for(
    counter: Counter, resident: Resident
) -> None:
    receipt = accept(counter, resident, CARD)
    before = text_of(printed(receipt.record))
    RecordPrint.objects.all().delete()
    Record.objects.filter(receipt=receipt).delete()
    again = record_of_receipt(type(receipt).objects.get(pk=receipt.pk))
    assert (again.issued_at, again.issued_by) == (receipt.issued_at, receipt.issued_by)
    assert text_of(printed(again)) == before
    assert record_of_receipt(receipt).pk == again.pk


def test_so_does_a_notice(counter: Counter) -> None:
    from onetrip.cases.actions import MissingPaper

    notice = counter.tell(counter.serving(), [MissingPaper("card", "id-card", "没带")])
    Record.objects.all().delete()
    assert "没带" in text_of(printed(record_of_notice(notice)))


def test_the_office_printer_puts_out_that_very_paper(card: Case) -> None:
    record, paper = card.records.get(), paper_of(PrintJob.Kind.CASE_PAPER)
    assert paper.find
    assert paper.page
    assert paper.roll
    job = PrintJob(reference=paper.find(str(record.pk)), language="zh", origin=HOUSE)
    assert paper.page(job, NOW) == printed(record)
    assert paper.roll(job, NOW) == printed(record, layout="roll")
    assert len(PdfReader(io.BytesIO(paper.roll(job, NOW))).pages) == 1


def test_a_printer_is_asked_by_a_key_that_no_paper_shows(card: Case) -> None:
    find = paper_of(PrintJob.Kind.CASE_PAPER).find
    assert find is not None
    for wrong in (card.records.get().token, card.number, str(card.receipt.record.pk), "x" * 64):
        with pytest.raises(NotFound):
            find(wrong)
