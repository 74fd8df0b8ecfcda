"""Two colleagues change places: offered, accepted, and checked by the rules; the consent of both is on record."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from django.db import IntegrityError, transaction

from onetrip.centres.queries import settled
from onetrip.duty.actions.rostering import refuse_new
from onetrip.duty.models import Assignment, Contract, Roster, RosterSeen, Swap
from onetrip.duty.problems import of_roster, places_of
from onetrip.ledger import events, requests
from onetrip.ledger.refusals import Malformed, NotFound, Refused
from onetrip.simulation.roster import Place, broken, judge

MOST_WORDS = 200


def offer_swap(
    *,
    centre: str,
    account_id: int,
    day: date,
    to: int | None,
    day_back: date | None,
    words: str,
    now: datetime,
    by: str,
    key: uuid.UUID,
) -> Swap:
    """Offer one's own `day` to a colleague, or to whoever can (`to` None); `day_back` is the colleague's day one would work
    instead, None for nothing in return. Raises Malformed for a day that is not one's own or not theirs, Refused where the
    day is offered already."""
    if day_back is not None and to is None:
        raise Malformed(
            "swap-needs-colleague", "要换哪一天，先选和谁换。", "To take a day in return, choose with whom.", field="to"
        )
    with transaction.atomic():
        gives = _shift(centre, account_id, day, now)
        takes = _shift(centre, to, day_back, now) if to is not None and day_back is not None else None
        on_roster = Contract.objects.filter(centre_id=centre, account__is_active=True)
        if to == account_id or (to is not None and not on_roster.filter(account_id=to).exists()):
            raise Malformed("swap-with-whom", "请选一位同事。", "Please choose a colleague.", field="to")
        try:
            with transaction.atomic():
                if requests.claim(key, action=f"offer-swap {gives.pk}", actor=by, now=now, result={}) is not None:
                    return Swap.objects.filter(gives=gives).order_by("-offered_at")[:1].get()
                made = Swap.objects.create(
                    centre_id=centre,
                    gives=gives,
                    takes=takes,
                    day=day,
                    day_back=day_back,
                    offered_by_id=account_id,
                    offered_at=now,
                    words=" ".join(words.split())[:MOST_WORDS],
                    to_id=to,
                )
                _record(made, "offer", "", now=now, by=by)
        except IntegrityError as error:
            if "swap_one_open_offer" not in str(error):
                raise
            raise Refused(
                "swap-offered-already",
                "这一天您已经在找人换了。要改，先收回那一次。",
                "You are offering this day already. To change it, take that offer back first.",
            ) from error
    return made


def accept_swap(*, centre: str, swap_id: uuid.UUID, account_id: int, now: datetime, by: str, key: uuid.UUID) -> Swap:
    """The colleague agrees, and the two change places. Of two who accept in the same moment one gets it.

    Raises Refused where it is not open any more, or is meant for somebody else, or a rule forbids it, or people who are
    qualified would be missing that were not before.
    """
    try:
        with transaction.atomic():
            found = _locked(centre, swap_id)
            if requests.claim(key, action=f"accept-swap {swap_id}", actor=by, now=now, result={}) is not None:
                return found
            _refuse_closed(found)
            if account_id == found.offered_by_id or found.to_id not in (None, account_id):
                raise Refused("swap-not-yours", "这次换班不是找您的。", "This offer is not for you.", status=403)
            _change_places(found, account_id, now)
            _answer(found, Swap.State.AGREED, account_id, now=now, by=by)
    except IntegrityError as error:
        if "assignment_once_a_day" not in str(error) and "assignment_published_once_a_day" not in str(error):
            raise
        raise _works_already() from error
    return found


def decline_swap(*, centre: str, swap_id: uuid.UUID, account_id: int, now: datetime, by: str) -> Swap:
    """The colleague who was asked says no; twice does nothing. Raises Refused for an offer to somebody else, or to all."""
    with transaction.atomic():
        found = _locked(centre, swap_id)
        if found.to_id != account_id:
            raise Refused("swap-not-yours", "这次换班不是找您的。", "This offer is not for you.", status=403)
        if found.state != Swap.State.DECLINED:
            _refuse_closed(found)
            _answer(found, Swap.State.DECLINED, account_id, now=now, by=by)
    return found


def withdraw_swap(*, centre: str, swap_id: uuid.UUID, account_id: int, now: datetime, by: str) -> Swap:
    """Whoever offered takes it back; twice does nothing. Raises Refused once somebody has answered."""
    with transaction.atomic():
        found = _locked(centre, swap_id)
        if found.offered_by_id != account_id:
            raise NotFound("swap-unknown", "没有这次换班。", "There is no such swap.")
        if found.state != Swap.State.WITHDRAWN:
            _refuse_closed(found)
            _answer(found, Swap.State.WITHDRAWN, account_id, now=now, by=by)
    return found


def _shift(centre: str, account_id: int, day: date, now: datetime) -> Assignment:
    today = settled(centre).centre.day_of(now)
    found = Assignment.objects.filter(
        centre_id=centre, account_id=account_id, day=day, counts=True, pattern__isnull=False
    ).first()
    if found is None or day <= today:
        raise Malformed(
            "swap-day",
            "只能换公布了的、明天以后的班。",
            "Only shifts of a published roster from tomorrow on can be swapped.",
            field="day",
        )
    return found


def _locked(centre: str, swap_id: uuid.UUID) -> Swap:
    found = Swap.objects.select_for_update().filter(pk=swap_id, centre_id=centre).first()
    if found is None:
        raise NotFound("swap-unknown", "没有这次换班。", "There is no such swap.")
    return found


def _refuse_closed(found: Swap) -> None:
    if found.state != Swap.State.OFFERED:
        raise Refused(
            "swap-closed",
            "这次换班已经有人答应了，或者收回了。",
            "Somebody has taken this offer already, or it was taken back.",
        )


def _change_places(found: Swap, account_id: int, now: datetime) -> None:
    """Each works the other's shift: as a rule the row changes hands; on one and the same day its shift does."""
    roster = Roster.objects.select_for_update().get(pk=Assignment.objects.get(pk=found.gives_id).roster_id)
    rows = {
        one.pk: one
        for one in Assignment.objects.select_for_update()
        .filter(pk__in=[found.gives_id, found.takes_id], counts=True, pattern__isnull=False)
        .order_by("pk")
    }
    gives = rows.get(found.gives_id)
    takes = rows.get(found.takes_id) if found.takes_id else None
    today = settled(found.centre_id).centre.day_of(now)
    changed = gives is None or gives.account_id != found.offered_by_id or gives.day <= today
    if found.takes_id:
        changed = changed or takes is None or takes.account_id != account_id or takes.day <= today
    if gives is None or changed:
        raise Refused(
            "swap-stale",
            "排班已经变了，这次换班办不成了。请重新提一次。",
            "The roster has changed since, and this swap cannot be made. Please offer it anew.",
        )
    _refuse_by_rules(roster, gives, takes, account_id, now)
    if takes is not None and takes.day == gives.day:
        gives.pattern, takes.pattern = takes.pattern, gives.pattern
        gives.post, takes.post = takes.post, gives.post
    else:
        # A row that only says "off" makes way; it was the same person's wish for the day they now give away, or a hand's.
        Assignment.objects.filter(roster=roster, account_id=account_id, day=gives.day, pattern=None).delete()
        gives.account_id = account_id
        if takes is not None:
            Assignment.objects.filter(
                roster_id=takes.roster_id, account_id=found.offered_by_id, day=takes.day, pattern=None
            ).delete()
            takes.account_id = found.offered_by_id
    for one in (gives, takes):
        if one is not None:
            one.by_hand = True
            one.save(update_fields=["account", "pattern", "post", "by_hand"])
    RosterSeen.objects.filter(roster=roster, account_id__in=(account_id, found.offered_by_id)).delete()


