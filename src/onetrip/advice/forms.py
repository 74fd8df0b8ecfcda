"""Reading what a page sends: texts of a sensible length, ids, keys. What cannot be read is refused in words."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.http import HttpRequest

from onetrip.ledger.refusals import Malformed
from onetrip.ledger.requests import read_key
from onetrip.rules import Text

MOST_NAMED = 80
"""Characters of the id of a matter or a fact."""


def sent(request: HttpRequest, field: str, *, most: int = MOST_NAMED) -> str:
    """The text in a form's field, "" when it is not there. Raises Malformed when it is too long or unreadable."""
    text = request.POST.get(field, "")
    if len(text) > most:
        raise Malformed(
            "too-long", f"内容太长，最多 {most} 个字。", f"This is too long: {most} characters at most.", field=field
        )
    if "\0" in text:
        raise Malformed(
            "unreadable",
            "内容里有读不懂的字符。请重新输入。",
            "The text holds unreadable characters. Please type it again.",
            field=field,
        )
    return text.strip()


def sent_key(request: HttpRequest) -> uuid.UUID:
    """The idempotency key of a changing form. Raises Malformed without a readable one."""
    return read_key(request.POST.get("idempotency_key"))


class FindSlip(forms.Form):
    """Number and last four characters, with which a resident finds a slip again."""

    number = forms.CharField(max_length=40)
    last_four = forms.CharField(max_length=20)

    def __init__(self, language: str, data: Any = None) -> None:
        super().__init__(data)
        self.language = language
        for name, label, hint, missing in (
            (
                "number",
                Text("小贴士号", "Slip number"),
                Text("印在单子最上面，例如 LF 1125 0386。", "At the top of the slip, such as LF 1125 0386."),
                Text("请填小贴士号。", "Please give the slip number."),
            ),
            (
                "last_four",
                Text("身份证后四位", "Last four characters of the ID number"),
                Text("打印时读过身份证，或者自己留过的那四位。", "Of the card read for this slip, or those you gave."),
                Text("请填身份证后四位。", "Please give the last four characters."),
            ),
        ):
            field = self.fields[name]
            field.label, field.help_text = label.in_language(language), hint.in_language(language)
            field.error_messages["required"] = missing.in_language(language)
            field.error_messages["max_length"] = Text("太长了。", "This is too long.").in_language(language)
            field.error_messages["null_characters_not_allowed"] = Text(
                "有读不懂的字符。", "It holds unreadable characters."
            ).in_language(language)
        self.fields["number"].widget.attrs |= {
            "autocomplete": "off",
            "autocapitalize": "characters",
            "spellcheck": "false",
        }
        self.fields["last_four"].widget.attrs |= {"autocomplete": "off", "maxlength": "6", "spellcheck": "false"}

    def wrong(self, malformed: Malformed) -> None:
        """Say at its field what cannot be read."""
        field = malformed.field if malformed.field in self.fields else None
        self.add_error(field, malformed.text.in_language(self.language))
