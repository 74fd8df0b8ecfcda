"""A file of residents is screened whole, whatever is wrong with it, and an interrupted run goes on where it was."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import textwrap
import time
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import polars as pl
import pytest

from onetrip.rules import Constraint, Known, Origin, Text, Verdict, age_on, evaluate, parse
from onetrip.screening.applied import applied, not_applied
from onetrip.screening.asking import Asked
from onetrip.screening.changed import what_if
from onetrip.screening.columns import counted, unpacked
from onetrip.screening.fairness import groups
from onetrip.screening.follow_up import certainly, follow_up, possibly
from onetrip.screening.planes import BLOCK
from onetrip.screening.residents import Unreadable
from onetrip.screening.runs import Run, run
from onetrip.screening.store import Store
from tests.rules.examples import DAY, VOCABULARY

CONDITIONS = {
    "elder-card": 'hukou == "shanghai" and age >= 65',
    "family-help": "children >= 2 and income <= 2000 and holds_permit",
    "alone": "lives_alone",
}
TANGLED = Constraint(
    "child-with-permit",
    parse("age < 16 and holds_permit", VOCABULARY),
    Text("儿童没有居住证", "children hold no permit"),
)


def asked(**conditions: str) -> Asked:
    texts = conditions or CONDITIONS
    return Asked(
        {name: parse(text, VOCABULARY) for name, text in texts.items()}, [TANGLED], VOCABULARY, DAY, "article 3"
    )


def frame(number: int, seed: int = 3) -> pl.DataFrame:
    """Residents of whom some facts are not known; nobody among them is impossible."""
    chance = np.random.default_rng(seed)

    def some(values: Any, kind: Any) -> pl.Series:
        known = pl.Series(chance.random(number) < 0.8)
        return pl.select(pl.when(known).then(pl.Series(values, dtype=kind))).to_series()

    births = np.datetime64("1930-01-01") + chance.integers(0, 28_000, number).astype("timedelta64[D]")
    return pl.DataFrame(
        {
            "resident": np.arange(number),
            "birth_date": some(births, pl.Date),
            "hukou": some(
                np.array(["shanghai", "elsewhere", "abroad"])[chance.integers(0, 3, number)].tolist(), pl.String
            ),
            "holds_permit": some(chance.random(number) < 0.5, pl.Boolean),
            "lives_alone": some(chance.random(number) < 0.5, pl.Boolean),
            "children": some(chance.integers(0, 5, number), pl.Int16),
            "income": some(chance.integers(0, 4000, number).astype(float), pl.Float64),
        }
    )


def written(tmp_path: Path, people: pl.DataFrame, name: str = "residents.parquet") -> Path:
    path = tmp_path / name
    people.write_parquet(path)
    return path


def screened(tmp_path: Path, people: pl.DataFrame, question: Asked | None = None, **more: Any) -> Run:
    return run(written(tmp_path, people), tmp_path / "run", question or asked(), **more)


def one_by_one(people: pl.DataFrame, text: str) -> list[Verdict]:
    """What the rules of one resident say of each row."""
    expr = parse(text, VOCABULARY)
    found = []
    for row in people.iter_rows(named=True):
        known = {
            name: Known(value, Origin.SAID) for name, value in row.items() if name != "resident" and value is not None
        }
        found.append(evaluate(expr, known, DAY, VOCABULARY))
    return found


def test_counts_are_those_of_each_resident_judged_alone(tmp_path: Path) -> None:
    people = frame(500)
    found = screened(tmp_path, people).counts
    assert (found.rows, found.judged, found.aside) == (500, 500, {})
    for name in ("elder-card", "family-help", "alone"):
        each = one_by_one(people, CONDITIONS[name])
        assert found.certain[name] == each.count(Verdict.YES)
        assert found.open[name] == each.count(Verdict.UNKNOWN)


def test_a_rule_that_matches_everybody_is_counted_like_any_other(tmp_path: Path) -> None:
    everybody = asked(it="lives_alone")
    people = frame(100).with_columns(lives_alone=pl.lit(value=True))
    found = screened(tmp_path, people, everybody).counts
    assert found.certain == {"it": 100}
    assert found.open == {"it": 0}


def test_what_is_missing_is_told_by_matter_and_which_fact_alone_would_decide(tmp_path: Path) -> None:
    people = pl.DataFrame(
        {
            "resident": [1, 2, 3, 4],
            "birth_date": [date(1950, 1, 1), None, None, date(1990, 1, 1)],
            "hukou": [None, "shanghai", None, None],
        }
    )
    found = screened(tmp_path, people, asked(card=CONDITIONS["elder-card"])).counts
    assert found.open == {"card": 3}
    assert found.lacking == {"card": {"birth_date": 2, "hukou": 2}}
    assert found.alone == {"card": {"birth_date": 1, "hukou": 1}}


def test_several_stretches_and_processes_find_what_one_finds(tmp_path: Path) -> None:
    people = frame(2 * BLOCK + 700)
    one = screened(tmp_path, people).counts
    several = run(tmp_path / "residents.parquet", tmp_path / "several", asked(), stretch=BLOCK, processes=2)
    assert several.counts == one
    assert several.store.stretches() == [0, 1, 2]


def test_one_row_in_a_hundred_that_cannot_be_is_set_aside_with_its_reason(tmp_path: Path) -> None:
    people = frame(1000)
    spoilt = people.with_columns(
        children=pl.when(pl.col("resident") < 4).then(-3).otherwise(pl.col("children")).cast(pl.Int16),
        birth_date=pl.when(pl.col("resident").is_between(4, 6))
        .then(pl.date(2090, 1, 1))
        .when(pl.col("resident") == 7)
        .then(pl.date(2015, 1, 1))
        .otherwise(pl.col("birth_date")),
        holds_permit=pl.when(pl.col("resident") == 7).then(statement=True).otherwise(pl.col("holds_permit")),
        hukou=pl.when(pl.col("resident").is_between(8, 9)).then(pl.lit("atlantis")).otherwise(pl.col("hukou")),
    )
    found = screened(tmp_path, spoilt).counts
    assert found.aside == {
        "unreadable:hukou": 2,
        "bounds:children": 4,
        "to-come:birth_date": 3,
        "rule:child-with-permit": 1,
    }
    assert found.judged == 990
    sound = people.filter(pl.col("resident") >= 10)
    assert found.certain["alone"] == one_by_one(sound, "lives_alone").count(Verdict.YES)


def test_an_age_at_odds_with_the_birth_date_is_set_aside_and_an_age_alone_counts(tmp_path: Path) -> None:
    people = pl.DataFrame(
        {
            "resident": [1, 2, 3],
            "birth_date": [date(1950, 1, 1), date(1950, 1, 1), None],
            "age": [75, 74, 80],
            "hukou": ["shanghai"] * 3,
        }
    )
    found = screened(tmp_path, people, asked(card=CONDITIONS["elder-card"])).counts
    assert found.aside == {"age": 1}
    assert found.certain == {"card": 2}


def test_who_stands_there_twice_is_counted_once_and_with_other_facts_not_at_all(tmp_path: Path) -> None:
    people = frame(50)
    again = pl.concat([people, people.filter(pl.col("resident") < 3), people.filter(pl.col("resident") == 7)])
    odd = again.with_columns(
        children=pl.when(pl.int_range(pl.len()) == again.height - 1)
        .then(pl.lit(4, pl.Int16))
        .otherwise(pl.when(pl.col("resident") == 7).then(pl.lit(1, pl.Int16)).otherwise(pl.col("children")))
    )
    found = screened(tmp_path, odd).counts
    assert found.aside == {"same": 3, "differs": 2}
    assert found.judged == 49
    assert found.certain["alone"] == one_by_one(people.filter(pl.col("resident") != 7), "lives_alone").count(
        Verdict.YES
    )


@pytest.mark.parametrize(
    ("people", "words"),
    [
        (pl.DataFrame({"resident": [], "hukou": []}), "no rows"),
        (pl.DataFrame({"residents": [1], "hukou": ["shanghai"]}), "no column resident with pseudonyms. Is it residents?"),
        (pl.DataFrame({"resident": [1], "holds_permit": [date(2020, 1, 1)]}), "Column holds_permit should be yes or no"),
        (pl.DataFrame({"resident": [1], "birth_date": [19500101]}), "Column birth_date should be a date"),
        (pl.DataFrame({"resident": [1], "hukou": ["shanghai"], "Hukou": ["abroad"]}), "speak of one fact"),
        (pl.DataFrame({"resident": [1], "colour": ["red"]}), "No column of the file is a fact"),
        (pl.DataFrame({"resident": [1.5], "hukou": ["shanghai"]}), "Column resident should be text or whole numbers"),
        (pl.DataFrame({"resident": [1], "holds_permit": [[True]]}), "Column holds_permit should be yes or no"),
        (pl.DataFrame({"resident": [1], "birth_date": ["01/02/1950"]}), "Not one of the first 1 values of column birth_date"),
        (pl.DataFrame({"resident": [1, 2], "hukou": ["SH", None]}), "Not one of the first 1 values of column hukou"),
        (pl.DataFrame({"resident": [None], "hukou": ["shanghai"]}), "1 rows have no pseudonym"),
        (pl.DataFrame({"resident": [1, None], "hukou": ["shanghai", "abroad"]}), "1 rows have no pseudonym"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_screened_is_refused_in_words(tmp_path: Path, people: pl.DataFrame, words: str) -> None:
    with pytest.raises(Unreadable, match=words.replace("?", r"\?")):
        screened(tmp_path, people)


def test_half_a_file_is_refused_in_words(tmp_path: Path) -> None:
    whole = written(tmp_path, frame(100)).read_bytes()
    (tmp_path / "half.parquet").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(Unreadable, match="no whole Parquet file"):
        run(tmp_path / "half.parquet", tmp_path / "run", asked())


def test_missing_columns_leave_their_facts_unknown_and_extra_ones_are_told(tmp_path: Path) -> None:
    found = screened(tmp_path, frame(60).drop("income").with_columns(colour=pl.lit("red")))
    assert found.residents.missing == ("age", "income")
    assert found.residents.extra == ("colour",)
    assert found.counts.certain["family-help"] == 0
    assert found.counts.lacking["family-help"]["income"] == found.counts.open["family-help"]


def test_numbers_and_dates_as_text_are_read_and_what_is_none_is_set_aside(tmp_path: Path) -> None:
    people = pl.DataFrame(
        {
            "resident": ["a", "b", "c", "d"],
            "birth_date": ["1950-01-01", "1950-02-30", "1990-01-01", None],
            "children": ["2", "3", "two", "4"],
            "holds_permit": ["是", "yes", "No", "true"],
            "income": [1.5, float("nan"), 7.0, 2000.0],
        }
    )
    found = screened(
        tmp_path, people, asked(help="children >= 2 and holds_permit and income <= 2000 and age >= 18")
    ).counts
    assert found.aside == {"unreadable:birth_date": 1, "unreadable:children": 1}
    assert (found.certain["help"], found.open["help"]) == (1, 1)


_KILLED = """
    import sys
    from pathlib import Path
    from onetrip.screening.runs import run
    from tests.screening.test_runs import asked
    from onetrip.screening.planes import BLOCK
    run(Path(sys.argv[1]), Path(sys.argv[2]), asked(), stretch=BLOCK)
