"""From a receipt or a notice, and the record that it is, to the sheet that is printed."""

from __future__ import annotations

from datetime import date
from typing import Any

from onetrip.cases.models import MissingNotice, Receipt, Record
from onetrip.centres.queries import settled
from onetrip.planning import Limit
from onetrip.prints.sheets import (
    AcceptedLine,
    CaseLine,
    MissingLine,
    NoticeSheet,
    PaperTaken,
    PaperToFollow,
    ReceiptSheet,
)
from onetrip.rules import Text

SENT_ON = Text(
    "材料由我们转到户籍地的中心，由那里受理。",
    "We send the papers on to the centre of your household, which accepts them.",
)


def receipt_sheet(receipt: Receipt, record: Record, *, address: str, check_at: str) -> ReceiptSheet:
    """The receipt as it is printed. `address` is what its QR code opens, `check_at` where anybody may check it."""
    said = record.content
    return ReceiptSheet(
        number=receipt.number,
        address=address,
        check_at=check_at,
        centre=_text(said["centre"]),
        at=settled(receipt.centre_id).centre.local(receipt.issued_at),
        cases=tuple(_case(line) for line in receipt.lines),
        window=said["window"],
        for_whom=said["for_whom"],
        by_proxy=any(line["by_proxy"] for line in receipt.lines),
        proxy=said.get("proxy", ""),
        ask=said["ask"],
        demonstration=said["demonstration"],
    )


def notice_sheet(notice: MissingNotice, record: Record, *, address: str, check_at: str) -> NoticeSheet:
    """The notice as it is printed, with what had been accepted in the same visit when it was told."""
    said = record.content
    taken = {case["matter"] for case in said["accepted"]}
    return NoticeSheet(
        number=notice.number,
        address=address,
        check_at=check_at,
        centre=_text(said["centre"]),
        at=settled(notice.centre_id).centre.local(notice.told_at),
        missing=tuple(_missing(item, taken) for item in notice.items),
        accepted=tuple(AcceptedLine(name=_text(case["name"]), case_number=case["number"]) for case in said["accepted"]),
        slip_number=said["slip"],
        window=said["window"],
        for_whom=said["for_whom"],
        by_proxy="proxy" in said,
        proxy=said.get("proxy", ""),
        ask=said["ask"],
        hours=tuple(_text(stretch) for stretch in said["hours"]),
        demonstration=said["demonstration"],
    )


def _case(line: dict[str, Any]) -> CaseLine:
    limit = line["limit"]
    return CaseLine(
        name=_text(line["name"]),
        case_number=line["case"],
        papers=tuple(
            PaperTaken(name=_text(paper["name"]), originals_seen=paper["originals"], copies_kept=paper["copies"])
            for paper in line["papers"]
            if not paper.get("follows") and not paper.get("licence") and not paper.get("on_file")
        ),
        by_licence=tuple(_text(paper["name"]) for paper in line["papers"] if paper.get("licence")),
        looked_for=tuple(_text(paper["name"]) for paper in line["papers"] if paper.get("lookup")),
        to_follow=tuple(
            PaperToFollow(name=_text(paper["name"]), by=_day(paper.get("by")))
            for paper in line["papers"]
            if paper.get("follows") and not paper.get("lookup")
        ),
        done=line["on_the_spot"],
        due=_day(line["due"]),
        due_certain=line["due_certain"],
        limit=Limit(limit["days"], limit["unit"]) if limit else None,
        note=SENT_ON if line["place"] == "any_sent_on" else None,
    )


def _missing(item: dict[str, Any], taken: set[str]) -> MissingLine:
    reason = item["reason"]
    return MissingLine(
        paper=_text(item["name"]),
        matter=_text(item["matter_name"]),
        originals=item["originals"],
        copies=item["copies"],
        why=Text(reason, reason) if reason else None,
        where=_text(item["where"]) if item["where"] else None,
        promised_otherwise=item["broken"],
        accepted_anyway=item["matter"] in taken,
    )


def _text(stored: dict[str, str]) -> Text:
    return Text(stored["zh"], stored["en"])


def _day(stored: str | None) -> date | None:
    return None if stored is None else date.fromisoformat(stored)
