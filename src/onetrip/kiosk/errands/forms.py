"""The form of a matter: what to ask, what is filled in already, what was typed, read and checked. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from onetrip.catalogue.self_service import FormField
from onetrip.rules import Text

MOST_LINE, MOST_LINES = 60, 500
"""Characters of a line and of several lines, where the field itself says nothing."""

CONTACT = FormField(
    id="contact-telephone",
    label=Text("联系电话", "Telephone"),
    kind="telephone",
    required=False,
    prefill="telephone",
    hint=Text("审的人有事找您。不留也行。", "So that whoever reviews it can reach you. You may leave it empty."),
)
"""What every application asks for besides: the one who reviews it may have a question."""

_TELEPHONE = re.compile(r"\+?[0-9]{7,15}")
_YES_NO = {"yes": Text("是", "Yes"), "no": Text("不是", "No")}


@dataclass(frozen=True)
class Person:
    """What is known of the resident for filling in a form; "" where it is not."""

    name: str = ""
    id_number: str = ""
    birth_date: str = ""
    sex: str = ""
    telephone: str = ""


@dataclass(frozen=True)
class Shown:
    """A field with its value, typed or filled in (`is_prefilled`), what it says in words, and what is wrong with it."""

    field: FormField
    value: str
    is_prefilled: bool
    in_words: Text
    wrong: Text | None = None

    @property
    def options(self) -> tuple[tuple[str, Text], ...]:
        """The answers to choose from."""
        return tuple(_YES_NO.items()) if self.field.kind == "yes_no" else self.field.choices


def fields_of(form: Sequence[FormField], kind: str) -> tuple[FormField, ...]:
    """The fields to fill in: those of the matter, and for an application how to reach the resident."""
    own = tuple(form)
    if kind not in ("apply", "register") or any(field.kind == "telephone" for field in own):
        return own
    return (*own, CONTACT)


def shown(
    fields: Sequence[FormField],
    typed: Mapping[str, str],
    person: Person,
    wrong: Mapping[str, Text] | None = None,
) -> tuple[Shown, ...]:
    """The form as it stands: what was typed, else what the identity fills in."""
    found = []
    for field in fields:
        prefilled = str(getattr(person, field.prefill)) if field.prefill else ""
        value = typed.get(field.id, prefilled)
        found.append(
            Shown(
                field,
                value,
                is_prefilled=bool(prefilled) and value == prefilled,
                in_words=_in_words(field, value),
                wrong=(wrong or {}).get(field.id),
            )
        )
    return tuple(found)


def missing(fields: Sequence[FormField], typed: Mapping[str, str], person: Person) -> tuple[FormField, ...]:
    """The required fields that nothing stands in."""
    return tuple(one.field for one in shown(fields, typed, person) if one.field.required and not one.value)


def read(fields: Sequence[FormField], sent: Mapping[str, str], day: date) -> tuple[dict[str, str], dict[str, Text]]:
    """What was typed, tidied, and what is wrong with it by field. `day` is today: a day to come is no birth date."""
    values, wrong = {}, {}
    for field in fields:
        raw = unicodedata.normalize("NFC", sent.get(field.id, "")).replace("\0", "").strip()
        value, problem = _read(field, raw, day)
        values[field.id] = value
        if problem is not None:
            wrong[field.id] = problem
    return values, wrong


def _read(field: FormField, raw: str, day: date) -> tuple[str, Text | None]:
    if not raw:
        empty = Text(f"“{field.label.zh}”还没填。", f"“{field.label.en}” is still empty.")
        return "", empty if field.required else None
    if field.kind in ("choice", "yes_no"):
        allowed = dict(field.choices) if field.kind == "choice" else _YES_NO
        return (raw, None) if raw in allowed else ("", Text("请重新选一个。", "Please choose again."))
    if field.kind == "telephone":
        digits = re.sub(r"[\s\-()（）]", "", unicodedata.normalize("NFKC", raw))
        if _TELEPHONE.fullmatch(digits):
            return digits, None
        return raw[:MOST_LINE], Text(
            "电话号码是 7 到 15 位数字。请再看一遍。", "A telephone number has 7 to 15 digits. Please look again."
        )
    if field.kind == "number":
        return _number(field, raw)
    if field.kind == "date":
        return _date(raw, day, may_be_ahead=field.prefill != "birth_date")
    most = field.most or (MOST_LINES if field.kind == "lines" else MOST_LINE)
    text = raw if field.kind == "lines" else " ".join(raw.split())
    if len(text) > most:
        return text[:most], Text(f"太长了，最多 {most} 个字。", f"Too long: {most} characters at most.")
    return text, None


def _number(field: FormField, raw: str) -> tuple[str, Text | None]:
    typed = unicodedata.normalize("NFKC", raw).replace(",", "")
    if not re.fullmatch(r"[0-9]{1,12}(\.[0-9]{1,2})?", typed):
        return raw[:MOST_LINE], Text("这里填一个数。", "Please give a number here.")
    if field.most is not None and float(typed) > field.most:
        return typed, Text(f"最大是 {field.most}。", f"At most {field.most}.")
    return typed, None


def _date(raw: str, day: date, *, may_be_ahead: bool) -> tuple[str, Text | None]:
    digits = re.sub(r"\D", "", unicodedata.normalize("NFKC", raw))
    try:
        value = date(int(digits[:4]), int(digits[4:6]), int(digits[6:8])) if len(digits) == 8 else None
    except ValueError:
        value = None
    if value is None or not 1880 <= value.year <= day.year + 100:
        return raw[:MOST_LINE], Text("日期写 8 位数字，例如 20261130。", "A day is eight digits, as 20261130.")
    if value > day and not may_be_ahead:
        return raw[:MOST_LINE], Text("这一天还没到。请再看一遍。", "That day is still to come. Please look again.")
    return value.isoformat(), None


def _in_words(field: FormField, value: str) -> Text:
    options = _YES_NO if field.kind == "yes_no" else dict(field.choices)
    return options.get(value) or Text(value, value)
