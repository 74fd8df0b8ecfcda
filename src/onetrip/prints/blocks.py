"""The parts of a print as the templates understand them (see `typst/parts.typ`): plain data, in reading order.

A line is a list of runs, every second one strong: `["给 ", "王＊＊", "，…"]`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from onetrip.prints.sheets import Language, NoticeSheet, PaperLine, ReceiptSheet, RecordSheet
from onetrip.prints.voice import Voice
from onetrip.rules import Text

Block = dict[str, Any]
Runs = list[str]

MAY_BREAK = 220
"""Characters from which on an entry may break over a page: unbroken it could be taller than the page itself."""


def heading(text: str) -> Block:
    """The name of a part."""
    return {"kind": "heading", "text": text}


def matters(items: Sequence[Block]) -> Block:
    """Matters, numbered from 1."""
    return {"kind": "matters", "items": list(items)}


def matter(name: str, text: str, marks: Sequence[str] = ()) -> Block:
    """One numbered matter with its sentence and its marks."""
    return {"name": name, "text": text, "marks": list(marks), "long": _long(name, text)}


def papers(items: Sequence[Block]) -> Block:
    """Papers, each with a box to tick."""
    return {"kind": "papers", "items": list(items)}


def paper(
    name: str, counts: Sequence[tuple[str, str]], why: str = "", notes: Sequence[Runs] = (), marks: Sequence[str] = ()
) -> Block:
    """One paper: `why` beside its name, `notes` below it, `counts` as (word, figure) at the end of the row."""
    return {
        "name": name,
        "counts": [list(count) for count in counts],
        "why": why,
        "notes": list(notes),
        "marks": list(marks),
        "long": _long(name, why, *(run for note in notes for run in note)),
    }


def pairs(items: Sequence[Block]) -> Block:
    """Terms with what is said of them."""
    return {"kind": "pairs", "items": list(items)}


def pair(term: str, lines: Sequence[Runs]) -> Block:
    """A term and its lines."""
    return {"term": term, "lines": list(lines), "long": _long(*(run for line in lines for run in line))}


def lines(items: Sequence[Runs]) -> Block:
    """Lines of text."""
    return {"kind": "lines", "items": list(items)}


def cases(items: Sequence[Block]) -> Block:
    """Accepted matters, numbered from 1."""
    return {"kind": "cases", "items": list(items)}


def case(name: str, before: Sequence[Runs], due: str, limit: str, after: Sequence[Runs]) -> Block:
    """One accepted matter: lines, then the day it is due in large type with its limit, then lines."""
    entry = {"name": name, "before": list(before), "due": due, "limit": limit, "after": list(after)}
    return entry | {"long": _long(name, *(run for line in (*before, *after) for run in line))}


def promise(items: Sequence[str]) -> Block:
    """The framed sentences of a promise, or of an apology."""
    return {"kind": "promise", "items": list(items)}


def signs(terms: Sequence[str]) -> Block:
    """Terms, each before a line on which somebody writes by hand."""
    return {"kind": "signs", "items": list(terms)}


def check(voice: Voice) -> Block:
    """The second code of a print, on which anybody may check it."""
    return {
        "kind": "check",
        "code_says": voice("二维码：核验这张单子的真伪", "QR code: checks whether this paper is genuine"),
        "text": voice(
            "核验用：别人要看真不真，扫这个码。上面没有您的个人信息。",
            "For checking: whoever wants to know whether this paper is genuine scans this code. It shows nothing personal.",
        ),
    }


def foot() -> Block:
    """On a page, what follows stands at its foot; on the roll it simply follows."""
    return {"kind": "foot"}


def small(items: Sequence[Runs]) -> Block:
    """What stands small at the end: the version of the rules, what nobody has verified."""
    return {"kind": "small", "items": list(items)}


def paper_to_bring(line: PaperLine, voice: Voice) -> Block:
    """A paper of a plan as a row to tick."""
    notes: list[Runs] = []
    if line.gloss is not None:
        notes.append([voice.of(line.gloss)])
    if line.instead:
        others = voice.either(voice.of(name) for name in line.instead)
        notes.append(
            ["", voice("或者：", "Or instead: "), voice(f"{others}，任一样都行", f"{others}; any one will do")]
        )
    if line.where is not None:
        notes.append([voice.of(line.where)])
    if line.checks:
        looked_at = [voice.of(check).rstrip("。.") for check in line.checks]
        notes.append(["", voice("窗口看：", "The window looks at: "), voice("；", "; ").join(looked_at)])
    marks = []
    if line.by_proxy:
        marks.append(voice("代办人带", "brought by the proxy"))
    if line.unverified and line.originals is not None:  # where the number is open the row says so already
        marks.append(unverified(voice))
    return paper(row_name(line.name, voice), counts(line, voice), voice.of(line.why), notes, marks)


def counts(line: PaperLine, voice: Voice) -> list[tuple[str, str]]:
    """How many originals and copies, as (word, figure)."""
    found = []
    if line.originals is None:
        found.append((voice("份数待核对", "number not checked"), ""))
    elif line.originals:
        found.append((voice.originals(line.originals), str(line.originals)))
    if line.copies:
        found.append((voice.copies(line.copies), str(line.copies)))
    return found


def unverified(voice: Voice) -> str:
    """The mark of what nobody has verified."""
    return voice("待核对", "not yet checked")


def at_the_window(sheet: ReceiptSheet | NoticeSheet, voice: Voice) -> list[Runs]:
    """Below the name of the print: for whom, when, at which window, and whom to ask."""
    window = voice(f"，{sheet.window} 号窗口", f", window {sheet.window}") if sheet.window is not None else ""
    proxy = who_came(sheet, voice)
    moment = voice.moment(sheet.at) + window
    who: list[Runs] = (
        [[voice("给 ", "For "), sheet.for_whom, proxy], [moment]] if sheet.for_whom else [[moment + proxy]]
    )
    return [*who, ask(sheet.ask, voice)]


def who_came(sheet: ReceiptSheet | NoticeSheet | RecordSheet, voice: Voice) -> str:
    """That somebody came for the person concerned, by their masked name where it is known."""
    if not sheet.by_proxy:
        return ""
    if not sheet.proxy:
        return voice("，代办人来办", ", a proxy came")
    return voice(f"，代办人 {sheet.proxy} 来办", f", {sheet.proxy} came as proxy")


def ask(number: str, voice: Voice) -> Runs:
    """Whom to ask, and what to say there."""
    return [voice("有事问 ", "Ask "), number, voice("，报这张单子的号", ", give this number")]


def row_name(text: Text, voice: Voice) -> str:
    """A name at the beginning of a row: the English names of papers are written small, for use inside a sentence."""
    name = voice.of(text)
    return name[:1].upper() + name[1:]


def demonstration(voice: Voice) -> str:
    """The sentence on every print of invented data."""
    return voice("演示数据，不能拿去办事。", "Demonstration data: not valid at any real centre.")


def head(
    language: Language,
    *,
    heading: str,
    centre: str,
    number: str,
    code_says: str,
    under: Sequence[Runs],
    demonstration: bool,
) -> Block:
    """What every print begins with. `number` is printed as it is; `code_says` is what a screen reader hears of the code."""
    voice = Voice(language)
    return {
        "language": language,
        "title": f"{heading} {number}",
        "brand": voice("一趟", "Onetrip"),
        "centre": centre,
        "mark": voice("演示数据", "demonstration data") if demonstration else "",
        "heading": heading,
        "under": list(under),
        "number": number,
        "code_says": code_says,
        "code_caption": "",
        "page": voice("第 {page} 页，共 {pages} 页", "Page {page} of {pages}"),
    }


def _long(*texts: str) -> bool:
    return sum(map(len, texts)) > MAY_BREAK
