"""Where a window is, in a centre of several halls: whoever is called should not have to search for it."""

from __future__ import annotations

from dataclasses import dataclass

from onetrip.centres.models import Window
from onetrip.rules import Text


@dataclass(frozen=True)
class HallOf:
    """The hall in which a window stands: its id, how it is called, and how it is found (empty where nobody said)."""

    id: int
    name: Text
    where: Text


def halls_by_window(centre: str) -> dict[int, HallOf]:
    """By window number, for the windows that stand in a hall of their own; empty where all of them stand in one."""
    placed = list(Window.objects.filter(centre_id=centre).select_related("hall"))
    if len({window.hall_id for window in placed}) < 2:
        return {}
    return {
        window.number: HallOf(
            window.hall.pk,
            Text(window.hall.name_zh, window.hall.name_en),
            Text(window.hall.where_zh, window.hall.where_en),
        )
        for window in placed
        if window.hall is not None
    }
