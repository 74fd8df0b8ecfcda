"""The whole way, with the real recogniser: a few pictures, each for what it tries."""

from __future__ import annotations

import socket
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from onetrip.reading import desk
from onetrip.reading.evaluating import comparable
from onetrip.reading.looked import Looked
from onetrip.reading.specimens import sets
from onetrip.reading.specimens.camera import Shot, photograph
from onetrip.reading.specimens.sets import DAY

CARD = sets.specimen("id-card/front", 300, "training")


def look(
    shot: Shot,
    expected: str | None = "id-card/front",
    known: dict[str, object] | None = None,
    page: str = "id-card/front",
) -> Looked:
    specimen = CARD if page == "id-card/front" else sets.specimen(page, 301, "training")
    return desk.look(photograph(specimen.image, shot, np.random.default_rng(5)), expected, known or {}, DAY)


def codes(looked: Looked) -> list[str]:
    return [each.code for each in looked.findings]


@pytest.mark.parametrize("page", list(sets.PAGES))
def test_every_page_is_told_and_read(page: str, looks: dict[str, Looked]) -> None:
    looked = looks[page]
    truth = sets.specimen(page, 300 + list(sets.PAGES).index(page), "training")
    assert (looked.kind, looked.page) == (truth.kind, truth.page)
    wrong = {
        name: looked.value(name)
        for name, value in truth.fields.items()
        if comparable(name, looked.value(name) or "") != comparable(name, value)
    }
    assert not wrong
    assert codes(looked) == ["read"]


def test_every_field_says_where_it_stands(looks: dict[str, Looked]) -> None:
    for looked in looks.values():
        for field in looked.fields:
            assert field.box is not None
            left, top, right, bottom = field.box
            assert 0 <= left < right <= 1
            assert 0 <= top < bottom <= 1
    number = next(field for field in looks["id-card/front"].fields if field.name == "id_number")
    assert number.box is not None
    assert number.box[1] > 0.6


@pytest.mark.parametrize("turned", [1, 2, 3])
def test_a_page_lying_turned_is_read_the_right_way_up_and_its_places_are_those_of_the_picture(turned: int) -> None:
    looked = look(Shot(turned=turned))
    assert looked.value("id_number") == CARD.fields["id_number"]
    assert looked.turned == turned
    assert "turned" in codes(looked)
    name = next(field for field in looked.fields if field.name == "name")
    assert name.box is not None
    # The name stands at the upper left of the card: after so many quarter turns anticlockwise at another corner.
    across, down = (name.box[0] + name.box[2]) / 2, (name.box[1] + name.box[3]) / 2
    assert (across < 0.5, down < 0.5) == {1: (True, False), 2: (False, False), 3: (False, True)}[turned]


def test_askew_and_far_away_it_is_read_as_well() -> None:
    looked = look(Shot(tilt=12, skew=0.05, fill=0.4))
    assert looked.value("name") == CARD.fields["name"]
    assert looked.value("id_number") == CARD.fields["id_number"]


def test_the_back_is_told_to_be_the_back() -> None:
    looked = look(Shot(), page="id-card/back")
    assert looked.findings[0].text.zh == "这是背面，请翻过来。"
    assert looked.worst == "wrong"


@pytest.mark.parametrize(("quarters", "way"), [(0, "右"), (1, "右"), (2, "左"), (3, "左")])
def test_glare_is_named_with_where_it_lies_and_where_to_move_the_paper_however_it_lies(quarters: int, way: str) -> None:
    class Corner:
        """A lamp whose mirror image lies at the upper left of the page."""

        def __getattr__(self, name: str) -> object:
            return getattr(np.random.default_rng(5), name)

        def dirichlet(self, _: object) -> object:
            return np.array([0.62, 0.2, 0.06, 0.12])

    image = photograph(CARD.image, Shot(glare=0.16), Corner())  # type: ignore[arg-type]  # chance that is not left to chance
    taken = cv2.imdecode(np.frombuffer(image, np.uint8), cv2.IMREAD_COLOR)
    _, turned = cv2.imencode(".png", np.rot90(taken, k=quarters))
    looked = desk.look(turned.tobytes(), "id-card", {}, DAY)
    assert looked.findings[0].code == "glare"
    assert looked.findings[0].text.zh.endswith(f"那里反光，看不清。请把纸往{way}挪一点。")
    assert looked.findings[0].severity == "look"


def test_a_jerk_of_the_hand_is_said_to_blur() -> None:
    looked = look(Shot(motion=34))
    assert codes(looked)[0] in {"blurred", "blank"}
    assert look(Shot()).sharpness > 2 * looked.sharpness


def test_a_black_picture_an_empty_desk_and_a_wrong_paper_are_three_different_things() -> None:
    empty = photograph(CARD.image, Shot(fill=0.86, off=3.0), np.random.default_rng(1))
    assert codes(desk.look(sets.black(), "id-card", {}, DAY)) == ["black"]
    assert codes(desk.look(empty, "id-card", {}, DAY)) == ["empty"]
    assert codes(desk.look(sets.one("training", "empty-form", 4, "good").image, "id-card", {}, DAY)) == ["other-paper"]


def test_a_card_half_out_of_the_picture_is_not_said_to_be_clear() -> None:
    looked = look(Shot(off=0.45))
    assert "read" not in codes(looked)
    assert looked.worst in {"look", "wrong"}


def test_a_dark_page_is_read_and_not_given_up() -> None:
    assert look(replace(Shot(), light=0.2)).value("id_number") == CARD.fields["id_number"]


def test_the_same_picture_gives_the_same_answer(looks: dict[str, Looked]) -> None:
    again = desk.look(sets.one("training", "id-card/front", 300, "good").image, None, {}, DAY)
    assert replace(again, seconds=0) == replace(looks["id-card/front"], seconds=0)


def test_a_model_that_is_missing_is_named_and_not_fetched(tmp_path: Path) -> None:
    from onetrip.reading.engine import _model

    with pytest.raises(FileNotFoundError, match="rec"):
        _model(tmp_path, "rec")


def test_reading_opens_no_socket(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    def refuse(*arguments: object, **named: object) -> None:
        raise AssertionError("a socket was opened while a paper was read")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    from onetrip.reading.engine import engine

    engine.cache_clear()
    try:
        looked = look(Shot())
    finally:
        engine.cache_clear()
    assert looked.value("name") == CARD.fields["name"]
    out = capfd.readouterr()
    assert CARD.fields["name"] not in out.out + out.err
    assert not out.out
