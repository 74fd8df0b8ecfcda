"""`onetrip run`: everything a centre needs on one machine, from an empty folder to a served page."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from argparse import Namespace
from pathlib import Path

from onetrip.cli import house
from onetrip.web.demonstration import PASSWORD


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
    state = house.state_of_the_code(demonstration=demonstration)
    embedded = not os.environ.get("DATABASE_URL")
    prepared = embedded and house.is_prepared(folder, state)
    with house.database(folder) as revive:
        if not prepared:
            _prepare(folder, demonstration=demonstration)
            if embedded:
                house.mark_prepared(folder, state)
        if stopping.is_set():
            return 0
        from onetrip.web.serving import serve

        ports = {"port": arguments.port, "live_port": arguments.live_port}
        if arguments.host != "127.0.0.1":
            os.environ.setdefault("ONETRIP_HOSTS", "*")
        with serve(os.environ["DATABASE_URL"], host=arguments.host, workers=arguments.workers, **ports) as serving:
            _announce(serving.address, folder, demonstration=demonstration, seconds=time.monotonic() - began)
            while not stopping.wait(1.0):
                if revive():
                    print("数据库停过，已经重新启动。The database had stopped and was started again.", flush=True)
                for name, process in (("pages", serving.pages), ("live stream", serving.live)):
                    if process.poll() is not None:
                        print(f"The {name} process stopped by itself (code {process.returncode}).", file=sys.stderr)
                        return 1
            print("\n正在停下…… Stopping …", flush=True)
    print("停好了。Stopped.", flush=True)
    return 0


def _prepare(folder: Path, *, demonstration: bool) -> None:
    """What a first start, or the first after a change of the code, has to do."""
    house.open_house()
    from django.utils import timezone

    house.migrate()
    house.collect_static()
    if not demonstration:
        return
    from onetrip.web.demonstration import centre

    secrets = centre.load(catalogue_folder=house.catalogue_folder(), now=timezone.now())
    if secrets:
        pairing = folder / "devices.txt"
        pairing.write_text(
            "".join(f"{name} /device/pair/{secret}\n" for name, secret in secrets.items()), encoding="ascii"
        )
        pairing.chmod(0o600)


def _announce(address: str, folder: Path, *, demonstration: bool, seconds: float) -> None:
    lines = ["", f"  一趟 Onetrip  {address}", ""]
    if demonstration:
        lines += [
            "  演示数据：临汾路街道中心，人员均为虚构。Demonstration data: the staff are invented.",
            f"  工作人员登录 Staff sign in: {address}/staff/",
            "    guide 前台 front desk · clerk1 … clerk16 窗口 windows · supervisor 值班长 · director 主任 · editor 编辑",
            f"    密码 password: {PASSWORD}",
        ]
        pairing = folder / "devices.txt"
        if pairing.exists():
            lines.append(f"  大屏、取号机的配对地址 pairing addresses of display and ticket machine: {pairing}")
    lines += [f"  {seconds:.1f} s。Ctrl-C 停止 to stop.", ""]
    print("\n".join(lines), flush=True)
