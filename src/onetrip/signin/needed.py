"""Whether an account needs a second factor. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

Rules = Mapping[tuple[str, str], bool]
"""(role, centre or "*") → whether a second factor is needed."""


def is_needed(grants: Iterable[str], rules: Rules) -> bool:
    """Whether one of `grants` ("clerk@LF", "editor@*") needs a second factor.

    What is said of the very centre counts before what is said of "*"; a role of which nothing is said needs one. A grant
    for every centre needs one as soon as the role needs it anywhere.
    """
    return any(_of_grant(grant, rules) for grant in grants)


def _of_grant(grant: str, rules: Rules) -> bool:
    role, _, centre = grant.partition("@")
    if role == "device":
        return False
    everywhere = rules.get((role, "*"), True)
    if centre == "*":
        return everywhere or any(needed for (of, _), needed in rules.items() if of == role)
    return rules.get((role, centre), everywhere)
