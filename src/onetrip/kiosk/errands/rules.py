"""What the house accepts by itself, and what a person has to look at. Pure."""

from __future__ import annotations

from onetrip.cases.actions import Received
from onetrip.kiosk.errands.run import Run
from onetrip.planning import Standing


def is_accepted_by_rule(run: Run) -> bool:
    """Whether nothing is left to judge: entitled for certain, every paper from the city itself, nothing photographed.

    By the person, with the card on the reader. Whatever nobody has verified of the matter goes to a person, and so does
    what somebody else applies for.
    """
    item = run.item
    certain = (
        item.standing is Standing.NOW
        and run.matter.terms.entitled_known
        and item.papers_known
        and item.papers_complete
        and not item.unverified
        and not run.papers.perhaps
        and not run.errand.consultation.skipped
    )
    from_city = all(line.state in ("fetched", "read") for line in run.lines)
    return certain and from_city and run.errand.card_read and not run.errand.by_proxy


def received(run: Run) -> tuple[Received, ...]:
    """The papers as they came, for the acceptance."""
    found = []
    for line in run.lines:
        if line.state == "later":
            found.append(Received(line.paper, follows=True))
        elif line.state != "open":
            found.append(Received(line.paper, pictures=len(line.pictures), fetched=line.state == "fetched"))
    needed = {line.paper for line in run.lines}
    counted: dict[str, int] = {}
    for picture in run.pictures:
        if picture.paper and picture.paper not in needed:
            counted[picture.paper] = counted.get(picture.paper, 0) + 1
    found += [Received(paper, pictures=number) for paper, number in counted.items()]
    return tuple(found)
