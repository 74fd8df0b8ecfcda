"""What other rules would have meant: who moves, by how much, and by which dimension most."""

from __future__ import annotations

from dataclasses import dataclass

from onetrip.appraisal.model.computing import compute
from onetrip.appraisal.model.inputs import Month
from onetrip.appraisal.model.rules import Rules
from onetrip.appraisal.model.sheets import Sheet, Sheets


@dataclass(frozen=True, slots=True)
class Moved:
    """Somebody under two sets of rules: totals in hundredths (None: not scored), bonus in fen, and the dimension whose points
    with their weight changed most, with that change in hundredths."""

    clerk: int
    before: int | None
    after: int | None
    bonus_before: int
    bonus_after: int
    most: str
    by: int

    @property
    def change(self) -> int:
        """Hundredths of a point gained or lost; 0 where either was not scored."""
        return 0 if self.before is None or self.after is None else self.after - self.before


def tried(month: Month, now: Rules, then: Rules) -> tuple[Moved, ...]:
    """Everybody of a month by the rules in force and by others, those who move most first."""
    return compared(compute(month, now), compute(month, then), now, then)


def compared(before: Sheets, after: Sheets, now: Rules, then: Rules) -> tuple[Moved, ...]:
    """The same for sheets that are there already, as two versions of a month; whoever stands in one alone is left out."""
    moved = []
    for old in before.sheets:
        new = after.of(old.clerk)
        if new is not None:
            most, by = _most(old, new, now, then)
            moved.append(Moved(old.clerk, old.total, new.total, old.bonus, new.bonus, most, by))
    return tuple(sorted(moved, key=lambda one: (-abs(one.change), one.clerk)))


def _most(old: Sheet, new: Sheet, now: Rules, then: Rules) -> tuple[str, int]:
    changes = [("", 0)]
    for figure in old.figures:
        other = new.figure(figure.dimension)
        if other is not None:
            dimension = figure.dimension
            changed = then.weight(dimension) * other.points - now.weight(dimension) * figure.points
            changes.append((dimension, round(changed / 1000)))
    return max(changes, key=lambda one: abs(one[1]))
