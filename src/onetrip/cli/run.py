"""`onetrip run`: everything a centre needs on one machine, from an empty folder to a served page."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from argparse import Namespace
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

from onetrip.cli import house
from onetrip.cli.clock import Tasks, ticking
from onetrip.web.demonstration import PASSWORD

_KEPT_EVERY = 60.0
"""Seconds between two looks for drafts whose day has come and for sayings whose meaning nobody has worked out."""

_DEVICES_EVERY = 1.0
"""Seconds between two looks for devices and papers that nobody reports any more."""

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
    with house.database(folder) as revive:
        if stopping.is_set():
            return 0
        from onetrip.cli import nodes
        from onetrip.web.serving import NotServing, PortUnusable, serve

        try:
            key = nodes.key_of_this_node(arguments, folder)
        except nodes.NotANode as why:
            print(why, file=sys.stderr)
            return 1
        url, how = os.environ["DATABASE_URL"], {"host": arguments.host, "workers": arguments.workers}
        if key is None:
            prepare = _what_is_to_prepare(folder, demonstration=demonstration, embedded=embedded)
        else:
            prepare = nodes.what_is_to_prepare(arguments, key, stopping)
        try:
            with (
                serve(url, meanwhile=prepare, **how, **ports) as serving,
                keeping_the_house(folder),
                watching_the_devices(),
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
    return 0


def keeping_the_house(folder: Path) -> AbstractContextManager[None]:
    """While the house runs, drafts come into force on their day, days that are over are closed, a line that nobody calls is
    told of, reminders of bookings go out, stays at kiosks that were torn off end, pictures go when nobody needs them, new
    sayings are learnt, and once a day what residents are like and how long they wait: at once and every minute."""
    return ticking("house", lambda stopping: _what_is_due(folder, stopping), every=_KEPT_EVERY, at_once=True)


def _what_is_due(folder: Path, stopping: threading.Event) -> Tasks:
    from django.conf import settings
    from django.utils import timezone

    from onetrip.advice import priors
    from onetrip.appointments.actions import tend
    from onetrip.catalogue import actions
    from onetrip.days import actions as days
    from onetrip.kiosk.errands import actions as errands
    from onetrip.kiosk.stay import actions as stays
    from onetrip.lobby import actions as lobby
    from onetrip.lobby.eta import memory

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

    return {
        "drafts": publish,
        "days": lambda: days.close_due(now=timezone.now(), by=_BY),
        "bookings": lambda: tend(now=timezone.now(), by=_BY),  # reminders, and who did not come
        "lines": lambda: lobby.look_at_waits(now=timezone.now(), by=_BY),
        "stays": lambda: stays.end_lapsed(now=timezone.now(), by=_BY),
        "errands": lambda: errands.tidy(now=timezone.now(), by=_BY),
        "sayings": learn_sayings,
        "residents": learn_residents,
        "waits": learn_waits,
    }


def watching_the_devices() -> AbstractContextManager[None]:
    """While the house runs, it notices within a second what nobody reports: a silent bridge, a paper nobody came for."""
    return ticking("devices", lambda _stopping: _what_nobody_reports(), every=_DEVICES_EVERY, at_once=False)


def _what_nobody_reports() -> Tasks:
    from django.utils import timezone

    from onetrip.devices import actions

    return {"devices": lambda: actions.sweep(now=timezone.now())}


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
        return None

    def prepare() -> None:
        print("正在准备数据库和页面，约十秒…… Preparing database and pages, about ten seconds …", flush=True)
        _prepare(folder, demonstration=demonstration)
        if embedded:
            house.mark_prepared(folder, state)

    return prepare


def _prepare(folder: Path, *, demonstration: bool) -> None:
    """What a first start, or the first after a change of the code, has to do."""
    house.open_house()
    with ThreadPoolExecutor(1) as beside:
        collected = beside.submit(house.collect_static)  # needs no database
        house.migrate()
        if demonstration:
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
