"""Specimens and their photographs: belonging to nobody, the same for the same seed, and held apart."""

from __future__ import annotations

import hashlib

import numpy as np
import pytest
from PIL import Image

from onetrip.reading.formats import luhn_holds, number_holds
from onetrip.reading.kinds import BY_KEY
from onetrip.reading.specimens import sets
from onetrip.reading.specimens.camera import Shot, photograph
from onetrip.reading.specimens.sheets import Sheet
from onetrip.synthetic.identity import REGION


@pytest.mark.parametrize("page", list(sets.PAGES))
def test_every_id_number_on_a_specimen_belongs_to_nobody_and_holds(page: str) -> None:
    for number in range(2):
        for name, value in sets.specimen(page, number, "training").fields.items():
            if name.endswith("id_number"):
                assert value.startswith(REGION)
                assert number_holds(value)
            if name == "card_number":
                assert value.startswith("620000")
                assert luhn_holds(value)


@pytest.mark.parametrize("page", list(sets.PAGES))
def test_every_field_of_a_page_is_drawn_and_nothing_hangs_over_its_edge(page: str) -> None:
    for number in range(6):  # every layout twice
        specimen = sets.specimen(page, number, "heldout")
        assert set(specimen.fields) <= set(BY_KEY[page].fields)
        assert set(BY_KEY[page].needed) <= set(specimen.fields)
        wide, tall = specimen.image.size
        for name, (left, top, right, bottom) in specimen.places.items():
            assert left >= 0, name
            assert top >= 0, name
            assert right <= wide + 2, (name, number)
            assert bottom <= tall + 2, (name, number)


def test_the_same_seed_gives_the_same_photograph_and_another_seed_another() -> None:
    first, again = (sets.one("training", "id-card/front", 3, "noisy").image for _ in range(2))
    assert hashlib.sha256(first).digest() == hashlib.sha256(again).digest()
    assert sets.one("training", "id-card/front", 4, "noisy").image != first


def test_the_two_sets_share_no_person() -> None:
    def people(which: sets.SetName) -> set[str]:
        return {sets.order_of(page, number, which).person.number for number in range(400) for page in sets.PAGES}

    assert not people("training") & people("heldout")


def test_the_training_set_never_shows_the_layout_that_is_held_out() -> None:
    assert {sets.order_of("id-card/front", number, "training").layout for number in range(60)} == {0, 1}
    assert {sets.order_of("id-card/front", number, "heldout").layout for number in range(60)} == {0, 1, 2}


def test_every_specimen_is_marked_as_one(monkeypatch: pytest.MonkeyPatch) -> None:
    marked: list[Sheet] = []
    monkeypatch.setattr(Sheet, "mark", lambda self: marked.append(self))
    for page in sets.PAGES:
        sets.specimen(page, 1, "training")
    assert len(marked) == len(sets.PAGES)


def test_each_distortion_changes_the_picture_as_its_name_says() -> None:
    page = Image.new("RGB", (800, 500), (225, 220, 215))

    def taken(**how: float) -> np.ndarray:
        import io

        image = photograph(page, Shot(noise=0, quality=95, **how), np.random.default_rng(3))  # type: ignore[arg-type]
        return np.asarray(Image.open(io.BytesIO(image)).convert("L"), dtype=float)

    good = taken()
    assert taken(light=0.3).mean() < 0.4 * good.mean()
    assert (taken(glare=0.15) > 250).mean() > 0.01 > (good > 250).mean()
    assert np.abs(np.diff(taken(blur=5), axis=1)).max() < 0.6 * np.abs(np.diff(good, axis=1)).max()
    assert taken(shadow=0.6).mean() < 0.95 * good.mean()
    assert taken(turned=1).shape == good.shape
    assert (np.abs(taken(cover=0.4) - good) > 20).mean() > 0.01
