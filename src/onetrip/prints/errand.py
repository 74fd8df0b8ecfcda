"""自助回执 and what a kiosk prints: number, what was received or what the record says, what follows, where to ask."""

from __future__ import annotations

from onetrip.prints import blocks
from onetrip.prints.blocks import Block, Runs
from onetrip.prints.qr import printed
from onetrip.prints.sheets import ErrandSheet, Language
from onetrip.prints.typesetter import Print, Template
from onetrip.prints.voice import Voice, spaced


def errand_pdf(sheet: ErrandSheet, language: Language) -> bytes:
    """The sheet on A5."""
    return errand_print(sheet, language, "a5").pdf()


def errand_roll_pdf(sheet: ErrandSheet, language: Language) -> bytes:
    """The sheet on the 80 mm roll."""
    return errand_print(sheet, language, "roll").pdf()


def errand_print(sheet: ErrandSheet, language: Language, template: Template) -> Print:
    """The sheet, set but not yet made into bytes."""
    return Print(template, errand_words(sheet, language), printed(sheet.address), sheet.at.date())


def errand_words(sheet: ErrandSheet, language: Language) -> Block:
    """Everything the sheet says."""
    voice = Voice(language)
    number = spaced(sheet.number)
    said = blocks.head(
        language,
        heading=voice.of(sheet.heading),
        centre=voice.of(sheet.centre),
        number=number,
        code_says=voice(f"二维码：看办到哪一步，{number}", f"QR code: how far it is, {number}"),
        under=_under(sheet, voice),
        demonstration=sheet.demonstration,
    )
    said["code_caption"] = voice("看办到哪一步", "How far it is")
    said["blocks"] = [
        blocks.heading(voice.of(sheet.name)),
        blocks.lines([["", voice.of(sheet.state)]]),
        *([_told(sheet, voice)] if sheet.lines else []),
        blocks.foot(),
        *([blocks.lines([[voice.of(text)] for text in sheet.then])] if sheet.then else []),
        *([blocks.small([[blocks.demonstration(voice)]])] if sheet.demonstration else []),
    ]
    return said


def _told(sheet: ErrandSheet, voice: Voice) -> Block:
    """The terms with what is said of them, a line each: names of papers are too long for a column of their own."""
    return blocks.lines([[voice.of(term) + voice("：", ": "), voice.of(text)] for term, text in sheet.lines])


def _under(sheet: ErrandSheet, voice: Voice) -> list[Runs]:
    moment = voice.moment(sheet.at)
    who: list[Runs] = [[voice("给 ", "For "), sheet.for_whom], [moment]] if sheet.for_whom else [[moment]]
    return [*who, blocks.ask(sheet.ask, voice)]
