"""容缺: what was promised for later comes, or the case is not granted."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from onetrip.cases import actions
from onetrip.cases.actions import AcceptedMatter
from onetrip.cases.models import Case, Gap
from onetrip.ledger.models import Event
from onetrip.ledger.refusals import NotFound, Refused
from tests import browsing
from tests.cases.counter import Counter
from tests.cases.test_following import accepted, do

pytestmark = pytest.mark.django_db

WITHOUT_PHOTO = AcceptedMatter("reward", ("id-card", "marriage-certificate"), to_follow=("photo",))


def with_a_gap(counter: Counter) -> Case:
    return accepted(counter, WITHOUT_PHOTO)


def bring(counter: Counter, case: Case, **given: object) -> Case:
    told = {"centre": "LF", "case_id": case.pk, "paper": "photo", "by": "staff:back", "key": uuid.uuid4(), **given}
    return actions.bring(now=counter.hall.tick(), **told)


def test_what_is_promised_at_acceptance_is_kept_with_its_day(counter: Counter) -> None:
    case = with_a_gap(counter)
    gap = Gap.objects.get()
    assert (gap.case_id, gap.paper, gap.brought_at) == (case.pk, "photo", None)
    assert gap.promised_by is not None
    assert gap.promised_by.isoformat() == next(paper["by"] for paper in case.papers if paper.get("follows"))


def test_a_case_with_everything_has_no_gap(counter: Counter) -> None:
    counter.accept(counter.serving(), AcceptedMatter("reward", ("id-card", "marriage-certificate", "photo")))
    assert not Gap.objects.exists()


@pytest.mark.parametrize(("verb", "given"), [("decide", {"granted": True}), ("complete", {})])
def test_it_is_not_granted_before_the_paper_is_here_and_is_once_it_is(
    counter: Counter, verb: str, given: dict[str, object]
) -> None:
    case = with_a_gap(counter)
    with pytest.raises(Refused) as refused:
        do(verb, case, counter.hall.tick(), **given)
    assert refused.value.code == "gap-open"
    assert "照片" in refused.value.text.zh
    case.refresh_from_db()
    assert case.state == "accepted"
    bring(counter, case)
    do(verb, case, counter.hall.tick(), **given)


def test_it_may_be_refused_with_the_gap_and_completed_then(counter: Counter) -> None:
    case = with_a_gap(counter)
    do("decide", case, counter.hall.tick(), granted=False, note="不满 65 岁")
    assert do("complete", case, counter.hall.tick()).state == "completed"


def test_a_paper_is_brought_once_and_a_press_sent_twice_is_one(counter: Counter) -> None:
    case, key = with_a_gap(counter), uuid.uuid4()
    for _ in range(2):
        bring(counter, case, key=key)
    assert Event.objects.filter(thing="case", verb="bring").count() == 1
    with pytest.raises(Refused) as refused:
        bring(counter, case)
    assert refused.value.code == "gap-closed"


@pytest.mark.parametrize("given", [{"paper": "id-card"}, {"paper": ""}, {"centre": "PX"}, {"case_id": uuid.uuid4()}])
def test_what_was_not_promised_here_cannot_be_brought(counter: Counter, given: dict[str, object]) -> None:
    with pytest.raises(NotFound):
        bring(counter, with_a_gap(counter), **given)


@pytest.mark.parametrize("verb", ["withdraw", "terminate"])
def test_to_a_case_that_has_ended_nothing_is_brought(counter: Counter, verb: str) -> None:
    case = with_a_gap(counter)
    do(verb, case, counter.hall.tick())
    with pytest.raises(Refused) as refused:
        bring(counter, case)
    assert refused.value.code == "case-over"


def test_the_database_keeps_one_promise_per_paper_and_none_kept_before_it_was_given(counter: Counter) -> None:
    case = with_a_gap(counter)
    now = counter.hall.now
    for wrong in ({"paper": "photo"}, {"paper": "booklet", "brought_at": now - timedelta(days=1)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Gap.objects.create(**{"case": case, "name": {}, "promised_at": now, **wrong})


def test_the_pages_show_what_is_owed_and_that_it_came(counter: Counter) -> None:
    case, clerk = with_a_gap(counter), browsing.visitor("clerk")
    assert "答应后补的、在查证照的 1" in browsing.words(clerk.get("/cases/"))
    assert "答应后补：照片" in browsing.words(clerk.get(f"/cases/{case.number}"))
    sent = {"paper": "photo", "idempotency_key": browsing.key()}
    assert clerk.post(f"/cases/{case.number}/bring", sent).status_code == 302
    page = browsing.words(clerk.get(f"/cases/{case.number}"))
    assert "答应后补：" not in page
    assert "补到了后补的材料" in page
    assert "没有欠着的材料" in browsing.words(clerk.get("/cases/"))
    assert "补到了" in browsing.words(clerk.get(f"/r/{case.receipt.token}"))


def test_a_terminated_case_says_so_to_the_resident(counter: Counter) -> None:
    case = with_a_gap(counter)
    do("terminate", case, counter.hall.tick())
    assert "这件终止了" in browsing.words(browsing.visitor().get(f"/r/{case.receipt.token}"))
