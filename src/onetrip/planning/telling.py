"""The whole plan as a clerk would read it aloud on the telephone: nothing that stands in it is left out. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from onetrip.planning import spoken, words
from onetrip.planning.plan import Bring, Item, NotNeeded, Perhaps, Plan, Standing
from onetrip.planning.visiting import not_proven, visits_shown
from onetrip.rules import Text

_COME_FOR = (Standing.NOW, Standing.UNDECIDED)
_STILL_TO_COME = (*_COME_FOR, Standing.LATER)


def sentences(plan: Plan) -> tuple[Text, ...]:
    """The plan in sentences, an entry for each thing to be said: the day, the trips, every matter with its standing and
    its reason, every paper with its number and use, what is not needed, what is open, and what is promised."""
    return (
        *_contradictions(plan),
        *_opening(plan),
        *_visits(plan),
        *(_matter(item, plan) for item in plan.items),
        *_also(plan),
        *_papers(plan),
        *_if_proxy(plan),
        *_open(plan),
        *_promise(plan),
    )


def _opening(plan: Plan) -> Iterator[Text]:
    day = spoken.full_day(plan.day)
    by_version = (
        Text(f"，按目录第 {plan.version} 版", f" by version {plan.version} of the catalogue")
        if plan.version
        else Text("", "")
    )
    yield Text(f"这是 {day.zh}算的{by_version.zh}。", f"This was computed on {day.en}{by_version.en}.")
    if plan.by_proxy:
        yield spoken.BY_PROXY
    if not plan.order:
        later = Text(
            f"以后去中心 {plan.trips} 趟。", f"{plan.trips} trip{'s' if plan.trips != 1 else ''} to the centre, later."
        )
        yield words.joined((later if plan.trips else None, plan.trips_why, plan.where))
        return
    names = spoken.each_named([spoken.name_of(matter, plan) for matter in plan.order])
    many = len(plan.order)
    trips = Text(
        f"去中心 {plan.trips} 趟，办 {many} 件：{names.zh}。",
        f"{plan.trips} trip{'s' if plan.trips != 1 else ''} to the centre for {many} "
        f"matter{'s' if many != 1 else ''}: {names.en}.",
    )
    yield words.joined((trips, plan.trips_why, plan.where))


def _contradictions(plan: Plan) -> Iterator[Text]:
    for each in plan.contradictions:
        yield each.why


def _visits(plan: Plan) -> Iterator[Text]:
    """Each visit where there are several: when and how, why not with the others, what to bring to it."""
    for shown in visits_shown(plan):
        title = Text(f"{shown.title.zh}：", f"{shown.title.en}:")
        visit = shown.visit
        # Where all of them are said to be is said at the beginning.
        where = visit.where if visit.number is not None and visit.where != plan.where else None
        yield words.joined((title, visit.told, visit.why, where, shown.papers))
    unsure = not_proven(plan)
    if unsure is not None:
        yield unsure


def _also(plan: Plan) -> Iterator[Text]:
    for each in plan.also:
        yield Text(f"您还能办“{each.name.zh}”：{each.why.zh}", f"You can also claim “{each.name.en}”: {each.why.en}")


def _matter(item: Item, plan: Plan) -> Text:
    """One matter: how it stands, why, and what goes with it for whoever can have it."""
    name = Text(f"{item.name.zh}：", f"{item.name.en}:")
    said: list[Text | None] = [name, spoken.standing(item)]
    if not item.wanted and item.standing == Standing.NOW:
        said.append(spoken.UNASKED)
    said.append(item.why)
    said += [first.told for first in item.first]
    if item.follows is not None:
        cause = spoken.name_of(item.follows, plan)
        said.append(Text(f"跟着“{cause.zh}”来。", f"It follows “{cause.en}”."))
    if item.standing == Standing.NOT_ENTITLED:
        said.append(_instead_of_here(item))
    elif item.standing != Standing.NOT_HERE:
        said += _going_with(item, plan)
    if item.unverified:
        said.append(spoken.UNVERIFIED)
    return words.joined(said)


def _instead_of_here(item: Item) -> Text | None:
    return None if item.go_to is None else Text(f"可以去：{item.go_to.zh}", f"Where to go instead: {item.go_to.en}")


def _going_with(item: Item, plan: Plan) -> Iterator[Text | None]:
    """What there is to know of a matter that can be had, now or later."""
    yield spoken.case_of(item.situations)
    if item.standing == Standing.NOW:
        yield spoken.depends_on(_labels(item.needs, plan))
    if item.standing in _STILL_TO_COME:
        yield spoken.how(item)
    if item.standing in _COME_FOR:
        yield spoken.where(item, plan)
        if not item.papers_known:
            yield spoken.PAPERS_NOT_KNOWN
        elif not item.papers_complete:
            yield spoken.PAPERS_NOT_COMPLETE
    yield spoken.how_long(item)
    yield spoken.at_the_window(item)
    yield spoken.until(item)
    if item.standing in _STILL_TO_COME:
        yield spoken.who_may_come(item)
        yield spoken.gap(item)
    for charge in item.charges:
        yield spoken.money(charge)
    yield spoken.result(item)
    yield item.slip


def _papers(plan: Plan) -> Iterator[Text]:
    for paper in plan.bring:
        yield _to_bring(paper, plan, Text("带", "Bring "))
    for perhaps in plan.perhaps:
        yield _perhaps(perhaps, plan)
    come_for = plan.standing(*_COME_FOR)
    if all(item.papers_known and item.papers_complete for item in come_for) and not plan.perhaps and plan.order:
        if not plan.bring:
            yield spoken.NOTHING_TO_BRING
        elif not any(paper.copies for paper in plan.bring):
            yield spoken.NO_COPIES
    if plan.papers_gap is not None:
        yield plan.papers_gap.why
    for spared in plan.not_needed:
        yield _not_needed(spared, plan)


def _to_bring(paper: Bring, plan: Plan, verb: Text) -> Text:
    count = spoken.counted(paper.originals, paper.copies)
    return words.joined(
        (
            Text(f"{verb.zh}{paper.name.zh}：{count.zh}。", f"{verb.en}{paper.name.en}: {count.en}."),
            paper.why,
            words.LACKING_BUT_NEEDED if paper.lacking else None,
            paper.choice,
            spoken.uses(paper, plan),
            spoken.ONE_ASSUMED if paper.unverified else None,
            paper.gloss,
            spoken.instead(paper, plan),
            spoken.saved_by(_labels(paper.needs, plan)),
            paper.where,
            paper.obtain,
        )
    )


def _perhaps(paper: Perhaps, plan: Plan) -> Text:
    count = spoken.counted(paper.originals, paper.copies)
    names = _named(paper.for_matters, plan)
    named = Text(
        f"可能要{paper.name.zh}：{count.zh}，用在{names.zh}。",
        f"Perhaps {paper.name.en}: {count.en}, for {names.en}.",
    )
    unsaid = [label for label in _labels(paper.needs, plan) if label.zh not in paper.why.zh]
    return words.joined((named, paper.why, spoken.depends_on(unsaid)))


def _not_needed(paper: NotNeeded, plan: Plan) -> Text:
    names = _named(paper.for_matters, plan)
    named = Text(f"不用带{paper.name.zh}（{names.zh}）：", f"Not needed, {paper.name.en} ({names.en}):")
    return words.joined((named, paper.why))


def _if_proxy(plan: Plan) -> Iterator[Text]:
    if plan.if_proxy is None:
        return
    alone, not_known = (_named(which, plan) for which in (plan.if_proxy.not_possible, plan.if_proxy.not_known))
    said: list[Text] = []
    if plan.if_proxy.not_possible:
        said.append(Text(f"{alone.zh}只能本人来。", f"Only you yourself can come for {alone.en}."))
    if plan.if_proxy.not_known:
        said.append(
            Text(
                f"{not_known.zh}能不能代办，先打电话问。",
                f"Please ask by telephone whether somebody else may come for {not_known.en}.",
            )
        )
    if said:
        yield words.joined(said)
    for paper in plan.if_proxy.bring:
        yield _to_bring(paper, plan, Text("别人替您来的话，另外带", "If somebody else comes, bring as well "))


def _open(plan: Plan) -> Iterator[Text]:
    if plan.possible:
        zh = "；".join(f"“{each.name.zh}”，看{_nouns(each.needs, plan).zh}" for each in plan.possible)
        en = "; ".join(f"“{each.name.en}”, depending on {_nouns(each.needs, plan).en}" for each in plan.possible)
        yield Text(f"也许还能办：{zh}。", f"Perhaps also: {en}.")
    if plan.skipped:
        said = _nouns(plan.skipped, plan)
        yield Text(f"您没有答的：{said.zh}。", f"Not answered: {said.en}.")


def _promise(plan: Plan) -> Iterator[Text]:
    if plan.order:
        yield spoken.PROMISED if plan.promise_holds else spoken.PARTLY_PROMISED


def _labels(facts: Iterable[str], plan: Plan) -> list[Text]:
    return [plan.label(fact) or Text(fact, fact) for fact in facts]


def _nouns(facts: Iterable[str], plan: Plan) -> Text:
    return words.nouns(_labels(facts, plan))


def _named(matters: Iterable[str], plan: Plan) -> Text:
    return spoken.each_named([spoken.name_of(matter, plan) for matter in matters])
