"""What the counter found out, for the catalogue's editor."""

from __future__ import annotations

from dataclasses import dataclass

from onetrip.catalogue.book import Catalogue, Matter
from onetrip.catalogue.models import Finding
from onetrip.catalogue.search import search
from onetrip.rules import Text

MOST_SHOWN = 60


@dataclass(frozen=True, slots=True)
class ShownFinding:
    """A finding with the matter it is about: named by it, or the nearest that a search finds for the words today."""

    finding: Finding
    matter: Matter | None
    paper: Text | None
    nearest: tuple[Matter, ...]


def open_findings(catalogue: Catalogue) -> list[ShownFinding]:
    """What nobody has seen to yet: broken promises first, then what was asked most."""
    found = Finding.objects.filter(settled_at=None).select_related("draft").order_by("kind", "-times", "-last_at")
    return [_shown(finding, catalogue) for finding in found[:MOST_SHOWN]]


def _shown(finding: Finding, catalogue: Catalogue) -> ShownFinding:
    paper = catalogue.papers.get(finding.paper)
    nearest = tuple(hit.matter for hit in search(catalogue, finding.said, 2)) if finding.said else ()
    return ShownFinding(finding, catalogue.matter(finding.matter), paper.name if paper else None, nearest)
