"""`onetrip run`: everything a centre needs on one machine, from an empty folder to a served page."""

from __future__ import annotations

import os
import secrets
import signal
import subprocess
import sys
import threading
import time
from argparse import Namespace
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from onetrip.cli import house
from onetrip.cli.clock import Tasks, ticking
from onetrip.ledger import drill
from onetrip.walls.role import as_role
from onetrip.walls.scope import everywhere
from onetrip.web.demonstration import PASSWORD

_KEPT_EVERY = float(os.environ.get("ONETRIP_CLOCK_EVERY", "60"))
"""Seconds between two looks of the clock for what is due."""

_SENT_EVERY = 20.0
"""Seconds between two looks for messages that are due."""

_DEVICES_EVERY = 1.0
"""Seconds between two looks for devices and papers that nobody reports any more."""

_SWEPT_EVERY = 3600.0
"""Seconds between two looks through all that is stored for what no row knows: a long list where it lies in an object store."""

_TOLD_EVERY = 2.0
"""Seconds between two looks for changes of which departments' systems are to be told."""

_BY = "system:clock"

if TYPE_CHECKING:
    from onetrip.web.serving import Serving


def run(arguments: Namespace) -> int:
    """Start database, pages and live stream; stop them in order on Ctrl-C or SIGTERM."""
    began = time.monotonic()
    folder: Path = arguments.data
    house.prepare(folder)
    demonstration = not arguments.no_demonstration
    os.environ["ONETRIP_DEMONSTRATION"] = "1" if demonstration else ""
    stopping = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopping.set())
    embedded = not os.environ.get("DATABASE_URL")
    ports = {"port": arguments.port, "live_port": arguments.live_port}
    if arguments.host != "127.0.0.1":
        os.environ.setdefault("ONETRIP_HOSTS", "*")
    with (
        _carrier(demonstration=demonstration),
        house.database(folder) as revive,
        simulated_licences(demonstration=demonstration),
    ):
        if stopping.is_set():
            return 0
        from onetrip.cli import keys, nodes
        from onetrip.web.serving import NotServing, PortUnusable, serve

        try:
            key = nodes.key_of_this_node(arguments, folder)
        except nodes.NotANode as why:
            print(why, file=sys.stderr)
            return 1
        if reason := keys.why_not_to_open():
            print(reason, file=sys.stderr)
            return 1
        url, how = _url_of_the_pages(embedded=embedded), {"host": arguments.host, "workers": arguments.workers}
        if key is None:
            prepare = _what_is_to_prepare(folder, demonstration=demonstration, embedded=embedded)
        else:
            prepare = nodes.what_is_to_prepare(arguments, key, stopping)
        try:
            with (
                serve(url, meanwhile=prepare, **how, **ports) as serving,
                keeping_the_house(folder),
                watching_the_devices(),
                reaching_out(),
                nodes.keeping(key),
            ):
                # Said last: from here on a database that dies is started again.
                _announce(serving.address, folder, demonstration=demonstration, seconds=time.monotonic() - began)
                code = _watch(serving, revive, stopping)
        except (NotServing, PortUnusable, nodes.NotANode) as why:
            print(why, file=sys.stderr)
            return 1
    if code == 0:
        print("停好了。Stopped.", flush=True)
    return code


def _url_of_the_pages(*, embedded: bool) -> str:
    """The database as the pages reach it: as the role that owns nothing (docs/walls.md).

    With a database of the operator's own, ONETRIP_PAGES_DATABASE_URL signs in as that role; without it the pages sign in as
    DATABASE_URL says, and act as the role from their first statement on.
    """
    given = os.environ.get("ONETRIP_PAGES_DATABASE_URL")
    if given:
        return given
    return as_role(os.environ["DATABASE_URL"]) if embedded else os.environ["DATABASE_URL"]


@contextmanager
def _carrier(*, demonstration: bool) -> Iterator[None]:
    """In a demonstration, a carrier on this machine takes what is posted, unless a real one is named."""
    if not demonstration or os.environ.get("ONETRIP_CARRIER") is not None:
        yield
        return
    from onetrip.cases.delivering.carriers.contrib.simulated_post.server import open_office

    secret = secrets.token_hex(32)
    with open_office(secret, is_paced=True) as office:
        os.environ["ONETRIP_CARRIER"], os.environ["ONETRIP_CARRIER_SECRET"] = "simulated_post", secret
        os.environ["ONETRIP_CARRIER_ADDRESS"] = office.address
        yield


