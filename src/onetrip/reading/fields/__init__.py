"""From the lines of a known page to its fields."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from onetrip.reading.fields import booklets, cards, certificates
from onetrip.reading.fields.sheet import Read as Read
from onetrip.reading.kinds import Page
from onetrip.reading.lines import Box, Line, pieces

_READERS: Mapping[str, Callable[[Sequence[Line]], list[Read]]] = {
    "id-card/front": cards.id_card_front,
    "id-card/back": cards.id_card_back,
    "residence-permit/front": cards.residence_permit_front,
    "residence-permit/back": cards.residence_permit_back,
    "bank-card/front": cards.bank_card,
    "household-booklet/first": booklets.household_first,
    "household-booklet/own": booklets.household_own,
    "marriage-certificate/inside": booklets.marriage_certificate,
    "infant-birth-certificate/front": certificates.birth_certificate,
    "title-deed/inside": certificates.title_deed,
}


_LABELS: Mapping[str, Mapping[str, str | None]] = {
    "id-card/front": cards.PERSON,
    "residence-permit/front": cards.PERMIT,
    "residence-permit/back": cards.PERMIT_BACK,
    "household-booklet/first": booklets.FIRST,
    "household-booklet/own": booklets.OWN,
    "infant-birth-certificate/front": certificates.BIRTH,
    "title-deed/inside": certificates.TITLE,
}
_MOST_BLANKS = 4
_SIGNS = {"sex": 2.6, "ethnicity": 3.6}
"""How wide a value can be, in heights of its label; beside it may be the photograph."""


def blanks(page: Page, lines: Sequence[Line], read: set[str], width: float) -> list[Box]:
    """The places behind labels whose value was not found: to the next text in the row, at most ten signs further."""
    labels = _LABELS.get(f"{page.kind}/{page.page}", {})
    cut = pieces(lines, labels)
    places: list[Box] = []
    for piece in cut:
        if piece.name is None or piece.text or piece.name in read or piece.name not in page.fields:
            continue
        height = piece.height
        row = [
            other.box[0]
            for other in cut
            if other is not piece
            and abs(other.middle - piece.middle) < 0.6 * height
            and other.box[0] > piece.box[2] - 2
        ]
        right = min([width, piece.box[2] + _SIGNS.get(piece.name, 10) * height, *row])
        if right - piece.box[2] > 0.8 * height:
            places.append(
                (piece.box[2] + 0.05 * height, piece.box[1] - 0.1 * height, right, piece.box[3] + 0.1 * height)
            )
    return places[:_MOST_BLANKS]


def fields_of(page: Page, lines: Sequence[Line]) -> list[Read]:
    """The fields that were found, in the order in which the page has them. What was not found is not among them."""
    read = {each.name: each for each in _READERS[f"{page.kind}/{page.page}"](lines)}
    return [read[name] for name in page.fields if name in read]
