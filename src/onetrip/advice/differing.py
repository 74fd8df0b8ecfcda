"""How one plan differs from another of the same resident, in words: of another day, of other rules, of other answers. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from onetrip.advice.asking import in_words
from onetrip.advice.memory import Stored, from_stored
from onetrip.advice.presenting import tag_of
from onetrip.catalogue.book import Catalogue
from onetrip.planning import Bring, Item, Perhaps, Plan, ProxyChance, Standing, WorkingDays, plan, spoken
from onetrip.planning.promise import asked_for
from onetrip.planning.words import joined
from onetrip.rules import Text, Vocabulary

_COME_FOR = (Standing.NOW, Standing.UNDECIDED)
_NOTHING = Text("没有写", "nothing stated")


def plan_by(catalogue: Catalogue, facts: Stored, said: Plan, day: date, calendar: WorkingDays | None = None) -> Plan:
    """The plan for what `said` was about and the same facts, by `catalogue` on `day`; what it no longer has is left out."""
    vocabulary = catalogue.book.vocabulary
    known = {
        name: item
        for name, item in from_stored(facts, vocabulary).items()
        if (fact := vocabulary.fact(name)) is not None and fact.can_be(item.value, day)
    }
    # What was offered and promised is asked about as well: it may be possible no longer.
    wanted = dict.fromkeys((*asked_for(said), *(item.matter for item in said.items)))
    return plan(
        catalogue.book,
        known,
        day,
        [matter for matter in wanted if catalogue.matter(matter) is not None],
        skipped=frozenset(said.skipped) & vocabulary.facts.keys(),
        declined=said.declined,
        held=said.held,
        lacking=said.lacking,
        everything=said.everything,
        calendar=calendar,
    )


def differences(said: Plan, now: Plan) -> tuple[Text, ...]:
    """What is otherwise now than it was said, a sentence each; empty where the answer is the same."""
    told: list[Text] = list(_of_contradictions(said, now))
    for item in said.items:
        told += _of_matter(item, said, now)
    told += [_new_matter(item, now) for item in now.items if said.item(item.matter) is None]
    return (*told, *_of_claims(said, now), *_of_papers(said, now), *_of_going(said, now))


def _of_contradictions(said: Plan, now: Plan) -> Iterator[Text]:
    before, after = ({each.constraints: each for each in which.contradictions} for which in (said, now))
    yield from (each.why for constraints, each in after.items() if constraints not in before)
    if before.keys() - after.keys():
        yield Text("原来有对不上的回答，现在对上了。", "Answers that did not go together before do now.")


def _of_claims(said: Plan, now: Plan) -> Iterator[Text]:
    """What somebody who asked for everything can claim besides."""
    before, after = ({each.matter: each for each in which.also} for which in (said, now))
    for matter, each in after.items():
        if matter not in before and said.item(matter) is None:
            yield Text(f"现在还能办“{each.name.zh}”。", f"You can claim “{each.name.en}” now.")
    for matter, each in before.items():
        if matter not in after and now.item(matter) is None:
            yield Text(f"“{each.name.zh}”现在不能办了。", f"You can claim “{each.name.en}” no longer.")


def differing_answers(before: Stored, after: Stored, vocabulary: Vocabulary, day: date) -> tuple[Text, ...]:
    """What was answered otherwise: 户籍：原来说“上海”，现在说“外省市”. In the order of the vocabulary."""
    was, is_now = from_stored(before, vocabulary), from_stored(after, vocabulary)
    told = []
    for name in vocabulary.names():
        fact = vocabulary.fact(name)
        if fact is None or (name in was and name in is_now and was[name].value == is_now[name].value):
            continue
        old, new = (in_words(fact, known[name], day)[0] if name in known else None for known in (was, is_now))
        label = fact.label
        if old is not None and new is not None:
            told.append(
                Text(
                    f"{label.zh}：原来说“{old.zh}”，现在说“{new.zh}”。",
                    f"{_sentence(label.en)}: said “{old.en}” then, “{new.en}” now.",
                )
            )
        elif new is not None:
            told.append(Text(f"{label.zh}：原来没有说，现在说“{new.zh}”。", f"{_sentence(label.en)}: now “{new.en}”."))
        elif old is not None:
            told.append(
                Text(f"{label.zh}：原来说“{old.zh}”，现在不说了。", f"{_sentence(label.en)}: “{old.en}” is taken back.")
            )
    return tuple(told)


def _of_matter(item: Item, said: Plan, now: Plan) -> list[Text]:
    found = now.item(item.matter)
    name = item.name
    if found is None:
        if item.wanted and item.matter in asked_for(now):
            return [Text(f"“{name.zh}”已经不在目录里了。", f"“{name.en}” is no longer in the catalogue.")]
        if item.wanted:
            return [Text(f"“{name.zh}”现在不办了。", f"“{name.en}” is not wanted any more.")]
        return [Text(f"“{name.zh}”现在没有了。", f"“{name.en}” is not on the plan any more.")]
    told: list[Text] = []
    if found.standing is not item.standing and not (found.standing in _COME_FOR and item.standing in _COME_FOR):
        was, is_now = tag_of(item, said).words, tag_of(found, now).words
        told.append(
            Text(
                f"“{name.zh}”原来是“{was.zh}”，现在是“{is_now.zh}”：{found.why.zh}",
                f"“{name.en}” was “{was.en}” and is “{is_now.en}” now: {found.why.en}",
            )
        )
    if found.name != name:
        told.append(Text(f"“{name.zh}”改叫“{found.name.zh}”了。", f"“{name.en}” is called “{found.name.en}” now."))
    told += [
        Text(f"“{name.zh}”：原来{was.zh}，现在{is_now.zh}。", f"“{name.en}”: {was.en} before, {is_now.en} now.")
        for tell in _PARTS
        if (was := _plain(tell(item))) != (is_now := _plain(tell(found)))
        # What is possible no longer, or not yet, has said so already; its fees and ways are of no use.
        and found.standing in _COME_FOR
        and item.standing in _COME_FOR
    ]
    if item.until_day != found.until_day or (item.standing is found.standing and item.from_day != found.from_day):
        told.append(_other_days(item, found))
    return told


def _charges(item: Item) -> Text | None:
    return joined([spoken.money(charge) for charge in item.charges]) if item.charges else None


_PARTS: tuple[Callable[[Item], Text | None], ...] = (
    spoken.how,
    spoken.how_long,
    spoken.gap,
    _charges,
    lambda item: None if item.proxy is ProxyChance.UNKNOWN else spoken.who_may_come(item),
)
"""What is said of a matter beside how it stands, and matters to whoever comes for it."""


def _other_days(item: Item, found: Item) -> Text:
    was, is_now = (
        joined([*_from(each), spoken.until(each)]) if each.from_day or each.until_day else _NOTHING
        for each in (item, found)
    )
    name = item.name
    return Text(
        f"“{name.zh}”的日子：原来{_plain(was).zh}，现在{_plain(is_now).zh}。",
        f"The days of “{name.en}”: {_plain(was).en} before, {_plain(is_now).en} now.",
    )


def _from(item: Item) -> Iterator[Text]:
    if item.from_day is not None:
        day = spoken.full_day(item.from_day)
        yield Text(f"{day.zh}起。", f"From {day.en} on.")


def _new_matter(item: Item, now: Plan) -> Text:
    tag = tag_of(item, now).words
    return Text(f"现在多了“{item.name.zh}”：{tag.zh}。", f"New on the plan: “{item.name.en}” ({tag.en}).")


def _of_papers(said: Plan, now: Plan) -> Iterator[Text]:
    before, after = ({each.paper: each for each in which.bring} for which in (said, now))
    maybe_before, maybe_after = ({each.paper: each for each in which.perhaps} for which in (said, now))
    for paper, brought in after.items():
        if paper not in before:
            yield _more(brought, perhaps_before=paper in maybe_before)
    for paper, gone in before.items():
        if paper not in after and paper not in maybe_after:
            yield Text(f"{gone.name.zh}现在不用带了。", f"{_sentence(gone.name.en)} is no longer needed.")
        elif paper in after:
            yield from _of_paper(gone, after[paper], said, now)
    told = {*maybe_before, *(after.keys() - before.keys())}
    yield from (_perhaps(maybe) for paper, maybe in maybe_after.items() if paper not in told)
    yield from (_never(maybe) for paper, maybe in maybe_before.items() if paper not in {*after, *maybe_after})


def _of_paper(before: Bring, after: Bring, said: Plan, now: Plan) -> Iterator[Text]:
    name = after.name
    was, is_now = _in_words(before), _in_words(after)
    if was != is_now:
        yield Text(
            f"{name.zh}原来是{was.zh}，现在是{is_now.zh}。",
            f"{name.en}: was {was.en}, is {is_now.en} now.",
        )
    others_before, others_after = ({other.paper for other in each.instead} for each in (before, after))
    if others_before != others_after:
        instead = spoken.instead(after, now) or Text("没有别的可以代替。", "Nothing else will do.")
        yield Text(f"代替{name.zh}的变了：{instead.zh}", f"What may replace {name.en} has changed. {instead.en}")
    if said.wanted and before.for_matters != after.for_matters:
        names = spoken.each_named([spoken.name_of(matter, now) for matter in after.for_matters])
        yield Text(f"{name.zh}现在用在{names.zh}。", f"{_sentence(name.en)} is used for {names.en} now.")


def _of_going(said: Plan, now: Plan) -> Iterator[Text]:
    if said.trips != now.trips:
        why = now.trips_why or Text("", "")
        yield Text(
            f"原来去 {said.trips} 趟，现在去 {now.trips} 趟。{why.zh}",
            f"{said.trips} trip{_s(said.trips)} before, {now.trips} now. {why.en}".rstrip(),
        )
    elif said.schedule and _visits(said) != _visits(now):
        zh, en = "".join(visit.told.zh for visit in now.schedule), " ".join(visit.told.en for visit in now.schedule)
        yield Text(f"怎么跑变了：{zh}", f"The visits have changed: {en}")
    if said.where != now.where and said.order and now.order:
        yield Text(f"去的地方变了：{now.where.zh}", f"Where to go has changed: {now.where.en}")
    if said.by_proxy != now.by_proxy:
        yield (
            Text("现在由别人替您来。", "Somebody else comes for you now.")
            if now.by_proxy
            else Text("现在由本人来。", "You come yourself now.")
        )


def _visits(plan: Plan) -> list[tuple[Text, tuple[str, ...]]]:
    """When what is done: where and by which way is told of each matter."""
    return [(visit.when, visit.matters) for visit in plan.schedule]


def _in_words(paper: Bring | Perhaps) -> Text:
    zh = f"原件 {paper.originals}" + (f"、复印件 {paper.copies}" if paper.copies else "")
    en = f"original {paper.originals}" + (f", copies {paper.copies}" if paper.copies else "")
    return Text(zh, en)


def _more(paper: Bring, *, perhaps_before: bool) -> Text:
    words, name = _in_words(paper), paper.name
    if perhaps_before:
        return Text(
            f"原来说可能要{name.zh}，现在一定要带（{words.zh}）。",
            f"{_sentence(name.en)} was perhaps needed and is needed now ({words.en}).",
        )
    return Text(f"现在还要带{name.zh}（{words.zh}）。", f"{name.en} ({words.en}) is needed now.")


def _never(paper: Perhaps) -> Text:
    name = paper.name
    return Text(f"原来说可能要{name.zh}，现在不用了。", f"{_sentence(name.en)} was perhaps needed and is not now.")


def _perhaps(paper: Perhaps) -> Text:
    return Text(
        f"现在可能要{paper.name.zh}：{paper.why.zh}", f"{_sentence(paper.name.en)} may be needed now: {paper.why.en}"
    )


def _plain(text: Text | None) -> Text:
    """A sentence as it stands inside another one."""
    if text is None:
        return _NOTHING
    return Text(text.zh.rstrip("。"), text.en.rstrip("."))


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _s(number: int) -> str:
    return "s" if number != 1 else ""
