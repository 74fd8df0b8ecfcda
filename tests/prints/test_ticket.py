from __future__ import annotations

from dataclasses import replace

import pytest

from onetrip.prints import ticket_roll_pdf
from onetrip.rules import Text
from tests.prints import samples
from tests.prints.reading import sizes, squeezed, text_of


def test_the_number_is_huge() -> None:
    assert max(sizes(ticket_roll_pdf(samples.TICKET, "zh"))) == 66


@pytest.mark.parametrize(
    ("ahead", "estimate", "zh", "en"),
    [
        (3, (6, 10), "前面3位约6–10分钟", "3 people ahead about 6–10 minutes"),
        (1, (6, 6), "前面1位约6分钟", "1 person ahead about 6 minutes"),
        (2, (0, 1), "前面2位约0–1分钟", "2 people ahead about 0–1 minute"),
        (0, None, "下一位就是您坐着等", "You are next Please sit"),
        (5, None, "前面5位坐着等", "5 people ahead Please sit"),
    ],
)
def test_how_many_are_ahead_and_how_long_it_may_take(
    ahead: int, estimate: tuple[int, int] | None, zh: str, en: str
) -> None:
    sheet = replace(samples.TICKET, ahead=ahead, estimate=estimate)

    assert zh in text_of(ticket_roll_pdf(sheet, "zh"))
    assert squeezed(en) in text_of(ticket_roll_pdf(sheet, "en"))


def test_a_number_that_does_not_wait_says_how_it_stands_and_never_that_it_is_next() -> None:
    stands = (Text("过号了", "Missed"), Text("扫一下，就回队列。", "Scan it to be back in the queue."))
    sheet = replace(samples.TICKET, ahead=None, estimate=None, stands=stands)
    printed = text_of(ticket_roll_pdf(sheet, "zh"))
    assert "过号了扫一下，就回队列。" in printed
    assert "下一位" not in printed
    assert "坐着等" not in printed
    assert squeezed("Missed Scan it to be back in the queue.") in text_of(ticket_roll_pdf(sheet, "en"))


@pytest.mark.parametrize("both", [{"ahead": None}, {"stands": (Text("过号了", "Missed"), Text("", ""))}])
def test_a_number_either_waits_or_stands_otherwise(both: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="either waits"):
        replace(samples.TICKET, **both)


def test_day_and_time_are_on_the_ticket() -> None:
    assert "2026年11月24日9:41" in text_of(ticket_roll_pdf(samples.TICKET, "zh"))
    assert squeezed("24 November 2026 9:41") in text_of(ticket_roll_pdf(samples.TICKET, "en"))


def test_why_somebody_is_called_earlier_is_said_only_where_it_is_so() -> None:
    assert "老人先叫" in text_of(ticket_roll_pdf(samples.TICKET, "zh"))
    assert "先叫" not in text_of(ticket_roll_pdf(samples.SMALL_TICKET, "zh"))
