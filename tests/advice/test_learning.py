"""The house learns from its consultations what residents are like, and asks accordingly."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta

import pytest

from onetrip.advice import actions, priors, queries
from onetrip.advice.actions import learning
from onetrip.advice.models import AskingPrior
from onetrip.catalogue import queries as catalogues
from onetrip.ledger.models import Event
from onetrip.planning import NOTHING_KNOWN
from onetrip.planning.chooser import Ahead
from onetrip.rules import Known, Origin
from tests.advice.conftest import BY, Talk
from tests.factories import NOW, TODAY

pytestmark = pytest.mark.django_db


def ahead(**known: object) -> Ahead:
    catalogue = catalogues.current()
    said = {name: Known(value, Origin.SAID) for name, value in known.items()}  # type: ignore[arg-type]
    return catalogue.book.chooser(TODAY, priors.prior(catalogue)).ahead(said)


def chance_of(matter: str, **known: object) -> float:
    entitled = catalogues.current().book.prepared[matter].entitled
    assert entitled is not None
    return ahead(**known).chance(entitled)


def test_before_anything_was_learnt_every_answer_is_as_likely(talk: Talk) -> None:
    assert priors.prior(catalogues.current()) is NOTHING_KNOWN
    assert priors.are_stale(NOW)


def test_what_residents_answer_here_counts_more_the_more_of_them_there_are(
    begin: Callable[[], Talk], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(learning, "MOST_INVENTED", 200)
    monkeypatch.setattr(learning, "FEWEST_INVENTED", 100)
    learnt = actions.learn_prior(now=NOW, by=BY)
    assert (learnt.consultations, learnt.invented) == (0, 200)
    before = chance_of("pension-check")
    for _ in range(150):
        begin().answer("retired", "yes")
    learnt = actions.learn_prior(now=NOW + timedelta(minutes=1), by=BY)
    assert (learnt.consultations, learnt.invented) == (150, 100)
    assert chance_of("pension-check") > max(before, 0.5)


def test_only_shares_are_kept_and_of_ten_times_learning_the_last(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(learning, "MOST_INVENTED", 100)
    monkeypatch.setattr(learning, "FEWEST_INVENTED", 100)
    talk.read_card()
    for minute in range(12):
        actions.learn_prior(now=NOW + timedelta(minutes=minute), by=BY)
    assert AskingPrior.objects.count() == learning.KEPT
    newest = AskingPrior.objects.first()
    assert newest is not None
    assert newest.learnt_at == NOW + timedelta(minutes=11)
    assert "1961" not in json.dumps(newest.shares)
    event = Event.objects.filter(thing="asking-prior").latest("at")
    assert (event.verb, event.data) == ("learn", {"consultations": 1, "invented": 100})


def test_it_is_learnt_again_after_a_day(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(learning, "MOST_INVENTED", 100)
    actions.learn_prior(now=NOW, by=BY)
    assert not priors.are_stale(NOW + timedelta(hours=23))
    assert priors.are_stale(NOW + timedelta(hours=25))


def test_the_same_prior_serves_until_something_newer_is_learnt(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(learning, "MOST_INVENTED", 100)
    actions.learn_prior(now=NOW, by=BY)
    catalogue = catalogues.current()
    first = priors.prior(catalogue)
    assert priors.prior(catalogue) is first
    actions.learn_prior(now=NOW + timedelta(minutes=1), by=BY)
    assert priors.prior(catalogue) is not first


def test_a_consultation_says_what_may_not_have_been_found(talk: Talk) -> None:
    talk.read_card()
    before = queries.state(talk.id, now=NOW).outlook
    assert before.undecided > 0
    assert 0 < before.chance <= 1