def _watch(serving: Serving, revive: Callable[[], bool], stopping: threading.Event) -> int:
    """Look after the servers until somebody wants to stop (0) or one has stopped by itself (1)."""
    while not stopping.wait(1.0):
        if revive():
            print("数据库停过，已经重新启动。The database had stopped and was started again.", flush=True)
        for name, process in (("pages", serving.pages), ("live stream", serving.live)):
            if process.poll() is not None:
                print(f"The {name} process stopped by itself (code {process.returncode}).", file=sys.stderr)
                return 1
    print("\n正在停下…… Stopping …", flush=True)
    from onetrip.web.serving import ask_to_stop

    ask_to_stop((serving.live, serving.pages))  # before the clock is waited for: nothing new is begun meanwhile
    return 0


@contextmanager
def simulated_licences(*, demonstration: bool) -> Iterator[None]:
    """In a demonstration that was given no store of licences: a simulated one beside the house, for all its processes."""
    if not demonstration or os.environ.get("ONETRIP_LICENCE_STORE") or os.environ.get("ONETRIP_LICENCES"):
        yield
        return
    from onetrip.licences.contrib.simulated.server import SimulatedStore

    store = SimulatedStore(secrets.token_urlsafe(16)).start()
    told = {
        "ONETRIP_LICENCES": "simulated",
        "ONETRIP_LICENCE_STORE": store.address,
        "ONETRIP_LICENCE_KEY": store.key,
    }
    os.environ.update(told)
    try:
        yield
    finally:
        for name in told:
            del os.environ[name]
        store.stop()


def keeping_the_house(folder: Path) -> AbstractContextManager[None]:
    """While the house runs, drafts come into force on their day, what they change is due in practice, cases are warned of before and after their limit, days that are over are closed, a line that nobody calls is
    told of, reminders of bookings go out, plans of training are made and trials followed up, stays at kiosks that were torn off end, what is over of sign-ins goes, pictures and calls of departments go when nobody needs them, licences that the store gave no answer on are looked up again, new
    events are sealed, old logs go, new sayings are learnt, once a day what residents are like and how long they wait, and the simulated day is compiled: at once and every minute."""
    return ticking("house", lambda stopping: _what_is_due(folder, stopping), every=_KEPT_EVERY, at_once=True)


def _what_is_due(folder: Path, stopping: threading.Event) -> Tasks:
    from django.conf import settings
    from django.utils import timezone

    from onetrip.advice import priors
    from onetrip.appointments.actions import tend
    from onetrip.cases import actions as cases
    from onetrip.cases.delivering import actions as delivering
    from onetrip.catalogue import actions
    from onetrip.days import actions as days
    from onetrip.departments import actions as departments
    from onetrip.kiosk.errands import actions as errands
    from onetrip.kiosk.stay import actions as stays
    from onetrip.knowledge import actions as knowledge
    from onetrip.licences import actions as licences
    from onetrip.lobby import actions as lobby
    from onetrip.lobby.eta import memory
    from onetrip.operation import actions as operation
    from onetrip.retention import actions as retention
    from onetrip.signin import actions as signin
    from onetrip.training import actions as training
    from onetrip.training.practice import actions as practice

    learnt = 0

    def publish() -> None:
        if settings.NODE != "centre":  # there the catalogue comes from the city
            actions.publish_due(now=timezone.now(), zone=timezone.get_default_timezone(), by=_BY)

    def learn_sayings() -> None:
        nonlocal learnt
        if settings.SEARCH_BY_MEANING:
            learnt = _learn(folder, learnt, stopping)

    def learn_residents() -> None:
        if settings.LEARN_RESIDENTS and priors.are_stale(timezone.now()):
            _give_way(folder, ("questions", "learn"), stopping)

    def learn_waits() -> None:
        if settings.LEARN_WAITS and memory.stale_centres(timezone.now()):
            _give_way(folder, ("eta", "learn"), stopping)

    def look_licences_up() -> None:
        licences.tend(now=timezone.now(), by=_BY)
        cases.take_up_lookups(now=timezone.now(), by=_BY)

    return {
        "drafts": publish,
        "practice": lambda: practice.follow(now=timezone.now(), by=_BY),  # what a change of rules makes due
        "practised cases": lambda: practice.follow_cases(now=timezone.now(), by=_BY),  # answers that read otherwise now
        "limits": lambda: cases.warn_of_limits(now=timezone.now(), by=_BY),
        "unanswered": lambda: cases.accept_what_nobody_answered(now=timezone.now(), by=_BY),
        "on the spot": lambda: delivering.close_on_the_spot(now=timezone.now(), by=_BY),
        "pick-ups": lambda: delivering.place_orders(now=timezone.now(), by=_BY),
        "parcels": lambda: delivering.follow(now=timezone.now(), by=_BY),
        "estimates": lambda: cases.count_uncertain_anew(now=timezone.now(), by=_BY),
        "licences": look_licences_up,
        "days": lambda: days.close_due(now=timezone.now(), by=_BY),
        "unclaimed": lambda: cases.remind_of_unclaimed(now=timezone.now(), by=_BY),
        "training": lambda: training.tend(now=timezone.now(), by=_BY),  # plans of the week, follow-ups of trials
        "bookings": lambda: tend(now=timezone.now(), by=_BY),  # reminders, and who did not come
        "lines": lambda: lobby.look_at_waits(now=timezone.now(), by=_BY),
        "difficult-cases": lambda: knowledge.remind(now=timezone.now(), by=_BY),  # questions that nobody has taken
        "sign-ins": lambda: signin.tidy(now=timezone.now()),  # half ones, old ones, counts of no use any more
        "stays": lambda: stays.end_lapsed(now=timezone.now(), by=_BY),
        "departments": lambda: departments.tidy(now=timezone.now()),
        "errands": lambda: errands.tidy(now=timezone.now(), by=_BY),
        "retention": lambda: retention.tend(now=timezone.now(), by=_BY),
        "orphans": _at_most_every(_SWEPT_EVERY, _sweep_orphans),
        "seals": lambda: operation.seal(now=timezone.now()),
        "logs": lambda: operation.tidy_logs(now=timezone.now()),
        "sayings": learn_sayings,
        "residents": learn_residents,
        "waits": learn_waits,
        "rehearsal": _readying_the_rehearsal(folder, stopping),
    }


