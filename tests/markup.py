"""Pages read as a tree, so that tests can ask for what stands where."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

_VOID = frozenset(
    {"area", "br", "col", "embed", "hr", "img", "input", "link", "meta", "path", "rect", "source", "use", "wbr"}
)


@dataclass
class Element:
    """An element of a page with everything inside it."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    inside: list[Element | str] = field(default_factory=list)

    def walk(self) -> Iterator[Element]:
        """This element and every one inside it, in the order of the page."""
        yield self
        for each in self.inside:
            if isinstance(each, Element):
                yield from each.walk()

    def all(self, tag: str = "", *, kind: str = "", **attributes: str) -> list[Element]:
        """Every element inside of that tag, class and attributes."""
        return [
            each
            for each in self.walk()
            if each is not self
            and tag in ("", each.tag)
            and (not kind or kind in each.attributes.get("class", "").split())
            and all(each.attributes.get(name) == value for name, value in attributes.items())
        ]

    def first(self, tag: str = "", *, kind: str = "", **attributes: str) -> Element | None:
        """The first of them."""
        return next(iter(self.all(tag, kind=kind, **attributes)), None)

    @property
    def text(self) -> str:
        """What is read, blanks drawn together."""
        return " ".join("".join(self._words()).split())

    def _words(self) -> Iterator[str]:
        for each in self.inside:
            if isinstance(each, str):
                yield each
            elif each.tag not in ("script", "style"):
                yield from each._words()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = Element("page")
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self._open[-1].inside.append(element)
        if tag not in _VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._open[-1].inside.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        for place in range(len(self._open) - 1, 0, -1):
            if self._open[place].tag == tag:
                del self._open[place:]
                return

    def handle_data(self, data: str) -> None:
        self._open[-1].inside.append(data)


def read(text: str) -> Element:
    """The page of this text."""
    reader = _Reader()
    reader.feed(text)
    return reader.root


def page(response: object) -> Element:
    """The page of an answer."""
    return read(response.content.decode())  # type: ignore[attr-defined]
