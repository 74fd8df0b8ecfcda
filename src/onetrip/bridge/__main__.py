"""`onetrip-bridge`: the devices of one place in the hall. Help stands in both languages."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import logging
import signal
import sys
from pathlib import Path

from onetrip.bridge.config import Config, ConfigProblem, read_config


def build_parser() -> argparse.ArgumentParser:
    """The whole command line."""
    parser = argparse.ArgumentParser(
        prog="onetrip-bridge",
        description="一个位置的设备：打印机、扫码器、身份证阅读器。 The devices of one place: printers, scanners, card readers.",
    )
    parts = parser.add_subparsers(dest="part", required=True, metavar="COMMAND")
    run = parts.add_parser("run", help="按配置文件开工 work by a configuration file")
    run.add_argument("config", type=Path, help="TOML 文件，见 docs/devices.md file")
    run.set_defaults(handle=_run)
    conform = parts.add_parser(
        "conform", help="测一台身份证阅读器合不合接口 try whether a card reader keeps the interface"
    )
    conform.add_argument("address", help="ws://…")
    conform.add_argument("--no-card", action="store_true", help="不放证，只测对话 without laying down a card")
    conform.add_argument("--patience", type=float, default=30.0, metavar="SECONDS", help="等放证多久 wait for a card")
    conform.set_defaults(handle=_conform)
    simulate = parts.add_parser("simulate", help="开一套假设备，各配一个桥 simulated devices, each with its bridge")
    simulate.add_argument("--house", default="http://127.0.0.1:8000", help="房子的网址 the house")
    simulate.add_argument("--data", type=Path, default=Path("var"), help="数据文件夹，里面有 bridges.txt data folder")
    simulate.add_argument(
        "--only", action="append", metavar="PLACE", help="只开这些位置 only these, such as check-in-1"
    )
    simulate.set_defaults(handle=_simulate)
    return parser


def _run(arguments: argparse.Namespace) -> int:
    from onetrip.bridge.running import AlreadyRunning, run

    try:
        config = read_config(arguments.config)
    except ConfigProblem as problem:
        sys.stderr.write(f"{problem}\n")
        return 2
    try:
        asyncio.run(_until_stopped(run, config))
    except AlreadyRunning as running:
        sys.stderr.write(f"{running}\n")
        return 1
    except OSError as error:
        sys.stderr.write(f"{_port_taken(error)}\n")
        return 1
    return 0


def _port_taken(error: OSError) -> str:
    return f"给页面用的端口开不了：{error.strerror}。 The port for the page cannot be opened: {error.strerror}."


async def _until_stopped(run, config: Config) -> None:  # type: ignore[no-untyped-def]
    work = asyncio.create_task(run(config))
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, work.cancel)
    with contextlib.suppress(asyncio.CancelledError):
        await work


def _conform(arguments: argparse.Namespace) -> int:
    from onetrip.bridge.conform import conform

    def tell(words: str) -> None:
        sys.stdout.write(f"{words}\n")
        sys.stdout.flush()

    points = asyncio.run(
        conform(arguments.address, cards=not arguments.no_card, patience=arguments.patience, tell=tell)
    )
    for point in points:
        sys.stdout.write(f"{'✓' if point.is_kept else '✗'} {point.what}{f' — {point.seen}' if point.seen else ''}\n")
    return 0 if all(point.is_kept for point in points) else 1


def _simulate(arguments: argparse.Namespace) -> int:
    from onetrip.bridge.running import AlreadyRunning
    from onetrip.bridge.simulating import simulate

    only = frozenset(arguments.only or ())
    try:
        return asyncio.run(simulate(arguments.house, arguments.data, only))
    except KeyboardInterrupt:
        return 0
    except BaseExceptionGroup as group:
        for error in group.exceptions:
            if not isinstance(error, (OSError, AlreadyRunning)):
                raise
            sys.stderr.write(f"{_port_taken(error) if isinstance(error, OSError) else error}\n")
        return 1


def main(words: list[str] | None = None) -> int:
    """Run the command line; returns the exit code."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    arguments = build_parser().parse_args(words)
    result: int = arguments.handle(arguments)
    return result


if __name__ == "__main__":
    sys.exit(main())