def _refuse_by_rules(roster: Roster, gives: Assignment, takes: Assignment | None, taker: int, now: datetime) -> None:
    """The whole roster is looked at before and after: no rule may be broken that held, nobody needed may go missing."""
    if takes is not None and takes.roster_id != roster.pk:
        raise Refused(
            "swap-two-rosters",
            "只能在同一张排班表里换。",
            "Only two days of the same roster can be swapped.",
        )
    problem = of_roster(roster, now).problem
    before = places_of(roster)
    after = dict(before)
    giver = gives.account_id
    given = after.pop((giver, gives.day))
    back: Place | None = after.pop((taker, takes.day)) if takes is not None else None
    if (taker, gives.day) in after or (takes is not None and (giver, takes.day) in after):
        raise _works_already()
    if taker not in problem.by_key:
        raise Refused("swap-not-on-roster", "您不在这张排班表的名单上。", "You are not on this roster.", status=403)
    after[taker, gives.day] = given
    if takes is not None and back is not None:
        after[giver, takes.day] = back
    refuse_new(broken(problem, after), broken(problem, before))
    if judge(problem, after).missing > judge(problem, before).missing:
        raise Refused(
            "swap-cover",
            "换了以后，有的时段会缺能办这类事项的人。没有换；可以找另一位同事。",
            "After this swap people who can handle some matters would be missing. Nothing was changed; another colleague may do.",
        )


def _answer(found: Swap, state: Swap.State, account_id: int, *, now: datetime, by: str) -> None:
    before, found.state = found.state, state
    found.answered_by_id, found.answered_at = account_id, now
    found.save(update_fields=["state", "answered_by", "answered_at"])
    _record(found, state.value, before, now=now, by=by)


def _record(found: Swap, verb: str, before: str, *, now: datetime, by: str) -> None:
    events.record(
        now=now,
        centre=found.centre_id,
        actor=by,
        thing="swap",
        thing_id=found.pk,
        verb=verb,
        from_state=before,
        to_state=found.state,
        data={
            "day": found.day.isoformat(),
            "back": found.day_back.isoformat() if found.day_back else None,
            "by": found.offered_by_id,
            "with": found.answered_by_id or found.to_id,
        },
    )


def _works_already() -> Refused:
    return Refused(
        "swap-works-already",
        "对方那天已经有班了，一天只能上一个班。",
        "One of the two works on that day already; nobody works twice on a day.",
    )
