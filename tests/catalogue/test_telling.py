"""How far an exemption reaches among those who may have a matter: certain, or as it is written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onetrip.catalogue.telling import Exemption, exemption
from onetrip.planning import PaperAsk
from onetrip.rules import ALWAYS, Expr, Verdict, evaluate
from tests.rules.examples import DAY, VOCABULARY, condition, known
from tests.rules.strategies import residents, sources, thorough


def found(general: str | None, here: str | None, when: str | None, *around: str) -> Exemption:
    ask = PaperAsk("paper", exempt=_expr(here), when=_expr(when))
    return exemption(ask, _expr(general), tuple(map(condition, around)), VOCABULARY)


def _expr(source: str | None) -> Expr | None:
    return condition(source) if source is not None else None


SHANGHAI, ELSEWHERE = 'hukou == "shanghai"', 'hukou == "elsewhere"'


@pytest.mark.parametrize(
    ("when", "around"),
    [
        (None, (SHANGHAI,)),
        (None, (f"{SHANGHAI} and age >= 65",)),
        (None, ("age >= 65", SHANGHAI)),
        (SHANGHAI, ("age >= 65",)),
        (SHANGHAI, ()),
    ],
)
def test_all_who_are_asked_for_it_are_exempt(when: str | None, around: tuple[str, ...]) -> None:
    assert found(SHANGHAI, None, when, *around) == Exemption(always=True, general=condition(SHANGHAI), here=None)


@pytest.mark.parametrize(("when", "around"), [(None, (ELSEWHERE,)), (ELSEWHERE, ()), ('hukou != "shanghai"', ())])
def test_none_who_are_asked_for_it_are_exempt(when: str | None, around: tuple[str, ...]) -> None:
    assert found(SHANGHAI, None, when, *around) == Exemption(always=False, general=None, here=None)


def test_where_it_depends_the_exemption_stands_as_it_is_written() -> None:
    assert found(SHANGHAI, "lives_alone", None, "age >= 65") == Exemption(
        always=False, general=condition(SHANGHAI), here=condition("lives_alone")
    )


def test_an_exemption_of_the_matter_alone_counts_as_well() -> None:
    assert found(None, "holds_permit", "holds_permit") == Exemption(
        always=True, general=None, here=condition("holds_permit")
    )
    assert found(SHANGHAI, "lives_alone", None, "holds_permit", 'hukou != "shanghai" and lives_alone') == Exemption(
        always=True, general=None, here=condition("lives_alone")
    )


def test_two_exemptions_that_hold_for_all_only_together_are_both_told() -> None:
    both = found(SHANGHAI, 'hukou != "shanghai"', None, "age >= 65")
    assert both == Exemption(always=True, general=condition(SHANGHAI), here=condition('hukou != "shanghai"'))


def test_where_nobody_can_be_asked_for_it_nothing_is_concluded() -> None:
    assert found(SHANGHAI, None, SHANGHAI, ELSEWHERE) == Exemption(always=False, general=condition(SHANGHAI), here=None)


def test_a_paper_without_exemption_has_none() -> None:
    assert found(None, None, None, SHANGHAI) == Exemption(always=False, general=None, here=None)


@given(st.data(), sources, sources, residents)
@thorough
def test_no_resident_is_told_otherwise_than_the_conditions_say(
    data: st.DataObject, asked: str, exempt: str, resident: dict[str, object]
) -> None:
    told = exemption(PaperAsk("paper", when=condition(asked)), condition(exempt), (ALWAYS,), VOCABULARY)
    facts = known(**resident)  # type: ignore[arg-type]
    if evaluate(condition(asked), facts, DAY, VOCABULARY) is not Verdict.YES:
        return
    verdict = evaluate(condition(exempt), facts, DAY, VOCABULARY)
    if told.always:
        assert verdict is not Verdict.NO
    if told.general is None:
        assert verdict is not Verdict.YES
