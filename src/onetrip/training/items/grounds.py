"""What a question may rest on: what the catalogue vouches for, or, said so in the question, the rule in force where the
catalogue is not sure.

A clerk has to know the rule by which the counter works today, even where a source is still open. Such a question is marked, and
none is made where the catalogue itself would let two answers stand (`disputed`).
"""

from __future__ import annotations

from enum import Enum, auto

from onetrip.catalogue.book import Matter
from onetrip.training.items.decisions import Field

_GOOD_ENOUGH = ("high", "medium")


class Ground(Enum):
    """How firm the ground of a question is."""

    SURE = auto()  # a good source vouches for it, and nothing about it is open
    TO_VERIFY = auto()  # a rule is in force, but its source is weak or something about it is open
    NONE = auto()  # nobody knows: nothing is asked


def is_sure(matter: Matter, *fields: str) -> bool:
    """Whether a source of at least medium confidence vouches for each of the fields, and nothing about any of them is open,
    be it shown to residents or to the editor alone."""
    open_fields = {point.of for point in matter.open}
    return all(matter.confidence(field) in _GOOD_ENOUGH and field not in open_fields for field in fields)


def ground_of(matter: Matter, field: str) -> Ground:
    """How firm a field is: without any source no question is made of it."""
    if is_sure(matter, field):
        return Ground.SURE
    return Ground.NONE if matter.confidence(field) is None else Ground.TO_VERIFY


def entitled_ground(matter: Matter) -> Ground:
    """How firm it is who may have it."""
    return ground_of(matter, Field.ENTITLED) if matter.terms.entitled_known else Ground.NONE


def entitled_is_sure(matter: Matter) -> bool:
    """Whether it is known who may have it."""
    return entitled_ground(matter) is Ground.SURE


def papers_are_whole(matter: Matter) -> bool:
    """Whether the list of papers is promised to be whole in every case: only then is anybody asked for all of them."""
    terms = matter.terms
    return terms.papers_known and terms.papers_complete and all(case.papers_complete for case in terms.situations)


def papers_are_sure(matter: Matter) -> bool:
    """Whether the papers it takes are known, all of them and in every case.

    An open point that does not mark the list as incomplete leaves it whole: that is what the catalogue means by it, and what
    a resident is promised by. Which papers such a point speaks of is looked at for each question (`papers`).
    """
    return papers_are_whole(matter) and matter.confidence(Field.PAPERS) in _GOOD_ENOUGH


def papers_are_listed(matter: Matter) -> bool:
    """Whether a source names papers at all, in whatever case: what is listed is asked for, even where more may be."""
    vouched = matter.confidence(Field.PAPERS) or matter.confidence(Field.SITUATIONS)
    return matter.terms.papers_known and vouched is not None


def proxy_ground(matter: Matter) -> Ground:
    """How firm it is who may come for the resident."""
    return ground_of(matter, Field.PROXY) if matter.terms.proxy is not None else Ground.NONE


def proxy_is_sure(matter: Matter) -> bool:
    """Whether it is known who may come for the resident, and with which papers."""
    return proxy_ground(matter) is Ground.SURE
