"""Role cards for people who play residents: A6, four on a sheet of A4. Nobody on them is real: no name, no number."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from onetrip.prints.typesetter import Print
from onetrip.rehearsal.drilling.scenario import Kind, Scenario
from onetrip.rules import Text

Language = Literal["zh", "en"]

_GOES = {
    "gate": Text("先去取号机", "First to the ticket machine"),
    "desk": Text("先去前台", "First to the front desk"),
    "kiosk": Text("先去自助机", "First to a kiosk"),
}


def cards_print(scenario: Scenario, language: Language, *, made: date, staffed: tuple[int, ...] = ()) -> Print:
    """A card for every kind of resident and, where people work at windows, one for each of these."""
    words = [_card(scenario, kind, language) for kind in scenario.kinds]
    words += [_window_card(number, language) for number in staffed]
    heading = Text("演练角色卡", "Role cards of a drill").in_language(language)
    told = {
        "language": language,
        "title": f"{heading} {scenario.name.in_language(language)}",
        "centre": scenario.name.in_language(language),
        "brand": Text("一趟", "Onetrip").in_language(language),
        "mark": "",
        "scenario": scenario.name.in_language(language),
        "drill": Text("不是真的", "not real").in_language(language),
        "cards": words,
    }
    return Print("cards", told, None, made)


def _card(scenario: Scenario, kind: Kind, language: Language) -> dict[str, Any]:
    does = [_GOES[kind.goes], *kind.does, *_when(scenario, kind), _STOP]
    return {
        "who": kind.who.in_language(language),
        "parts": [
            [Text("您要办", "What you want").in_language(language), [kind.wants.in_language(language)]],
            [Text("包里有", "In your bag").in_language(language), [one.in_language(language) for one in kind.bag]],
            [Text("您这么做", "What you do").in_language(language), [one.in_language(language) for one in does]],
        ],
    }


_STOP = Text(
    "真有人不舒服，马上停下来，大声说“这不是演练”。",
    'If somebody is really unwell, stop at once and say aloud: "This is no drill."',
)


def _when(scenario: Scenario, kind: Kind) -> list[Text]:
    """When whoever comes with a group comes in."""
    return [
        Text(
            f"{group.name.zh}：开门后第 {group.at:g} 分钟进门，一共 {group.people} 位。",
            f"{group.name.en}: come in {group.at:g} minutes after the doors open, {group.people} of you.",
        )
        for group in scenario.groups
        if group.kind == kind.id
    ] or [
        Text(
            f"开门后 {scenario.minutes:g} 分钟里随时进门。",
            f"Come in at any time in the {scenario.minutes:g} minutes after the doors open.",
        )
    ]


def _window_card(number: int, language: Language) -> dict[str, Any]:
    rules = (
        Text(
            f"登录用演练账号 drill-w{number}，密码看组织人的屏幕。",
            f"Sign in as drill-w{number}; the password is on the organiser's screen.",
        ),
        Text(
            "页面上有红条“演练”才算进对了；没有，就退出来，别碰。",
            'Only a page with the red band "DRILL" is the right one; without it, leave and touch nothing.',
        ),
        Text(
            "照平时的样子叫号、办、打单子；单子收进回收箱。",
            "Call, handle and print as always; papers go into the box.",
        ),
        Text("缺材料就开告知单，不要口头打发。", "A missing paper is written down as a notice, never only said."),
        _STOP,
    )
    return {
        "who": Text(f"{number} 号窗口的同事", f"A colleague at window {number}").in_language(language),
        "parts": [
            [Text("您这么做", "What you do").in_language(language), [one.in_language(language) for one in rules]]
        ],
    }
