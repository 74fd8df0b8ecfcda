"""Sets of photographed specimens: one to develop the rules on, one held out to report on, told apart by their seeds.

The two share neither people nor seeds; the held-out set also has a layout of each page (number 2) and strengths of
distortion that the training set never shows. Nobody looks at held-out pictures while changing a rule.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

import numpy as np

from onetrip.reading.specimens import booklets, cards, certificates, others
from onetrip.reading.specimens.camera import Shot, photograph
from onetrip.reading.specimens.papers import Order, Specimen
from onetrip.reading.specimens.people import person

SetName = Literal["training", "heldout"]
DAY = date(2026, 11, 30)
"""The day as of which the sets are drawn: ages and terms are counted from it."""

PAGES: Mapping[str, Callable[[Order], Specimen]] = {
    "id-card/front": cards.id_card_front,
    "id-card/back": cards.id_card_back,
    "household-booklet/first": booklets.household_first,
    "household-booklet/own": booklets.household_own,
    "marriage-certificate/inside": booklets.marriage_certificate,
    "infant-birth-certificate/front": certificates.birth_certificate,
    "bank-card/front": cards.bank_card,
    "title-deed/inside": certificates.title_deed,
    "residence-permit/front": cards.residence_permit_front,
    "residence-permit/back": cards.residence_permit_back,
}
WRONG_PAGES: Mapping[str, Callable[[Order], Specimen]] = {
    "leaflet": others.leaflet,
    "till-slip": others.till_slip,
    "empty-form": others.empty_form,
}

_SEEDS: Mapping[SetName, int] = {"training": 1_000_000, "heldout": 7_000_000}


@dataclass(frozen=True)
class Photograph:
    """A photographed specimen with the truth beside it."""

    name: str
    image: bytes
    specimen: Specimen
    distortion: str


def distortions(rng: np.random.Generator, *, hard: bool) -> dict[str, Shot]:
    """A photograph of each sort, its strength drawn; `hard` reaches further."""
    more = 1.25 if hard else 1.0
    return {
        "good": Shot(),
        "skewed": Shot(tilt=9 * more, skew=0.045 * more, fill=0.78),
        "turned": Shot(turned=int(rng.integers(1, 4))),
        "blurred": Shot(blur=float(rng.uniform(1.2, 1.9)) * more),
        "moved": Shot(motion=int(rng.integers(6, 10) * more)),
        "glare": Shot(glare=float(rng.uniform(0.08, 0.14)) * more),
        "shadow": Shot(shadow=float(rng.uniform(0.4, 0.62)) * more, light=0.92),
        "dim": Shot(light=float(rng.uniform(0.3, 0.42)) / more, noise=5.0),
        "noisy": Shot(noise=14.0 * more, quality=45),
        "small": Shot(width=960, height=720, fill=0.72, quality=75),
        "covered": Shot(cover=float(rng.uniform(0.14, 0.2)) * more),
    }


def order_of(page: str, number: int, which: SetName) -> Order:
    """Whose page it is, in which layout: the whole of what is drawn follows from it."""
    seed = _SEEDS[which] + number
    rng = np.random.default_rng([seed, len(page)])
    layouts = 2 if which == "training" else 3
    return Order(person(rng, DAY), DAY, number % layouts, seed)


def specimen(page: str, number: int, which: SetName) -> Specimen:
    """A specimen of a page of the set, before any camera."""
    return {**PAGES, **WRONG_PAGES}[page](order_of(page, number, which))


def photographs(
    which: SetName, *, each: int = 1, pages: tuple[str, ...] = tuple(PAGES), sorts: tuple[str, ...] = ()
) -> Iterator[Photograph]:
    """`each` photographs of every page in every sort of distortion; every one of another person."""
    for place, page in enumerate(pages):
        for round_ in range(each):
            names = distortions(np.random.default_rng(0), hard=False)
            for at, sort in enumerate(names):
                if sorts and sort not in sorts:
                    continue
                number = (round_ * len(names) + at) * len(PAGES) + (
                    tuple(PAGES).index(page) if page in PAGES else place
                )
                yield one(which, page, number, sort)


def one(which: SetName, page: str, number: int, sort: str) -> Photograph:
    """A single photograph of the set."""
    rng = np.random.default_rng([_SEEDS[which] + number, 99])
    shot = distortions(rng, hard=which == "heldout")[sort]
    drawn = specimen(page, number, which)
    return Photograph(f"{page.replace('/', '-')}-{sort}-{number}", photograph(drawn.image, shot, rng), drawn, sort)


def black(size: tuple[int, int] = (1600, 1200), seed: int = 1) -> bytes:
    """The photograph of a camera whose cap is on."""
    from PIL import Image

    nothing = Image.new("RGB", size, (6, 6, 7))
    return photograph(nothing, replace(Shot(), light=0.05, fill=1.2), np.random.default_rng(seed))


def two_papers(which: SetName, first: str, second: str, number: int) -> bytes:
    """A page with another one lying partly under it."""
    rng = np.random.default_rng([_SEEDS[which] + number, 98])
    under = specimen(second, number + 1, which).image
    return photograph(specimen(first, number, which).image, Shot(fill=0.6, tilt=5), rng, other=under)
