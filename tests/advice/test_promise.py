"""The promise: a slip holds all that is needed to compute it again, and `onetrip slips verify` does."""

from __future__ import annotations

import json
from argparse import Namespace
from datetime import date, timedelta

import pytest

from onetrip.advice import queries
from onetrip.advice.models import Slip
from onetrip.advice.verifying import Outcome, verify
from onetrip.catalogue import actions as catalogue
from onetrip.catalogue.models import CatalogueVersion
from onetrip.cli.slips import verify_slips
from onetrip.planning import ENGINE, Plan
from tests.advice.conftest import Talk
from tests.factories import NOW

MATTER = "matters/elder-card.yaml"


@pytest.fixture
def slip(elder: Talk) -> Slip:
    """A slip with something wanted, declined, skipped and offered on it."""
    elder.hear("booklet")
    elder.skip("income")
    elder.answer("retired", "yes")
    return elder.issue()


def renew(slip: Slip, **changes: object) -> Slip:
    """As if the stored plan had been other."""
    Slip.objects.filter(pk=slip.pk).update(plan=slip.plan | changes)
    slip.refresh_from_db()
    return slip


def run(capsys: pytest.CaptureFixture[str], since: date | None = None, language: str = "en") -> tuple[int, str]:
    code = verify_slips(Namespace(since=since, language=language))
    return code, capsys.readouterr().out


def test_a_slip_says_what_it_was_asked_with_and_what_computed_it(slip: Slip) -> None:
    plan = Plan.from_json(slip.plan)
    assert (plan.engine, plan.version) == (ENGINE, "1")
    assert (plan.wanted, plan.skipped, plan.declined) == (("elder-card", "booklet"), ("income",), ())
    assert set(slip.facts) == {"birth_date", "sex", "hukou", "retired"}


def test_it_is_computed_again_byte_for_byte_whatever_has_changed_since(slip: Slip) -> None:
    newest = CatalogueVersion.objects.first()
    texts = {**newest.source, MATTER: newest.source[MATTER].replace("originals: 1", "originals: 3")}
    catalogue.publish(files=texts, city=newest.city, by="editor", now=NOW + timedelta(400))
    assert queries.recompute(slip).to_bytes() == Plan.from_json(slip.plan).to_bytes()
    assert json.dumps(queries.recompute(slip).to_json(), sort_keys=True) == json.dumps(slip.plan, sort_keys=True)
    assert verify(slip).outcome is Outcome.KEPT


def test_the_command_says_that_all_is_well(slip: Slip, capsys: pytest.CaptureFixture[str]) -> None:
    code, printed = run(capsys)
    assert code == 0
    assert "1 slips: 1 are the same to the byte" in printed
    assert run(capsys, since=slip.day + timedelta(1))[1].startswith("0 slips")


def test_a_plan_that_says_otherwise_by_the_same_engine_is_wrong_and_told_in_words(
    slip: Slip, capsys: pytest.CaptureFixture[str]
) -> None:
    renew(slip, bring=slip.plan["bring"][:-1])
    code, printed = run(capsys, language="zh")
    assert code == 1
    assert f"{slip.number} 同一引擎算出来不一样" in printed
    assert "现在还要带" in printed
    assert "1 张对不上" in printed


def test_a_difference_without_words_of_its_own_is_named_by_its_place(slip: Slip) -> None:
    found = verify(renew(slip, where={"zh": "那里", "en": "there"}, labels=[]))
    assert found.outcome is Outcome.WRONG
    assert found.differs
    assert (
        verify(renew(slip, where=queries.recompute(slip).to_json()["where"], labels=[]))
        .differs[0]
        .en.startswith("It differs in labels")
    )


def test_a_slip_of_another_engine_is_told_of_and_not_called_wrong(
    slip: Slip, capsys: pytest.CaptureFixture[str]
) -> None:
    renew(slip, engine="0.9", bring=slip.plan["bring"][:-1])
    code, printed = run(capsys)
    assert code == 0
    assert "made by another engine" in printed
    assert "is needed now" in printed


def test_a_slip_of_another_engine_that_says_the_same_is_kept(slip: Slip) -> None:
    assert verify(renew(slip, engine="0.9")).outcome is Outcome.KEPT


def test_a_slip_that_another_engine_made_and_that_says_the_same_is_not_printed_anew(slip: Slip, elder: Talk) -> None:
    renew(slip, engine="0.9")
    assert queries.says_the_same(slip, elder.state)
    assert elder.issue().pk == slip.pk
    assert not queries.says_the_same(renew(slip, trips=7), elder.state)


def test_a_slip_that_cannot_be_computed_is_named_and_stops_nothing(
    slip: Slip, elder: Talk, capsys: pytest.CaptureFixture[str]
) -> None:
    renew(slip, schema=99)
    elder.answer("retired", "no")
    elder.issue()
    code, printed = run(capsys)
    assert code == 1
    assert f"{slip.number} cannot be computed" in printed
    assert "2 slips: 1 are the same" in printed


def test_the_desk_says_how_an_answer_changed_what_was_promised(slip: Slip, elder: Talk, desk: object) -> None:
    from tests.browsing import words

    elder.answer("hukou", "elsewhere")
    page = words(desk.get(f"/desk/{elder.id}/"))  # type: ignore[attr-defined]
    assert "户籍：原来说“上海”，现在说“外省市”。" in page
    assert "“敬老卡申领”原来是“能办”，现在是“现在不能办”" in page
