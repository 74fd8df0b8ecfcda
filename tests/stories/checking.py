"""Whether somebody was told what a story says they must be told."""

from __future__ import annotations

from onetrip.catalogue.book import Catalogue
from onetrip.planning import Plan
from onetrip.rules import Text
from tests.stories.story import Story
from tests.stories.ways import tight


def wrong_in_plan(plan: Plan, story: Story) -> list[str]:
    """Where a plan is not what the story says."""
    told, wrong = story.told, []
    standings = {item.matter: item.standing for item in plan.items}
    for matter, standing in told.matters.items():
        if standings.get(matter) is not standing:
            why = f": {plan.item(matter).why.en}" if matter in standings else ""
            wrong.append(f"{matter} stands {standings.get(matter)} and not {standing}{why}")
    wrong += [f"{matter} is told and must not be" for matter in told.not_told & standings.keys()]
    wrong += _wrong_papers(plan, story)
    perhaps = {each.paper for each in plan.perhaps}
    wrong += [f"{paper} is not told as perhaps needed; told are {sorted(perhaps)}" for paper in told.perhaps - perhaps]
    spared = {each.paper for each in plan.not_needed}
    wrong += [f"{paper} is not told as not needed; told are {sorted(spared)}" for paper in told.not_needed - spared]
    if told.trips is not None and plan.trips != told.trips:
        wrong.append(f"{plan.trips} trips and not {told.trips}")
    if told.promised is not None and plan.promise_holds is not told.promised:
        wrong.append(f"the promise holds: {plan.promise_holds}")
    return wrong


def _wrong_papers(plan: Plan, story: Story) -> list[str]:
    if story.told.bring is None:
        return []
    brought = {each.paper: each for each in plan.bring}
    wrong = [
        f"{paper} is not asked for; asked for are {sorted(brought)}" for paper in story.told.bring.keys() - brought
    ]
    if not story.told.bring_also:
        wrong += [f"{paper} is asked for and must not be" for paper in brought.keys() - story.told.bring.keys()]
    for paper in story.told.bring.keys() & brought:
        expected, found = story.told.bring[paper], brought[paper]
        if (found.originals, found.copies) != (expected.originals, expected.copies):
            wrong.append(f"{paper}: {found.originals} originals, {found.copies} copies")
        if expected.matters is not None and set(found.for_matters) != expected.matters:
            wrong.append(f"{paper} is for {sorted(found.for_matters)}")
    return wrong


def unsaid(text: str, story: Story, catalogue: Catalogue, *, aloud: bool = False) -> list[str]:
    """What the words of a channel (blanks left out) lack of what must be told, and what they must not hold."""
    told = story.told
    names = [catalogue.matters[matter].name for matter in told.matters]
    names += [catalogue.papers[paper].name for paper in (*(told.bring or ()), *told.perhaps, *told.not_needed)]
    missing = [name for name in names if not _stands(name, text, story.language)]
    sentences = [*told.words, *(told.aloud if aloud else ())]
    return (
        [f"not named: {name.in_language(story.language)}" for name in missing]
        + [f"not said: {words}" for words in sentences if tight(words) not in text]
        + [f"said: {words}" for words in told.never if tight(words) in text]
    )


def _stands(name: Text, text: str, language: str) -> bool:
    """Whether a name is there; in English a row begins with a capital letter."""
    return tight(name.in_language(language)).lower() in text.lower()
