"""号: the number in the hall, on a strip of 80 mm."""

from __future__ import annotations

from onetrip.prints import blocks
from onetrip.prints.blocks import Block, Runs
from onetrip.prints.qr import printed
from onetrip.prints.sheets import Language, TicketSheet
from onetrip.prints.typesetter import Print
from onetrip.prints.voice import Voice, spaced


def ticket_roll_pdf(sheet: TicketSheet, language: Language) -> bytes:
    """The ticket on the 80 mm roll."""
    return ticket_print(sheet, language).pdf()


def ticket_print(sheet: TicketSheet, language: Language) -> Print:
    """The ticket, set but not yet made into bytes."""
    return Print("ticket", ticket_words(sheet, language), printed(sheet.address), sheet.at.date())


def ticket_words(sheet: TicketSheet, language: Language) -> Block:
    """Everything the ticket says."""
    voice = Voice(language)
    foot: list[Runs] = [[voice.moment(sheet.at)]]
    if sheet.copy:
        foot.append([voice("补打：和前一张是同一个号", "Copy: the same number as the paper before")])
    if sheet.slip_number:
        foot.append([voice("小贴士 ", "Slip "), spaced(sheet.slip_number)])
    if sheet.demonstration:
        foot.append([blocks.demonstration(voice)])
    said = blocks.head(
        language,
        heading=voice("您的号（补打）", "Your number (copy)") if sheet.copy else voice("您的号", "Your number"),
        centre=voice.of(sheet.centre),
        number=sheet.number,
        code_says=voice(f"二维码：看 {sheet.number} 还要等几位", f"QR code: how long {sheet.number} still waits"),
        under=_waiting(sheet, voice),
        demonstration=sheet.demonstration,
    )
    return said | {
        "large": [_standing(sheet, voice), *_estimate(sheet, voice)],
        "code_caption": voice("扫一扫，看前面还有几位", "Scan to see how many are ahead"),
        "foot": foot,
    }


def _standing(sheet: TicketSheet, voice: Voice) -> str:
    if sheet.stands is not None:
        return voice.of(sheet.stands[0])
    if sheet.ahead == 0:
        return voice("下一位就是您", "You are next")
    return voice(f"前面 {sheet.ahead} 位", f"{sheet.ahead} {'person' if sheet.ahead == 1 else 'people'} ahead")


def _estimate(sheet: TicketSheet, voice: Voice) -> list[str]:
    if sheet.estimate is None:
        return []
    least, most = sheet.estimate
    minutes = str(most) if least == most else f"{least}–{most}"
    return [voice(f"约 {minutes} 分钟", f"about {minutes} minute{'' if most == 1 else 's'}")]


def _waiting(sheet: TicketSheet, voice: Voice) -> list[Runs]:
    said = voice.of(sheet.stands[1]) if sheet.stands else voice("坐着等，会叫您。", "Please sit; we will call you.")
    found: list[Runs] = [[said]]
    if sheet.priority is not None:
        found.append(["", voice.of(sheet.priority)])
    return found
