"""受理回执: one receipt for everything a window accepted, with the day each matter is due."""

from __future__ import annotations

from datetime import date

from onetrip.prints import blocks
from onetrip.prints.blocks import Block, Runs
from onetrip.prints.qr import printed
from onetrip.prints.sheets import CaseLine, Language, PaperTaken, ReceiptSheet
from onetrip.prints.typesetter import Print, Template
from onetrip.prints.voice import Voice, spaced


def receipt_pdf(sheet: ReceiptSheet, language: Language) -> bytes:
    """The receipt on A5."""
    return receipt_print(sheet, language, "a5").pdf()


def receipt_roll_pdf(sheet: ReceiptSheet, language: Language) -> bytes:
    """The receipt on the 80 mm roll."""
    return receipt_print(sheet, language, "roll").pdf()


def receipt_print(sheet: ReceiptSheet, language: Language, template: Template) -> Print:
    """The receipt, set but not yet made into bytes."""
    check = printed(sheet.check_at) if sheet.check_at else None
    return Print(template, receipt_words(sheet, language), printed(sheet.address), sheet.at.date(), check)


def receipt_words(sheet: ReceiptSheet, language: Language) -> Block:
    """Everything the receipt says."""
    voice = Voice(language)
    number = spaced(sheet.number)
    rate = voice("给这次服务打分", "Rate this service")
    said = blocks.head(
        language,
        heading=voice("受理回执", "Receipt"),
        centre=voice.of(sheet.centre),
        number=number,
        code_says=voice(f"二维码：给这次服务打分，回执 {number}", f"QR code: rate this service, receipt {number}"),
        under=blocks.at_the_window(sheet, voice),
        demonstration=sheet.demonstration,
    )
    said["code_caption"] = rate
    said["blocks"] = [
        blocks.heading(_headline(sheet, voice)),
        blocks.cases([_case(line, sheet.at.date(), sheet.ask, voice) for line in sheet.cases]),
        blocks.foot(),
        blocks.lines([["", _thanks(sheet, voice)]]),
        *([blocks.check(voice)] if sheet.check_at else []),
        blocks.small(_foot(sheet, voice)),
    ]
    return said


def _headline(sheet: ReceiptSheet, voice: Voice) -> str:
    many, done = len(sheet.cases), sum(line.done for line in sheet.cases)
    count, things = voice.count(many), "thing" if many == 1 else "things"
    if done == many:
        return voice(f"办好{count}件", f"{count.capitalize()} {things} done")
    accepted = voice(f"收下{count}件", f"{count.capitalize()} {things} accepted")
    if done:
        accepted += voice(f"，其中{voice.count(done)}件当场办好", f", {voice.count(done)} of them done")
    return accepted


def _case(line: CaseLine, day: date, ask: str, voice: Voice) -> Block:
    before: list[Runs] = [[voice("办件号 ", "Case number "), spaced(line.case_number)]]
    before += _taken(line, voice)
    if line.by_licence:
        names = [voice.of(name) for name in line.by_licence]
        before.append([voice("电子证照，没有收：", "E-licences, not taken: ") + voice.join(names)])
    due, limit = _due(line, day, ask, voice)
    after: list[Runs] = []
    for paper in line.to_follow:
        by = (
            voice(f"，{voice.day(paper.by, seen_from=day)}前", f", by {voice.day(paper.by, seen_from=day)}")
            if paper.by
            else ""
        )
        after.append(["", voice("还要补：", "Still to bring: "), voice.of(paper.name) + by])
    if line.looked_for:
        names = [voice.of(name) for name in line.looked_for]
        said = voice("在查电子证照，您不用补：", "Looked up by us, nothing to bring: ")
        after.append(["", said, voice.join(names)])
    if line.note is not None:
        after.append([voice.of(line.note)])
    return blocks.case(voice.of(line.name), before, due, limit, after)


def _taken(line: CaseLine, voice: Voice) -> list[Runs]:
    found = [
        (voice("看过原件：", "Originals seen: "), [(paper, paper.originals_seen) for paper in line.papers]),
        (voice("留下原件：", "Originals kept: "), [(paper, paper.originals_kept) for paper in line.papers]),
        (voice("留下复印件：", "Copies kept: "), [(paper, paper.copies_kept) for paper in line.papers]),
    ]
    return [
        [term + voice.join(_counted(paper, number, voice) for paper, number in papers if number)]
        for term, papers in found
        if any(number for _, number in papers)
    ]


def _counted(paper: PaperTaken, number: int, voice: Voice) -> str:
    return f"{voice.of(paper.name)}\u00a0{number}"


def _due(line: CaseLine, day: date, ask: str, voice: Voice) -> tuple[str, str]:
    """By when, as (large words, words after them)."""
    if line.done:
        return voice("当场办好", "Done"), ""
    length = voice.length(line.limit) if line.limit is not None else ""
    if line.due is None:
        if length:
            return voice(f"{length}内", f"Within {length}"), ""
        if line.looked_for:
            return voice("证照查到就办", "Done once the e-licence is found"), ""
        return voice("期限待核对", "Time limit not yet checked"), voice(f"，可以问 {ask}", f"; you may ask {ask}")
    due = voice.day(line.due, seen_from=day)
    if line.due_certain:
        return voice(f"{due}前", f"By {due}"), voice(f"（{length}）", f" ({length})") if length else ""
    doubt = voice(
        "那时的放假安排还没公布，可能差几天",
        "the holidays of that time are not announced yet, so it may shift by some days",
    )
    known = f"{length}{voice('；', '; ')}" if length else ""
    return voice(f"预计 {due}前", f"About {due}"), voice(f"（{known}{doubt}）", f" ({known}{doubt})")


def _thanks(sheet: ReceiptSheet, voice: Voice) -> str:
    if all(line.done for line in sheet.cases):
        return voice("办好了。谢谢您跑这一趟。", "Done. Thank you for making the trip.")
    return voice("收下了。谢谢您跑这一趟。", "Accepted. Thank you for making the trip.")


def _foot(sheet: ReceiptSheet, voice: Voice) -> list[Runs]:
    follow = voice(f"办到哪一步，打 {sheet.ask} 或扫码看", f"To follow a case, call {sheet.ask} or scan the code")
    rate = voice("打不打分、打几分，都由您", "Whether and how you rate is up to you")
    return [[voice.sentences(follow, rate, blocks.demonstration(voice) if sheet.demonstration else "")]]