"""


def test_a_run_killed_in_the_middle_goes_on_and_counts_nobody_twice(tmp_path: Path) -> None:
    people = frame(12 * BLOCK)
    path, folder = written(tmp_path, people), tmp_path / "run"
    process = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(_KILLED), str(path), str(folder)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(["src", "."])},
    )
    until = time.monotonic() + 60
    while not (folder / "00001.json").exists() and process.poll() is None and time.monotonic() < until:
        time.sleep(0.002)
    process.send_signal(signal.SIGKILL)
    process.wait()
    done = len(Store(folder).stretches())
    assert 0 < done < 12
    found = run(path, folder, asked(), stretch=BLOCK)
    assert found.taken_over == done
    assert found.counts == run(path, tmp_path / "at once", asked()).counts


def test_a_stretch_whose_planes_were_lost_is_judged_again(tmp_path: Path) -> None:
    people = frame(2 * BLOCK)
    before = screened(tmp_path, people, stretch=BLOCK).counts
    planes = tmp_path / "run" / "00001-certain.npy"
    np.save(planes, np.zeros_like(np.load(planes)))
    again = run(tmp_path / "residents.parquet", tmp_path / "run", asked(), stretch=BLOCK)
    assert again.taken_over == 1
    assert again.counts == before


def test_a_folder_with_the_answers_to_another_question_is_refused(tmp_path: Path) -> None:
    screened(tmp_path, frame(20))
    with pytest.raises(Unreadable, match="holds another screening"):
        run(tmp_path / "residents.parquet", tmp_path / "run", asked(alone="lives_alone"))


@pytest.mark.parametrize(
    "text",
    [
        'hukou == "shanghai" and age >= 63',
        'hukou != "abroad" and age >= 65',
        "children in (2, 3) or age < 30",
        "lives_alone",
    ],
)
def test_a_changed_rule_finds_what_a_run_with_it_finds(tmp_path: Path, text: str) -> None:
    people = frame(BLOCK + 900)
    spoilt = people.with_columns(children=pl.when(pl.col("resident") % 100 == 1).then(-3).otherwise(pl.col("children")))
    found = screened(tmp_path, spoilt, stretch=BLOCK)
    changed = what_if(found.store, found.residents, asked(), "elder-card", parse(text, VOCABULARY))
    with_it = run(tmp_path / "residents.parquet", tmp_path / "other", asked(**{**CONDITIONS, "elder-card": text}))
    assert changed.before == found.counts.certain["elder-card"]
    assert (changed.after, changed.open) == (with_it.counts.certain["elder-card"], with_it.counts.open["elder-card"])
    assert changed.after == changed.before + changed.gained - changed.lost
    assert counted(changed.certain) == changed.after


def test_who_has_applied_is_not_counted_again_and_strangers_are_told(tmp_path: Path) -> None:
    people = frame(BLOCK + 300)
    found = screened(tmp_path, people, stretch=BLOCK)
    entitled = np.flatnonzero(unpacked(certainly(found.store, asked(), "alone"), people.height))
    have = pl.DataFrame(
        {
            "resident": [*entitled[:40].tolist(), *entitled[-3:].tolist(), 10**9, 5],
            "matter": ["alone"] * 43 + ["alone", "no-such-matter"],
        }
    )
    have.write_parquet(tmp_path / "applied.parquet")
    read = applied(tmp_path / "applied.parquet", found.residents, list(CONDITIONS))
    assert (read.unknown_residents, read.unknown_matters) == (1, 1)
    left = not_applied(found.store, list(CONDITIONS), read)
    assert left["alone"] == found.counts.certain["alone"] - 43
    assert left["elder-card"] == found.counts.certain["elder-card"]


def test_a_list_names_the_entitled_with_a_reason_and_the_possible_with_what_to_ask(tmp_path: Path) -> None:
    people = frame(400)
    found = screened(tmp_path, people)
    question = asked()
    listed = list(follow_up(found.residents, question, "elder-card", certainly(found.store, question, "elder-card")))
    each = one_by_one(people, CONDITIONS["elder-card"])
    assert [one.resident for one in listed] == [
        str(place) for place, verdict in enumerate(each) if verdict is Verdict.YES
    ]
    assert all("Shanghai" in one.reason.en and "上海" in one.reason.zh for one in listed)
    open_ = list(
        follow_up(found.residents, question, "elder-card", possibly(found.store, question, "elder-card"), most=10)
    )
    assert len(open_) == 10
    assert all(one.verdict is Verdict.UNKNOWN and one.needs for one in open_)


def test_a_group_of_whom_less_is_known_is_seen_to_be_found_less(tmp_path: Path) -> None:
    people = frame(4000).with_columns(
        hukou=pl.when(pl.col("resident") % 2 == 0).then(pl.lit("shanghai")).otherwise(pl.lit("abroad"))
    )
    blind = people.with_columns(lives_alone=pl.when(pl.col("hukou") == "shanghai").then(pl.col("lives_alone")))
    found = screened(tmp_path, blind, asked(alone="lives_alone"))
    ours, abroad = groups(found.store, found.residents, asked(alone="lives_alone"), "hukou")[:2]
    assert (ours.name.en, abroad.name.en) == ("Shanghai", "abroad")
    assert ours.entitled == found.counts.certain["alone"]
    assert (abroad.entitled, abroad.open) == (0, abroad.residents)
    assert ours.share_lacking("lives_alone") < 0.3
    assert abroad.share_lacking("lives_alone") == 1.0


def test_bands_of_age_hold_everybody_once(tmp_path: Path) -> None:
    people = frame(3000)
    found = screened(tmp_path, people)
    bands = groups(found.store, found.residents, asked(), "birth_date")
    assert [band.name.en for band in bands] == ["18–59", "60–79", "80 and over", "not known"]
    assert sum(band.residents for band in bands) == 3000
    each = [age_on(born, DAY) for born in people["birth_date"].drop_nulls().to_list()]
    assert bands[1].residents == sum(60 <= age < 80 for age in each)
    assert bands[3].residents == people["birth_date"].null_count()


def test_a_column_without_a_single_value_is_unknown_for_everybody(tmp_path: Path) -> None:
    people = frame(40).with_columns(children=pl.lit(None), lives_alone=pl.lit(None), hukou=pl.lit(None))
    found = screened(tmp_path, people).counts
    assert found.judged == 40
    assert (found.certain["alone"], found.open["alone"]) == (0, 40)


def test_a_moment_of_birth_is_a_birth_on_its_own_day(tmp_path: Path) -> None:
    born = datetime(1960, 6, 1, 0, 30, tzinfo=ZoneInfo("Asia/Shanghai"))  # another day in UTC
    people = pl.DataFrame({"resident": ["a"], "birth_date": [born], "hukou": ["shanghai"]})
    assert people.schema["birth_date"] == pl.Datetime("us", "Asia/Shanghai")
    early = screened(tmp_path, people, asked(card="birth_date >= date(1960, 6, 1)"))
    assert early.counts.certain == {"card": 1}


def test_a_file_that_changes_under_the_run_is_refused_in_every_process(tmp_path: Path) -> None:
    people = frame(3 * BLOCK)
    path = written(tmp_path, people)

    def shrink(done: int, rows: int) -> None:
        people.head(BLOCK).write_parquet(path)

    with pytest.raises(Unreadable, match="changed while it was screened"):
        run(path, tmp_path / "run", asked(), stretch=BLOCK, told=shrink)


def test_what_is_wrong_reaches_whoever_asked_from_another_process() -> None:
    again = pickle.loads(pickle.dumps(Unreadable(Text("坏了", "broken"))))  # noqa: S301 - our own
    assert again.text == Text("坏了", "broken")


def test_the_folder_of_a_run_is_its_owners_alone(tmp_path: Path) -> None:
    screened(tmp_path, frame(10))
    assert (tmp_path / "run").stat().st_mode & 0o077 == 0
