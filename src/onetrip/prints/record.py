"""文书: the word given in writing with one act on a case, with the code on which anybody may check the paper."""

from __future__ import annotations

from onetrip.prints import blocks
from onetrip.prints.blocks import Block, Runs
from onetrip.prints.qr import printed
from onetrip.prints.sheets import Language, RecordSheet
from onetrip.prints.typesetter import Print, Template
from onetrip.prints.voice import Voice, spaced
from onetrip.rules import Text


def record_print(sheet: RecordSheet, language: Language, template: Template) -> Print:
    """The record, set but not yet made into bytes."""
    return Print(template, record_words(sheet, language), printed(sheet.address), sheet.at.date())


def record_words(sheet: RecordSheet, language: Language) -> Block:
    """Everything the record says."""
    voice = Voice(language)
    number = spaced(sheet.number)
    said = blocks.head(
        language,
        heading=voice.of(sheet.heading),
        centre=voice.of(sheet.centre),
        number=number,
        code_says=voice(f"二维码：核验文书 {number}", f"QR code: checks whether record {number} is genuine"),
        under=_under(sheet, voice),
        demonstration=sheet.demonstration,
    )
    said["code_caption"] = voice("扫码核验真伪", "Scan to check it")
    said["blocks"] = [
        blocks.heading(voice.of(sheet.name)),
        blocks.lines([["", voice.of(text)] for text in sheet.says]),
        *([blocks.pairs([_pair(*line, voice) for line in sheet.lines])] if sheet.lines else []),
        *_listed(sheet, voice),
        *_appeal(sheet, voice),
        blocks.foot(),
        *([blocks.lines([[voice.of(text)] for text in sheet.then])] if sheet.then else []),
        *([blocks.signs([voice.of(term) for term in sheet.signs])] if sheet.signs else []),
        *_small(sheet, voice),
    ]
    return said


def _under(sheet: RecordSheet, voice: Voice) -> list[Runs]:
    proxy = blocks.who_came(sheet, voice)
    moment = voice.moment(sheet.at)
    who: list[Runs] = (
        [[voice("给 ", "For "), sheet.for_whom, proxy], [moment]] if sheet.for_whom else [[moment + proxy]]
    )
    return [*who, blocks.ask(sheet.ask, voice)]


def _pair(term: Text, said: Text, voice: Voice) -> Block:
    return blocks.pair(voice.of(term), [[voice.of(said)]])


def _listed(sheet: RecordSheet, voice: Voice) -> list[Block]:
    if not sheet.listed:
        return []
    heading = [blocks.heading(voice.of(sheet.listed_as))] if sheet.listed_as is not None else []
    return [*heading, blocks.matters([blocks.matter(voice.of(text), "") for text in sheet.listed])]


def _appeal(sheet: RecordSheet, voice: Voice) -> list[Block]:
    if not sheet.appeal:
        return []
    return [
        blocks.heading(voice("不服怎么办", "If you disagree")),
        blocks.lines([["", voice.of(way) + voice("：", ": "), voice.of(text)] for way, text in sheet.appeal]),
    ]


def _small(sheet: RecordSheet, voice: Voice) -> list[Block]:
    said: list[Runs] = [[voice.of(text)] for text in sheet.small]
    if sheet.demonstration:
        said.append([blocks.demonstration(voice)])
    return [blocks.small(said)] if said else []
