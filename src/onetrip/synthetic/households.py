"""Who lives with whom.

Everybody has been drawn alone, with how they live: alone, in a household of elders only, in a family, among others
(dormitories, homes), or away. So the published shares of ages, sex, registration and ways of living are kept exactly, and
what follows only looks for the company. It is a model, and a simple one:

1. Men and women of the elders' households are paired by age. Who is left over, more of one sex, is paired oldest with
   youngest: a mother and her daughter.
2. The people in families who live as couples are paired by age among those who marry in the same circle.
3. As many family households are opened as make the mean size right: one for each couple below 60, the rest for unmarried
   adults, each of whom gets company first: parents above 60, or another adult.
4. Children go to couples (a few to single adults) of whom the younger is 20 to 40 years older, elders to households whose
   head is 20 to 42 years younger, young unmarried adults to parents, all others to people of about their age.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from onetrip.synthetic.columns import Numbers, Places, Truths

ADULT, ELDER = 18, 60
_PARENT = (20, 40)
"""How much older than a child, in years, the younger of the parents is."""
_GAP = (20, 42)
"""The same for the generations above."""
_SPREAD = 6.0
"""How far, in years, the ages of a couple may stray from those of the pairing by age."""
_WITH_PARENTS = 0.8
_SINGLE_PARENTS = 0.1
_ALIKE = 8


@dataclass(frozen=True, slots=True)
class People:
    """What decides who lives with whom. `age` has the fraction of the year; `home` says who belongs to which procedure."""

    age: Numbers
    male: Truths
    registered: Truths
    elders: Truths
    family: Truths
    alone: Truths
    couple: Truths
    local_circle: Truths


@dataclass(frozen=True, slots=True)
class Households:
    """Who lives with whom, in an order in which the members of a household follow one another, the head first.

    `order` says where each resident stood before. `partner` and `child` (the youngest below 18) hold the place of another
    resident, or the own place where there is none.
    """

    order: Places
    home: Places
    head: Places
    members: Places
    partner: Places
    child: Places


@dataclass(slots=True)
class _Forming:
    """Households while they are being formed; at first everybody lives alone."""

    people: People
    uniforms: Callable[[str], Numbers]
    home: Places
    partner: Places
    child: Places

    def pair(self, men: Places, women: Places) -> None:
        """They live together as couples."""
        self.home[women] = self.home[men]
        self.partner[men], self.partner[women] = women, men

    def join(self, guests: Places, hosts: Places) -> None:
        """The guests, each with a partner they may have, move to where the hosts live."""
        self.home[self.partner[guests]] = self.home[hosts]
        self.home[guests] = self.home[hosts]


def form(people: People, mean: float, uniforms: Callable[[str], Numbers]) -> Households:
    """Put the people into households of `mean` members, those of the elders and the people alone included.

    `uniforms` gives numbers from 0 to 1 by a name, as many as there are people.
    """
    alone = np.arange(len(people.age))
    forming = _Forming(people, uniforms, alone.copy(), alone.copy(), alone.copy())
    elder_homes = _elders(forming)
    private = people.alone | people.elders | people.family
    homes = round(private.sum() / mean) - int(people.alone.sum()) - elder_homes
    _families(forming, max(homes, 0))
    return _ordered(forming)


def _elders(forming: _Forming) -> int:
    """The households of elders only; how many there are."""
    people = forming.people
    men, women = (np.flatnonzero(people.elders & sex) for sex in (people.male, ~people.male))
    men, women, left = _matched(forming, men, women, "elders")
    forming.pair(men, women)
    left = left[np.argsort(people.age[left], kind="stable")]
    half = len(left) // 2
    forming.join(left[:half], left[len(left) - half :])
    if len(left) % 2 and len(men):
        forming.join(left[half : half + 1], men[:1])
        return len(men) + half
    return len(men) + half + len(left) % 2


def _matched(forming: _Forming, men: Places, women: Places, what: str) -> tuple[Places, Places, Places]:
    """As many men as women, the youngest with the youngest, give or take some years; and who is left over."""
    chance = forming.uniforms(f"households: {what} left over")
    spread = forming.uniforms(f"households: {what} by age") * _SPREAD
    number = min(len(men), len(women))
    kept, left = [], []
    for group in (men, women):
        mixed = group[np.argsort(chance[group], kind="stable")]
        left.append(mixed[number:])
        mixed = mixed[:number]
        kept.append(mixed[np.argsort(forming.people.age[mixed] + spread[mixed], kind="stable")])
    return kept[0], kept[1], np.concatenate(left)


def _families(forming: _Forming, homes: int) -> None:
    """The households in which the generations mix."""
    people, age = forming.people, forming.people.age
    _couples(forming)
    family = people.family
    paired = forming.partner != np.arange(len(age))
    # A couple stands for itself by its man; two elders are no household of their own here.
    old_couple = family & paired & (age >= ELDER) & (age[forming.partner] >= ELDER)
    young_couple = family & paired & ~old_couple
    hosts = np.flatnonzero(young_couple & people.male)
    single = family & ~paired
    adults = _shuffled(forming, np.flatnonzero(single & (age >= ADULT) & (age < ELDER)), "single adults")
    elders = np.flatnonzero(single & (age >= ELDER) | old_couple & people.male)
    opened = min(max(homes - len(hosts), 0), len(adults))
    heads, adults, elders = _with_company(forming, adults[:opened], adults[opened:], elders)
    _children(forming, hosts, heads, np.flatnonzero(family & (age < ADULT)))
    hosts = np.concatenate([hosts, heads])
    _attach(forming, elders, hosts, (-_GAP[1], -_GAP[0]), "elders")
    young = age[adults] < 35
    _attach(forming, adults[young], hosts, _GAP, "young adults")
    _attach(forming, adults[~young], hosts, (-_ALIKE, _ALIKE), "relatives")


def _couples(forming: _Forming) -> None:
    """The couples in families, each of one circle."""
    people = forming.people
    for circle, in_circle in (("local", people.local_circle), ("other", ~people.local_circle)):
        willing = people.family & people.couple & in_circle
        men = np.flatnonzero(willing & people.male & (people.age >= 22))
        women = np.flatnonzero(willing & ~people.male & (people.age >= 20))
        men, women, _ = _matched(forming, men, women, f"{circle} couples")
        forming.pair(men, women)


def _with_company(forming: _Forming, heads: Places, adults: Places, elders: Places) -> tuple[Places, Places, Places]:
    """Unmarried heads, each with the company without which it would be no family; and the adults and elders who are left.

    Heads for whom there is nobody join the adults.
    """
    age = forming.people.age
    elders = _shuffled(forming, elders, "parents")
    parents = min(len(elders), round(_WITH_PARENTS * len(heads)))
    others = min(len(heads) - parents, len(adults))
    with_parents = heads[:parents]
    by_age = with_parents[np.argsort(age[with_parents], kind="stable")]
    mothers = elders[:parents]
    forming.join(mothers[np.argsort(age[mothers], kind="stable")], by_age)
    forming.join(adults[:others], heads[parents : parents + others])
    without = heads[parents + others :]
    return heads[: parents + others], np.concatenate([adults[others:], without]), elders[parents:]


def _children(forming: _Forming, hosts: Places, heads: Places, children: Places) -> None:
    """Children below 18 find parents: registered ones where one of the parents is registered, others elsewhere."""
    people, age = forming.people, forming.people.age
    few = forming.uniforms("households: single parents")[heads] < _SINGLE_PARENTS
    parents = np.concatenate([hosts, heads[few]])
    partner = forming.partner[parents]
    younger = np.minimum(age[parents], age[partner])
    local = people.registered[parents] | people.registered[partner]
    for registered in (True, False):
        mine = children[people.registered[children] == registered]
        pool = parents[local == registered], younger[local == registered]
        if not len(pool[0]):
            pool = parents, younger
        if not len(mine) or not len(pool[0]):
            continue
        found = _suitable(forming, mine, *pool, _PARENT, f"children {registered}")
        forming.home[mine] = forming.home[found]
        # The youngest is set last and stays.
        oldest_first = np.argsort(-age[mine], kind="stable")
        for parent in (found, forming.partner[found]):
            forming.child[parent[oldest_first]] = mine[oldest_first]


def _attach(forming: _Forming, guests: Places, hosts: Places, older: tuple[float, float], what: str) -> None:
    """The guests join households whose head is so many years older, of those each alike."""
    if len(guests) and len(hosts):
        forming.join(guests, _suitable(forming, guests, hosts, forming.people.age[hosts], older, what))


def _suitable(
    forming: _Forming, guests: Places, hosts: Places, ages: Numbers, older: tuple[float, float], what: str
) -> Places:
    """For each guest a host who is so many years older, of those each alike; the nearest where there is none."""
    by_age = np.argsort(ages, kind="stable")
    hosts, ages = hosts[by_age], ages[by_age]
    mine = forming.people.age[guests]
    low, high = (np.searchsorted(ages, mine + years) for years in older)
    chance = forming.uniforms(f"households: {what} join")[guests]
    found: Places = hosts[np.minimum(low + np.floor(chance * (high - low)).astype(np.int64), len(hosts) - 1)]
    return found


def _shuffled(forming: _Forming, group: Places, what: str) -> Places:
    found: Places = group[np.argsort(forming.uniforms(f"households: {what} mixed")[group], kind="stable")]
    return found


def _ordered(forming: _Forming) -> Households:
    """Households in an order by chance; in each the head first: of working age where there is one, and the eldest of them."""
    age, number = forming.people.age, len(forming.people.age)
    working = (age >= ADULT) & (age < ELDER)
    chance = forming.uniforms("households: order")[forming.home]
    order = np.lexsort((-age, ~working, forming.home, chance))
    home = forming.home[order]
    first = np.ones(number, dtype=bool)
    first[1:] = home[1:] != home[:-1]
    numbered = np.cumsum(first) - 1
    begins = np.flatnonzero(first)
    place = np.empty(number, dtype=np.int64)
    place[order] = np.arange(number)
    return Households(
        order=order,
        home=numbered,
        head=begins[numbered],
        members=np.bincount(numbered)[numbered],
        partner=place[forming.partner[order]],
        child=place[forming.child[order]],
    )
