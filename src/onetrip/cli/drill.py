"""`onetrip drill`: a scenario acted out in a copy of the centre, its role cards, and what there is to drill."""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
import uuid
from argparse import Namespace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from onetrip.cli.operate import _now, _say, with_database
from onetrip.walls.scope import everywhere
from onetrip.web.serving import free_port

if TYPE_CHECKING:
    from onetrip.rehearsal.drilling.drill import Where
    from onetrip.rehearsal.drilling.scenario import Scenario

FASTEST = 60.0
_EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104 -- compared, not bound


def windows(text: str) -> frozenset[int]:
    """Numbers of windows: 3-6, or 2,5. Raises ValueError for anything else."""
    found: set[int] = set()
    for part in text.split(","):
        read = re.fullmatch(r"([0-9]{1,2})(?:-([0-9]{1,2}))?", part)
        first, last = (int(read[1]), int(read[2] or read[1])) if read else (1, 0)
        if last < first:
            raise ValueError(text)
        found |= set(range(first, last + 1))
    return frozenset(found)


def handle(arguments: Namespace) -> int:
    """`onetrip drill list`, `onetrip drill cards SCENARIO -o FILE`, and `onetrip drill SCENARIO`."""
    if arguments.what == "list":
        return show()
    if arguments.what == "cards":
        return write_cards(arguments)
    return run(arguments)


def run(arguments: Namespace) -> int:
    """Drill a scenario and keep its report; 1 when a link did not hold or it cannot be read."""
    scenario = _scenario(arguments.what, arguments.residents)
    if scenario is None:
        return 1
    if arguments.host in _EVERYWHERE:
        _say(
            "演练的码和链接要指向这台机器：--host 请写它自己的地址，如 192.168.1.20。",
            "Codes and links of a drill lead to this machine: please give --host its own address, such as 192.168.1.20.",
            file=sys.stderr,
        )
        return 1
    try:
        return with_database(lambda given: _drill(given, scenario))(arguments)
    except KeyboardInterrupt:
        _say("停了，没有报告。", "Stopped; there is no report.", file=sys.stderr)
        return 130


def _scenario(name: str, residents: int | None = None) -> Scenario | None:
    from onetrip.rehearsal.drilling.reading import ScenarioUnreadable, find
    from onetrip.rehearsal.drilling.residents import scaled

    try:
        found = find(name)
        return scaled(found, residents) if residents else found
    except ScenarioUnreadable as why:
        print(why, file=sys.stderr)
    except ValueError:
        print(
            "人太少：场景里的每一群至少要有一位。Too few people: every group of the scenario needs one.",
            file=sys.stderr,
        )
    return None


def _drill(arguments: Namespace, scenario: Scenario) -> int:
    from django.conf import settings

    from onetrip.catalogue import queries as catalogue
    from onetrip.centres.models import Centre
    from onetrip.rehearsal.drilling import actions, drill
    from onetrip.rehearsal.drilling.copying import BY, configuration_of
    from onetrip.rehearsal.drilling.playing.hall import Company
    from onetrip.rehearsal.drilling.reading import ScenarioUnreadable, strange_matters
    from onetrip.rehearsal.drilling.report import report_of
    from onetrip.rehearsal.drilling.simulating import simulated

    code = arguments.centre or settings.DEFAULT_CENTRE
    configuration = configuration_of(code)
    if strange := strange_matters(scenario, catalogue.current().matters):
        print(ScenarioUnreadable(scenario.id, strange), file=sys.stderr)
        return 1
    where = _where(arguments)
    print(f"准备演练的系统：{where.folder} … Preparing the drill's house …", flush=True)
    drilled = drill.run(
        scenario,
        configuration,
        where,
        opens=drill.opening_after(Centre.objects.get(pk=code), _now()),
        speed=arguments.speed,
        seed=arguments.seed,
        company=Company(arguments.staff_windows, arguments.with_people),
        says=lambda words: print(f"  {words}", flush=True),
        ready=lambda address: _announce(address, where.folder, arguments.staff_windows),
    )
    report = report_of(scenario, drilled.record, drilled.books, simulated(scenario))
    with everywhere("an operator keeps the report of a drill"):
        kept = actions.keep(
            centre=code,
            drilled=drilled,
            report=report,
            staffed=sorted(arguments.staff_windows),
            now=_now(),
            by=BY,
            key=uuid.uuid4(),
        )
    if not arguments.keep:
        shutil.rmtree(where.folder if arguments.folder else where.folder.parent, ignore_errors=True)
    result = ("每一环都做到了", "Every link held") if report.is_clean else ("有环节没做到", "A link did not hold")
    _say(f"{result[0]}。报告：/rehearsal/drills/{kept.pk}", f"{result[1]}. Report: /rehearsal/drills/{kept.pk}")
    return 0 if report.is_clean else 1


def _where(arguments: Namespace) -> Where:
    from onetrip.rehearsal.drilling.drill import Where

    folder = arguments.folder or Path(tempfile.mkdtemp(prefix="onetrip-drill-")) / "house"
    return Where(folder, arguments.host, arguments.port or free_port(), arguments.live_port or free_port())


def _announce(address: str, folder: Path, staffed: frozenset[int]) -> None:
    from onetrip.rehearsal.drilling.furnishing import PEOPLE, People

    people = People.load(folder / PEOPLE)
    print(f"\n  演练 DRILL  {address}\n  密码 password: {people.password}")
    for number in sorted(staffed):
        print(f"  {number} 号窗口由同事来演 window {number} is played by a colleague: {address}/staff/ drill-w{number}")
    print(
        "  大屏 display: " + " ".join(f"{address}{path}" for name, path in people.devices.items() if "display" in name)
    )
    print(flush=True)


def show() -> int:
    """Print the scenarios there are; needs no database."""
    from onetrip.rehearsal.drilling.reading import shipped

    for one in shipped():
        print(f"{one.id:20} {one.people:4} 人 people  {one.minutes:3.0f} min  {one.name.zh}  {one.name.en}")
    return 0


def write_cards(arguments: Namespace) -> int:
    """Write the role cards of a scenario as a PDF; needs no database."""
    from onetrip.rehearsal.drilling.cards import cards_print

    if not arguments.scenario or not arguments.output:
        _say(
            "请写全：onetrip drill cards 场景 -o 文件.pdf",
            "Please write: onetrip drill cards SCENARIO -o FILE.pdf",
            file=sys.stderr,
        )
        return 2
    scenario = _scenario(arguments.scenario)
    if scenario is None:
        return 1
    today = datetime.now().astimezone().date()
    made = cards_print(scenario, arguments.language, made=today, staffed=tuple(sorted(arguments.staff_windows)))
    arguments.output.write_bytes(made.pdf())
    _say(f"写好了：{arguments.output}", f"Written: {arguments.output}")
    return 0
