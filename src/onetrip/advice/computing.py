"""A plan for what somebody sends, computed at once and kept nowhere; what cannot be meant is refused by its name. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from onetrip.catalogue.book import Catalogue
from onetrip.catalogue.search import search
from onetrip.ledger.refusals import Malformed
from onetrip.planning import NOTHING_KNOWN, Plan, Prior, Question, Scope, WorkingDays, next_question, plan
from onetrip.planning.view import BY_PROXY
from onetrip.rules import Fact, FactType, Known, Origin, Problem, Text, Value, Vocabulary, check_value, nearest

EARLIEST, LATEST = date(2000, 1, 1), date(2099, 12, 31)
"""The days for which a plan is computed here."""

_MOST_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Computed:
    """A plan, the facts it was computed from, and the question that would come next."""

    plan: Plan
    known: Mapping[str, Known]
    question: Question | None


def compute(
    catalogue: Catalogue,
    *,
    wanted: Sequence[str],
    facts: Mapping[str, Value],
    skipped: Collection[str] = (),
    declined: Collection[str] = (),
    held: Collection[str] = (),
    lacking: Collection[str] = (),
    by_proxy: bool | None = None,
    day: date,
    scope: Scope = "usual",
    calendar: WorkingDays | None = None,
    prior: Prior = NOTHING_KNOWN,
) -> Computed:
    """The plan and the next question for a resident of whom `facts` are said, on `day`.

    `by_proxy` None: as `facts` say, else the resident comes. `held` and `lacking` are papers they have or cannot bring.
    `calendar` counts the days of visits, `prior` knows which answers are likely; both as for a consultation. Raises
    Malformed with the field that names what is not in the catalogue or cannot be ("wanted", "facts.hukou", "day" …), and
    the nearest right name where there is one.
    """
    if not EARLIEST <= day <= LATEST:
        raise Malformed(
            "day-out-of-reach",
            f"日期要在 {EARLIEST.year} 年到 {LATEST.year} 年之间。",
            f"The day has to lie between {EARLIEST.year} and {LATEST.year}.",
            field="day",
        )
    _refuse_unknown_matters(catalogue, wanted, "wanted")
    _refuse_unknown_matters(catalogue, declined, "declined")
    vocabulary = catalogue.book.vocabulary
    for name in skipped:
        _known_fact(vocabulary, name, "skipped")
    known = {name: Known(_value(vocabulary, name, raw, day), Origin.SAID) for name, raw in facts.items()}
    if by_proxy is not None:
        known[BY_PROXY] = Known(_value(vocabulary, BY_PROXY, by_proxy, day), Origin.SAID)
    for field, papers in (("held", held), ("lacking", lacking)):
        _refuse_unknown_papers(catalogue, papers, field)
    asked = (catalogue.book, known, day, wanted, skipped, declined)
    made = plan(*asked, held=held, lacking=lacking, everything=scope == "everything", calendar=calendar)
    question = next_question(*asked, held=held, lacking=lacking, scope=scope, prior=prior)
    return Computed(made, known, question)


def _refuse_unknown_matters(catalogue: Catalogue, matters: Iterable[str], field: str) -> None:
    for matter in matters:
        if catalogue.matter(matter) is None:
            instead = _matter_meant(catalogue, matter)
            raise Malformed(
                "matter-unknown",
                f"没有“{_shown(matter)}”这个事项。{instead.zh}",
                f"There is no matter “{_shown(matter)}”.{instead.en}",
                field=field,
            )


def _refuse_unknown_papers(catalogue: Catalogue, papers: Iterable[str], field: str) -> None:
    for paper in papers:
        if paper not in catalogue.papers:
            near = nearest(paper, catalogue.papers)
            instead = Text("", "")
            if near is not None:
                name = catalogue.papers[near].name
                instead = Text(
                    f"是不是 {near}（{name.zh}）？请改好再发。", f" Did you mean {near} ({name.en})? Please correct it."
                )
            raise Malformed(
                "paper-unknown",
                f"没有“{_shown(paper)}”这种材料。{instead.zh}",
                f"There is no paper “{_shown(paper)}”.{instead.en}",
                field=field,
            )


def _matter_meant(catalogue: Catalogue, said: str) -> Text:
    """The matter that may have been meant: one of nearly that id, or one that is found by these words."""
    near = nearest(said, catalogue.matters)
    if near is None:
        hits = search(catalogue, said, 1)
        near = hits[0].matter.id if hits else None
    if near is None:
        return Text("", "")
    name = catalogue.matters[near].name
    return Text(f"是不是 {near}（{name.zh}）？请改好再发。", f" Did you mean {near} ({name.en})? Please correct it.")


def _known_fact(vocabulary: Vocabulary, name: str, field: str) -> Fact:
    fact = vocabulary.fact(name)
    if fact is None:
        near = nearest(name, vocabulary.names())
        instead = Text("", "")
        if near is not None and (meant := vocabulary.fact(near)) is not None:
            instead = Text(
                f"是不是 {near}（{meant.label.zh}）？请改好再发。",
                f" Did you mean {near} ({meant.label.en})? Please correct it.",
            )
        raise Malformed(
            "fact-unknown",
            f"没有“{_shown(name)}”这个情况。{instead.zh}",
            f"There is no fact “{_shown(name)}”.{instead.en}",
            field=field,
        )
    return fact


def _value(vocabulary: Vocabulary, name: str, raw: Value, day: date) -> Value:
    """The value that is said of a fact: of its type, or as somebody would type it."""
    fact = _known_fact(vocabulary, name, f"facts.{_shown(name)}")
    value = check_value(fact, raw, day=day)
    if not isinstance(value, Problem):
        return value
    values = _values_of(fact, raw)
    raise Malformed(
        "answer-unreadable",
        f"{fact.label.zh}（{name}）：{value.zh}{values.zh}",
        f"{fact.label.en[:1].upper()}{fact.label.en[1:]} ({name}): {value.en}{values.en}",
        field=f"facts.{name}",
    )


def _values_of(fact: Fact, raw: Value) -> Text:
    """The ids of the choices, with the one that may have been meant."""
    if fact.type is not FactType.CHOICE:
        return Text("", "")
    ids = ", ".join(fact.choices)
    near = nearest(str(raw), fact.choices)
    by_words = [choice for choice, words in fact.choices.items() if str(raw) in (words.zh, words.en)]
    meant = by_words[0] if by_words else near
    if meant is None:
        return Text(f"写法：{ids}。", f" Written as: {ids}.")
    return Text(
        f"写法：{ids}。是不是 {meant}？请改好再发。", f" Written as: {ids}. Did you mean {meant}? Please correct it."
    )


def _shown(raw: str) -> str:
    """Something that was sent, short and plain enough to stand in a sentence."""
    text = "".join(sign if sign.isprintable() else "�" for sign in raw[: _MOST_SHOWN + 1])
    return text if len(text) <= _MOST_SHOWN else text[:_MOST_SHOWN] + "…"
