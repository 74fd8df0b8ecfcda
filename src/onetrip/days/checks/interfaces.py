"""The interfaces of the departments, and what the kiosks ask: each is tried, and has to answer."""

from __future__ import annotations

import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from django.conf import settings

from onetrip.catalogue import queries as catalogues
from onetrip.days.checks.check import Check, Moment
from onetrip.days.judging import Found, mind, well, wrong
from onetrip.kiosk.errands import sources
from onetrip.ledger.refusals import Refused
from onetrip.licences import queries as lookups
from onetrip.licences import registry, wording
from onetrip.licences.actions.trying import TRIAL_NUMBER, try_store
from onetrip.people.identity import Identity, read_number
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
        return mind(
            Text(
                "还没有接任何部门的接口，全由窗口手工办。",
                "No department's interface is connected: everything is done by hand at the windows.",
            ),
            Text(
                "接好以后，让运维写进 ONETRIP_INTERFACES，这里就会查。",
                "Once one is connected, have the operator name it in ONETRIP_INTERFACES, and it is tried here.",
            ),
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


def licence_store(at: Moment) -> Found:
    """Ask the store of electronic licences, as a window does, about somebody who cannot exist."""
    store = registry.store()
    if store is None:
        return mind(
            Text(
                "没有接电子证照库，自助机上的材料都要拍照。",
                "No store of licences is connected: kiosks photograph every paper.",
            ),
            Text("窗口请居民带原件。", "At the windows, ask for originals."),
        )
    tried = try_store(store=store, day=at.day, now=at.now)
    if tried.trouble is not None:
        kind = wording.trouble(tried.trouble)
        return wrong(
            Text(f"电子证照库用不了：{kind.zh}。", f"The store of licences cannot be used: {kind.en}."),
            Text(
                "打大数据中心值班电话；通之前照常收件：窗口先收后查，或者看原件，自助机让居民拍照。",
                "Ring the data centre; until it answers, go on accepting: windows on a later look-up or on the original, "
                "kiosks photograph papers.",
            ),
            *_store_lines(at),
        )
    return well(
        f"电子证照库通，{tried.milliseconds} 毫秒。",
        f"The store of licences answers in {tried.milliseconds} ms.",
        *_store_lines(at),
    )


def _store_lines(at: Moment) -> tuple[Text, ...]:
    """How it has done within the hour: breaker, answers a minute, last trouble, what waits for it."""
    seen = lookups.store_now(at.now)
    if seen is None:
        return ()
    local = at.place.centre.local
    state = wording.state_of_store(seen.state, seen.until and local(seen.until), local(at.now))
    lines = [Text(f"断路器：{state.zh}", f"breaker: {state.en}")]
    if seen.answers_a_minute is not None:
        rate = f"{seen.answers_a_minute:.1f}"
        lines.append(
            Text(
                f"一小时里每分钟 {rate} 个回音，{seen.failed} 次没有",
                f"{rate} answers a minute within the hour, {seen.failed} without one",
            )
        )
    if seen.trouble and seen.failed_at is not None:
        last, when = wording.trouble(seen.trouble), f"{local(seen.failed_at):%m-%d %H:%M}"
        lines.append(Text(f"最近一次出错 {when}：{last.zh}", f"last trouble {when}: {last.en}"))
    if seen.waiting:
        lines.append(
            Text(
                f"先收了、等它回音的 {seen.waiting} 张",
                f"accepted and waiting for its answer: {seen.waiting}",
            )
        )
    return tuple(lines)


def kiosk_sources(at: Moment) -> Found:
    """Ask every source that a print or an answer at a kiosk comes from, about somebody who cannot exist."""
    wanted = {name for each in catalogues.current().matters.values() if (name := each.at_kiosk.source)}
    connected = {name: source for name in sorted(wanted) if (source := sources.find(name)) is not None}
    if not connected:
        return mind(
            Text(
                "自助机还查不了、打不了任何部门的东西。", "Kiosks can look up and print nothing of any department yet."
            ),
            Text("请居民到窗口办。", "Send residents to the windows."),
        )
    with ThreadPoolExecutor(TOGETHER) as together:
        answers = list(together.map(lambda name: _ask_source(name, connected[name], at), connected))
    details = tuple(_line(answer) for answer in sorted(answers, key=lambda one: not one.trouble))
    down = [answer.name for answer in answers if answer.trouble]
    if down:
        return wrong(
            Text(
                f"{'、'.join(name.zh for name in down)}没有回音，自助机上办不了那边的事。",
                f"{', '.join(name.en for name in down)}: no answer, so kiosks cannot do what comes from there.",
            ),
            Text(
                "打那边的值班电话；通之前，请居民到窗口办。",
                "Ring their duty line; until it answers, send residents to the windows.",
            ),
            *details,
        )
    return well(f"{len(answers)} 处都有回音。", f"All {len(answers)} answer.", *details)


def _ask_source(name: str, source: sources.Source, at: Moment) -> _Answer:
    began = time.monotonic()
    trouble = ""
    try:
        sources.ask(name, _nobody(at) if source.personal else None, {}, at.day)
    except sources.SourceAway:
        trouble = "没有回音 no answer"
    except Refused:
        pass  # it answered, and said no to somebody who does not exist
    return _Answer(source.name, trouble, round((time.monotonic() - began) * 1000))


def _nobody(at: Moment) -> Identity:
    return read_number(TRIAL_NUMBER, day=at.day)


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


_DEPARTMENTS = Text("部门接口", "Departments")
CHECKS = (
    Check("interfaces", _DEPARTMENTS, Text("部门接口", "Interfaces of the departments"), interfaces),
    Check("licences", _DEPARTMENTS, Text("电子证照库", "Electronic licences"), licence_store),
    Check("sources", _DEPARTMENTS, Text("自助机查和打的", "What kiosks look up and print"), kiosk_sources),
)
