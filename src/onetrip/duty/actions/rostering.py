"""A roster is proposed, changed by hand, published, and replaced by another one."""

from __future__ import annotations

import time as clock
import uuid
from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction

from onetrip.centres.queries import settled
from onetrip.duty.forecasting import Demand
from onetrip.duty.house import house
from onetrip.duty.models import Assignment, Leave, Roster, RosterDay, RosterSeen, Swap, Wish
from onetrip.duty.problems import Built, build, contracts, of_roster, places_of, span
from onetrip.ledger import events, requests
from onetrip.ledger.refusals import Malformed, NotFound, Refused
from onetrip.rules import Text
from onetrip.simulation.roster import Broken, Place, Proposal, broken
from onetrip.simulation.roster import propose as best_roster

TIME_LIMIT = 5.0
"""Seconds after which the best roster found so far is taken."""
MOST_WEEKS = 4
FURTHEST = 200
"""Days ahead that a roster may begin."""


def propose(*, centre: str, first: date, weeks: int, now: datetime, by: str, key: uuid.UUID) -> Roster:
    """A draft of whole weeks from the Monday `first`. What a person decided in the draft of the same days stays; where a
    roster of these days is out already, the new one differs as little as it can.

    Always gives a draft, with nobody in it where nobody is on the roster. Raises Malformed for days that cannot be, Refused
    where a roster is out that has only some of these days.
    """
    last = _last_of(centre, first, weeks, now)
    with transaction.atomic():
        new = uuid.uuid4()
        earlier = requests.claim(key, action=f"propose-roster {first}", actor=by, now=now, result={"roster": str(new)})
        if earlier is not None:
            return Roster.objects.get(pk=earlier["roster"])
        out = _out(centre, first, last)
        drafts = Roster.objects.select_for_update().filter(centre_id=centre, first=first, last=last)
        draft = drafts.filter(state=Roster.State.DRAFT).first()
        built = build(centre, first, last, now, draft=draft, out=out)
        began = clock.monotonic()
        proposal = best_roster(built.problem, time_limit=TIME_LIMIT)
        seconds = round(clock.monotonic() - began, 1)
        if draft is not None:
            _move(draft, Roster.State.DROPPED, "drop", now=now, by=by)
        made = Roster.objects.create(
            pk=new,
            centre_id=centre,
            first=first,
            last=last,
            replaces=out,
            told=_told(proposal, seconds),
            made_at=now,
            made_by=by,
        )
        _write(made, built, proposal.roster, draft)
        _record(made, "propose", {"status": proposal.status, "points": proposal.judged.points}, now=now, by=by)
    return made


def change(
    *,
    centre: str,
    roster_id: uuid.UUID,
    account_id: int,
    day: date,
    code: str,
    post: str,
    now: datetime,
    by: str,
    key: uuid.UUID,
) -> Roster:
    """Somebody works the shift `code` at `post` that day, or is off (""), by hand: later proposals leave it so. A roster
    that is out can be changed too, and whoever it is about is told. Raises Refused where a rule forbids it."""
    with transaction.atomic():
        found = _locked(centre, roster_id)
        if requests.claim(key, action=f"change-roster {roster_id}", actor=by, now=now, result={}) is not None:
            return found
        if found.state not in (Roster.State.DRAFT, Roster.State.PUBLISHED):
            raise _over()
        built = of_roster(found, now)
        _refuse_past(found, day, now)
        place = _place(built, account_id, day, code, post)
        roster = dict(places_of(found))
        before = broken(built.problem, roster)
        roster.pop((account_id, day), None)
        if place is not None:
            roster[account_id, day] = place
        refuse_new(broken(built.problem, roster), before)
        is_out = found.state == Roster.State.PUBLISHED
        try:
            with transaction.atomic():
                _put(found, built, account_id, day, place, is_out=is_out)
        except IntegrityError as error:
            if "assignment_published_once_a_day" not in str(error):
                raise
            raise _elsewhere() from error
        if is_out:
            RosterSeen.objects.filter(roster=found, account_id=account_id).delete()
        told: dict[str, object] = {"account": account_id, "day": day.isoformat(), "pattern": code, "post": post}
        _record(found, "change", told, now=now, by=by)
    return found


