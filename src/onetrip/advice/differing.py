"""A slip whose day is over: what the rules in force say to the same facts, and how that differs, in words. Pure."""

from __future__ import annotations

from datetime import date

from onetrip.advice.memory import Stored, from_stored
from onetrip.advice.presenting import tag_of
from onetrip.catalogue.book import Catalogue
from onetrip.planning import Bring, Item, Plan, Standing, WorkingDays, plan
from onetrip.rules import Text

_COME_FOR = (Standing.NOW, Standing.UNDECIDED)


def plan_by(catalogue: Catalogue, facts: Stored, said: Plan, day: date, calendar: WorkingDays | None = None) -> Plan:
    """The plan for what `said` was about and the same facts, by `catalogue` on `day`; what it no longer has is left out."""
    vocabulary = catalogue.book.vocabulary
    known = {
        name: item
        for name, item in from_stored(facts, vocabulary).items()
        if (fact := vocabulary.fact(name)) is not None and fact.can_be(item.value, day)
    }
    wanted = [item.matter for item in said.items if catalogue.matter(item.matter) is not None]
    skipped = frozenset(said.skipped) & vocabulary.facts.keys()
    return plan(
        catalogue.book,
        known,
        day,
        wanted,
        skipped=skipped,
        held=said.held,
        lacking=said.lacking,
        everything=said.everything,
        calendar=calendar,
    )


def differences(said: Plan, now: Plan) -> tuple[Text, ...]:
    """What is otherwise now than it was said, a sentence each; empty where the answer is the same."""
    told: list[Text] = []
    for item in said.items:
        told += _of_matter(item, said, now)
    before, after = ({each.paper: each for each in which.bring} for which in (said, now))
    told += [_more(after[paper]) for paper in after if paper not in before]
    told += [_no_longer(before[paper]) for paper in before if paper not in after]
    told += [
        _other_count(before[paper], after[paper])
        for paper in before
        if paper in after and _count(before[paper]) != _count(after[paper])
    ]
    return tuple(told)


def _of_matter(item: Item, said: Plan, now: Plan) -> list[Text]:
    found = now.item(item.matter)
    name = item.name
    if found is None:
        return [Text(f"“{name.zh}”已经不在目录里了。", f"“{name.en}” is no longer in the catalogue.")]
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
    return told


def _count(paper: Bring) -> tuple[int, int]:
    return paper.originals, paper.copies


def _in_words(paper: Bring) -> Text:
    zh = f"原件 {paper.originals}" + (f"、复印件 {paper.copies}" if paper.copies else "")
    en = f"original {paper.originals}" + (f", copies {paper.copies}" if paper.copies else "")
    return Text(zh, en)


def _more(paper: Bring) -> Text:
    words = _in_words(paper)
    return Text(f"现在还要带{paper.name.zh}（{words.zh}）。", f"{paper.name.en} ({words.en}) is needed now.")


def _no_longer(paper: Bring) -> Text:
    return Text(f"{paper.name.zh}现在不用带了。", f"{paper.name.en} is no longer needed.")


def _other_count(before: Bring, after: Bring) -> Text:
    was, is_now = _in_words(before), _in_words(after)
    return Text(
        f"{after.name.zh}原来是{was.zh}，现在是{is_now.zh}。", f"{after.name.en}: was {was.en}, is {is_now.en} now."
    )
