"""What duty's templates say things with: `{% load duty %}`."""

from __future__ import annotations

from datetime import date

from django import template

from onetrip.duty.house import house
from onetrip.rules import Text

register = template.Library()

_DAYS = tuple(Text(zh, en) for zh, en in zip("一二三四五六日", ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"), strict=True))
_POSTS = {"window": Text("窗", "W"), "desk": Text("导", "D"), "kiosk": Text("助", "K"), "back": Text("后", "B")}


@register.filter
def duty_weekday(day: date) -> Text:
    """The day of the week in one sign, for the head of a column."""
    return _DAYS[day.weekday()]


@register.filter
def duty_head(day: date) -> Text:
    """A day as the head of a column."""
    return Text(f"{day.month}/{day.day}", f"{day:%-d %b}")


@register.filter
def duty_post(post: str) -> Text:
    """A post in one sign, for a cell."""
    return _POSTS.get(post, Text(post[:1], post[:1]))


@register.filter
def duty_post_name(post: str) -> Text:
    """A post by its name."""
    return house().posts.get(post, Text(post, post))
