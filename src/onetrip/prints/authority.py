"""授权委托书: one person authorises another for the matters named, to be filled in and signed by hand."""

from __future__ import annotations

from onetrip.prints import blocks
from onetrip.prints.blocks import Block, Runs
from onetrip.prints.qr import printed
from onetrip.prints.sheets import AuthoritySheet, Language
from onetrip.prints.typesetter import Print, Template
from onetrip.prints.voice import Voice, spaced


def authority_pdf(sheet: AuthoritySheet, language: Language) -> bytes:
    """The letter on A5."""
    return authority_print(sheet, language, "a5").pdf()


def authority_print(sheet: AuthoritySheet, language: Language, template: Template) -> Print:
    """The letter, set but not yet made into bytes."""
    return Print(template, authority_words(sheet, language), printed(sheet.address), sheet.at.date())


def authority_words(sheet: AuthoritySheet, language: Language) -> Block:
    """Everything the letter says. Full names and ID numbers are written in by hand, never printed."""
    voice = Voice(language)
    said = blocks.head(
        language,
        heading=voice("授权委托书", "Letter of authority"),
        centre=voice.of(sheet.centre),
        number=spaced(sheet.reference),
        code_says=voice(f"二维码：{_code(sheet, voice)}", f"QR code: {_code(sheet, voice).lower()}"),
        under=[[voice.moment(sheet.at)], blocks.ask(sheet.ask, voice)],
        demonstration=sheet.demonstration,
    )
    said["code_caption"] = _code(sheet, voice)
    said["blocks"] = [
        blocks.heading(voice("委托人（办件人）", "Principal: the person concerned")),
        *_person(sheet.principal, voice),
        blocks.heading(voice("受托人（替我来的人）", "Agent: the one who comes")),
        *_person(sheet.agent, voice),
        blocks.heading(voice("委托办这些事", "For these matters")),
        blocks.matters([blocks.matter(voice.of(name), "") for name in sheet.matters]),
        blocks.lines(
            [
                [
                    voice(
                        "受托人可以替我递交材料、签收文书、领取结果。",
                        "The agent may hand in papers, sign for what is given in writing, and collect the result.",
                    )
                ],
                _until(sheet, voice),
            ]
        ),
        blocks.foot(),
        blocks.signs(
            [
                voice("委托人签名", "Principal signs"),
                voice("受托人签名", "Agent signs"),
                voice("哪天签的", "Day"),
                *([voice("有效到", "Valid until")] if sheet.until is None else []),
            ]
        ),
        blocks.small(_small(sheet, voice)),
    ]
    return said


def _person(masked: str, voice: Voice) -> list[Block]:
    """Lines to write on; the masked name that the house knows says which of the two it is."""
    known: list[Block] = [blocks.lines([[voice("系统里是 ", "Known here as "), masked]])] if masked else []
    return [*known, blocks.signs([voice("姓名", "Name"), voice("身份证号", "ID number")])]


def _until(sheet: AuthoritySheet, voice: Voice) -> Runs:
    if sheet.until is not None:
        return [voice("有效到 ", "Valid until "), voice.day(sheet.until), voice("，当天也算。", ", that day included.")]
    return [
        voice(
            "没写有效到哪天的，只在交来的那一天有效。",
            "Where no last day is written, it is valid only on the day on which it is handed in.",
        )
    ]


def _code(sheet: AuthoritySheet, voice: Voice) -> str:
    if sheet.opens_slip:
        return voice("扫码看小贴士", "Opens the slip")
    return voice("扫码看怎么办", "How it is done")


def _small(sheet: AuthoritySheet, voice: Voice) -> list[Runs]:
    said: list[Runs] = [
        [
            voice(
                "两个人的身份证都要带来。本人随时可以到窗口撤回委托。孩子由监护人来办的，不用委托书，带监护关系证明。",
                "Bring both ID cards. The principal may revoke it at a window at any time. A guardian who comes for a child "
                "needs no letter, but proof of guardianship.",
            )
        ]
    ]
    if sheet.not_possible:
        names = voice("、", ", ").join(voice.of(name) for name in sheet.not_possible)
        said.append([voice(f"不能委托、要本人来的：{names}。", f"Cannot be authorised, come in person: {names}.")])
    if sheet.demonstration:
        said.append([blocks.demonstration(voice)])
    return said
