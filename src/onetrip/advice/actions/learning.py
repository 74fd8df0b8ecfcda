"""Learn what residents are like, from those who were asked and from the synthetic city."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction

from onetrip.advice import priors
from onetrip.advice.memory import from_stored
from onetrip.advice.models import AskingPrior, Consultation
from onetrip.catalogue import queries as catalogues
from onetrip.catalogue.book import Catalogue
from onetrip.ledger import events
from onetrip.planning import learn
from onetrip.planning.priors import to_stored
from onetrip.rules import Known
from onetrip.synthetic.city import city

LOOK_BACK = timedelta(days=365)
MOST_CONSULTATIONS = 20_000
"""Of more consultations the newest are learnt from."""
MOST_INVENTED, FEWEST_INVENTED = 8_192, 1_024
"""Residents of the synthetic city beside them: as many as consultations are missing, and never fewer than a few, because
nobody who was asked was asked everything."""
KEPT = 10


def learn_prior(*, now: datetime, by: str) -> AskingPrior:
    """Learn from the consultations of the last year and the synthetic city; what was learnt decides from now on which
    question comes next. Only shares are kept. Raises Refused (503) when no catalogue has been published.
    """
    catalogue = catalogues.current()
    vocabulary = catalogue.book.vocabulary
    told = list(_told(catalogue, now))
    invented = max(FEWEST_INVENTED, MOST_INVENTED - len(told))
    residents = [*told, *city(vocabulary, None, now.date(), invented).known()]
    found = to_stored(learn(residents, vocabulary, now.date()))
    with transaction.atomic():
        made = AskingPrior.objects.create(learnt_at=now, consultations=len(told), invented=invented, shares=found)
        old = AskingPrior.objects.values_list("pk", flat=True)[KEPT:]
        AskingPrior.objects.filter(pk__in=list(old)).delete()
        events.record(
            now=now,
            centre="",
            actor=by,
            thing="asking-prior",
            thing_id=now.isoformat(),
            verb="learn",
            data={"consultations": len(told), "invented": invented},
        )
    priors.forget()
    return made


def _told(catalogue: Catalogue, now: datetime) -> Iterator[dict[str, Known]]:
    """What was known at the end of each consultation, by today's vocabulary; those in which nothing was are left out."""
    vocabulary = catalogue.book.vocabulary
    lately = Consultation.objects.filter(started_at__gt=now - LOOK_BACK, started_at__lte=now).order_by("-started_at")
    for consultation in lately.only("facts")[:MOST_CONSULTATIONS].iterator():
        known = {
            name: item
            for name, item in from_stored(consultation.facts, vocabulary).items()
            if (fact := vocabulary.fact(name)) is not None and fact.fits(item.value)
        }
        if known:
            yield known