@contextmanager
def reaching_out() -> Iterator[None]:
    """While the house runs, residents and departments are told what concerns them; a drill has nobody outside."""
    if drill.is_on():
        yield
        return
    with sending_messages(), telling_departments():
        yield


def sending_messages() -> AbstractContextManager[None]:
    """While the house runs, what residents are to be told goes out; in a thread of its own, because gateways may be slow."""
    return ticking("messages", lambda _stopping: _what_is_to_be_told(), every=_SENT_EVERY, at_once=True)


def _what_is_to_be_told() -> Tasks:
    from django.utils import timezone

    from onetrip.notices import actions

    return {
        "messages": lambda: actions.send_due(moment=timezone.now, by=_BY),
        "receipts": lambda: actions.stop_waiting(now=timezone.now(), by=_BY),
    }


def watching_the_devices() -> AbstractContextManager[None]:
    """While the house runs, it notices within a second what nobody reports: a silent bridge, a paper nobody came for."""
    return ticking("devices", lambda _stopping: _what_nobody_reports(), every=_DEVICES_EVERY, at_once=False)


def _what_nobody_reports() -> Tasks:
    from django.utils import timezone

    from onetrip.devices import actions

    return {"devices": lambda: actions.sweep(now=timezone.now())}


def telling_departments() -> AbstractContextManager[None]:
    """While the house runs, the systems of departments are told of changes within seconds; whoever is slow to answer keeps
    nobody else waiting, for this is a clock of its own."""
    return ticking("departments", lambda _stopping: _what_departments_wait_for(), every=_TOLD_EVERY, at_once=True)


def _what_departments_wait_for() -> Tasks:
    from django.conf import settings
    from django.utils import timezone

    from onetrip.departments import actions

    if settings.NODE == "centre":  # the systems of departments call the city
        return {}
    return {"webhooks": lambda: actions.send_due(now=timezone.now(), by=_BY)}


def _sweep_orphans() -> None:
    """Stored files that no row knows go, of all rooms that store any."""
    from django.utils import timezone

    from onetrip.cases.photographs import actions as photographs
    from onetrip.departments import actions as departments
    from onetrip.kiosk.errands import actions as errands
    from onetrip.training.courses import actions as courses

    for sweep in (errands.sweep, photographs.sweep, departments.sweep, courses.sweep):
        sweep(now=timezone.now())


def _readying_the_rehearsal(folder: Path, stopping: threading.Event) -> Callable[[], None]:
    """Has the simulated day compiled once, before anybody asks for one."""
    is_ready = False

    def ready() -> None:
        nonlocal is_ready
        from django.conf import settings

        if settings.READY_REHEARSAL and not is_ready:
            is_ready = _give_way(folder, ("rehearse", "ready"), stopping)

    return ready


