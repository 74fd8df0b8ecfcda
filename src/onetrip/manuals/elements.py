"""The elements of a manual (DB31/T 544-2024, 5.5), in the order of the standard. What no source says stands as open.

The standard was read in outline only: the names of the elements are ours where the outline gives no wording.
"""

from __future__ import annotations

from datetime import date

from onetrip.catalogue.book import Catalogue, Matter
from onetrip.catalogue.guide import DECIDERS
from onetrip.catalogue.telling import UNCONDITIONAL, day_in_words, season_in_words
from onetrip.manuals.missing import Missing
from onetrip.manuals.points import Points
from onetrip.manuals.telling import (
    TellingInNotes,
    capital,
    joined,
    labelled,
    note,
    self_service,
    time_limits,
    unknown,
)
from onetrip.planning import Kind, MatterTerms, MinorGap
from onetrip.prints.chapters import Note, Row
from onetrip.rules import Schedule, Text, Truth, amounts_of

KINDS: dict[Kind, Text] = {
    "apply": Text("申请", "application"),
    "register": Text("登记", "registration"),
    "print": Text("打印", "print"),
    "query": Text("查询", "look-up"),
    "not_here": Text("不在中心办", "not handled at the centre"),
}
CODES = {
    "basic": Text("基本编码", "basic code"),
    "implementation": Text("实施编码", "implementation code"),
    "handling": Text("业务办理项编码", "handling-item code"),
    "item": Text("自助机编码", "kiosk code"),
    "local": Text("别的系统里的编码", "code in other systems"),
}
OFFERS = {
    "always": note(
        "人人都查：符合条件的，没问起也告诉他。", "Everybody is screened; tell whoever is entitled, asked or not."
    ),
    "asked": note("居民没问，不主动提；问了照说。", "Not brought up unasked; told in full to whoever asks."),
}


def elements(
    catalogue: Catalogue, matter: Matter, telling: TellingInNotes, points: Points, missing: Missing, day: date
) -> tuple[Row, ...]:
    """The elements up to the time limits. What nobody knows has no row: it is named in the line of what is `missing`.

    Of staff, number limit and special plan no file says anything.
    """
    terms = matter.terms
    ours = terms.kind != "not_here"
    limits = (*time_limits(terms, for_staff=True), *points.about("limits"))
    names = _names(matter, points, missing)
    if not matter.basis:
        missing.add("依据", "legal basis")
    body = _body(catalogue, matter, points, missing)
    if ours and not self_service(terms):
        missing.add("人员和数量限制", "staff and number limit")
        missing.add("专项规划", "special plan")
    rules = (*_rules(matter, points, missing), *points.about("kind", "offer", "automatic"))
    result = _result(catalogue, matter, points)
    open_result = points.about("result")
    if ours and terms.result is None and not open_result:
        missing.add("结果", "result")
    if ours and not self_service(terms):
        _limits_missing(terms, limits, missing)
    rows = (
        ("名称和编码", "Name and codes", names),
        ("依据", "Basis", (*(Note(text=law) for law in matter.basis), *points.about("basis"))),
        ("主体", "Body", body),
        ("人员、数量限制、专项规划", "Staff, number limit, special plan", _minutes(terms, points)),
        ("条件", "Conditions", _conditions(catalogue, matter, telling, points, day)),
        ("其他规定", "Further rules", rules),
        ("结果", "Result", (*result, *open_result)),
        ("时限", "Time limits", limits),
    )
    return tuple(Row(term=Text(zh, en), notes=notes) for zh, en, notes in rows if notes)


def _limits_missing(terms: MatterTerms, told: tuple[Note, ...], missing: Missing) -> None:
    limits = terms.limits
    if not told:
        missing.add("多久办好", "time limits")
    elif limits.legal is None and (limits.decide is not None or limits.on_the_spot):
        missing.add("法定时限", "legal limit")


def _names(matter: Matter, points: Points, missing: Missing) -> tuple[Note, ...]:
    told = [note(matter.name.zh, matter.name.en)]
    for scheme, name in CODES.items():
        if codes := matter.codes.get(scheme, ()):
            text = Text(f"{name.zh} {'、'.join(codes)}", f"{name.en} {', '.join(codes)}")
            told.append(Note(text=text, mark="code"))
    codes_open = points.about("codes")
    if not matter.codes and not codes_open:
        missing.add("编码", "codes")
    return (*told, *codes_open, *points.about("name", "also", "said"))


def _body(catalogue: Catalogue, matter: Matter, points: Points, missing: Missing) -> tuple[Note, ...]:
    """Whose rule it is, and whose district decides where there is something to decide."""
    told = [Note(text=catalogue.departments[matter.department].name)] if matter.department is not None else []
    told += points.about("department")
    if not told:
        missing.add("哪个部门主管", "which department is in charge")
    deciding = [Note(text=DECIDERS[matter.decided_by])] if matter.decided_by is not None else []
    deciding += points.about("decided_by")
    if not deciding and matter.terms.kind in ("apply", "register"):
        missing.add("哪一级、哪个区决定", "which level or district decides")
    return (*told, *deciding)