def publish(*, centre: str, roster_id: uuid.UUID, now: datetime, by: str, key: uuid.UUID) -> Roster:
    """The draft is what counts from now on; the roster of the same days that was out gives way.

    Raises Refused for what is no draft any more, a draft with somebody in it who is on leave or gone meanwhile, and days on
    which somebody works in another centre.
    """
    try:
        with transaction.atomic():
            found = _locked(centre, roster_id)
            if requests.claim(key, action=f"publish-roster {roster_id}", actor=by, now=now, result={}) is not None:
                return found
            if found.state != Roster.State.DRAFT:
                raise Refused(
                    "roster-not-a-draft",
                    "这张表已经公布过，或者不用了。请刷新页面。",
                    "This roster has been published already, or dropped. Please reload the page.",
                )
            _refuse_stale(found)
            out = _out(centre, found.first, found.last)
            if out is not None:
                _withdraw(out, now=now, by=by)
            found.state, found.replaces = Roster.State.PUBLISHED, out
            found.published_at, found.published_by = now, by
            found.save(update_fields=["state", "replaces", "published_at", "published_by"])
            found.days.update(counts=True)
            found.assignments.update(counts=True)
            _answer_wishes(found)
            events.record(
                now=now,
                centre=centre,
                actor=by,
                thing="roster",
                thing_id=found.pk,
                verb="publish",
                from_state=Roster.State.DRAFT,
                to_state=Roster.State.PUBLISHED,
                data={"first": found.first.isoformat(), "last": found.last.isoformat()},
                public={"roster": str(found.pk)},
            )
    except IntegrityError as error:
        if "assignment_published_once_a_day" in str(error):
            raise _elsewhere() from error
        if "roster_day_published_once" in str(error):
            raise _overlaps() from error
        raise
    return found


def drop(*, centre: str, roster_id: uuid.UUID, now: datetime, by: str) -> Roster:
    """A draft is not used; twice does nothing. Raises Refused for one that is out."""
    with transaction.atomic():
        found = _locked(centre, roster_id)
        if found.state == Roster.State.DROPPED:
            return found
        if found.state != Roster.State.DRAFT:
            raise _over()
        _move(found, Roster.State.DROPPED, "drop", now=now, by=by)
    return found


def mark_seen(*, centre: str, roster_id: uuid.UUID, account_id: int, now: datetime) -> None:
    """Somebody has seen the roster that is out; once is enough. Raises NotFound for one that is not."""
    out = Roster.objects.filter(pk=roster_id, centre_id=centre, state=Roster.State.PUBLISHED).first()
    if out is None:
        raise NotFound("roster-unknown", "没有这张排班表。", "There is no such roster.")
    RosterSeen.objects.get_or_create(roster=out, account_id=account_id, defaults={"at": now})


def refuse_new(after: list[Broken], before: list[Broken]) -> None:
    """Raise Refused, in the rule's own words, for the first rule that is broken now and was not before."""
    known = {(one.key, one.day, one.rule) for one in before}
    for one in after:
        if (one.key, one.day, one.rule) not in known:
            day = f"{one.day.month} 月 {one.day.day} 日"
            raise Refused(
                "roster-rule",
                f"不行：{day}，{one.said.zh}没有改。",
                f"This cannot be: on {one.day:%-d %B}, {one.said.en[0].lower()}{one.said.en[1:]} Nothing was changed.",
            )


