"""The elements of a manual (DB31/T 544-2024, 5.5), in the order of the standard. What no source says stands as open.

The standard was read in outline only: the names of the elements are ours where the outline gives no wording.
"""

from __future__ import annotations

from onetrip.catalogue.book import Catalogue, Matter
from onetrip.catalogue.guide import DECIDERS
from onetrip.catalogue.telling import day_in_words, season_in_words
from onetrip.manuals.points import Points
from onetrip.manuals.telling import (
    TellingInNotes,
    joined,
    labelled,
    note,
    self_service,
    time_limits,
    unknown,
)
from onetrip.planning import Kind, MatterTerms, MinorGap
from onetrip.prints.chapters import Note, Part, Row, Rows
from onetrip.rules import Text, amounts_of

KINDS: dict[Kind, Text] = {
    "apply": Text("申请", "application"),
    "register": Text("登记", "registration"),
    "print": Text("打印", "print"),
    "query": Text("查询", "query"),
    "not_here": Text("不在中心办", "not handled at the centre"),
}
CODES = {
    "basic": Text("基本编码", "basic code"),
    "implementation": Text("实施编码", "implementation code"),
    "handling": Text("业务办理项编码", "handling-item code"),
    "item": Text("自助机编码", "kiosk code"),
    "local": Text("别的编码", "other code"),
}
OFFERS = {
    "always": note(
        "人人都查：符合条件的，没问起也告诉他。", "Everybody is screened; tell whoever is entitled, asked or not."
    ),
    "asked": note("问起才说。", "Told to whoever asks for it."),
}

_NOT_OURS = ("Staff, number limit, special plan", "Result", "Time limits", "Fee")
"""Of a matter that is not handled here, what is left out where nobody wrote anything: it is not ours to know."""
_NOT_ASKED_OF_A_KIOSK = ("Staff, number limit, special plan", "Time limits")
"""The same of what a resident prints or looks up without a clerk."""


def elements(catalogue: Catalogue, matter: Matter, telling: TellingInNotes, points: Points) -> Part:
    """The eleven elements. Of staff, number limit and special plan no file says anything, so they share a row."""
    terms = matter.terms
    everybody = (
        note("没有条件，谁都能办。", "No condition: everybody may have it.")
        if terms.entitled_known
        else unknown("谁能办，没有查到，不能承诺。", "Who may have it is not known: promise it to nobody.")
    )
    condition = telling.condition(terms.entitled) or (everybody,)
    if terms.go_to is not None and terms.kind != "not_here":
        go_to = labelled("不符合的，请他去：", "Send whoever may not have it here to: ", terms.go_to)
        condition = (*condition, Note(text=go_to), *points.about("go_to"))
    season = (Note(text=labelled("办理时段：", "Period: ", season_in_words(terms.season))),) if terms.season else ()
    result = (Note(text=terms.result),) if terms.result is not None else ()
    rows = [
        ("名称和编码", "Name and codes", (*_names(matter, points), *points.about("name", "also", "said"))),
        ("依据", "Basis", (*(Note(text=law) for law in matter.basis), *points.about("basis"))),
        ("主体", "Body", _body(catalogue, matter, points)),
        ("人员、数量限制、专项规划", "Staff, number limit, special plan", points.about("minutes")),
        ("条件", "Conditions", (*condition, *_dated(catalogue, matter), *season, *points.about("entitled", "season"))),
        ("其他规定", "Further rules", (*_rules(matter, points), *points.about("kind", "offer", "automatic"))),
        ("结果", "Result", (*result, *_changes(catalogue, matter), *points.about("result", "changes"))),
        ("时限", "Time limits", _limits(terms, points)),
        *_money(matter, telling, points),
    ]
    left_out = _NOT_OURS if terms.kind == "not_here" else _NOT_ASKED_OF_A_KIOSK if self_service(terms) else ()
    told = [
        Row(term=Text(zh, en), notes=notes or (unknown(),)) for zh, en, notes in rows if notes or en not in left_out
    ]
    return Part(id="elements", name=Text("要素", "Elements"), blocks=(Rows(rows=tuple(told)),))


def _names(matter: Matter, points: Points) -> tuple[Note, ...]:
    told = [note(matter.name.zh, matter.name.en)]
    for scheme, name in CODES.items():
        for code in matter.codes.get(scheme, ()):
            told.append(Note(text=Text(f"{name.zh} {code}", f"{name.en} {code}"), mark="code"))
    codes_open = points.about("codes")
    if not matter.codes and not codes_open:
        told.append(unknown("编码没有查到。", "Its codes are not known."))
    return (*told, *codes_open)


