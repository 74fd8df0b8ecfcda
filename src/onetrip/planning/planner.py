"""From what is known of a resident to the plan: every matter, every paper, how many trips, where."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from onetrip.planning import words
from onetrip.planning.book import Book, Prepared
from onetrip.planning.offers import possible
from onetrip.planning.papers import Union, union_of
from onetrip.planning.plan import ENGINE, SCHEMA, Charge, Item, Label, Plan, ProxyChance, Standing
from onetrip.planning.proxies import chance_of_proxy, if_proxy
from onetrip.planning.standing import Judged, relevant
from onetrip.planning.terms import Channel, Fee, MatterTerms
from onetrip.planning.trips import Trips, place_of, trips_of
from onetrip.planning.view import View
from onetrip.rules import KnownFacts, Text, Verdict

_SHOWN = (
    Standing.NOW,
    Standing.UNDECIDED,
    Standing.LATER,
    Standing.AUTOMATIC,
    Standing.NOT_ENTITLED,
    Standing.NOT_HERE,
)


def plan(
    book: Book,
    known: KnownFacts,
    day: date,
    wanted: Sequence[str],
    skipped: Collection[str] = frozenset(),
    declined: Collection[str] = frozenset(),
) -> Plan:
    """The plan for a resident of whom `known` is known, on `day`.

    `wanted` are the matters asked for, `skipped` the facts that were asked and not answered (the plan says what depends
    on them), `declined` the offered matters the resident does not want to hear of. KeyError: a wanted matter is not in
    the book. ValueError: a known value is none that its fact can have.
    """
    view = View(book, known, day)
    judged = relevant(view, wanted, declined)
    papers = union_of(view, judged)
    trips = trips_of(view, judged)
    items = _in_order([_item(view, each, papers) for each in judged], trips)
    offers = possible(view, set(wanted) | set(declined), frozenset(skipped))
    needed = {fact for item in items for fact in item.needs}
    needed.update(fact for each in papers.perhaps for fact in each.needs)
    needed.update(fact for each in offers for fact in each.needs)
    needed.update(skipped)
    return Plan(
        schema=SCHEMA,
        version=book.version,
        day=day,
        by_proxy=view.by_proxy,
        items=items,
        bring=papers.bring,
        not_needed=papers.not_needed,
        perhaps=papers.perhaps,
        trips=trips.count,
        trips_why=trips.why,
        order=trips.order,
        place=trips.place,
        where=trips.where,
        channels=tuple(dict.fromkeys(item.channel for item in items if item.standing == Standing.NOW and item.channel)),
        if_proxy=None if view.by_proxy or not trips.order else if_proxy(view, judged, papers),
        possible=offers,
        skipped=tuple(sorted(set(skipped))),
        labels=tuple(Label(fact, view.label(fact)) for fact in sorted(needed)),
        promise_holds=all(item.promised for item in items),
        engine=ENGINE,
        wanted=tuple(dict.fromkeys(wanted)),
        declined=tuple(sorted(set(declined))),
    )


def _in_order(items: list[Item], trips: Trips) -> tuple[Item, ...]:
    """By standing; those of today in the order to do them, the others as they came."""
    place = {matter: index for index, matter in enumerate(trips.order)}
    return tuple(sorted(items, key=lambda item: (_SHOWN.index(item.standing), place.get(item.matter, 0))))


def _item(view: View, judged: Judged, papers: Union) -> Item:
    terms = judged.prepared.terms
    why, because, needs = _why(view, judged)
    doubts = papers.doubts.get(judged.id, frozenset()) if judged.standing == Standing.NOW else frozenset()
    chance, proxy_needs = chance_of_proxy(view, judged)
    now = judged.standing == Standing.NOW
    listed = all(view.verdict(name) == Verdict.NO for name in judged.prepared.unlisted)
    complete = terms.papers_complete and (listed or not now)
    needs = needs | doubts | (proxy_needs if now else frozenset())
    return Item(
        matter=terms.id,
        name=terms.name,
        seal=terms.seal,
        kind=terms.kind,
        standing=judged.standing,
        wanted=judged.wanted,
        why=why,
        because=because,
        needs=tuple(sorted(needs)),
        channel=_channel(judged),
        channels=terms.channels,
        place=place_of(terms),
        from_day=judged.from_day,
        until_day=judged.until_day,
        follows=judged.follows,
        go_to=terms.go_to,
        situations=tuple(
            situation.name
            for situation, name in zip(terms.situations, judged.prepared.situations, strict=True)
            if now and view.verdict(name) == Verdict.YES
        ),
        proxy=chance,
        proxy_note=terms.proxy.note if terms.proxy is not None else None,
        in_person=view.by_proxy and chance == ProxyChance.NO,
        deadline=terms.limits.decide,
        on_the_spot=terms.limits.on_the_spot,
        minor_gap_days=terms.minor_gap.days if terms.minor_gap is not None and terms.minor_gap.allowed else None,
        charges=_charges(view, judged.prepared),
        minutes=terms.minutes,
        result=terms.result,
        slip=terms.slip,
        promised=judged.standing != Standing.UNDECIDED and not needs and complete and _is_verified(terms),
        unverified=terms.unverified,
        papers_known=terms.papers_known,
        papers_complete=complete,
    )


def _is_verified(terms: MatterTerms) -> bool:
    """Whether it is known who may have it, and that papers are listed at all."""
    return terms.entitled_known and terms.papers_known


def _why(view: View, judged: Judged) -> tuple[Text, tuple[str, ...], frozenset[str]]:
    """The sentence, the facts it rests on, the facts still needed."""
    name, standing = judged.prepared.entitled, judged.standing
    explained = view.explanation(name) if name is not None and standing != Standing.NOT_HERE else None
    because = explained.because if explained is not None else ()
    if standing == Standing.NOT_HERE:
        return judged.prepared.terms.go_to or words.NOT_AT_THE_CENTRE, (), frozenset()
    if standing == Standing.UNDECIDED:
        needs = view.open([name] if name is not None else ())
        return words.waits_for([view.label(fact) for fact in sorted(needs)]), because, needs
    if judged.from_day is not None:
        said = words.comes_from if standing == Standing.AUTOMATIC else words.from_day_on
        return said(judged.from_day, view.day), because, frozenset()
    if standing == Standing.AUTOMATIC:
        return words.COMES_BY_ITSELF, because, frozenset()
    if not judged.prepared.terms.entitled_known:
        return words.CONDITION_NOT_KNOWN, because, frozenset()
    return explained.sentence if explained is not None else words.FOR_EVERYBODY, because, frozenset()


def _channel(judged: Judged) -> Channel | None:
    """The best way for the resident: what a machine prints needs no queue; all else is best at a window."""
    terms = judged.prepared.terms
    if judged.standing not in (Standing.NOW, Standing.UNDECIDED, Standing.LATER) or not terms.channels:
        return None
    if terms.kind in ("print", "query") and "kiosk" in terms.channels:
        return "kiosk"
    return "window" if "window" in terms.channels else terms.channels[0]


def _charges(view: View, prepared: Prepared) -> tuple[Charge, ...]:
    """What is paid or received on the day: of each item the figure that has begun last. What cannot be meant is left out."""
    in_force: dict[tuple[bool, Text], Fee] = {}
    for fee, name in zip(prepared.terms.fees, prepared.fees, strict=True):
        if (fee.since is not None and fee.since > view.day) or (fee.until is not None and fee.until < view.day):
            continue
        if name is not None and view.verdict(name) == Verdict.NO:
            continue
        earlier = in_force.get((fee.pays, fee.item))
        if earlier is None or (earlier.since or date.min) <= (fee.since or date.min):
            in_force[(fee.pays, fee.item)] = fee
    return tuple(Charge(fee.pays, fee.item, fee.amount, fee.unit, fee.note) for fee in in_force.values())