def _last_of(centre: str, first: date, weeks: int, now: datetime) -> date:
    today = settled(centre).centre.day_of(now)
    near = today - timedelta(weeks=MOST_WEEKS) < first <= today + timedelta(days=FURTHEST)
    if first.weekday() or not 1 <= weeks <= MOST_WEEKS or not near or first + timedelta(weeks=weeks) <= today:
        raise Malformed(
            "roster-days",
            f"排班从星期一开始，排 1 到 {MOST_WEEKS} 周，最后一天不能已经过去。",
            f"A roster begins on a Monday and has 1 to {MOST_WEEKS} weeks; its last day must not be over.",
            field="first",
        )
    return first + timedelta(weeks=weeks, days=-1)


def _out(centre: str, first: date, last: date) -> Roster | None:
    """The published roster of exactly these days; None where none of them is out."""
    published = Roster.objects.select_for_update().filter(centre_id=centre, state=Roster.State.PUBLISHED)
    found = list(published.filter(first__lte=last, last__gte=first))
    if not found:
        return None
    if len(found) > 1 or (found[0].first, found[0].last) != (first, last):
        raise _overlaps()
    return found[0]


def _told(proposal: Proposal, seconds: float) -> dict[str, object]:
    return {
        "status": proposal.status.value,
        "bound": round(proposal.bound, 1),
        "gap": round(proposal.gap, 4),
        "seconds": seconds,
        "points": proposal.judged.points,
        "parts": dict(proposal.judged.parts),
        "missing": proposal.judged.missing,
        "version": house().version,
    }


def _write(made: Roster, built: Built, roster: Mapping[tuple[int, date], Place], draft: Roster | None) -> None:
    RosterDay.objects.bulk_create(_day(made, day, built.demands[day]) for day in span(made.first, made.last))
    by_hand = (
        {(one.account_id, one.day): one for one in draft.assignments.filter(by_hand=True, is_freed=False)}
        if draft
        else {}
    )
    Assignment.objects.bulk_create(
        Assignment(
            roster=made,
            centre_id=made.centre_id,
            account_id=account,
            day=day,
            pattern=built.patterns[place.pattern],
            post=place.post,
            by_hand=(account, day) in by_hand,
        )
        for (account, day), place in sorted(roster.items())
    )
    off = [where for where, one in by_hand.items() if one.pattern_id is None and where not in roster]
    Assignment.objects.bulk_create(
        Assignment(roster=made, centre_id=made.centre_id, account_id=account, day=day, by_hand=True)
        for account, day in off
    )


def _day(made: Roster, day: date, asked: Demand) -> RosterDay:
    needs = {post: {str(half): n for half, n in people.items()} for post, people in asked.people.items()}
    arrivals = {str(half): n for half, n in asked.arrivals.items()}
    return RosterDay(roster=made, centre_id=made.centre_id, day=day, needs=needs, arrivals=arrivals, basis=asked.basis)


def _place(built: Built, account_id: int, day: date, code: str, post: str) -> Place | None:
    if account_id not in built.problem.by_key or day not in built.problem.days:
        raise Malformed(
            "roster-place",
            "这个人不在名单上，或者这天不开门。",
            "They are not on the roster, or the doors stay shut that day.",
            field="day",
        )
    if not code:
        return None
    place = Place(code, post)
    if built.problem.pattern(day, place) is None or post not in built.problem.by_key[account_id].posts:
        raise Malformed(
            "roster-place",
            "这天没有这个班次，或者这个人不能上这个岗位。",
            "There is no such shift that day, or they cannot work at this post.",
            field="place",
        )
    return place


def _put(found: Roster, built: Built, account_id: int, day: date, place: Place | None, *, is_out: bool) -> None:
    found.assignments.filter(account_id=account_id, day=day).delete()
    Assignment.objects.create(
        roster=found,
        centre_id=found.centre_id,
        account_id=account_id,
        day=day,
        pattern=built.patterns[place.pattern] if place else None,
        post=place.post if place else "",
        by_hand=True,
        counts=is_out,
    )


def _refuse_past(found: Roster, day: date, now: datetime) -> None:
    if found.state == Roster.State.PUBLISHED and day < settled(found.centre_id).centre.day_of(now):
        raise Refused(
            "roster-day-over",
            "这一天已经过去了。谁来过、谁没来，在考勤里写。",
            "That day is over. Who was there and who was not goes into the attendance.",
        )


