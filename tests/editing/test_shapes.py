"""Values of a file as a form draws and reads them."""

from __future__ import annotations

import pytest

from onetrip.editing.shapes import Line, Misfit, Record, Rows, Short
from onetrip.rules import Text

FIRST = Rows(
    Short(
        Record({"matter": (Text("事项", "matter"), Line()), "when": (Text("什么时候", "when"), Line("condition"))}),
        "matter",
    ),
    Text("一件事", "a matter"),
)
SHORT, LONG = ["card"], [{"matter": "card", "when": "age >= 65"}]


@pytest.mark.parametrize("written", [SHORT, LONG, [*SHORT, *LONG]])
def test_what_was_not_touched_comes_back_as_it_was_written(written: list[object]) -> None:
    drawn = FIRST.draw("needs_first", Text("先办", "first"), written)
    sent = {"needs_first.rows": str(len(drawn.rows))}
    sent |= {part.name: part.value for row in drawn.rows for part in row.parts}

    assert FIRST.read(sent, "needs_first") == FIRST.normal(written) == written


def test_a_record_of_one_field_is_written_as_that_alone_and_grows_when_another_is_filled() -> None:
    sent = {"needs_first.rows": "1", "needs_first.0.matter": "card", "needs_first.0.when": ""}

    assert FIRST.read(sent, "needs_first") == SHORT
    assert FIRST.read({**sent, "needs_first.0.when": "age >= 65"}, "needs_first") == LONG
    assert FIRST.normal([{"matter": "card"}]) == SHORT


def test_what_is_no_such_record_is_left_to_be_edited_as_text() -> None:
    with pytest.raises(Misfit):
        FIRST.draw("needs_first", Text("先办", "first"), [{"matter": "card", "other": "x"}])
