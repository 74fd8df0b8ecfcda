"""Waits that are known exactly come out of the kernel; at 20 million each in `benchmarks.rehearsal`.

The joint test: the sum of squares of the standard scores is below the point that chance passes once in a thousand (the
seeds are fixed, so it passes always or never). Two cases share their visitors, which makes the test a little easier to fail.
"""

from __future__ import annotations

import pytest
from benchmarks.rehearsal.closed_forms import cases, cobham, erlang_a_leaves, mmc_wait, pollaczek_khinchine, score

CHI_SQUARE_6 = 22.46
"""Passed once in a thousand by six squares."""


def test_the_known_figures_are_those_worked_out_elsewhere() -> None:
    # There a visit takes 12 minutes, and 11.2 where people leave; here 10: waits and patience are in proportion.
    assert mmc_wait(3, 0.2) == pytest.approx(4.44444, abs=1e-5)
    assert mmc_wait(4, 0.2) == pytest.approx(0.86957, abs=1e-5)
    assert 1.2 * mmc_wait(12, 1.08) == pytest.approx(6.40043, abs=1e-5)
    assert erlang_a_leaves(10, 1.12, 60 * 10 / 11.2) == pytest.approx(0.13207, abs=1e-5)
    assert [1.2 * wait for wait in cobham(12, 1.08, 0.2)] == pytest.approx([0.78054, 7.80540], abs=1e-5)
    assert pollaczek_khinchine(0.08, 0.8) == pytest.approx(32.8)


def test_the_kernel_comes_to_them() -> None:
    scores = {case.name: score(case, 400_000, 20, seed=5) for case in cases()}
    assert sum(z * z for z in scores.values()) < CHI_SQUARE_6, scores
