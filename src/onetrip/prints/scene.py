"""角色扮演卡: a scene to play at a table, on two A5 pages: a card for who plays the resident, one for who examines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from onetrip.prints import blocks
from onetrip.prints.blocks import Block
from onetrip.prints.privacy import refuse_full_numbers
from onetrip.prints.sheets import Language
from onetrip.prints.typesetter import Print
from onetrip.prints.voice import Voice
from onetrip.rules import Text
from onetrip.rules.wording import quoted


@dataclass(frozen=True, slots=True, kw_only=True)
class SceneSheet:
    """A scene. `opens` is said first; `answers` are question and answer, told only when asked; `good` is what a good answer
    has in it, `never` what is wrong to say. `version` is that of the catalogue it was made from; 0: of none published."""

    centre: Text
    matter: Text
    opens: tuple[Text, ...]
    answers: tuple[tuple[Text, Text], ...]
    good: tuple[Text, ...]
    never: tuple[Text, ...]
    made: date
    version: int = 0
    demonstration: bool = False

    def __post_init__(self) -> None:
        """Raise FullNumberOnPaper if a full ID number stands in any field."""
        refuse_full_numbers(self)


def scene_pdf(sheet: SceneSheet, language: Language) -> bytes:
    """Both cards, a page each; they are cut apart or handed out as they are."""
    return scene_print(sheet, language).pdf()


def scene_print(sheet: SceneSheet, language: Language) -> Print:
    """The cards, set but not yet made into bytes."""
    return Print("scene", scene_words(sheet, language), None, sheet.made)


def scene_words(sheet: SceneSheet, language: Language) -> Block:
    """Everything the cards say."""
    voice = Voice(language)
    name = voice.of(sheet.matter)
    version = voice(f"目录第 {sheet.version} 版，", f"Catalogue version {sheet.version}, ") if sheet.version else ""
    return {
        "language": language,
        "title": voice(f"角色扮演：{name}", f"Role play: {name}"),
        "brand": voice("一趟", "Onetrip"),
        "centre": voice.of(sheet.centre),
        "mark": voice("演示数据", "demonstration data") if sheet.demonstration else "",
        "made": version + voice.day(sheet.made),
        "page": voice("第 {page} 页，共 {pages} 页", "Page {page} of {pages}"),
        "cards": [
            {"heading": voice("居民卡", "The resident"), "name": name, "blocks": _resident(sheet, voice)},
            {"heading": voice("考官卡", "The examiner"), "name": name, "blocks": _examiner(sheet, voice)},
        ],
    }


def _resident(sheet: SceneSheet, voice: Voice) -> list[Block]:
    opening = quoted(Text("".join(text.zh for text in sheet.opens), " ".join(text.en for text in sheet.opens)))
    found = [
        blocks.heading(voice("一开始说", "Say first")),
        blocks.lines([["", voice.of(opening)]]),
    ]
    if sheet.answers:
        found += [
            blocks.heading(voice("问到了才说", "Say only when asked")),
            blocks.lines([[f"{voice.of(question)} ", voice.of(answer)] for question, answer in sheet.answers]),
        ]
    return [
        *found,
        blocks.small(
            [
                [
                    voice(
                        "问别的，就说“这个我不知道”。居民是编出来的，没有这个人。",
                        "To anything else say that you do not know. This resident is made up; nobody is meant.",
                    )
                ]
            ]
        ),
    ]


def _examiner(sheet: SceneSheet, voice: Voice) -> list[Block]:
    found: list[Block] = []
    if sheet.answers:
        asked = [Text(f"{question.zh}{answer.zh}", f"{question.en} {answer.en}") for question, answer in sheet.answers]
        found += _part(voice("要问到的，和会听到的", "Has to be asked, and what is heard"), asked, voice)
    found += _part(voice("答得好，会说到", "A good answer says"), sheet.good, voice)
    if sheet.never:
        found += _part(voice("不能说", "Wrong to say"), sheet.never, voice)
    return [*found, blocks.signs([voice("考官", "Examiner"), voice("日期", "Date")])]


def _part(heading: str, texts: Sequence[Text], voice: Voice) -> list[Block]:
    """Sentences, each with a box to tick."""
    return [blocks.heading(heading), {"kind": "ticked", "items": [voice.of(text) for text in texts]}]
