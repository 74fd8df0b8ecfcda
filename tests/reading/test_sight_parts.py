"""Edges, light and turning, on plain pictures whose answer is known; no model runs here."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from onetrip.reading import edges, light, sight, turning
from onetrip.reading.pictures import Picture, unpack
from onetrip.reading.specimens import sets
from onetrip.reading.specimens.camera import Shot, photograph

PAGE = sets.specimen("household-booklet/own", 9, "training").image


def taken(page: Image.Image = PAGE, seed: int = 2, **how: float) -> Picture:
    return unpack(photograph(page, Shot(**how), np.random.default_rng(seed)))  # type: ignore[arg-type]


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize(
    "how", [{}, {"tilt": 12.0, "skew": 0.05, "fill": 0.7}, {"fill": 0.35}, {"light": 0.5}, {"turned": 1}]
)
def test_the_page_is_found_on_every_desk(seed: int, how: dict[str, float]) -> None:
    page = edges.page_in(taken(seed=seed, **how))
    assert page.found
    assert not page.cut
    tall, wide = page.picture.shape[:2]
    expected = 1430 / 1050 if how.get("turned") != 1 else 1050 / 1430
    assert wide / tall == pytest.approx(expected, rel=0.12)


def test_a_point_of_the_page_is_found_again_in_the_picture() -> None:
    mark = PAGE.copy()
    mark.paste((255, 0, 0), (700, 500, 740, 540))
    picture = taken(mark, tilt=10, skew=0.04, fill=0.6)
    page = edges.page_in(picture)

    def redness(image: Picture) -> tuple[float, float]:
        red = (image[..., 2].astype(int) - image[..., 1] > 90).nonzero()
        return float(np.median(red[1])), float(np.median(red[0]))

    x, y = redness(page.picture)
    back = page.back @ np.array([x, y, 1])
    assert back[:2] / back[2] == pytest.approx(redness(picture), abs=4)


def test_a_page_that_fills_the_picture_is_read_whole() -> None:
    out = io.BytesIO()
    PAGE.save(out, "PNG")
    page = edges.page_in(unpack(out.getvalue()))
    assert not page.found
    assert page.share == 1.0


def test_a_page_hanging_out_of_the_picture_is_cut() -> None:
    page = edges.page_in(taken(off=0.4))
    assert page.cut or not page.found


def test_black_flat_and_dim_are_told_apart() -> None:
    assert light.is_black(unpack(sets.black()))
    assert not light.is_black(taken(light=0.2))
    desk = taken(Image.new("RGB", (20, 20)), off=60.0)
    assert light.is_flat(desk)
    assert not light.is_flat(taken())
    assert light.brightness(taken(light=0.3)) < light.DIM < light.brightness(taken())


def test_a_page_in_good_light_is_left_alone_and_a_dim_one_made_light() -> None:
    good = edges.page_in(taken()).picture
    assert light.lightened(good) is good
    dim = edges.page_in(taken(light=0.3)).picture
    assert light.brightness(light.lightened(dim)) > 180


@pytest.mark.parametrize("seed", range(3))
def test_glare_is_found_where_it_is_and_white_paper_is_none(seed: int) -> None:
    assert light.glare_on(edges.page_in(taken(seed=seed)).picture) is None
    picture = taken(seed=seed, glare=0.15)
    page = edges.page_in(picture).picture
    spot = light.glare_on(page)
    assert spot is not None
    tall, wide = page.shape[:2]
    inside = page[int(spot.top * tall) : int(spot.bottom * tall), int(spot.left * wide) : int(spot.right * wide)]
    assert (inside.min(axis=2) > 240).mean() > 0.5


def test_white_paper_in_bright_light_is_not_taken_for_glare() -> None:
    assert light.glare_on(np.full((400, 600, 3), 254, np.uint8)) is None


def test_an_unsharp_line_measures_less_than_a_sharp_one_whatever_its_size() -> None:
    def lines(**how: float) -> list[Picture]:
        page = edges.page_in(taken(**how)).picture
        return [
            page[int(page.shape[0] * top) : int(page.shape[0] * (top + 0.05)), : page.shape[1] // 2]
            for top in (0.2, 0.3, 0.4)
        ]

    sharp, blurred, jerked = light.sharpness(lines()), light.sharpness(lines(blur=4)), light.sharpness(lines(motion=20))
    assert sharp > 1.6 * blurred
    assert sharp > 1.6 * jerked
    assert light.sharpness([]) == 0


@pytest.mark.parametrize("turns", range(4))
def test_a_point_turned_upright_and_back_is_where_it_was(turns: int) -> None:
    page = np.zeros((300, 500, 3), np.uint8)
    quads = np.array([[[10, 20], [200, 20], [200, 50], [10, 50]]], np.float32)
    upright, turned_quads = page, quads
    if turns % 2:
        upright, turned_quads = turning._turned_clockwise(upright, turned_quads)
    if turns >= 2:
        upright, turned_quads = turning._turned_over(upright, turned_quads)
    points = {tuple(np.round(turning.point_back(float(x), float(y), turns, upright))) for x, y in turned_quads[0]}
    assert points == {tuple(point) for point in quads[0]}


def test_of_a_newspaper_only_the_largest_lines_are_read() -> None:
    def lines(count: int, height: float) -> np.ndarray:
        return np.array([[[0, 0], [200, 0], [200, height], [0, height]]] * count, np.float32)

    few = lines(50, 20)
    assert sight.tallest(few) is few
    kept = sight.tallest(np.concatenate([lines(300, 10), lines(30, 40)]))
    assert len(kept) == sight.MOST_LINES
    assert (kept[:, 3, 1] == 40).sum() == 30


def test_a_page_whose_lines_stand_upright_lies_on_its_side() -> None:
    lying = np.array([[[0, 0], [200, 0], [200, 30], [0, 30]]] * 3, np.float32)
    standing = lying[..., ::-1]
    assert not turning._on_its_side(lying)
    assert turning._on_its_side(np.ascontiguousarray(standing[:, [0, 3, 2, 1]]))
    assert not turning._on_its_side(np.zeros((0, 4, 2), np.float32))
