"""Finding a matter by what people say, in the catalogue that is in force."""

from __future__ import annotations

from onetrip.catalogue import queries as catalogues
from onetrip.catalogue.search import Hit, search


def found(words: str) -> list[Hit]:
    """Matters that fit what was said, the best first."""
    return search(catalogues.current(), words)
