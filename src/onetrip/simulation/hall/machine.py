"""Turns a function over arrays into machine code (numba) that runs without Python's lock, and keeps it for the next start."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, cast

import numba

Function = TypeVar("Function", bound=Callable[..., object])


def machine_code(function: Function) -> Function:
    """`function`, compiled at its first call. Arithmetic stays as written: no reordering, so that results are the same everywhere.

    What calls each other stands in one file: the kept code is renewed when that file changes, not when another does. A
    division by 0 gives inf or NaN, as in numpy: looking for it would cost more than the division.
    """
    try:
        return cast("Function", numba.njit(cache=True, nogil=True, error_model="numpy")(function))
    except RuntimeError:  # nowhere to keep it, as in a read-only image
        return cast("Function", numba.njit(nogil=True, error_model="numpy")(function))


def machine_code_of_each_start(function: Function) -> Function:
    """As `machine_code`, but never kept: for a short function that calls kept ones of other files, which renew themselves."""
    return cast("Function", numba.njit(nogil=True, error_model="numpy")(function))
