"""From an issued slip to the sheet that is printed. Pure."""

from __future__ import annotations

from datetime import datetime

from onetrip.advice.papers import name_of_alternative, paper_shown
from onetrip.advice.presenting import MatterLine, hours_in_words, shown
from onetrip.advice.queries import IssuedSlip
from onetrip.centres.queries import Settled
from onetrip.ledger.refusals import Refused
from onetrip.planning import Bring, Item, Perhaps, Plan, ProxyChance, Standing
from onetrip.planning.words import joined
from onetrip.prints.sheets import AuthoritySheet, Line, NotNeededLine, PaperLine, ProxyLine, SlipSheet, VisitLine
from onetrip.prints.sheets import MatterLine as PrintedMatter
from onetrip.rules import Text


def sheet_of(issued: IssuedSlip, *, place: Settled, address: str, demonstration: bool) -> SlipSheet:
    """The slip as it is printed. `address` is what its QR code opens; `place` the centre that issued it."""
    slip, plan = issued.slip, issued.plan
    parts = shown(plan)
    centre = place.centre
    return SlipSheet(
        number=slip.number,
        address=address,
        centre=Text(centre.name_zh, centre.name_en),
        day=plan.day,
        matters=tuple(_matter(line) for line in parts.now),
        papers=tuple(_paper(paper, plan) for paper in plan.bring),
        rule_version=plan.version,
        valid_until=slip.valid_until,
        for_whom=slip.resident.masked_name if slip.resident else "",
        by_proxy=plan.by_proxy,
        ask=centre.telephone,
        trips=plan.trips,
        trips_why=plan.trips_why,
        things=parts.things,
        visits=tuple(
            VisitLine(title=one.title, when=one.visit.when, how=one.visit.how, papers=one.papers, why=one.visit.why)
            for one in parts.visits
        ),
        visits_note=parts.not_proven,
        perhaps=tuple(_perhaps(paper) for paper in plan.perhaps),
        not_needed=tuple(NotNeededLine(name=paper.name, why=paper.why) for paper in plan.not_needed),
        where=plan.where,
        hours=hours_in_words(place.hours, plan.day),
        cannot_come=_cannot_come(plan),
        automatic=tuple(_other(line) for line in parts.automatic),
        later=tuple(_other(line) for line in parts.later),
        undecided=tuple(_other(line) for line in parts.undecided),
        elsewhere=tuple(_other(line) for line in parts.not_here),
        refused=tuple(_other(line) for line in parts.refused),
        papers_not_known=tuple(line.item.name for line in parts.papers_not_known),
        papers_not_complete=tuple(line.item.name for line in parts.papers_not_complete),
        papers_gap=plan.papers_gap.why if plan.papers_gap else None,
        demonstration=demonstration,
    )


def may_be_authorised(plan: Plan) -> list[Item]:
    """The matters of a plan that somebody else may do for the resident, as far as is known: those for now."""
    return [item for item in plan.items if item.standing is Standing.NOW and item.proxy is not ProxyChance.NO]


def authority_sheet(
    issued: IssuedSlip, *, place: Settled, address: str, now: datetime, demonstration: bool
) -> AuthoritySheet:
    """The letter of authority for what is on a slip. Raises Refused where nobody else may do any of it."""
    slip, plan, centre = issued.slip, issued.plan, place.centre
    possible = may_be_authorised(plan)
    if not possible:
        raise Refused(
            "no-matters",
            "单子上的事都要本人来办，不能委托别人。",
            "Everything on this slip has to be done in person; nobody can be authorised for it.",
        )
    return AuthoritySheet(
        address=address,
        centre=Text(centre.name_zh, centre.name_en),
        at=centre.local(now),
        matters=tuple(item.name for item in possible),
        not_possible=tuple(
            item.name for item in plan.items if item.standing is Standing.NOW and item.proxy is ProxyChance.NO
        ),
        principal=slip.resident.masked_name if slip.resident else "",
        reference=slip.number,
        opens_slip=True,
        ask=centre.telephone,
        demonstration=demonstration,
    )


def _matter(line: MatterLine) -> PrintedMatter:
    at_kiosk = line.item.channel == "kiosk"
    return PrintedMatter(
        name=line.item.name,
        sentence=line.told,
        place=Text("自助机", "kiosk") if at_kiosk else None,
        unverified=line.item.unverified,
    )


def _other(line: MatterLine) -> Line:
    return Line(
        name=line.item.name,
        sentence=line.told,
        day=line.item.from_day,
        unverified=line.item.unverified,
    )


def _paper(paper: Bring, plan: Plan) -> PaperLine:
    return PaperLine(
        name=paper.name,
        originals=None if paper.unverified else paper.originals,
        copies=paper.copies,
        why=paper_shown(paper, plan).said,
        gloss=paper.gloss,
        where=paper.where if paper.obtain is None else joined([*([paper.where] if paper.where else []), paper.obtain]),
        checks=tuple(dict.fromkeys(check for use in paper.uses for check in use.checks)),
        instead=tuple(name_of_alternative(other, paper, plan) for other in paper.instead if not other.lacking),
        by_proxy=paper.proxy and plan.by_proxy,
        unverified=paper.unverified,
    )


def _perhaps(paper: Perhaps) -> PaperLine:
    return PaperLine(name=paper.name, originals=paper.originals or None, copies=paper.copies, why=paper.why)


def _cannot_come(plan: Plan) -> tuple[ProxyLine, ...]:
    """Who may come instead, for a plan in which the resident comes in person."""
    if plan.by_proxy or plan.if_proxy is None:
        return ()
    return (
        ProxyLine(
            sentence=proxy_sentence(plan) or Text("", ""),
            papers=tuple(_paper(paper, plan) for paper in plan.if_proxy.bring),
        ),
    )


def proxy_sentence(plan: Plan) -> Text | None:
    """Whether somebody else may come, in a sentence or two; None where the resident has nothing to come for."""
    if plan.if_proxy is None:
        return None
    today = [item for item in plan.items if item.matter in plan.order]
    alone = [item for item in today if item.matter in plan.if_proxy.not_possible]
    not_known = [item for item in today if item.matter in plan.if_proxy.not_known]
    possible = [item for item in today if item not in alone and item not in not_known]
    said: list[Text] = []
    if alone:
        said.append(Text(f"{_names(alone).zh}要本人来。", f"In person only: {_names(alone).en}."))
    if not_known:
        said.append(
            Text(
                f"{_names(not_known).zh}能不能代办，还没核对到，请先打电话问。",
                f"Whether somebody else may come is not verified for {_names(not_known).en}; please ask first.",
            )
        )
    if possible:
        family = any(item.proxy in (ProxyChance.FAMILY, ProxyChance.LISTED) for item in possible)
        who = Text("家人", "a relative") if family else Text("别人", "somebody else")
        rest = Text("其余的", "For the rest, ") if alone or not_known else Text("", "")
        said.append(Text(f"{rest.zh}{who.zh}可以代办。", _sentence(f"{rest.en}{who.en} may come for you.")))
    return joined(said)


def _names(items: list[Item]) -> Text:
    return Text("、".join(item.name.zh for item in items), ", ".join(item.name.en for item in items))


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
