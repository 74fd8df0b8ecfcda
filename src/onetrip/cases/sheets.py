"""From a receipt or a notice to the sheet that is printed. Pure, but for the cases that stand beside a notice."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from onetrip.advice.presenting import hours_in_words
from onetrip.cases.models import Case, MissingNotice, Receipt
from onetrip.centres.queries import Settled
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


def receipt_sheet(
    receipt: Receipt, *, place: Settled, address: str, window: int | None, demonstration: bool
) -> ReceiptSheet:
    """The receipt as it is printed. `address` is what its QR code opens; `window` where it was issued."""
    centre, resident = place.centre, receipt.visit.resident
    return ReceiptSheet(
        number=receipt.number,
        address=address,
        centre=Text(centre.name_zh, centre.name_en),
        at=centre.local(receipt.issued_at),
        cases=tuple(_case(line) for line in receipt.lines),
        window=window,
        for_whom=resident.masked_name if resident else "",
        by_proxy=any(line["by_proxy"] for line in receipt.lines),
        ask=centre.telephone,
        demonstration=demonstration,
    )


def notice_sheet(
    notice: MissingNotice,
    accepted: Sequence[Case],
    *,
    place: Settled,
    address: str,
    window: int | None,
    demonstration: bool,
) -> NoticeSheet:
    """The notice as it is printed, with the cases `accepted` in the same visit."""
    centre, resident = place.centre, notice.visit.resident
    taken = {case.matter for case in accepted}
    return NoticeSheet(
        number=notice.number,
        address=address,
        centre=Text(centre.name_zh, centre.name_en),
        at=centre.local(notice.told_at),
        missing=tuple(_missing(item, taken) for item in notice.items),
        accepted=tuple(AcceptedLine(name=_text(case.matter_name), case_number=case.number) for case in accepted),
        slip_number=notice.slip.number if notice.slip else "",
        window=window,
        for_whom=resident.masked_name if resident else "",
        ask=centre.telephone,
        hours=hours_in_words(place.hours, centre.day_of(notice.told_at)),
        demonstration=demonstration,
    )


def _case(line: dict[str, Any]) -> CaseLine:
    limit = line["limit"]
    return CaseLine(
        name=_text(line["name"]),
        case_number=line["case"],
        papers=tuple(
            PaperTaken(name=_text(paper["name"]), originals_seen=paper["originals"], copies_kept=paper["copies"])
            for paper in line["papers"]
            if not paper.get("follows")
        ),
        to_follow=tuple(
            PaperToFollow(name=_text(paper["name"]), by=_day(paper.get("by")))
            for paper in line["papers"]
            if paper.get("follows")
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