def _at_most_every(seconds: float, task: Callable[[], object]) -> Callable[[], None]:
    """The task, for a clock that turns more often: done at the first turn, and again once so long has passed since it last
    went well. One that failed is tried again at the next turn."""
    done: float | None = None

    def due() -> None:
        nonlocal done
        if done is None or time.monotonic() - done >= seconds:
            task()
            done = time.monotonic()

    return due


def _learn(folder: Path, learnt: int, stopping: threading.Event) -> int:
    """Have the version in force learnt if it is another one than `learnt`, by a process that gives way; its number."""
    from onetrip.catalogue.queries import newest_number

    number = newest_number()
    if number in (0, learnt):
        return learnt
    return number if _give_way(folder, ("catalogue", "learn"), stopping) else learnt


def _give_way(folder: Path, words: tuple[str, ...], stopping: threading.Event) -> bool:
    """Run one of our own commands as a process that gives way, and ends when the house does; whether all went well."""
    command = [sys.executable, "-m", "onetrip", "--data", str(folder), *words]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:  # noqa: S603 -- our own words
        while process.poll() is None:
            if stopping.wait(0.5):
                process.terminate()
    return process.returncode == 0


def _what_is_to_prepare(folder: Path, *, demonstration: bool, embedded: bool) -> Callable[[], None] | None:
    """Prepares what the state of the code asks for, and remembers it; None when that has been done before."""
    state = house.state_of_the_code(demonstration=demonstration)
    if embedded and house.is_prepared(folder, state):
        return (lambda: _furnish_for_a_drill(folder)) if drill.is_on() else None

    def prepare() -> None:
        print("正在准备数据库和页面，约十秒…… Preparing database and pages, about ten seconds …", flush=True)
        _prepare(folder, demonstration=demonstration)
        if drill.is_on():
            _furnish_for_a_drill(folder)
        if embedded:
            house.mark_prepared(folder, state)

    return prepare


def _furnish_for_a_drill(folder: Path) -> None:
    """A drill's house is furnished anew at every start, after the real one."""
    house.open_house()
    from django.utils import timezone

    from onetrip.rehearsal.drilling.furnishing import furnish

    with everywhere("a drill's house is furnished"):
        furnish(folder, now=timezone.now())


def _prepare(folder: Path, *, demonstration: bool) -> None:
    """What a first start, or the first after a change of the code, has to do."""
    house.open_house()
    with ThreadPoolExecutor(1) as beside:
        collected = beside.submit(house.collect_static)  # needs no database
        house.migrate()
        if demonstration:
            with everywhere("the demonstration is loaded"):
                _load_demonstration(folder)
        collected.result()


def _load_demonstration(folder: Path) -> None:
    from django.utils import timezone

    from onetrip.web.demonstration import centre

    secrets = centre.load(catalogue_folder=house.catalogue_folder(), now=timezone.now())
    if secrets:
        pairing = folder / "devices.txt"
        pairing.write_text(
            "".join(f"{name} /device/pair/{secret}\n" for name, secret in secrets.items()), encoding="ascii"
        )
        pairing.chmod(0o600)
    bridges = centre.load_bridges(now=timezone.now())
    if bridges:
        keys = folder / "bridges.txt"
        keys.write_text("".join(f"{name} {key} {port}\n" for name, (key, port) in bridges.items()), encoding="ascii")
        keys.chmod(0o600)


def _announce(address: str, folder: Path, *, demonstration: bool, seconds: float) -> None:
    lines = ["", f"  一趟 Onetrip  {address}", ""]
    if drill.is_on():
        lines += ["  演练 DRILL：这里的号、回执和单子都不作数。No number, receipt or paper from here counts.", ""]
    if demonstration:
        lines += [
            "  演示数据：临汾路街道中心，人员均为虚构。Demonstration data: the staff are invented.",
            f"  工作人员登录 Staff sign in: {address}/staff/",
            "    guide 前台 front desk · clerk1 … clerk16 窗口 windows · supervisor 值班长 · director 主任 · editor, editor2 编辑",
            f"    密码 password: {PASSWORD}",
        ]
        pairing = folder / "devices.txt"
        if pairing.exists():
            lines.append(f"  大屏、取号机的配对地址 pairing addresses of display and ticket machine: {pairing}")
        if (folder / "bridges.txt").exists():
            lines.append(f"  假设备 simulated devices: onetrip-bridge simulate --house {address} --data {folder}")
    lines += [f"  {seconds:.1f} s。Ctrl-C 停止 to stop.", ""]
    print("\n".join(lines), flush=True)
