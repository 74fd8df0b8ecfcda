"""ID numbers that are right in form and belong to nobody.

An ID number (GB 11643-1999) begins with the six digits of the *county* whose police issued it. 310000 is the code of
Shanghai as a whole (GB/T 2260); its counties and districts have 3101xx and 3102xx. No police station has the code of a
whole province-level city, so no number beginning with 310000 was or will be issued: whoever meets one knows that it is
synthetic, and it cannot be anybody's by chance.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from onetrip.synthetic.columns import Column, Places, Truths

REGION = "310000"
MOST_ON_A_DAY = 500
"""How many women, and how many men, born on one day can have different numbers: three digits, the last one even or odd."""

_WEIGHTS = np.array([pow(2, 17 - place, 11) for place in range(17)], dtype=np.int64)
_CHECKS = np.frombuffer(b"10X98765432", dtype=np.uint8)


def id_numbers(births: Column, male: Truths) -> npt.NDArray[np.bytes_]:
    """A number for each resident: region 310000, their birth date, a serial even for women and odd for men, the check.

    The serial counts those before in the list who were born on the same day and are of the same sex, so all numbers
    differ, and a longer list begins with the same ones.
    ValueError: more than 500 of one sex are born on one day, which happens above some ten million residents.
    """
    if not len(births):
        return np.zeros(0, dtype="S18")
    order = _counted(births, male)
    if int(order.max()) >= MOST_ON_A_DAY:
        raise ValueError(
            f"more than {MOST_ON_A_DAY} people of one sex are born on one day: no different ID numbers left"
        )
    digits = np.empty((len(births), 18), dtype=np.uint8)
    digits[:, :6] = np.frombuffer(REGION.encode(), dtype=np.uint8)
    digits[:, 6:14] = _ascii(_written(births), 8)
    digits[:, 14:17] = _ascii(2 * order + male, 3)
    # ISO 7064, MOD 11-2: the weighted sum of all 18 characters leaves 1.
    digits[:, 17] = _CHECKS[(digits[:, :17].astype(np.int64) - ord("0")) @ _WEIGHTS % 11]
    return digits.view("S18").reshape(-1)


def _counted(births: Column, male: Truths) -> Places:
    """For each resident how many before have the same birth date and sex."""
    keys = births.astype(np.int64) * 2 + male
    by_key = np.argsort(keys, kind="stable")
    ordered = keys[by_key]
    begins = np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1]])
    lengths = np.diff(np.r_[begins, len(ordered)])
    found = np.empty(len(births), dtype=np.int64)
    found[by_key] = np.arange(len(births)) - np.repeat(begins, lengths)
    return found


def _written(births: Column) -> Places:
    """20260105 for a date."""
    months = births.astype("datetime64[M]")
    years = births.astype("datetime64[Y]").astype(np.int64) + 1970
    month = months.astype(np.int64) % 12 + 1
    day = (births - months).astype(np.int64) + 1
    written: Places = years * 10_000 + month * 100 + day
    return written


def _ascii(numbers: Places, width: int) -> npt.NDArray[np.uint8]:
    """The decimal digits of each number, as characters."""
    powers = 10 ** np.arange(width - 1, -1, -1, dtype=np.int64)
    return (numbers[:, None] // powers % 10 + ord("0")).astype(np.uint8)
