"""From what is known of a resident to the plan: every matter, every paper, how many trips, where."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from onetrip.planning import words
from onetrip.planning.book import Book, Prepared
from onetrip.planning.burden import InHand
from onetrip.planning.calendar import WorkingDays
from onetrip.planning.consistency import contradictions, depends_on, refuse_impossible_values, with_grounds
from onetrip.planning.forerunners import with_forerunners
from onetrip.planning.offers import entitled, possible
from onetrip.planning.papers import Union, union_of
from onetrip.planning.plan import ENGINE, SCHEMA, Charge, Item, Label, Plan, ProxyChance, Standing
from onetrip.planning.proxies import chance_of_proxy, if_proxy
from onetrip.planning.standing import Judged, relevant
from onetrip.planning.telling_forerunners import told_of_forerunners
from onetrip.planning.terms import Fee, MatterTerms
from onetrip.planning.trips import Trips, best_channel, place_of, trips_of
from onetrip.planning.view import View
from onetrip.rules import KnownFacts, Text, Verdict

_TO_BE_DONE = (Standing.NOW, Standing.UNDECIDED, Standing.LATER)
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
    *,
    held: Collection[str] = frozenset(),
    lacking: Collection[str] = frozenset(),
    everything: bool = False,
    calendar: WorkingDays | None = None,
) -> Plan:
    """The plan for a resident of whom `known` is known, on `day`.

    `wanted` are the matters asked for, `skipped` the facts that were asked and not answered (the plan says what depends
    on them), `declined` the offered matters the resident does not want to hear of, `held` and `lacking` the papers they
    say they have and cannot bring now (ids that no paper has change nothing), `everything` whether they want to know of
    all they can claim. `calendar` counts the days of visits; without one, lengths of time are told. KeyError: a wanted
    matter is not in the book. ValueError: a known value is none that its fact can have; the message names the fact.
    """
    refuse_impossible_values(book, known, day)
    view = View(book, known, day)
    judged = with_forerunners(view, relevant(view, wanted, declined), declined, held, lacking)
    in_hand = InHand(frozenset(held), frozenset(lacking))
    papers = union_of(view, judged, in_hand)
    trips = trips_of(view, judged, papers, calendar)
    unsure = contradictions(view)
    disputed = frozenset(fact for each in unsure if each.certain for fact in each.facts)
    items = _in_order([_item(view, each, papers, trips, disputed) for each in judged], trips)
    offers = possible(view, set(wanted) | set(declined), frozenset(skipped))
    needed = {fact for item in items for fact in item.needs}
    needed.update(fact for each in papers.perhaps for fact in each.needs)
    needed.update(fact for each in offers for fact in each.needs)
    needed.update(fact for each in unsure for fact in (*each.facts, *each.again))
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
        if_proxy=None if view.by_proxy or not trips.order else if_proxy(view, judged, papers, in_hand),
        possible=offers,
        skipped=tuple(sorted(set(skipped))),
        labels=tuple(Label(fact, view.label(fact)) for fact in sorted(needed)),
        promise_holds=not disputed and all(item.promised for item in items),
        contradictions=unsure,
        everything=everything,
        also=entitled(view, {*declined, *(item.matter for item in items)}) if everything else (),
        held=tuple(sorted(held)),
        lacking=tuple(sorted(lacking)),
        papers_gap=papers.gap,
        schedule=trips.schedule,
        schedule_exact=trips.exact,
        trips_at_least=trips.at_least,
        calendar=trips.calendar,
        circles=trips.circles,
        engine=ENGINE,
        wanted=tuple(dict.fromkeys(wanted)),
        declined=tuple(sorted(set(declined))),
    )


def _in_order(items: list[Item], trips: Trips) -> tuple[Item, ...]:
    """By standing; those of today in the order to do them, the others as they came."""
    place = {matter: index for index, matter in enumerate(trips.order)}
    return tuple(sorted(items, key=lambda item: (_SHOWN.index(item.standing), place.get(item.matter, 0))))


def _item(view: View, judged: Judged, papers: Union, trips: Trips, disputed: frozenset[str]) -> Item:
    terms = judged.prepared.terms
    why, because, needs = _why(view, judged)
    before = told_of_forerunners(view, judged, trips)
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
        why=before.why(why),
        because=because,
        needs=tuple(sorted(needs)),
        channel=best_channel(terms) if judged.standing in _TO_BE_DONE else None,
        channels=terms.channels,
        place=place_of(terms),
        from_day=before.from_day or judged.from_day,
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
        promised=judged.standing != Standing.UNDECIDED
        and not needs
        and complete
        and _is_verified(terms)
        and before.holds
        and not (disputed and depends_on(view.book, judged.prepared, disputed)),
        unverified=terms.unverified,
        papers_known=terms.papers_known,
        papers_complete=complete,
        first=before.first,
        first_for=judged.first_for,
    )


def _is_verified(terms: MatterTerms) -> bool:
    """Whether it is known who may have it, and that papers are listed at all."""
    return terms.entitled_known and terms.papers_known


def _why(view: View, judged: Judged) -> tuple[Text, tuple[str, ...], frozenset[str]]:
    """The sentence, the facts it rests on, the facts still needed."""
    name, standing = judged.prepared.entitled, judged.standing
    explained = view.explanation(name) if name is not None and standing != Standing.NOT_HERE else None
    rests_on = explained.because if explained is not None else ()
    because = tuple(dict.fromkeys(each for fact in rests_on for each in (fact, *view.grounds(fact))))
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
    if explained is None:
        return words.FOR_EVERYBODY, because, frozenset()
    return with_grounds(explained.sentence, view, rests_on), because, frozenset()


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