def _refuse_stale(found: Roster) -> None:
    """A draft is older than what has happened since: leave granted, an account closed, a move to another centre."""
    on_it = contracts(found.centre_id, found.first, found.last)
    granted = Leave.objects.filter(state=Leave.State.GRANTED, first__lte=found.last, last__gte=found.first)
    away = {(one.account_id, day) for one in granted for day in span(one.first, one.last)}
    for one in found.assignments.filter(pattern__isnull=False).select_related("account").order_by("day"):
        here = any(
            each.account_id == one.account_id
            and each.from_day <= one.day
            and (each.until_day is None or one.day <= each.until_day)
            for each in on_it
        )
        if not here or (one.account_id, one.day) in away:
            who = Text(one.account.name, one.account.name_en or one.account.name)
            raise Refused(
                "roster-stale",
                f"{who.zh} {one.day.month} 月 {one.day.day} 日请了假，或者不在名单上了。请重新排一次，手工定的会留着。",
                f"{who.en} is on leave on {one.day:%-d %B}, or off the roster. Please propose again; what was decided by hand stays.",
            )


def _withdraw(out: Roster, *, now: datetime, by: str) -> None:
    out.days.update(counts=False)
    out.assignments.update(counts=False)
    for one in Swap.objects.select_for_update().filter(gives__roster=out, state=Swap.State.OFFERED):
        one.state, one.answered_by_id, one.answered_at = Swap.State.WITHDRAWN, one.offered_by_id, now
        one.save(update_fields=["state", "answered_by", "answered_at"])
    _move(out, Roster.State.REPLACED, "replace", now=now, by=by)


def _answer_wishes(found: Roster) -> None:
    """What became of each wish, once: it is what fairness counts later."""
    worked = {
        (one.account_id, one.day): one.pattern.pattern
        for one in found.assignments.filter(pattern__isnull=False).select_related("pattern")
        if one.pattern is not None
    }
    open_wishes = Wish.objects.filter(
        centre_id=found.centre_id, day__gte=found.first, day__lte=found.last, withdrawn_at=None, was_granted=None
    )
    for each in open_wishes:
        pattern = worked.get((each.account_id, each.day))
        each.was_granted = pattern is None or (each.wants == Wish.Wants.EARLY and not pattern.is_late)
        each.save(update_fields=["was_granted"])


def _locked(centre: str, roster_id: uuid.UUID) -> Roster:
    found = Roster.objects.select_for_update().filter(pk=roster_id, centre_id=centre).first()
    if found is None:
        raise NotFound("roster-unknown", "没有这张排班表。", "There is no such roster.")
    return found


def _move(roster: Roster, to: Roster.State, verb: str, *, now: datetime, by: str) -> None:
    before, roster.state = roster.state, to
    roster.save(update_fields=["state"])
    events.record(
        now=now,
        centre=roster.centre_id,
        actor=by,
        thing="roster",
        thing_id=roster.pk,
        verb=verb,
        from_state=before,
        to_state=to,
    )


def _record(roster: Roster, verb: str, data: dict[str, object], *, now: datetime, by: str) -> None:
    events.record(now=now, centre=roster.centre_id, actor=by, thing="roster", thing_id=roster.pk, verb=verb, data=data)


def _over() -> Refused:
    return Refused(
        "roster-over",
        "这张表已经被替换，或者不用了，作为记录留着。",
        "This roster has been replaced or dropped, and is kept as a record.",
    )


def _overlaps() -> Refused:
    return Refused(
        "roster-overlaps",
        "这些天里有几天已经在另一张公布的表里。请按那张表的起止日期重排。",
        "Some of these days are in another roster that is out. Please plan again for the days of that one.",
    )


def _elsewhere() -> Refused:
    return Refused(
        "works-elsewhere",
        "有人这天在另一个中心上班。先和那边说好。",
        "Somebody works in another centre on that day. Please settle it with them first.",
    )