def _minutes(terms: MatterTerms, points: Points) -> tuple[Note, ...]:
    example = terms.minutes
    told = (
        (note(f"在窗口约 {example} 分钟（示例值）。", f"About {example} minutes at the window (example)."),)
        if example is not None
        else ()
    )
    return (*told, *points.about("minutes"))


def _conditions(
    catalogue: Catalogue, matter: Matter, telling: TellingInNotes, points: Points, day: date
) -> tuple[Note, ...]:
    """Who may have it, and when. Of what is not handled here nothing is said where no condition is written."""
    terms = matter.terms
    told = list(telling.condition(terms.entitled))
    if not terms.entitled_known:
        told.append(
            unknown("谁能办，还没有核对到，不能承诺。", "Who may have it is not yet known: promise it to nobody.")
        )
    elif terms.entitled == Truth(value=True) and terms.kind != "not_here":
        told.append(Note(text=UNCONDITIONAL))
    told += _dated(catalogue, matter, day)
    if terms.season is not None:
        told.append(Note(text=labelled("办理时段：", "Period: ", season_in_words(terms.season))))
    if terms.go_to is not None and terms.kind != "not_here":
        told.append(Note(text=labelled("不符合的，请他去：", "Send whoever may not have it here to: ", terms.go_to)))
        told += points.about("go_to")
    return (*told, *points.about("entitled", "season"))


def _rules(matter: Matter, points: Points, missing: Missing) -> tuple[Note, ...]:
    terms = matter.terms
    kind, accepted = KINDS[terms.kind], terms.kind in ("apply", "register") and not terms.automatic
    told = [note(f"性质：{kind.zh}。", f"Kind: {kind.en}."), OFFERS[terms.offer]]
    if terms.automatic:
        by_itself = "不用申请，自己会来。", "It comes by itself; there is nothing to apply for."
        told[0] = note(f"性质：{by_itself[0]}", f"Kind: {by_itself[1][:1].lower()}{by_itself[1][1:]}")
    gap = (*(_minor_gap(terms.minor_gap) if accepted and terms.minor_gap else ()), *points.about("minor_gap"))
    if accepted and not gap:
        missing.add("能不能容缺受理", "whether it may be accepted with a minor gap")
    return (*told, *gap)


def _minor_gap(gap: MinorGap) -> tuple[Note, ...]:
    """Whether it is accepted while a minor paper is missing, and for how long that may be."""
    if not gap.allowed:
        return (note("不容缺受理。", "Not accepted while a paper is missing."),)
    if gap.days is None:
        return (
            note("次要材料缺了可以先受理。", "Accepted while a minor paper is missing."),
            unknown("几天内补，还没有核对到。", "Within how many days it must follow is not yet known."),
        )
    return (
        note(
            f"次要材料缺了可以先受理，{gap.days} 天内补。",
            f"Accepted while a minor paper is missing, which follows within {gap.days} days.",
        ),
    )


def _result(catalogue: Catalogue, matter: Matter, points: Points) -> tuple[Note, ...]:
    """What is had in the end; what is open about it stands beside it where there is one."""
    result = matter.terms.result
    told = (Note(text=result), *points.about("result")) if result is not None else ()
    return (*told, *_changes(catalogue, matter), *points.about("changes"))


def _changes(catalogue: Catalogue, matter: Matter) -> tuple[Note, ...]:
    if not matter.terms.changes:
        return ()
    facts = joined(catalogue.facts[fact].label for fact in matter.terms.changes)
    return (note(f"办好以后会变的情况：{facts.zh}。", f"What it changes about the resident: {facts.en}."),)


def _dated(catalogue: Catalogue, matter: Matter, day: date) -> tuple[Note, ...]:
    """The dated amounts that the condition refers to: the figure of `day` and later ones, each with its first day."""
    told = []
    for name in sorted(amounts_of(matter.terms.entitled)):
        schedule = catalogue.amounts[name]
        unit = schedule.unit or Text("", "")
        figures = [(day_in_words(since), value) for since, value in _in_force(schedule, day)]
        zh = "；".join(f"{since.zh}起 {value:,} {unit.zh}" for since, value in figures)
        en = "; ".join(f"{value:,} {unit.en} since {since.en}" for since, value in figures)
        told.append(note(f"{schedule.label.zh}：{zh}。", f"{capital(schedule.label.en)}: {en}."))
    return tuple(told)


def _in_force(schedule: Schedule, day: date) -> list[tuple[date, int | float]]:
    """The figures without those that another had replaced by `day`."""
    begun = [since for since, _ in schedule.values if since <= day]
    return [(since, value) for since, value in schedule.values if not begun or since >= begun[-1]]
