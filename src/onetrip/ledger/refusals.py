"""How the house says no: one exception, in the reader's language, with the HTTP status that fits."""

from __future__ import annotations

from onetrip.rules import Text


class Refused(Exception):
    """A request that was understood and cannot be granted; nothing was changed.

    `code` is a stable word for programs and tests, `text` the sentence shown to the person
    (what happened, what it means, what to do), `status` the HTTP status.
    """

    def __init__(self, code: str, zh: str, en: str, *, status: int = 409) -> None:
        super().__init__(f"{code}: {en}")
        self.code = code
        self.text = Text(zh=zh, en=en)
        self.status = status


class Malformed(Refused):
    """Input that cannot be read; `field` names the form field to point at."""

    def __init__(self, code: str, zh: str, en: str, *, field: str | None = None) -> None:
        super().__init__(code, zh, en, status=422)
        self.field = field


class NotFound(Refused):
    """The thing asked for does not exist, or not for this person."""

    def __init__(self, code: str, zh: str, en: str) -> None:
        super().__init__(code, zh, en, status=404)
