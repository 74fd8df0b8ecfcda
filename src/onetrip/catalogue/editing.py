"""What the catalogue's editor has before them: the versions, and what the reading of the files complained about."""

from __future__ import annotations

from functools import lru_cache

from onetrip.catalogue.models import CatalogueVersion
from onetrip.catalogue.problems import Problem
from onetrip.catalogue.schema import read

MOST_VERSIONS = 30


def versions() -> list[CatalogueVersion]:
    """The newest versions, without their texts."""
    return list(CatalogueVersion.objects.defer("source")[:MOST_VERSIONS])


@lru_cache(maxsize=4)
def warnings(number: int) -> tuple[Problem, ...]:
    """What was warned about in a published version; a version never changes, so it is read once."""
    return read(CatalogueVersion.objects.get(number=number).source).problems
