"""What do you tell this resident? The sentence to give, who may come instead, where, when, what it pays: from the definition.

What is wrong is either ruled out by what is right (another centre, another season, another sum), or is what the definition of
another matter says of that one, and the question asks for the one of this matter.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from onetrip.catalogue.book import Catalogue, Matter
from onetrip.catalogue.guide import AREAS, area_in_words
from onetrip.catalogue.telling import season_in_words
from onetrip.planning import ProxyChance, Season
from onetrip.rules import ALWAYS, Text
from onetrip.rules.boundaries import World, boundaries
from onetrip.rules.edges import Traits
from onetrip.training.items import money
from onetrip.training.items.decisions import Field
from onetrip.training.items.disputed import has_one_answer, open_of
from onetrip.training.items.drafts import Draft, Side, in_mixed_order, mark, neighbours, plan_for, sides_of
from onetrip.training.items.grounds import Ground, is_sure, proxy_ground
from onetrip.training.items.shapes import Kind, Option
from onetrip.training.items.voice import ended, told_of

_FEWEST, _MOST = 3, 4
_WHO_IS_OPEN = ("能不能", "行不行", "哪几种", "哪些人", "谁")
"""Words of open points that leave it open who may come, not only what that person brings."""
_ALIKE = 0.34
"""Two sentences that share more of their pairs of characters than this are too much alike to choose between."""

_PROXIES = {
    ProxyChance.YES: Text("谁来代办都行", "Anybody may come instead"),
    ProxyChance.FAMILY: Text("只有家人能代办", "Only a relative may come instead"),
    ProxyChance.LISTED: Text("只有规定的几种人能代办", "Only certain people, who are listed, may come instead"),
    ProxyChance.NO: Text("要本人来，代办不了", "Nobody else may; the resident has to come"),
}
_ALL_YEAR = Option("all-year", Text("全年都能办", "All year round"))
_SEASONS = (Season((1, 1), (3, 31)), Season((7, 1), (9, 30)), Season((10, 1), (12, 20)))
"""To choose from beside the season of a matter; examples."""
_BY_ITSELF = Option("by-itself", Text("不用申请，自己会来", "Nothing to apply for; it comes by itself"))
_APPLY = (
    Option("apply-window", Text("带身份证到窗口申请", "Apply at a window with the ID card")),
    Option("apply-bank", Text("到银行申请", "Apply at a bank")),
    Option("apply-year", Text("每年要来申请一次", "Apply anew every year")),
)


def drafts(catalogue: Catalogue, matter: Matter, day: date, world: World) -> Iterator[Draft]:
    """A question for each thing that the definition says for sure."""
    yield from _of_slip(catalogue, matter)
    yield from _of_area(matter)
    yield from _of_season(matter)
    yield from _of_coming_by_itself(matter)
    yield from _of_first(catalogue, matter)
    yield from _of_proxy(catalogue, matter, day, world)
    yield from money.drafts(catalogue, matter, day, world)


def key(catalogue: Catalogue, draft: Draft, day: date) -> frozenset[str] | None:
    """The right answer by the definition; where it depends on the resident, by the plan."""
    matter = catalogue.matters[draft.matter]
    terms = matter.terms
    match draft.topic:
        case "slip" if terms.slip is not None:
            return frozenset({mark(terms.slip)})
        case "area" if (area := area_in_words(matter)) is not None:
            return frozenset({mark(area)})
        case "season" if terms.season is not None:
            return frozenset({mark(season_in_words(terms.season))})
        case "by-itself" if terms.automatic:
            return frozenset({_BY_ITSELF.id})
        case "first" if terms.needs_first:
            return frozenset(terms.forerunners)
        case "proxy":
            item = plan_for(catalogue, draft.matter, draft.traits, day).item(draft.matter)
            chance = ProxyChance.UNKNOWN if item is None else item.proxy
            return frozenset({chance.value}) if chance in _PROXIES else None
    return money.key(catalogue, draft, day)


def why(catalogue: Catalogue, draft: Draft, day: date) -> tuple[Text, ...]:
    """What the definition says, in its words."""
    right = key(catalogue, draft, day) or frozenset()
    if draft.topic.startswith(money.LINE):
        return tuple(money.why_of_line(catalogue, draft, each) for each in draft.options if each.id in right)
    said = [option.text for option in draft.options if option.id in right]
    proxy = catalogue.matters[draft.matter].terms.proxy
    if draft.topic == "proxy" and proxy is not None and proxy.note is not None:
        said.append(proxy.note)
    return tuple(map(ended, said))


def _of_slip(catalogue: Catalogue, matter: Matter) -> Iterator[Draft]:
    slip = matter.terms.slip
    if slip is None or not is_sure(matter, "slip"):
        return
    wrong: list[Text] = []
    for other in neighbours(catalogue, matter):
        said = other.terms.slip
        if said is not None and len(wrong) < _MOST - 1 and not any(_alike(said, each) for each in (slip, *wrong)):
            wrong.append(said)
    if len(wrong) < 2:
        return
    name = matter.name
    question = Text(
        f"这位居民来办“{name.zh}”。下面哪一句提醒说的是这件事？",
        f"This resident comes for “{name.en}”. Which of these reminders is about this matter?",
    )
    yield _draft(matter, "slip", question, [slip, *wrong], rests_on=(slip.zh, slip.en))


def _of_area(matter: Matter) -> Iterator[Draft]:
    area = area_in_words(matter)
    if (
        area is None
        or not is_sure(matter, "area")
        or (matter.terms.area != "direct" and not is_sure(matter, "decided_by"))
    ):
        return
    wrong = [text for kind, text in AREAS.items() if kind != matter.terms.area]
    name = matter.name
    question = Text(
        f"这位居民问，“{name.zh}”是不是哪个街镇中心都能办。您怎么说？",
        f"This resident asks whether every centre handles “{name.en}”. What do you say?",
    )
    yield _draft(matter, "area", question, [area, *wrong])


def _of_season(matter: Matter) -> Iterator[Draft]:
    season = matter.terms.season
    if season is None or not is_sure(matter, "season"):
        return
    name = matter.name
    texts = [season_in_words(each) for each in (season, *(other for other in _SEASONS if other != season))]
    question = Text(
        f"这位居民问，“{name.zh}”什么时候能办。您怎么说？",
        f"This resident asks when “{name.en}” can be done. What do you say?",
    )
    made = _draft(matter, "season", question, texts[:_MOST])
    yield Draft(
        made.matter, made.kind, made.topic, {}, (), made.question, (*made.options, _ALL_YEAR), rests_on=made.rests_on
    )


def _of_coming_by_itself(matter: Matter) -> Iterator[Draft]:
    if not matter.terms.automatic or not is_sure(matter, "automatic"):
        return
    name = matter.name
    yield Draft(
        matter=matter.id,
        kind=Kind.TELL,
        topic="by-itself",
        traits={},
        told=(),
        question=Text(
            f"这位居民符合条件，问“{name.zh}”要怎么申请。您怎么说？",
            f"This resident qualifies and asks how to apply for “{name.en}”. What do you say?",
        ),
        options=in_mixed_order(matter.id, [_BY_ITSELF, *_APPLY]),
    )


def _of_first(catalogue: Catalogue, matter: Matter) -> Iterator[Draft]:
    first = matter.terms.forerunners
    if (
        not first
        or any(each.when is not None for each in matter.terms.needs_first)
        or not is_sure(matter, "needs_first")
    ):
        return
    others = [other for other in neighbours(catalogue, matter) if other.id not in first]
    related = {*matter.terms.leads_to, *(other.id for other in others if matter.id in other.terms.forerunners)}
    right = [Option(each, catalogue.matters[each].name) for each in first]
    wrong = [Option(other.id, other.name) for other in others if other.id not in related][: _MOST - 1]
    if len(wrong) < 2:
        return
    name = matter.name
    yield Draft(
        matter=matter.id,
        kind=Kind.TELL,
        topic="first",
        traits={},
        told=(),
        question=Text(
            f"这位居民想办“{name.zh}”。先要办好的是哪一件？",
            f"This resident wants “{name.en}”. Which of these has to be done first?",
        ),
        options=in_mixed_order(matter.id, [*right, *wrong]),
        several=len(first) > 1,
    )


def _of_proxy(catalogue: Catalogue, matter: Matter, day: date, world: World) -> Iterator[Draft]:
    """Who may come instead; where that depends on the resident, for the two on the sides of every comparison."""
    rule, ground = matter.terms.proxy, proxy_ground(matter)
    sure = ground is Ground.SURE
    points = open_of(matter, () if sure else (Field.PROXY,))
    if rule is None or ground is Ground.NONE or any(word in points.text for word in _WHO_IS_OPEN):
        return
    sides: list[tuple[Traits, frozenset[Side]]] = [({}, frozenset())]
    if rule.when is not None:
        sides = sides_of(rule.when, boundaries(rule.when, world).pairs.values())
    name = matter.name
    for traits, shows in sides:
        if not has_one_answer(catalogue, points, rule.when or ALWAYS, traits, day):
            continue
        yield Draft(
            matter=matter.id,
            kind=Kind.TELL,
            topic="proxy",
            traits=traits,
            told=told_of(traits, catalogue.book.vocabulary),
            question=Text(
                f"这位居民问，“{name.zh}”能不能请别人来代办。您怎么说？",
                f"This resident asks whether somebody else may come for “{name.en}”. What do you say?",
            ),
            options=tuple(Option(chance.value, text) for chance, text in _PROXIES.items()),
            rests_on=(rule.who, repr(rule.when)),
            shows=shows,
            to_verify=() if sure else (Field.PROXY.value,),
        )


@dataclass(frozen=True, slots=True)
class _Pairs:
    """A sentence as the pairs of neighbouring characters in it."""

    pairs: frozenset[str]

    @classmethod
    def of(cls, text: str) -> _Pairs:
        signs = "".join(filter(str.isalnum, text))
        return cls(frozenset(signs[at : at + 2] for at in range(len(signs) - 1)))


def _alike(one: Text, other: Text) -> bool:
    """Whether two sentences say nearly the same."""
    first, second = _Pairs.of(one.zh).pairs, _Pairs.of(other.zh).pairs
    return len(first & second) > _ALIKE * max(1, min(len(first), len(second)))


def _draft(matter: Matter, topic: str, question: Text, texts: list[Text], rests_on: tuple[str, ...] = ()) -> Draft:
    options = [Option(mark(text), text) for text in dict.fromkeys(texts)]
    return Draft(
        matter=matter.id,
        kind=Kind.TELL,
        topic=topic,
        traits={},
        told=(),
        question=question,
        options=in_mixed_order(matter.id, options),
        rests_on=rests_on,
    )
