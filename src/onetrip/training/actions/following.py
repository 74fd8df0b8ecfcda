"""三个月后: the real figures of a trial are brought, and a person decides."""

from __future__ import annotations

import uuid
from collections import Counter
from datetime import date, datetime, time, timedelta

from django.db import transaction

from onetrip.cases import work
from onetrip.catalogue import queries as catalogues
from onetrip.centres.elsewhere import in_each_centre
from onetrip.centres.queries import settled
from onetrip.ledger import requests
from onetrip.ledger.refusals import Malformed, NotFound, Refused
from onetrip.ledger.words import one_line
from onetrip.ratings.queries import broken_for_training, levels_of
from onetrip.staff import qualifying
from onetrip.staff.models import Account, Qualification
from onetrip.staff.queries import is_governed
from onetrip.training import queries
from onetrip.training.actions.claiming import deed
from onetrip.training.actions.qualifying import end_now, grant_until, step
from onetrip.training.lifecycle import DECISIONS
from onetrip.training.measuring import Figures, on_matters, together
from onetrip.training.models import FollowUp, Path
from onetrip.training.proposing import propose
from onetrip.training.rules import TrainingRules

_CATEGORY = Qualification.Of.CATEGORY


def bring_due(*, now: datetime, by: str) -> int:
    """Bring the figures of every trial whose day has come, and keep those qualified about whom nobody has decided yet.

    How many follow-ups were brought. The account of somebody who is gone brings none.
    """

    def of_centre(code: str) -> int:
        today = settled(code).centre.day_of(now)
        due = Path.objects.filter(
            centre_id=code, state__in=["trial", "practise"], follow_up_on__lte=today, account__is_active=True
        )
        brought = [_bring(path_id, now=now, by=by) for path_id in list(due.values_list("pk", flat=True))]
        _keep_waiting(code, today, now=now, by=by)
        return sum(brought)

    return sum(in_each_centre("following training up", of_centre))


def decide(
    *, follow_up_id: uuid.UUID, centre: str, decision: str, words: str, by: Account, now: datetime, key: uuid.UUID
) -> FollowUp:
    """A person decides about a trial, in words that the clerk reads. What follows is done at once.

    Raises NotFound for no such follow-up, Malformed for no decision or no words, Refused about oneself (403), for a closed
    account, and where a colleague has decided already.
    """
    with transaction.atomic():
        found = FollowUp.objects.select_for_update(of=("self",)).select_related("account", "decided_by")
        one = found.filter(pk=follow_up_id, path__centre_id=centre).first()
        if one is None:
            raise NotFound("follow-up-unknown", "这个中心没有这次跟踪。", "This centre has no such follow-up.")
        if requests.claim(key, action=deed("decide", follow_up_id), actor=by.actor, now=now, result={}) is not None:
            return one
        said = _refuse_what_cannot_be(one, decision, words, by)
        one.decision, one.words = decision, said
        one.decided_at, one.decided_by = now, by
        one.save(update_fields=["decision", "words", "decided_at", "decided_by"])
        path = Path.objects.select_for_update(of=("self",)).select_related("account").get(pk=one.path_id)
        _follow(path, decision, one, now=now, by=by.actor)
    return one


def _refuse_what_cannot_be(one: FollowUp, decision: str, words: str, by: Account) -> str:
    """The words, on one line."""
    if one.account_id == by.pk:
        raise Refused(
            "about-oneself",
            "自己的资格不能自己定。请同事来定。",
            "Nobody decides about their own qualification. Please ask a colleague.",
            status=403,
        )
    if one.decision:
        name, who = DECISIONS[FollowUp.Decision(one.decision)], one.decided_by
        raise Refused(
            "decided-already",
            f"{who.name if who else ''}已经决定了：{name.zh}。您的没有收。",
            f"{(who.name_en or who.name) if who else ''} has decided already: {name.en}. Yours was not taken.",
        )
    if not one.account.is_active:
        raise Refused(
            "account-closed", "这个账号已经停用，不用再定。", "This account is closed; nothing is to be decided."
        )
    if decision not in DECISIONS:
        raise Malformed("decision-missing", "请选一个决定。", "Please choose a decision.", field="decision")
    said = one_line(words, 400)
    if len(said) < 2:
        raise Malformed(
            "words-missing",
            "请写一句话，本人会看到。",
            "Please write a sentence; the colleague reads it.",
            field="words",
        )
    return said


