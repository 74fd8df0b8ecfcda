"""A record on paper: made once for each language and address, kept, and the same bytes for ever."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Literal

from onetrip.cases.models import Record, RecordPrint
from onetrip.cases.sheets import notice_sheet, receipt_sheet
from onetrip.centres.queries import settled
from onetrip.ledger import rows
from onetrip.people.crypto import decrypt_bytes, encrypt_bytes
from onetrip.prints.notice import notice_print
from onetrip.prints.receipt import receipt_print
from onetrip.prints.record import record_print
from onetrip.prints.sheets import Language, RecordSheet
from onetrip.prints.typesetter import Print
from onetrip.rules import Text

Layout = Literal["a5", "roll"]


class PaperDamaged(Exception):
    """What lies in the table is not what was made: its hash says so."""


def pdf_of(record: Record, *, language: Language, layout: Layout, origin: str, now: datetime) -> bytes:
    """The paper as PDF. `origin` is the public host, "https://centre.example", which the codes on it open.

    The first A5 asked for is made and kept; from then on it is that one, byte for byte. A roll is set anew each time: it
    is paper and nothing else, and says the same. Raises PaperDamaged.
    """
    if layout == "roll":
        return set_anew(record, language=language, layout=layout, origin=origin)
    key = uuid.uuid5(record.pk, f"{language} {origin}")
    kept = RecordPrint.objects.filter(pk=key).first()
    if kept is None:
        pdf = set_anew(record, language=language, layout=layout, origin=origin)
        row = RecordPrint(
            id=key,
            record=record,
            language=language,
            origin=origin,
            pdf=encrypt_bytes(pdf, about=key.bytes),
            sha256=hashlib.sha256(pdf).digest(),
            made_at=now,
        )
        rows.insert(row, on_conflict="ON CONFLICT DO NOTHING")
        kept = RecordPrint.objects.get(pk=key)  # whoever was first, if two asked at once
    pdf = decrypt_bytes(bytes(kept.pdf), about=key.bytes)
    if hashlib.sha256(pdf).digest() != bytes(kept.sha256):
        raise PaperDamaged(record.number)
    return pdf


def set_anew(record: Record, *, language: Language, layout: Layout, origin: str) -> bytes:
    """The paper set from the record alone, as its template says; nothing is kept."""
    return SET_AS[record.template](record, language, layout, origin).pdf()


def sheet_of(record: Record, *, origin: str) -> RecordSheet:
    """The record of a case as a sheet, for paper and screen; not for those of a receipt or a notice."""
    said, place = record.content, settled(record.centre_id)
    words = {name: _read(value) for name, value in said["words"].items()}
    lines = words.pop("lines", ())
    if said["department"] is not None:
        lines = (*lines, (Text("办理部门", "Department"), _read(said["department"])))
    return RecordSheet(
        number=record.number,
        address=f"{origin}/v/{record.token}",
        centre=_read(said["centre"]),
        at=place.centre.local(record.issued_at),
        name=_read(said["matter"]),
        lines=tuple(tuple(line) for line in lines),
        for_whom=said["for_whom"],
        by_proxy=said["by_proxy"],
        proxy=said.get("proxy", ""),
        ask=said["ask"],
        demonstration=said["demonstration"],
        **words,
    )


def _first(record: Record, language: Language, layout: Layout, origin: str) -> Print:
    """Template 1."""
    check_at = f"{origin}/v/{record.token}"
    if record.receipt is not None:
        taken = record.receipt
        receipt = receipt_sheet(taken, record, address=f"{origin}/r/{taken.token}", check_at=check_at)
        return receipt_print(receipt, language, layout)
    if record.notice is not None:
        told = record.notice
        notice = notice_sheet(told, record, address=f"{origin}/n/{told.token}", check_at=check_at)
        return notice_print(notice, language, layout)
    return record_print(sheet_of(record, origin=origin), language, layout)


SET_AS: Mapping[int, Callable[[Record, Language, Layout, str], Print]] = {1: _first}
"""How each template sets a record. One that is in use is never changed, a new one gets the next number."""


def _read(stored: Any) -> Any:
    if isinstance(stored, dict):
        return Text(stored["zh"], stored["en"])
    return tuple(_read(each) for each in stored)
