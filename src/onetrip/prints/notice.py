"""一次性告知单: everything that is missing, told at once; with our apology where a slip had said otherwise."""

from __future__ import annotations

from onetrip.prints import blocks
from onetrip.prints.blocks import Block, Runs
from onetrip.prints.qr import printed
from onetrip.prints.sheets import Language, MissingLine, NoticeSheet
from onetrip.prints.typesetter import Print, Template
from onetrip.prints.voice import Voice, spaced
from onetrip.rules import Text


def notice_pdf(sheet: NoticeSheet, language: Language) -> bytes:
    """The notice on A5."""
    return notice_print(sheet, language, "a5").pdf()


def notice_roll_pdf(sheet: NoticeSheet, language: Language) -> bytes:
    """The notice on the 80 mm roll."""
    return notice_print(sheet, language, "roll").pdf()


def notice_print(sheet: NoticeSheet, language: Language, template: Template) -> Print:
    """The notice, set but not yet made into bytes."""
    check = printed(sheet.check_at) if sheet.check_at else None
    return Print(template, notice_words(sheet, language), printed(sheet.address), sheet.at.date(), check)


def notice_words(sheet: NoticeSheet, language: Language) -> Block:
    """Everything the notice says."""
    voice = Voice(language)
    number = spaced(sheet.number)
    said = blocks.head(
        language,
        heading=voice("一次性告知单", "What is missing"),
        centre=voice.of(sheet.centre),
        number=number,
        code_says=voice(f"二维码：打开告知单 {number}", f"QR code: opens notice {number}"),
        under=[*blocks.at_the_window(sheet, voice), *_slip(sheet, voice)],
        demonstration=sheet.demonstration,
    )
    wanted = [line for line in sheet.missing if not line.accepted_anyway]
    said["blocks"] = [
        *_apology(sheet, voice),
        *_missing(wanted, voice),
        *_accepted(sheet, wanted, voice),
        *(_coming_back(sheet, voice) if wanted else []),
        blocks.foot(),
        *([_promise(voice)] if wanted else []),
        *([blocks.check(voice)] if sheet.check_at else []),
        *([blocks.small([[blocks.demonstration(voice)]])] if sheet.demonstration else []),
    ]
    return said


def _slip(sheet: NoticeSheet, voice: Voice) -> list[Runs]:
    return [[voice("小贴士 ", "Slip "), spaced(sheet.slip_number)]] if sheet.slip_number else []


def _apology(sheet: NoticeSheet, voice: Voice) -> list[Block]:
    """The sentence of the house for a broken promise, only as far as it is true."""
    broken = [line for line in sheet.missing if line.promised_otherwise]
    if not broken:
        return []
    papers = dict.fromkeys(voice.of(line.paper) for line in broken)
    names = voice(voice.join(papers), voice.join(f"“{name}”" for name in papers))
    happened = voice(
        f"我们失约了：单子没写{names}，窗口却要了。",
        f"We broke our promise: the slip did not ask for {names}, the window did.",
    )
    if all(line.accepted_anyway for line in broken):
        then = voice("今天照样给您收下，规则我们去改。", "We accept your papers today and will correct the rule.")
    else:
        then = voice(
            "不是您带错。已经记下，我们去查原因、改规则。",
            "You did nothing wrong. It is on record; we will find the cause and correct the rule.",
        )
    return [blocks.promise([happened, then])]


def _missing(wanted: list[MissingLine], voice: Voice) -> list[Block]:
    papers: dict[Text, list[MissingLine]] = {}
    for line in wanted:
        papers.setdefault(line.paper, []).append(line)
    if not papers:
        return [blocks.heading(voice("都收下了，不用再来", "Everything is accepted; no need to come back"))]
    many = len(papers)
    still = voice(
        f"还缺{voice.count(many)}样", f"{voice.count(many).capitalize()} paper{'' if many == 1 else 's'} missing"
    )
    return [
        blocks.heading(still + voice("，一次说全", ", all told at once")),
        blocks.papers([_paper(name, lines, voice) for name, lines in papers.items()]),
    ]


def _paper(name: Text, lines: list[MissingLine], voice: Voice) -> Block:
    """A missing paper once, with every matter that asks for it: one original serves all, copies add up."""
    originals = max(line.originals or 0 for line in lines)
    copies = sum(line.copies for line in lines)
    counted = [(voice.originals(originals), str(originals))] if originals else []
    if copies:
        counted.append((voice.copies(copies), str(copies)))
    notes: list[Runs] = []
    for line in lines:
        reason = voice.of(line.why)
        notes.append(["", voice.of(line.matter) + (voice("：", ": ") if reason else ""), reason])
    where = dict.fromkeys(voice.of(line.where) for line in lines if line.where is not None)
    notes += [[place] for place in where]
    marks = [voice("小贴士没写", "not on your slip")] if any(line.promised_otherwise for line in lines) else []
    return blocks.paper(blocks.row_name(name, voice), counted, "", notes, marks)


def _accepted(sheet: NoticeSheet, wanted: list[MissingLine], voice: Voice) -> list[Block]:
    if not sheet.accepted:
        return []
    number = voice("办件号 ", "case ")
    items = [blocks.matter(voice.of(line.name), number + spaced(line.case_number)) for line in sheet.accepted]
    return [*([blocks.heading(voice("今天已经收下", "Accepted today"))] if wanted else []), blocks.matters(items)]


def _coming_back(sheet: NoticeSheet, voice: Voice) -> list[Block]:
    found = [
        (voice("哪里", "Where"), [[voice.of(sheet.where)]] if sheet.where is not None else []),
        (voice("开门", "Open"), [[voice.of(stretch)] for stretch in sheet.hours]),
        (
            voice("取号", "Number"),
            [[voice("不用重新取号，直接到窗口。", "No new number needed: go straight to a window.")]]
            if sheet.no_new_number
            else [],
        ),
    ]
    said = [blocks.pair(term, lines) for term, lines in found if lines]
    return [blocks.heading(voice("补齐再来", "When you come back")), blocks.pairs(said)] if said else []


def _promise(voice: Voice) -> Block:
    return blocks.promise(
        [
            voice(
                "缺的都在这张单子上，补齐就收。", "Everything missing is on this notice; bring it, and we accept it."
            ),
            voice("再要别的，就是我们失约。", "If we ask for anything else, we broke our promise."),
        ]
    )