def _follow(path: Path, decision: str, one: FollowUp, *, now: datetime, by: str) -> None:
    """What a decision leads to; `decision` is the step of the path."""
    rules = queries.rules_of(path.centre_id)
    today = settled(path.centre_id).centre.day_of(now)
    given = {"account_id": path.account_id, "of": _CATEGORY, "name": path.category, "now": now, "by": by}
    source = f"跟踪 follow-up {today} {one.pk.hex[:8]}"
    if decision == FollowUp.Decision.CONFIRM:
        qualifying.qualify(from_day=today, until_day=None, source=source, **given)  # type: ignore[arg-type]
        path.until_day = None
    elif decision == FollowUp.Decision.PRACTISE:
        grant_until(path, today + timedelta(days=rules.practise_days), rules, source=source, now=now, by=by)
    elif decision == FollowUp.Decision.EXTEND:
        grant_until(path, today + timedelta(days=rules.trial_days), rules, source=source, now=now, by=by)
    elif decision == FollowUp.Decision.AGAIN:
        path.until_day = today + timedelta(days=rules.again_days)
        qualifying.qualify(from_day=today, until_day=path.until_day, source=source, **given)  # type: ignore[arg-type]
        qualifying.end_qualification(day=path.until_day, **given)  # type: ignore[arg-type]  # an earlier row may be longer
    else:
        end_now(path.account_id, _CATEGORY, path.category, today=today, now=now, by=by)
        path.until_day = None
    step(path, decision, now=now, by=by, data={"follow_up": str(one.pk)})


def _bring(path_id: int, *, now: datetime, by: str) -> bool:
    with transaction.atomic():
        path = Path.objects.select_for_update(of=("self",)).select_related("account").get(pk=path_id)
        if path.state not in (Path.State.TRIAL, Path.State.PRACTISE) or path.follow_up_on is None:
            return False
        rules = queries.rules_of(path.centre_id)
        figures = read_figures(path, rules, now)
        proposal = propose(figures, rules)
        FollowUp.objects.create(
            path=path,
            account=path.account,
            due_on=path.follow_up_on,
            brought_at=now,
            figures={**figures.as_json(), "practise": list(proposal.matters)},
            proposal=proposal.decision,
            reason={"zh": proposal.reason.zh, "en": proposal.reason.en},
            rules=rules.version,
        )
        step(path, "follow-up", now=now, by=by, data={"proposal": proposal.decision.value})
    return True


def read_figures(path: Path, rules: TrainingRules, now: datetime) -> Figures:
    """What somebody did on the matters of a category since their trial began, wherever they worked. Under a scope that
    shows every centre."""
    if path.trial_from is None:
        raise ValueError(f"{path} is on no trial")
    since = datetime.combine(path.trial_from, time(), tzinfo=settled(path.centre_id).centre.zone)
    places = [work.handled(code, since, now) for code in work.centres_of(path.account_id, since, now)]
    matters = {one.id for one in catalogues.current().in_category(path.category)}
    broken = Counter(broken_for_training(path.account.actor, since, now))
    on = on_matters(places, path.account_id, broken, rules.few_cases)
    levels = levels_of(path.account_id, since, now)
    return together(on, matters, places, path.account_id, levels)


def _keep_waiting(centre: str, today: date, *, now: datetime, by: str) -> None:
    """Somebody about whom nobody has decided stays qualified: it is not they who are late."""
    rules = queries.rules_of(centre)
    soon = today + timedelta(days=rules.margin_days // 2)
    for path_id in list(
        Path.objects.filter(centre_id=centre, state="due", until_day__lt=soon).values_list("pk", flat=True)
    ):
        with transaction.atomic():
            path = Path.objects.select_for_update(of=("self",)).select_related("account").get(pk=path_id)
            if path.state != Path.State.DUE or not is_governed(path.account_id):
                continue
            path.until_day = today + timedelta(days=rules.margin_days)
            path.save(update_fields=["until_day"])
            qualifying.qualify(
                account_id=path.account_id,
                of=_CATEGORY,
                name=path.category,
                from_day=today,
                until_day=path.until_day,
                source="跟踪还没人决定 follow-up not decided yet",
                now=now,
                by=by,
            )
