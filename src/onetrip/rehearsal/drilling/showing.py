"""A stored report as its page draws it. Pure: the JSON of `report.Report` in, values for the template out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from onetrip.rehearsal.drilling.scenario import HALF_HOUR, LINK_NAMES
from onetrip.rules import Text

UNITS = {
    "gate": Text("个号", "numbers"),
    "desk": Text("张小贴士", "slips"),
    "kiosk": Text("位", "people"),
    "window": Text("位", "people"),
    "display": Text("次叫号", "calls"),
    "phone": Text("次叫号", "calls"),
    "receipt": Text("张", "papers"),
}

ENDS = {
    "done": Text("办成", "served"),
    "told": Text("问清或告知了缺什么", "told what is missing, or heard out"),
    "self-service": Text("在自助机上办的", "served by a kiosk"),
    "left": Text("等不及，走了", "left without waiting"),
    "missed": Text("叫了没来", "did not come when called"),
    "unserved": Text("到了窗口，没办成", "came to a window and could not be served"),
    "unknown": Text("下落不明", "nobody knows"),
}

WIDTH, FLOOR, LEFT, WIDEST = 720, 184, 36, 72


@dataclass(frozen=True)
class Bar:
    """A half hour of the chart: what was observed as a column, what was predicted as a mark across it; `label` is its end."""

    label: str
    queue: int
    predicted: float | None
    x: float
    y: float
    width: float
    height: float
    mark_y: float | None

    @property
    def middle(self) -> float:
        """Where its label stands."""
        return round(self.x + self.width / 2, 1)

    @property
    def figure_y(self) -> float:
        """Where its figure stands: above the column and above the mark."""
        return round(min(self.y, self.mark_y if self.mark_y is not None else self.y) - 5, 1)


def queue_chart(told: dict[str, Any], opens: datetime) -> tuple[Bar, ...]:
    """How many stood in line at the end of each half hour, beside the prediction. `opens` in the centre's zone."""
    observed: Sequence[int] = told["observed"]["queue"]
    predicted: Sequence[float] = told["predicted"]["queue"]
    slots = max(len(observed), len(predicted))
    if not slots:
        return ()
    most = max([*observed, *predicted, 1])
    step = (WIDTH - LEFT) / slots
    width = min(step * 0.64, WIDEST)
    bars = []
    for slot in range(slots):
        queue = observed[slot] if slot < len(observed) else 0
        mark = predicted[slot] if slot < len(predicted) else None
        height = round(queue / most * (FLOOR - 24), 1)
        bars.append(
            Bar(
                label=f"{opens + timedelta(minutes=(slot + 1) * HALF_HOUR):%H:%M}",
                queue=queue,
                predicted=mark,
                x=round(LEFT + slot * step + (step - width) / 2, 1),
                y=round(FLOOR - height, 1),
                width=round(width, 1),
                height=height,
                mark_y=None if mark is None else round(FLOOR - mark / most * (FLOOR - 24), 1),
            )
        )
    return tuple(bars)


def links(told: dict[str, Any]) -> list[dict[str, Any]]:
    """The links with their names, what it is that each had to do, and how many a kiosk out of order sent to a window."""
    return [
        link
        | {
            "name": LINK_NAMES[link["link"]],
            "unit": UNITS[link["link"]],
            "to_window": max(link["wanted"] - link["done"], 0) if link["link"] == "kiosk" else 0,
        }
        for link in told["links"]
    ]


def ends(told: dict[str, Any]) -> list[tuple[Text, int]]:
    """How many residents ended how, in the order in which one wants to read it."""
    return [(name, told["ends"][end]) for end, name in ENDS.items() if told["ends"].get(end)]
