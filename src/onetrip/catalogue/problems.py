"""What is wrong with a catalogue, in words an editor can act on: file, line, what, and what to write instead."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal

from onetrip.ledger.refusals import Refused
from onetrip.rules import Text, Where

Language = Literal["zh", "en"]

_HEADINGS = {
    "zh": {
        "error": "错误",
        "warning": "提醒",
        "sum": "{errors} 处错误，{warnings} 处提醒。",
    },
    "en": {
        "error": "error",
        "warning": "warning",
        "sum": "errors: {errors}, warnings: {warnings}.",
    },
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to put right. An error keeps the catalogue from being published; a warning does not."""

    where: Where
    text: Text
    level: Literal["error", "warning"] = "error"

    @property
    def is_error(self) -> bool:
        """Whether it keeps the catalogue from being published."""
        return self.level == "error"


class CatalogueInvalid(Refused):
    """The files do not make a catalogue; `problems` holds everything that is wrong, not only the first."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        zh, en = render_problems(self.problems, "zh"), render_problems(self.problems, "en")
        super().__init__(
            "catalogue-invalid",
            f"目录有错，没有发布。\n{zh}",
            f"The catalogue has errors. Nothing was published.\n{en}",
            status=422,
        )


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """By file and line, errors before warnings on one line; each said once."""
    return sorted(set(problems), key=lambda each: (each.where.file, each.where.line, each.level, each.text.en))


def render_problems(problems: Iterable[Problem], lang: Language) -> str:
    """The problems as lines `file:line: level: sentence` and a closing line with their number."""
    listed = in_order(problems)
    words = _HEADINGS[lang]
    lines = [
        f"{each.where.file}:{each.where.line}: {words[each.level]}: {each.text.zh if lang == 'zh' else each.text.en}"
        for each in listed
    ]
    errors = sum(problem.is_error for problem in listed)
    lines.append(words["sum"].format(errors=errors, warnings=len(listed) - errors))
    return "\n".join(lines)


def nearest(name: str, names: Iterable[str]) -> Text:
    """“Did you mean …” for a misspelt name, or nothing where no name is near."""
    close = get_close_matches(name, list(names), n=1, cutoff=0.6)
    if not close:
        return Text(zh="", en="")
    return Text(zh=f"是不是“{close[0]}”？", en=f' Did you mean "{close[0]}"?')
