"""`onetrip plan`: the plan for what is given on the command line, in sentences or as data; needs no database."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from datetime import datetime
from typing import TYPE_CHECKING

from onetrip.cli import house

if TYPE_CHECKING:
    from onetrip.catalogue.book import Catalogue


def make_plan(arguments: Namespace) -> int:
    """Print a plan; exit code 1 with the refusal in both languages when something given cannot be meant."""
    from onetrip.advice.computing import compute
    from onetrip.ledger.refusals import Malformed, Refused
    from onetrip.planning.schema import schema
    from onetrip.planning.telling import sentences

    if arguments.schema:
        print(json.dumps(schema(), ensure_ascii=False, indent=2))
        return 0
    catalogue = _catalogue(arguments)
    if catalogue is None:
        return 1
    try:
        computed = compute(
            catalogue,
            wanted=arguments.want,
            facts=_facts(arguments.fact),
            skipped=arguments.skip,
            declined=arguments.decline,
            by_proxy=True if arguments.by_proxy else None,
            day=arguments.day or datetime.now().astimezone().date(),
        )
    except Refused as refused:
        field = f" ({refused.field})" if isinstance(refused, Malformed) and refused.field else ""
        print(f"{refused.text.zh}\n{refused.text.en}{field}", file=sys.stderr)
        return 1
    if arguments.json:
        print(json.dumps(computed.plan.to_json(), ensure_ascii=False, indent=2))
    else:
        print("\n".join(text.in_language(arguments.language) for text in sentences(computed.plan)))
    return 0


def _facts(given: list[str]) -> dict[str, bool | int | float | str]:
    """What stands before and behind each "="; one without it is a fact that is so."""
    found: dict[str, bool | int | float | str] = {}
    for each in given:
        name, equals, value = each.partition("=")
        found[name.strip()] = value.strip() if equals else True
    return found


def _catalogue(arguments: Namespace) -> Catalogue | None:
    from onetrip.catalogue.files import read_folder
    from onetrip.catalogue.problems import render_problems
    from onetrip.catalogue.schema import read

    texts, unreadable = read_folder(arguments.catalogue or house.catalogue_folder())
    reading = read(texts)
    if reading.catalogue is None or any(problem.is_error for problem in unreadable):
        print(render_problems([*unreadable, *reading.problems], "en"), file=sys.stderr)
        return None
    return reading.catalogue
