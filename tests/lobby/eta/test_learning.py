"""The learner on halls that do not exist: it has to beat what others tell, and never to look ahead."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from benchmarks.queues.file import as_csv
from benchmarks.queues.hall import simulate
from benchmarks.queues.worlds import EVER

from onetrip.lobby.eta.cases import truth_of
from onetrip.lobby.eta.evaluating import OURS, Evaluation, evaluate
from onetrip.lobby.eta.learner import Learner, TooLittleError, from_stored, learn, mixture, stored
from onetrip.lobby.eta.report import as_data, as_text
from onetrip.lobby.eta.signs import others_waiting
from onetrip.lobby.eta.snapshots import SenselessFileError, read
from onetrip.lobby.eta.tracks import Track, tracks_of
from onetrip.lobby.eta.trees import grow

WORLDS = {world.name: world for world in EVER}


def file_of(name: str, seed: int = 5, **changed: object) -> bytes:
    world = replace(WORLDS[name], **changed)
    return as_csv(world, simulate(world, seed), seed=seed)


def evaluated(name: str, **changed: object) -> Evaluation:
    return evaluate(read(file_of(name, **changed)))


@pytest.fixture(scope="module")
def hall() -> tuple[list[Track], Learner]:
    tracks = tracks_of(read(file_of("nine windows, any matter", days=12)).snapshots)
    return tracks, learn(tracks[:8])


@pytest.mark.parametrize(
    "name",
    [
        "nine windows, any matter",
        "a messy file, numbers to 99",
        "four queues share seven windows",
        "a rush before closing",
    ],
)
def test_on_days_not_learned_from_it_beats_what_others_tell(name: str) -> None:
    errors = evaluated(name).total.errors
    assert errors[OURS] < min(error for other, error in errors.items() if other != OURS)


@pytest.mark.parametrize("name", ["nine windows, any matter", "days unlike each other"])
def test_the_range_holds_about_as_many_waits_as_it_says(name: str) -> None:
    found = evaluated(name)
    assert found.nominal - 0.1 <= found.total.coverage <= found.nominal + 0.12
    assert found.total.width > 0


def test_what_happens_later_in_a_day_changes_nothing_that_was_told_before(hall: tuple[list[Track], Learner]) -> None:
    tracks, learner = hall
    track = tracks[9]
    whole = learner.tell(track, np.zeros(len(track)))
    half = len(track) // 2
    cut = Track(
        track.office, track.queue, track.day,
        *(getattr(track, name)[:half] for name in ("minutes", "waiting", "windows", "called", "stretch", "known", "own", "shown")),
    )  # fmt: skip
    told = learner.tell(cut, np.zeros(half))
    # The last samples may know of a call between them and the next one; everything before is the same.
    assert np.allclose(told.likely, whole.likely[:half], rtol=1e-6)


def test_the_day_that_is_told_is_not_among_those_learned_from(hall: tuple[list[Track], Learner]) -> None:
    tracks, _ = hall
    learned = learn(tracks[:8])
    spoiled = [*tracks[:8], replace(tracks[9], day=tracks[7].day + timedelta(days=1), waiting=tracks[9].waiting * 3)]
    again = learn(spoiled[:8])
    assert json.dumps(stored(learned)) == json.dumps(stored(again))


def test_who_stands_further_back_is_told_to_wait_at_least_about_as_long(hall: tuple[list[Track], Learner]) -> None:
    tracks, learner = hall
    ahead = np.arange(1.0, 31.0)
    told = learner.tell(tracks[9], np.zeros(len(tracks[9])), ahead=ahead)
    assert told.likely[-1] > told.likely[9] > told.likely[0] >= 0
    assert (told.soonest <= told.likely).all()
    assert (told.likely <= told.latest).all()


def test_what_was_learned_is_the_same_after_it_was_kept(hall: tuple[list[Track], Learner]) -> None:
    tracks, learner = hall
    again = from_stored(json.loads(json.dumps(stored(learner))))
    others = np.zeros(len(tracks[9]))
    told, told_again = learner.tell(tracks[9], others), again.tell(tracks[9], others)
    assert np.allclose(told.likely, told_again.likely, atol=0.2)
    assert np.allclose(told.latest, told_again.latest, atol=0.3)


def test_what_was_learned_before_there_were_more_guesses_is_still_told(hall: tuple[list[Track], Learner]) -> None:
    tracks, learner = hall
    earlier = json.loads(json.dumps(stored(learner)))
    del earlier["plain"]
    earlier["shares"] = [1 / 6] * 6
    for pace in earlier["paces"].values():
        del pace["wait"]
    told = from_stored(earlier).tell(tracks[9], np.zeros(len(tracks[9])))
    assert np.isfinite(told.likely).all()


@pytest.mark.parametrize("name", ["six days and no more", "ten days and no more"])
def test_where_the_board_itself_tells_the_truth_ours_learns_to_say_the_same(name: str) -> None:
    tracks = tracks_of(read(file_of(name)).snapshots)
    truths = [truth_of(track).minutes for track in tracks]
    random = np.random.default_rng(3)
    shown = [truth * random.lognormal(0, 0.05, len(truth)) for truth in truths]
    tracks = [replace(track, shown=each) for track, each in zip(tracks, shown, strict=True)]
    first = len(tracks) - 2
    learner = learn(tracks[:first], truths[:first])
    off = {"ours": 0.0, "theirs": 0.0}
    for track, truth, displayed in zip(tracks[first:], truths[first:], shown[first:], strict=True):
        told = learner.tell(track, np.zeros(len(track))).likely
        off["ours"] += float(np.nansum(np.abs(told - truth)))
        off["theirs"] += float(np.nansum(np.abs(displayed - truth)))
    assert off["ours"] <= 1.15 * off["theirs"]


def test_of_very_many_cases_some_are_looked_at_and_the_same_is_learned(
    hall: tuple[list[Track], Learner], monkeypatch: pytest.MonkeyPatch
) -> None:
    tracks, learner = hall
    monkeypatch.setattr("onetrip.lobby.eta.learner.MOST_SEEN", learner.cases // 3)
    thinned = learn(tracks[:8])
    assert thinned.cases == learner.cases
    whole, some = (each.tell(tracks[9], np.zeros(len(tracks[9]))).likely for each in (learner, thinned))
    assert float(np.abs(whole - some).mean()) < 0.15 * float(whole.mean())


def test_too_few_days_are_not_learned_from(hall: tuple[list[Track], Learner]) -> None:
    with pytest.raises(TooLittleError):
        learn(hall[0][:2])


def test_a_queue_that_nobody_learned_of_is_told_something_sensible(hall: tuple[list[Track], Learner]) -> None:
    tracks, learner = hall
    told = learner.tell(replace(tracks[9], queue="new"), np.zeros(len(tracks[9])))
    assert np.isfinite(told.likely).all()
    assert (told.latest >= told.likely).all()


def test_other_queues_count_only_in_the_same_office_and_on_the_same_day() -> None:
    text = "time,office,queue,waiting,called\n"
    for office, queue, people in (("N", "A", 3), ("N", "B", 5), ("S", "A", 7)):
        text += f"2026-03-02 09:00,{office},{queue},{people},1\n"
    tracks = tracks_of(read(text.encode()).snapshots)
    assert [each.tolist() for each in others_waiting(tracks)] == [[5], [3], [0]]


def test_the_mixture_finds_the_guess_that_is_right() -> None:
    random = np.random.default_rng(1)
    truth = random.gamma(2, 5, 4000)
    guesses = np.column_stack(
        [truth + random.normal(0, 0.3, 4000), truth * random.lognormal(0, 0.8, 4000), truth * 0 + 9]
    )
    shares = mixture(guesses, truth, np.ones(4000))
    assert shares[0] > 0.85
    assert (shares >= 0).all()


def test_trees_learn_a_factor_that_depends_on_a_sign_and_leave_noise_alone() -> None:
    random = np.random.default_rng(2)
    signs = random.uniform(0, 1, (4000, 3))
    guess = np.full(4000, 10.0)
    truth = guess * np.where(signs[:, 1] > 0.5, 1.5, 0.8) * random.lognormal(0, 0.1, 4000)
    trees = grow(signs, guess, truth, np.ones(4000), np.arange(4000) % 20)
    assert trees.factor(np.array([[0.5, 0.9, 0.5]]))[0] == pytest.approx(1.5, abs=0.12)
    assert trees.factor(np.array([[0.5, 0.1, 0.5]]))[0] == pytest.approx(0.8, abs=0.08)


def test_a_file_of_few_days_is_refused_in_words() -> None:
    with pytest.raises(SenselessFileError) as refused:
        evaluated("ten days and no more", days=4)
    assert "4 days" in refused.value.text.en


def test_a_displayed_wait_in_the_file_is_the_baseline_and_is_measured_as_it_is() -> None:
    lines = file_of("ten days and no more").decode().splitlines()
    text = "\n".join([lines[0] + ",displayed_wait", *(line + ",17" for line in lines[1:])])
    found = evaluate(read(text.encode()))
    assert found.displayed_by_file
    assert found.total.biases["displayed average"] == pytest.approx(17 - found.total.mean_wait)


def test_every_row_is_a_case_or_is_left_out_for_a_reason_once() -> None:
    reading = read(file_of("a messy file, numbers to 99"))
    found = evaluate(reading)
    cases = sum(int(truth_of(track).told.sum()) for track in tracks_of(reading.snapshots))
    assert found.rows == cases + sum(found.left_out.values())
    assert found.fitted_cases + found.total.cases == cases


def test_the_report_says_all_of_it_in_both_languages_and_as_data() -> None:
    found = evaluated("four queues share seven windows", days=12)
    for language, words in (("en", "mean absolute error"), ("zh", "绝对误差")):
        text = as_text(found, language)
        assert words in text
        assert all(f"\n{queue} " in text for queue in "ABCD")
    data = as_data(found)
    assert json.loads(json.dumps(data)) == data
    assert data["fitted_on"]["days"] == 8
    assert data["measured_on"]["days"] == 4
    assert set(data["total"]["mean_absolute_error"]) == {
        OURS,
        "displayed average",
        "queue ÷ recent rate",
        "queue × median wait per waiter",
    }
