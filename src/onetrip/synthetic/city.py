"""The synthetic city: residents who do not exist, by the million, the same for the same seed. Pure.

They are drawn in chunks of 16,384, each by itself, so that the first residents of a larger city are those of a smaller one;
only the household at the end of a smaller city may lack members who would come next.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from onetrip.rules import AGE, BIRTH_DATE, Expr, Known, KnownFacts, Origin, Value, Vocabulary
from onetrip.synthetic.columns import Column, Places, Truths, decoded
from onetrip.synthetic.conditions import holds
from onetrip.synthetic.drawing import Chunk, draw, draw_births
from onetrip.synthetic.fitting import Fitted, fit
from onetrip.synthetic.households import Households, People, form
from onetrip.synthetic.identity import id_numbers
from onetrip.synthetic.shapes import shapes
from onetrip.synthetic.structure import CHILD, CIRCLE, COUPLE, HUKOU, LIVING, PARTNER, SEX

SEED = 20201101
"""The seed where none is given: the census day."""

CHUNK = 1 << 14
FIRST_DAY, LAST_DAY = date(2005, 1, 1), date(2199, 12, 31)
"""ID numbers begin with births in 1900, and the oldest are 104."""

_ORIGINS = {BIRTH_DATE: Origin.ID_NUMBER, AGE: Origin.DERIVED}


@dataclass(frozen=True, slots=True, eq=False)
class City:
    """Residents as columns: `columns` has one for each of `facts`, for what they were drawn from, and for our own facts.

    `vocabulary` is that of the catalogue with our own facts beside. `household` is the same number for who lives together.
    """

    vocabulary: Vocabulary
    facts: tuple[str, ...]
    day: date
    seed: int
    columns: Mapping[str, Column]
    household: Places

    def __len__(self) -> int:
        return len(self.household)

    def values(self, fact: str, begin: int = 0, end: int | None = None) -> list[Value]:
        """The values of a fact, one for each resident from `begin` to `end`. KeyError: it was not drawn."""
        return decoded(self.vocabulary.facts[fact], self.columns[fact][begin:end])

    def known(self) -> Iterator[dict[str, Known]]:
        """What is known of each resident: `facts`, as the rules room wants it."""
        of_each = []
        for name in self.facts:
            origin = _ORIGINS.get(name, Origin.SAID)
            kept: dict[Value, Known] = {}
            values = self.values(name)
            of_each.append([kept.get(value) or kept.setdefault(value, Known(value, origin)) for value in values])
        for each in zip(*of_each, strict=True):
            yield dict(zip(self.facts, each, strict=True))

    def resident(self, place: int) -> KnownFacts:
        """What is known of one resident."""
        found = {}
        for name in self.facts:
            (value,) = decoded(self.vocabulary.facts[name], self.columns[name][[place]])
            found[name] = Known(value, _ORIGINS.get(name, Origin.SAID))
        return found

    def holds(self, expr: Expr) -> Truths:
        """For each resident whether a condition over the drawn facts holds."""
        return holds(expr, self.columns, self.day, self.vocabulary)

    def id_numbers(self) -> npt.NDArray[np.bytes_]:
        """An ID number for each resident that is right in form and belongs to nobody (see `identity`)."""
        return id_numbers(self.columns[BIRTH_DATE], _is(self.vocabulary, self.columns, SEX, "male"))


def city(
    vocabulary: Vocabulary,
    facts: Collection[str] | None,
    day: date,
    number: int,
    seed: int = SEED,
    *,
    told: Callable[[int], None] = lambda _: None,
) -> City:
    """`number` residents as of `day`, of whom `facts` are known (None: all of the vocabulary), and always the birth date.

    The same arguments give the same residents, and a fact more changes nothing of the others. `told` hears after each
    chunk how many there are. ValueError: an unknown fact; a negative number or seed; a day before 2005 or after 2199.
    """
    if not FIRST_DAY <= day <= LAST_DAY:
        raise ValueError(f"the day has to lie between {FIRST_DAY} and {LAST_DAY}")
    if number < 0 or seed < 0:
        raise ValueError("neither the number of residents nor the seed may be negative")
    wanted = tuple(dict.fromkeys((BIRTH_DATE, AGE, *(vocabulary.names() if facts is None else sorted(facts)))))
    fitted = fit(shapes(), vocabulary, set(wanted) - {BIRTH_DATE, AGE})
    columns: dict[str, Column] = {}
    household = np.empty(number, dtype=np.int64)
    for index, begin in enumerate(range(0, number, CHUNK)):
        chunk = _chunk(fitted, day, index, seed)
        end = min(begin + CHUNK, number)
        for name, column in chunk.columns.items():
            columns.setdefault(name, np.empty(number, dtype=column.dtype))[begin:end] = column[: end - begin]
        household[begin:end] = begin + _of(chunk).head[: end - begin]
        told(end)
    if not number:
        columns = {name: column[:0] for name, column in _chunk(fitted, day, 0, seed).columns.items()}
    for column in (*columns.values(), household):
        column.setflags(write=False)
    return City(fitted.vocabulary, wanted, day, seed, columns, household)


def unshaped(vocabulary: Vocabulary) -> tuple[str, ...]:
    """The facts for which there is no shape: they are drawn by default, without regard to anything else."""
    return fit(shapes(), vocabulary, ()).unshaped


def left_out(vocabulary: Vocabulary) -> tuple[str, ...]:
    """What the shapes say and this catalogue has no facts or choices for, each as "fact: what"."""
    return fit(shapes(), vocabulary, ()).left_out


def _chunk(fitted: Fitted, day: date, index: int, seed: int) -> Chunk:
    """One chunk of residents with all that is drawn."""
    chunk = Chunk(seed, index, CHUNK, day, fitted.vocabulary, {})
    for each in fitted.before:
        draw(chunk, each)
        if each.fact.id == AGE:
            draw_births(chunk)
    households = form(_people(chunk), fitted.household_mean, chunk.uniforms)
    chunk.columns = {name: column[households.order] for name, column in chunk.columns.items()}
    chunk.households = households
    own = np.arange(CHUNK)
    chunk.columns[PARTNER], chunk.columns[CHILD] = households.partner != own, households.child != own
    for each in fitted.after:
        draw(chunk, each)
    return chunk


def _people(chunk: Chunk) -> People:
    columns, vocabulary = chunk.columns, chunk.vocabulary
    # A later birthday is a younger resident: the number that chose the day is what is missing to the next birthday.
    since_birthday = np.minimum(1 - chunk.uniforms(BIRTH_DATE), np.nextafter(1, 0))

    def is_(fact: str, choice: str) -> Truths:
        return _is(vocabulary, columns, fact, choice)

    return People(
        age=columns[AGE] + since_birthday,
        male=is_(SEX, "male"),
        registered=is_(HUKOU, "shanghai"),
        elders=is_(LIVING, "elders"),
        family=is_(LIVING, "family"),
        alone=is_(LIVING, "alone"),
        couple=columns[COUPLE],
        local_circle=is_(CIRCLE, "local"),
    )


def _is(vocabulary: Vocabulary, columns: Mapping[str, Column], fact: str, choice: str) -> Truths:
    """Who has that choice; nobody where the catalogue does not know it."""
    choices = list(vocabulary.facts[fact].choices)
    found: Truths = (
        columns[fact] == choices.index(choice) if choice in choices else np.zeros(len(columns[fact]), dtype=bool)
    )
    return found


def _of(chunk: Chunk) -> Households:
    if chunk.households is None:
        raise ValueError("who lives with whom is not known yet")
    return chunk.households
