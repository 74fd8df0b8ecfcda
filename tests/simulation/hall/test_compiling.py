from __future__ import annotations

from numba.core.dispatcher import Dispatcher

from onetrip.simulation.hall import drawing_code, measuring, stages, windows
from onetrip.simulation.hall.compiling import compile_all

CALLED_FROM_PYTHON = (
    drawing_code.draw,
    drawing_code.room,
    measuring.measure,
    stages.before_windows,
    windows.at_windows,
)


def test_afterwards_a_day_has_nothing_left_to_compile() -> None:
    compile_all()
    compiled = {
        function: len(function.signatures) for function in CALLED_FROM_PYTHON if isinstance(function, Dispatcher)
    }
    assert len(compiled) == len(CALLED_FROM_PYTHON)
    assert all(compiled.values())
    compile_all()
    assert {function: len(function.signatures) for function in compiled} == compiled
