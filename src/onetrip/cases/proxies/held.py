"""What is on file of the two persons of a visit, and whether it serves for a matter."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from onetrip.cases.basis import AtWindow
from onetrip.cases.proxies import queries
from onetrip.cases.proxies.models import Authority
from onetrip.cases.proxies.rules import asks_for_letter, letters
from onetrip.cases.proxies.wording import KIND_OF, why_not
from onetrip.ledger.refusals import Refused
from onetrip.lobby.models import Visit
from onetrip.rules import Text


class Held:
    """Read once for a visit; nothing where the resident came in person."""

    def __init__(self, visit: Visit, day: date) -> None:
        self._relation, self._day = visit.relation, day
        two = (visit.resident_id, visit.proxy_id)
        self.all = queries.between(two[0], two[1]) if two[0] is not None and two[1] is not None else []

    @property
    def kind(self) -> str | None:
        """The kind of authority on which such a person acts; None: nobody came for anybody."""
        return KIND_OF.get(self._relation)

    @property
    def in_force(self) -> list[Authority]:
        """What serves today, the newest first."""
        return [one for one in self.all if one.kind == self.kind and one.holds_on(self._day)]

    def for_matter(self, matter: str) -> Authority | None:
        """The one that serves for a matter."""
        return queries.for_matter(self.in_force, matter, self._day)

    def letters_at_hand(self, at: AtWindow) -> frozenset[str]:
        """The papers of a matter that a letter on file takes the place of."""
        found = self.for_matter(at.matter)
        is_there = found is not None and found.kind == Authority.Kind.LETTER
        return letters(at.catalogue.papers) if is_there else frozenset()

    def lacking(self, at: AtWindow) -> Text | None:
        """Why the matter cannot be done on what is on file; None: it can, or it takes no authority."""
        if self.kind is None or self.for_matter(at.matter) is not None:
            return None
        if self.kind == Authority.Kind.LETTER and not asks_for_letter(at.papers, at.catalogue.papers):
            return None
        return why_not(self.all, self.kind, at.name, self._day)

    def insist(self, at: AtWindow, papers: Collection[str]) -> Authority | None:
        """The authority on which a matter is accepted with these papers; None where it takes none, or its letter is missing
        among the papers. Raises Refused where a proof by law is missing, or a letter was only said to be there."""
        if self.kind is None:
            return None
        found = self.for_matter(at.matter)
        said = not letters(at.catalogue.papers).isdisjoint(papers)
        if found is None and (self.kind != Authority.Kind.LETTER or said):
            why = why_not(self.all, self.kind, at.name, self._day)
            raise Refused("authority-missing", why.zh, why.en)
        return found
