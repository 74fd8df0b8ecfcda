"""What templates say things with. A builtin of every template (settings.TEMPLATES), so nothing is loaded.

`{% t "共 {n} 件" "one matter|{n} matters" n=count %}` says the sentence in the reader's language. Literals may hold
markup, values are escaped. Where the English has a bar, what stands before it is said for n = 1.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Protocol

import segno
from django import template
from django.forms import BoundField
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.utils import timezone
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from onetrip.people import purposes
from onetrip.web import language, wording

register = template.Library()

_PLACE = re.compile(r"\{(\w+)\}")


class Bilingual(Protocol):
    """Anything said in both languages, as `onetrip.rules.Text` is."""

    @property
    def zh(self) -> str: ...
    @property
    def en(self) -> str: ...


@register.simple_tag
def t(zh: str, en: str, **values: object) -> SafeString:
    """The Chinese or the English, whichever the reader has chosen, with `{name}` replaced by escaped values.

    Raises TemplateSyntaxError when a literal names a value that was not given.
    """
    sentence: str = zh
    if language.current() == "en":
        sentence = en
        if "n" in values and "|" in en:
            one, many = en.split("|", 1)
            chosen = one if values["n"] in (1, "1") else many
            sentence = mark_safe(chosen) if isinstance(en, SafeString) else chosen  # noqa: S308 -- part of a literal
    if not values or not isinstance(sentence, SafeString):
        # A sentence that came in a variable is someone's text, not a pattern: its braces stay what they are.
        return conditional_escape(sentence)

    def filled(place: re.Match[str]) -> str:
        name = place.group(1)
        if name not in values:
            raise template.TemplateSyntaxError(f"t: no value for {{{name}}} in {sentence!r}")
        return conditional_escape(str(values[name]))

    return mark_safe(_PLACE.sub(filled, sentence))  # noqa: S308 -- the literal is ours, the values are escaped


@register.tag
def speaking(parser: Parser, token: Token) -> SpeakingNode:
    """`{% speaking "en" %} … {% endspeaking %}`: this part in another language than the page, for who edits both."""
    _, which = token.split_contents()
    inside = parser.parse(("endspeaking",))
    parser.delete_first_token()
    return SpeakingNode(parser.compile_filter(which), inside)


class SpeakingNode(template.Node):
    """What stands between `speaking` and `endspeaking`."""

    def __init__(self, which: FilterExpression, inside: NodeList) -> None:
        self._which = which
        self._inside = inside

    def render(self, context: template.Context) -> SafeString:
        """The part in the language that the tag names; Chinese for anything unknown."""
        chosen = language.language_of(self._which.resolve(context))
        with language.speaking(chosen), context.push(language=chosen):
            return self._inside.render(context)


@register.filter
def in_language(text: Bilingual | Mapping[str, str] | tuple[str, str] | None) -> str:
    """A Text, {zh, en} or (zh, en) in the reader's language; Chinese where the English is missing, "" for nothing."""
    if not text:
        return ""
    if isinstance(text, tuple):
        zh, en = text
    elif isinstance(text, Mapping):
        zh, en = text.get("zh", ""), text.get("en", "")
    else:
        zh, en = text.zh, text.en
    return (en or zh) if language.current() == "en" else zh


@register.filter
def day(value: date | datetime | str | None, form: str = "long") -> str:
    """2025 年 11 月 25 日, 25 November 2025; `day:"short"` without the year, `day:"weekday"` with the weekday."""
    if value in (None, ""):
        return ""
    return wording.day(wording.as_day(value, timezone.get_current_timezone()), language.current(), form)  # type: ignore[arg-type]


@register.filter
def clock(value: time | datetime | str | None) -> str:
    """9:41, in the zone of the centre."""
    if value in (None, ""):
        return ""
    return wording.clock(wording.as_clock(value, timezone.get_current_timezone()))  # type: ignore[arg-type]


@register.filter
def minutes(value: timedelta | float | None) -> str:
    """6 分钟, 1 hour 5 minutes; "" where it is not known."""
    return "" if value is None else wording.minutes(value, language.current())


@register.filter
def count_zh(n: int) -> str:
    """一, 两, 三 … before a measure word in a heading."""
    return wording.count_zh(n)


@register.filter
def count_en(n: int) -> str:
    """one, two, three … in a heading."""
    return wording.count_en(n)


@register.filter
def number(value: float | Decimal | None, decimals: int = 0) -> str:
    """8,214 or, with `number:1`, 91.4; a dash where it is not known."""
    return "—" if value is None else wording.number(value, decimals)


@register.filter
def spaced_slip(text: object) -> str:
    """LF 1125 0386."""
    return wording.spaced(str(text))


@register.simple_tag
def idempotency_key() -> SafeString:
    """The hidden field that makes a second press of the same button harmless; new for every form that is shown."""
    return format_html('<input type="hidden" name="idempotency_key" value="{}">', uuid.uuid4())


@register.inclusion_tag("web/parts/purpose.html")
def ask_purpose(name: str, first: str = "") -> dict[str, Any]:
    """What somebody needs a full number or picture for: the list, and words beside it. `name` tells fields of one page
    apart, `first` is the purpose that is most likely here, which is offered and never chosen for anybody."""
    return {"name": name, "purposes": sorted(purposes.NAMES.items(), key=lambda one: one[0] != first)}


@register.simple_tag
def qr(content: str, label: str = "", size: int = 168) -> SafeString:
    """A QR code as SVG, `size` CSS pixels wide with its quiet zone; hidden from screen readers without a label."""
    code = segno.make(content, error="m", micro=False)
    modules = code.symbol_size(border=4)[0]
    path = "".join(
        f"M{x} {y}h1v1h-1z" for y, row in enumerate(code.matrix, start=4) for x, dark in enumerate(row, start=4) if dark
    )
    told = format_html('role="img" aria-label="{}"', label) if label else SafeString('aria-hidden="true"')
    return format_html(
        '<svg class="qr" {} viewBox="0 0 {} {}" width="{}" height="{}" shape-rendering="crispEdges">'
        '<path fill="#fff" d="M0 0h{}v{}H0z"/><path fill="#000" d="{}"/></svg>',
        *(told, modules, modules, size, size, modules, modules, path),
    )


@register.filter
def as_input(field: BoundField) -> SafeString:
    """A form field drawn in the house's style, tied to its hint and its error."""
    widget = field.field.widget
    attributes: dict[str, Any] = {"class": f"{widget.attrs.get('class', '')} input".strip()}
    told = [f"{field.auto_id}-hint"] if field.help_text else []
    if field.errors:
        told.append(f"{field.auto_id}-error")
        attributes["aria-invalid"] = "true"
    if told:
        attributes["aria-describedby"] = " ".join(told)
    return field.as_widget(attrs=attributes)
