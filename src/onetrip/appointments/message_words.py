"""What a message says. Nothing about what somebody comes for: a phone lies on the table for all to see. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

from onetrip.appointments.wording import when
from onetrip.rules import Text


@dataclass(frozen=True)
class Said:
    """What words are made of: the half hour, the number, the place, the secret link ("": the house does not know its own
    address, so the telephone is named instead), the telephone for questions, minutes that a place is kept."""

    kind: str
    day: date
    starts: time
    number: str
    place: Text
    link: str
    telephone: str
    late: int

    @property
    def way(self) -> Text:
        """How to change something."""
        return Text(self.link or f"打 {self.telephone}", self.link or f"call {self.telephone}")


def subject(said: Said) -> Text:
    """The line above a letter."""
    at = when(said.day, said.starts)
    return {
        "booked": Text(f"约好了：{at.zh}", f"Booked: {at.en}"),
        "changed": Text(f"改好了：{at.zh}", f"Changed: {at.en}"),
        "cancelled": Text(f"已取消：{at.zh}", f"Cancelled: {at.en}"),
        "reminder": Text(f"提醒：{at.zh}", f"Reminder: {at.en}"),
        "reopened": Text(f"照常开门：{at.zh}", f"Open after all: {at.en}"),
        "closed": Text(f"请改时间：{at.zh} 不开门", f"Please choose another time: closed on {at.en}"),
    }[said.kind]


def words(said: Said) -> Text:
    """The message itself, in both languages; a text message and the letter say the same."""
    at = when(said.day, said.starts)
    place = said.place
    match said.kind:
        case "booked" | "changed":
            done = ("约好了", "Booked") if said.kind == "booked" else ("改好了", "Changed")
            return Text(
                f"【一趟】{done[0]}：{at.zh}，{place.zh}，预约号 {said.number}。改时间、取消、要晚到：{said.way.zh}",
                f"Onetrip: {done[1]}: {at.en}, {place.en}, number {said.number}. To change, cancel or say you will be "
                f"late: {said.way.en}",
            )
        case "cancelled":
            return Text(
                f"【一趟】已取消：{at.zh}，{place.zh}。要办事直接来取号也行，或另约：{said.way.zh}",
                f"Onetrip: cancelled: {at.en}, {place.en}. You may come and draw a number, or book anew: {said.way.en}",
            )
        case "reminder":
            return Text(
                f"【一趟】提醒：{at.zh}，{place.zh}，预约号 {said.number}。晚到 {said.late} 分钟内位置给您留着。来不了请取消，"
                f"让给别人：{said.way.zh}",
                f"Onetrip: reminder: {at.en}, {place.en}, number {said.number}. Your place is kept for {said.late} minutes. "
                f"If you cannot come, please cancel: {said.way.en}",
            )
        case "closed":
            return Text(
                f"【一趟】对不起，{at.zh} {place.zh} 不开门，要请您改个时间：{said.way.zh}。",
                f"Onetrip: sorry, {place.en} is closed on {at.en}. Please choose another time: {said.way.en}",
            )
        case "reopened":
            return Text(
                f"【一趟】{at.zh} {place.zh} 又照常开门，您的预约 {said.number} 还在。来不了请取消，让给别人：{said.way.zh}",
                f"Onetrip: {place.en} is open on {at.en} after all, and your booking {said.number} stands. If you cannot "
                f"come, please cancel: {said.way.en}",
            )
    raise ValueError(said.kind)
