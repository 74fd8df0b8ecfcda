"""What a browser would send of a form that it shows: every control with its value."""

from __future__ import annotations

from html.parser import HTMLParser


class _Form(HTMLParser):
    def __init__(self, form_id: str | None) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self._wanted = form_id
        self._inside = form_id is None
        self._area: str | None = None
        self._select: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form" and self._wanted:
            self._inside = given.get("id") == self._wanted
        if not self._inside:
            return
        name = given.get("name") or ""
        if tag == "input" and name:
            kind = given.get("type", "text")
            if kind not in ("checkbox", "radio", "submit", "file") or "checked" in given:
                self.fields[name] = given.get("value") or ""
        elif tag == "textarea" and name:
            self._area, self.fields[name] = name, ""
        elif tag == "select" and name:
            self._select = name
        elif tag == "option" and self._select and (self._select not in self.fields or "selected" in given):
            self.fields[self._select] = given.get("value") or ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "form" and self._wanted:
            self._inside = False
        if tag == "textarea" and self._area:
            # A browser drops the first line break of a textarea, and sends all others as two signs.
            text = self.fields[self._area].removeprefix("\n")
            self.fields[self._area] = text.replace("\r\n", "\n").replace("\n", "\r\n")
            self._area = None
        if tag == "select":
            self._select = None

    def handle_data(self, data: str) -> None:
        if self._area:
            self.fields[self._area] += data


def sent_by(page: bytes, form_id: str | None = "matter-form") -> dict[str, str]:
    """The fields of the form, as a browser sends them without a button."""
    form = _Form(form_id)
    form.feed(page.decode())
    return form.fields
