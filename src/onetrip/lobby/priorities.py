"""Who is called earlier, and by how much. Data: examples of this house, to be set by each centre; no rule publishes them.

A priority is waiting-weighted, never absolute: somebody with 15 minutes stands in the queue as if they had come 15
minutes earlier. They pass those who came in the last quarter of an hour, and nobody who has waited longer than that.
"""

from __future__ import annotations

from dataclasses import dataclass

from onetrip.rules import Text


@dataclass(frozen=True)
class Priority:
    """`minutes` that count as waited already; `from_age`: given without asking from that age, known by the ID number."""

    code: str
    name: Text
    minutes: int
    from_age: int | None = None


PRIORITIES = (
    Priority("elder", Text("80 岁以上", "80 or older"), 15, from_age=80),
    Priority("disabled", Text("行动不便、残疾", "Disability, hard to stand"), 15),
    Priority("pregnant", Text("怀孕", "Pregnant"), 15),
    Priority("infant", Text("带婴儿", "With a baby"), 10),
    Priority("returning", Text("补材料回来的", "Back with a missing paper"), 10),
)
"""Example weights, marked 示例 wherever they are shown."""

BY_CODE = {priority.code: priority for priority in PRIORITIES}


def for_age(age: int) -> Priority | None:
    """The priority that comes with an age in whole years, if one does."""
    fitting = [one for one in PRIORITIES if one.from_age is not None and age >= one.from_age]
    return max(fitting, key=lambda one: one.minutes, default=None)
