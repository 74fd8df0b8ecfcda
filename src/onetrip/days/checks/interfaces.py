"""The interfaces of the departments: each is asked whether it answers."""

from __future__ import annotations

import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from django.conf import settings

from onetrip.catalogue import queries as catalogues
from onetrip.days.checks.check import Check, Moment
from onetrip.days.judging import Found, well, wrong
from onetrip.rules import Text

PATIENCE_SECONDS = 4.0
"""How long an interface may take before it counts as down (example)."""
TOGETHER = 8


@dataclass(frozen=True)
class _Answer:
    name: Text
    trouble: str
    milliseconds: int


def interfaces(_at: Moment) -> Found:
    """Ask the address of every department that the operator has named (ONETRIP_INTERFACES)."""
    given: dict[str, str] = settings.INTERFACES
    if not given:
        return well(
            "还没有接任何部门的接口，全由窗口手工办。",
            "No department's interface is connected: everything is done by hand at the windows.",
        )
    departments = catalogues.current().departments
    named = {code: departments[code].name if code in departments else Text(code, code) for code in given}
    with ThreadPoolExecutor(TOGETHER) as together:
        answers = list(together.map(lambda code: _ask(named[code], given[code]), given))
    details = tuple(_line(answer) for answer in sorted(answers, key=lambda one: not one.trouble))
    down = [answer.name for answer in answers if answer.trouble]
    if down:
        return wrong(
            Text(
                f"{len(answers)} 个接口，{len(down)} 个不通：{'、'.join(name.zh for name in down)}。",
                f"{len(down)} of {len(answers)} interfaces do not answer: {', '.join(name.en for name in down)}.",
            ),
            Text(
                "打该部门的值班电话；通之前，这些事项先收件，材料请居民带原件。",
                "Ring the department's duty line; until it answers, take papers in and ask for originals.",
            ),
            *details,
        )
    return well(f"{len(answers)} 个接口都通。", f"All {len(answers)} interfaces answer.", *details)


def _ask(name: Text, address: str) -> _Answer:
    began = time.monotonic()
    try:
        with urllib.request.urlopen(address, timeout=PATIENCE_SECONDS) as answer:  # noqa: S310 -- the operator's address
            answer.read(1)
        trouble = ""
    except (OSError, ValueError) as error:
        trouble = str(getattr(error, "reason", "") or error)[:80] or type(error).__name__
    return _Answer(name, trouble, round((time.monotonic() - began) * 1000))


def _line(answer: _Answer) -> Text:
    if answer.trouble:
        return Text(f"{answer.name.zh}：不通（{answer.trouble}）", f"{answer.name.en}: down ({answer.trouble})")
    return Text(f"{answer.name.zh}：{answer.milliseconds} 毫秒", f"{answer.name.en}: {answer.milliseconds} ms")


CHECKS = (
    Check("interfaces", Text("部门接口", "Departments"), Text("部门接口", "Interfaces of the departments"), interfaces),
)
