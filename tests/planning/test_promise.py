"""A plan computed again from what it was asked with is the same, byte for byte, on whatever day and in whatever process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onetrip.catalogue.book import Catalogue
from onetrip.planning import ENGINE, Book, Plan, plan
from onetrip.planning.promise import differing_fields, recompute
from onetrip.rules import KnownFacts
from onetrip.synthetic import city
from tests.factories import CATALOGUE, TODAY
from tests.planning.making import DAY, asks, book, books, known_facts, matter, said

RESIDENTS = 300

_AGAIN = """
import hashlib, json, sys
from pathlib import Path
from onetrip.advice.memory import from_stored
from onetrip.catalogue.files import read_folder
from onetrip.catalogue.schema import read
from onetrip.planning import Plan
from onetrip.planning.promise import recompute

book = read(read_folder(Path(sys.argv[1]))[0]).catalogue.book
whole = hashlib.sha256()
for line in Path(sys.argv[2]).read_text(encoding="utf-8").splitlines():
    slip = json.loads(line)
    known = from_stored(slip["facts"], book.vocabulary)
    whole.update(recompute(book, known, Plan.from_json(slip["plan"])).to_bytes())
print(whole.hexdigest())
"""


@given(books, known_facts, st.data())
def test_what_was_asked_with_is_enough_to_compute_a_plan_again(
    anybook: Book, known: KnownFacts, data: st.DataObject
) -> None:
    ids = [terms.id for terms in anybook.matters]
    wanted = data.draw(st.lists(st.sampled_from(ids), unique=True), label="wanted")
    declined = data.draw(st.frozensets(st.sampled_from(ids)), label="declined")
    skipped = data.draw(st.frozensets(st.sampled_from(sorted(anybook.vocabulary.facts))), label="skipped")
    made = plan(anybook, known, DAY, wanted, skipped, declined)
    stored = Plan.from_json(json.loads(made.to_bytes()))

    assert stored == made
    assert recompute(anybook, known, stored).to_bytes() == made.to_bytes()
    assert (made.engine, made.wanted) == (ENGINE, tuple(wanted))
    assert (set(made.skipped), set(made.declined)) == (skipped, declined)


@given(books, known_facts, st.randoms(use_true_random=False), st.data())
def test_the_order_in_which_things_were_said_leaves_no_trace(
    anybook: Book, known: KnownFacts, random: Random, data: st.DataObject
) -> None:
    ids = [terms.id for terms in anybook.matters]
    declined = data.draw(st.lists(st.sampled_from(ids), unique=True), label="declined")
    skipped = data.draw(st.lists(st.sampled_from(sorted(anybook.vocabulary.facts)), unique=True), label="skipped")
    other = list(known.items()), list(skipped), list(declined)
    for each in other:
        random.shuffle(each)
    facts, *rest = other

    assert (
        plan(anybook, known, DAY, ids, skipped, declined).to_bytes()
        == plan(anybook, dict(facts), DAY, ids, *rest).to_bytes()
    )


@pytest.fixture(scope="module")
def slips(shanghai: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """What is stored with the slips of synthetic residents, a line each, and the digest of their plans."""
    import hashlib

    from onetrip.advice.memory import to_stored

    lot = Random(7)  # noqa: S311 - lots for a test
    matters = sorted(shanghai.matters)
    lines, whole = [], hashlib.sha256()
    for truth in city(shanghai.book.vocabulary, None, TODAY, RESIDENTS, 7).known():
        known = {name: value for name, value in truth.items() if lot.random() < 0.6 and name != "age"}
        wanted, declined = lot.sample(matters, lot.randint(1, 4)), lot.sample(matters, 2)
        skipped = [name for name in shanghai.facts if name not in known and lot.random() < 0.1]
        made = plan(shanghai.book, known, TODAY, wanted, skipped, declined)
        lines.append(json.dumps({"facts": to_stored(known), "plan": made.to_json()}, ensure_ascii=False))
        whole.update(made.to_bytes())
    file = tmp_path_factory.mktemp("slips") / "slips.jsonl"
    file.write_text("\n".join(lines), encoding="utf-8")
    return file, whole.hexdigest()


@pytest.mark.parametrize("hash_seed", ["1", "4242"])
def test_a_fresh_process_with_other_hashes_computes_the_same_bytes_from_what_is_stored(
    slips: tuple[Path, str], hash_seed: str
) -> None:
    file, expected = slips
    environment = {**os.environ, "PYTHONHASHSEED": hash_seed}
    command = [sys.executable, "-c", _AGAIN, str(CATALOGUE), str(file)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == expected


def test_a_plan_of_before_engines_had_versions_is_computed_from_its_items() -> None:
    made = plan(book(matter("m", "married", asks("p")), matter("n")), said(married=True), DAY, ["m"])
    data = {name: value for name, value in made.to_json().items() if name not in ("engine", "wanted", "declined")}
    old = Plan.from_json(data)
    assert (old.engine, old.wanted) == ("", ())
    assert recompute(book(matter("m", "married", asks("p")), matter("n")), said(married=True), old) == made
    assert differing_fields(old, made) == ("engine", "wanted[0]")


def test_where_plans_differ_is_named() -> None:
    one = plan(book(matter("m", "married", asks("p"))), said(married=True), DAY, ["m"])
    two = plan(book(matter("m", "married", asks("p", copies=2))), said(married=True), DAY, ["m"])
    assert differing_fields(one, one) == ()
    assert set(differing_fields(one, two)) == {"bring[0].copies", "bring[0].uses[0].copies"}
