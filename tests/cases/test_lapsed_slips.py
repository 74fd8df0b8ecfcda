"""At the window a slip counts as it was made until its day; afterwards the rules in force do, and the difference is said."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from onetrip.advice.models import Slip
from onetrip.cases import queries
from onetrip.catalogue import actions as catalogue
from onetrip.catalogue.models import CatalogueVersion
from tests.cases.counter import Counter
from tests.factories import NOW, TODAY

pytestmark = pytest.mark.django_db


def two_originals() -> None:
    """A version in which the card takes two originals of the ID card."""
    newest = CatalogueVersion.objects.first()
    texts = dict(newest.source)
    name = "matters/card.yaml"
    assert "originals: 1" in texts[name]
    texts[name] = texts[name].replace("originals: 1", "originals: 2")
    catalogue.publish(files=texts, city=newest.city, by="editor", now=NOW)


def originals(counter: Counter, slip: Slip) -> tuple[int, bool, int]:
    """How many originals the window asks for, whether it is bound to it, and how many differences it is told."""
    listed = queries.checklist(counter.serving(slip).pk, now=NOW)
    (matter,) = listed.matters
    return matter.lines[0].needed.originals, matter.at.promised, len(listed.basis.changed)


def test_a_window_honours_a_slip_by_the_version_it_was_made_with(counter: Counter) -> None:
    slip = counter.slip("card")
    two_originals()
    assert originals(counter, slip) == (1, True, 0)


def test_after_its_day_the_window_goes_by_the_rules_in_force_and_says_what_differs(counter: Counter) -> None:
    slip = counter.slip("card")
    two_originals()
    Slip.objects.filter(pk=slip.pk).update(day=date(2026, 1, 1), valid_until=TODAY - timedelta(1))
    assert originals(counter, slip) == (2, False, 1)
