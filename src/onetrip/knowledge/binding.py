"""What a matter was when an answer was given: a fingerprint of its file and of the papers it asks for.

An answer is bound to it. Where the matter reads otherwise today, the answer may have become wrong, and says so until
somebody has looked at it again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import yaml

from onetrip.catalogue import queries as catalogues
from onetrip.catalogue.book import Catalogue, Matter
from onetrip.catalogue.files import LOADER
from onetrip.planning import OneOf


def bound_to(matter: str, number: int) -> str:
    """The fingerprint of `matter` in version `number` of the catalogue; "" for no matter, "gone" where it has none."""
    return _all(catalogues.version(number)).get(matter, "gone") if matter else ""


@lru_cache(maxsize=4)
def _all(catalogue: Catalogue) -> Mapping[str, str]:
    """The fingerprint of every matter of a version; a version never changes, so it is read once."""
    texts = catalogues.texts(catalogue.number)
    papers: dict[str, Any] = {}
    for name, text in texts.items():
        if name == "papers.yaml" or name.startswith("papers/"):
            papers |= yaml.load(text, LOADER) or {}  # noqa: S506 -- a safe loader, of our own published text
    return {one.id: _of(one, texts, papers) for one in catalogue.matters.values()}


def _of(one: Matter, texts: Mapping[str, str], papers: Mapping[str, Any]) -> str:
    asks = (option for ask in one.terms.papers for option in (ask.options if isinstance(ask, OneOf) else (ask,)))
    parts = [texts.get(one.file, ""), *(repr(papers.get(paper)) for paper in sorted({ask.paper for ask in asks}))]
    return hashlib.blake2b("\n".join(parts).encode(), digest_size=16).hexdigest()
