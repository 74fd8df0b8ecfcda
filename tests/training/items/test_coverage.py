"""How far the questions reach, checked against residents who were drawn and not made for it."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from onetrip.catalogue.book import Catalogue
from onetrip.catalogue.residents import residents
from onetrip.cli import build_parser, training
from onetrip.rules import Truth, Verdict, atoms, derive, evaluate
from onetrip.rules.boundaries import Why, boundaries
from onetrip.training.items.asking import world_of
from onetrip.training.items.coverage import coverage
from onetrip.training.items.decisions import decisions_of, facts_looked_at
from tests.training.items.test_changes import few

DAY = date(2026, 11, 30)
RESIDENTS = 600


def test_every_comparison_of_the_catalogue_is_shown_or_said_to_decide_for_nobody(shanghai: Catalogue) -> None:
    for matter in shanghai.matters:
        found = coverage(shanghai, matter, DAY)
        assert found.shown + len(found.cannot) == found.atoms
        assert found.shown == found.can_decide
        assert found.asked + sum(found.unasked.values()) == found.shown
        assert found.asked_verified <= found.asked
        assert all(number <= found.items[kind] for kind, number in found.verified.items())
        assert all(hidden.why is not Why.TOO_TANGLED for hidden in found.cannot)
        assert found.atoms == sum(
            len(atoms(each.condition)) for each in decisions_of(shanghai, shanghai.matters[matter])
        )


def test_nobody_drawn_at_random_contradicts_what_is_said_to_decide_for_nobody(shanghai: Catalogue) -> None:
    vocabulary, world = shanghai.book.vocabulary, world_of(shanghai, DAY)
    facts = {fact for matter in shanghai.matters.values() for fact in facts_looked_at(shanghai, matter)}
    drawn = [derive(known, DAY) for known in residents(vocabulary, facts, DAY, RESIDENTS)]
    claims = 0
    for matter in shanghai.matters.values():
        for decision in decisions_of(shanghai, matter):
            for atom, why in boundaries(decision.condition, world, decision.around).cannot.items():
                if why not in (Why.NOBODY_MEETS, Why.EVERYBODY_MEETS):
                    continue
                claims += 1
                asked = [known for known in drawn if evaluate(decision.around, known, DAY, vocabulary) is Verdict.YES]
                said = {evaluate(atom, known, DAY, vocabulary) for known in asked}
                assert (Verdict.YES if why is Why.NOBODY_MEETS else Verdict.NO) not in said, (matter.id, decision, atom)
    assert claims


def test_a_matter_without_a_condition_has_nothing_to_cover(shanghai: Catalogue) -> None:
    free = next(
        matter
        for matter in shanghai.matters.values()
        if matter.terms.entitled == Truth(value=True) and not decisions_of(shanghai, matter)
    )
    found = coverage(shanghai, free.id, DAY)
    assert (found.conditions, found.atoms, found.cannot) == (0, 0, ())


def test_the_command_tells_it_in_both_languages_and_as_data(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, text in few().items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")

    def shown(*words: str) -> str:
        arguments = build_parser().parse_args(["training", "coverage", str(tmp_path), "--day", "2026-11-30", *words])
        assert training.show_coverage(arguments) == 0
        return capsys.readouterr().out

    assert "一共：条件" in shown("--language", "zh")
    told = shown("--language", "en")
    assert "In all: " in told
    assert "elder-card: conditions 1, comparisons 2, able to decide 2" in told
    assert "Wherever it could differ, the others have decided already" in told
    assert "open in the catalogue, so asked with a mark: entitled" in told
    assert "(verified 0)" in told
    data = json.loads(shown("--json"))
    assert sum(each["comparisons"] for each in data) == sum(each["shown"] + len(each["cannot"]) for each in data)
    card = next(each for each in data if each["matter"] == "elder-card")
    assert (card["comparisons"], card["shown"], card["asked"]) == (2, 2, 2)


def test_a_catalogue_with_errors_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "matters").mkdir()
    (tmp_path / "matters" / "a.yaml").write_text("id: b\n", encoding="utf-8")
    assert training.show_coverage(build_parser().parse_args(["training", "coverage", str(tmp_path)])) == 1
    assert "errors" in capsys.readouterr().err
