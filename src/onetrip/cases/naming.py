"""Whether a message may name the matter that somebody has to do with. Pure."""

from __future__ import annotations

from onetrip.catalogue.book import Catalogue
from onetrip.planning.book import Book, Prepared


def may_be_named(catalogue: Catalogue, matter: str) -> bool:
    """Whether the name may stand on a phone that lies on a table. Not where it or its category is private, nor where any of
    its conditions asks about health, money or the like; nor of a matter that the catalogue does not know."""
    prepared, found = catalogue.book.prepared.get(matter), catalogue.matter(matter)
    if prepared is None or found is None or found.private:
        return False
    category = catalogue.categories.get(prepared.terms.category)
    if category is None or category.private:
        return False
    return not _asks_about(catalogue.book, prepared) & catalogue.book.sensitive


def _asks_about(book: Book, prepared: Prepared) -> frozenset[str]:
    """The facts that the conditions of a matter speak of."""
    names = {prepared.entitled, *prepared.situations, *prepared.of_papers} - {None}
    return frozenset[str]().union(*(book.facts[name] for name in names if name is not None))
