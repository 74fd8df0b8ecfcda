"""Which roles need a second factor is data, and what nobody has said counts as yes."""

from __future__ import annotations

import pytest

from onetrip.signin.needed import Rules, is_needed

NOTHING: Rules = {}


@pytest.mark.parametrize(
    ("grants", "rules", "needed"),
    [
        (["clerk@LF"], NOTHING, True),
        (["device@LF"], NOTHING, False),
        ([], NOTHING, False),
        (["clerk@LF"], {("clerk", "*"): False}, False),
        (["clerk@LF"], {("clerk", "*"): False, ("clerk", "LF"): True}, True),
        (["clerk@PX"], {("clerk", "*"): False, ("clerk", "LF"): True}, False),
        (["clerk@LF"], {("clerk", "*"): True, ("clerk", "LF"): False}, False),
        (["clerk@LF", "director@LF"], {("clerk", "*"): False}, True),
        (["editor@*"], {("editor", "*"): False, ("editor", "PX"): True}, True),
        (["editor@*"], {("editor", "*"): False}, False),
    ],
)
def test_the_nearest_rule_counts_and_one_role_that_needs_it_is_enough(
    grants: list[str], rules: Rules, needed: bool
) -> None:
    assert is_needed(grants, rules) is needed