def _body(catalogue: Catalogue, matter: Matter, points: Points) -> tuple[Note, ...]:
    """Whose rule it is, and whose district decides where there is something to decide."""
    told = [Note(text=catalogue.departments[matter.department].name)] if matter.department is not None else []
    told += points.about("department")
    if not told:
        told.append(unknown("归哪个部门，没有查到。", "Which department is in charge is not known."))
    deciding = [Note(text=DECIDERS[matter.decided_by])] if matter.decided_by is not None else []
    deciding += points.about("decided_by")
    if not deciding and matter.terms.kind in ("apply", "register"):
        deciding.append(unknown("由哪一级、哪个区决定，没有查到。", "Which level or district decides is not known."))
    return (*told, *deciding)


def _limits(terms: MatterTerms, points: Points) -> tuple[Note, ...]:
    """Of what is not ours and of what a machine does at once, only what somebody wrote."""
    limits = terms.limits
    nothing_written = not limits.on_the_spot and limits.decide is None and limits.legal is None
    if nothing_written and (terms.kind == "not_here" or self_service(terms)):
        return points.about("limits")
    return time_limits(terms, points, for_staff=True)


def _rules(matter: Matter, points: Points) -> tuple[Note, ...]:
    terms = matter.terms
    kind, accepted = KINDS[terms.kind], terms.kind in ("apply", "register") and not terms.automatic
    told = [note(f"性质：{kind.zh}。", f"Kind: {kind.en}."), OFFERS[terms.offer]]
    if terms.automatic:
        told.append(note("不用申请，自己会来。", "It comes by itself; there is nothing to apply for."))
    return (*told, *(_minor_gap(terms.minor_gap, points) if accepted else points.about("minor_gap")))


def _minor_gap(gap: MinorGap | None, points: Points) -> tuple[Note, ...]:
    """Whether it is accepted while a minor paper is missing, and for how long that may be."""
    told = []
    if gap is None:
        return points.about("minor_gap") or (
            unknown("能不能容缺受理，没有查到。", "Whether it may be accepted with a minor gap is not known."),
        )
    if not gap.allowed:
        told.append(note("不容缺受理。", "Not accepted while a paper is missing."))
    elif gap.days is None:
        told.append(note("次要材料缺了可以先受理。", "Accepted while a minor paper is missing."))
        told.append(unknown("几天内补，没有查到。", "Within how many days it must follow is not known."))
    else:
        told.append(
            note(
                f"次要材料缺了可以先受理，{gap.days} 天内补。",
                f"Accepted while a minor paper is missing, which follows within {gap.days} days.",
            )
        )
    return (*told, *points.about("minor_gap"))


def _changes(catalogue: Catalogue, matter: Matter) -> tuple[Note, ...]:
    if not matter.terms.changes:
        return ()
    facts = joined(catalogue.facts[fact].label for fact in matter.terms.changes)
    return (note(f"办好以后会变的情况：{facts.zh}。", f"What it changes about the resident: {facts.en}."),)


def _money(matter: Matter, telling: TellingInNotes, points: Points) -> tuple[tuple[str, str, tuple[Note, ...]], ...]:
    """What the resident pays, and what the resident receives if anything; what is open stands where there are figures."""
    fees = matter.terms.fees
    paid = tuple(told for fee in fees if fee.pays for told in telling.fee(fee))
    received = tuple(told for fee in fees if not fee.pays for told in telling.fee(fee))
    if received and not paid:
        received += points.about("fees")
    paid += points.about("fees")
    if not paid and matter.terms.kind != "not_here":
        paid = (unknown("收不收费，没有查到。", "Whether there is a fee is not known."),)
    rows = (("收费", "Fee", paid),)
    return (*rows, ("发给居民", "Paid to the resident", received)) if received else rows


def _dated(catalogue: Catalogue, matter: Matter) -> tuple[Note, ...]:
    """The dated amounts that the condition refers to, each figure with the day from which it holds."""
    told = []
    for name in sorted(amounts_of(matter.terms.entitled)):
        schedule = catalogue.amounts[name]
        unit = schedule.unit or Text("", "")
        figures = [(day_in_words(since), value) for since, value in schedule.values]
        zh = "；".join(f"{since.zh}起 {value:,} {unit.zh}" for since, value in figures)
        en = "; ".join(f"{value:,} {unit.en} since {since.en}" for since, value in figures)
        told.append(note(f"{schedule.label.zh}：{zh}。", f"{schedule.label.en}: {en}."))
    return tuple(told)
