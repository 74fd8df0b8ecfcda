"""The two persons of a visit as a window sees them: masked, with what is on file between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from onetrip.cases.basis import AtWindow
from onetrip.cases.proxies import queries
from onetrip.cases.proxies.held import Held
from onetrip.cases.proxies.models import Authority
from onetrip.cases.proxies.wording import KINDS, PROOFS, PROOFS_OF, RELATIONS
from onetrip.catalogue import queries as catalogues
from onetrip.lobby.models import Visit
from onetrip.people.identity import read_number
from onetrip.people.models import Resident
from onetrip.rules import Text, age_on


@dataclass(frozen=True)
class Who:
    """A person as a window sees them: masked."""

    resident: Resident
    name: str
    number: str
    age: int
    sex: str


@dataclass(frozen=True)
class ShownAuthority:
    """An authority on file: what it is, for which matters ((): all), until when; `may_end`: whoever is here may end it."""

    authority: Authority
    kind: Text
    proof: Text
    matters: tuple[Text, ...]
    agent: str
    may_end: bool


@dataclass(frozen=True)
class Persons:
    """Who came and for whom. `is_asked`: somebody came and nobody has said who. `may_change`: nothing was accepted yet.
    `kind`: on what such a person acts, with the papers that prove it. `lacks_authority`: something that is wanted takes one,
    and none holds. `given`: what the person, here themselves, may revoke.
    """

    came: Who | None
    relation: Text | None
    is_asked: bool
    may_change: bool
    kind: Text | None
    is_by_letter: bool
    proofs: tuple[tuple[str, Text], ...]
    in_force: tuple[ShownAuthority, ...]
    lacks_authority: bool
    given: tuple[ShownAuthority, ...]

    @property
    def relations(self) -> list[tuple[str, Text]]:
        """What somebody who came can be to the person concerned."""
        return list(RELATIONS.items())


def who(resident: Resident, day: date) -> Who:
    """A person, masked."""
    identity = read_number(str(resident.number), day=day)
    return Who(resident, resident.masked_name, resident.masked_number, age_on(identity.birth_date, day), identity.sex)


def persons(visit: Visit, held: Held, wanted: Sequence[AtWindow], day: date, *, by_proxy: bool) -> Persons:
    """The persons of a visit that is being served, who want these matters done. What others have on file is not looked at."""
    came = visit.proxy
    given = queries.given_by(visit.resident_id, day) if visit.resident_id is not None and not by_proxy else []
    return Persons(
        came=who(came, day) if came is not None else None,
        relation=RELATIONS.get(visit.relation),
        is_asked=by_proxy and came is None,
        may_change=not visit.accepted,
        kind=KINDS[held.kind] if held.kind is not None else None,
        is_by_letter=held.kind == Authority.Kind.LETTER,
        proofs=tuple((proof, PROOFS[proof]) for proof in PROOFS_OF[held.kind]) if held.kind is not None else (),
        in_force=tuple(_shown(one, may_end=_is_new(one, visit)) for one in held.in_force),
        lacks_authority=any(held.lacking(at) is not None for at in wanted),
        given=tuple(_shown(one, may_end=True) for one in given),
    )


def _is_new(authority: Authority, visit: Visit) -> bool:
    """Whether it was entered in this visit and nothing was accepted on it, so that a mistake can be taken back."""
    return authority.visit_id == visit.pk and not visit.accepted


def _shown(authority: Authority, *, may_end: bool) -> ShownAuthority:
    catalogue = catalogues.current()
    matters = (catalogue.matter(matter) for matter in authority.matters)
    return ShownAuthority(
        authority=authority,
        kind=KINDS[authority.kind],
        proof=PROOFS[authority.proof],
        matters=tuple(matter.name for matter in matters if matter is not None),
        agent=authority.agent.masked_name,
        may_end=may_end,
    )
