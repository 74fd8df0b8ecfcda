"""What a bridge is told: where the house is, its key, and which devices stand beside it. A TOML file."""

from __future__ import annotations

import logging
import re
import stat
import tomllib
from dataclasses import MISSING, dataclass, field, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

log = logging.getLogger("onetrip.bridge")

_NAME = re.compile(r"[a-z0-9-]{1,30}")
_PRINTER_SCHEMES = {"escpos": ("tcp",), "ipp": ("ipp", "ipps")}


class ConfigProblem(ValueError):
    """The file cannot be followed; the sentence says where and why, in both languages."""


@dataclass(frozen=True)
class PrinterAt:
    """A printer by name: `kind` escpos at tcp://host:9100, or ipp at ipp://host:631/path."""

    name: str
    kind: str
    address: str


@dataclass(frozen=True)
class ScannerAt:
    """A scanner on a serial line. One that types like a keyboard needs no bridge."""

    name: str
    port: str
    baud: int = 9600


@dataclass(frozen=True)
class ReaderAt:
    """An ID card reader behind the interface of docs/devices.md."""

    name: str
    address: str


@dataclass(frozen=True)
class Config:
    """Everything a bridge is told. `origins` are the pages that may listen to it on this machine."""

    house: str
    key: str
    socket_port: int = 8765
    origins: tuple[str, ...] = ()
    state: Path = field(default_factory=lambda: Path.home() / ".local" / "state" / "onetrip-bridge")
    printers: tuple[PrinterAt, ...] = ()
    scanners: tuple[ScannerAt, ...] = ()
    readers: tuple[ReaderAt, ...] = ()

    @property
    def origins_allowed(self) -> list[str]:
        """The origins whose pages may listen: those named, and the house itself."""
        parts = urlsplit(self.house)
        return [*self.origins, f"{parts.scheme}://{parts.netloc}"]


def read_config(path: Path) -> Config:
    """The configuration in a file. Raises ConfigProblem."""
    try:
        return config_of(tomllib.loads(_text_of(path)), path.parent)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigProblem(f"{path} 不是 TOML。 {path} is no TOML: {error}") from error


def config_of(given: dict[str, Any], folder: Path) -> Config:
    """The configuration of a parsed file; `key_file` is looked for beside it. Raises ConfigProblem."""
    known = {"house", "key", "key_file", "socket_port", "origins", "state", "printer", "scanner", "reader"}
    for name in given:
        if name not in known:
            raise ConfigProblem(f"不认识 {name}。 Unknown: {name}.")
    house = str(given.get("house", "")).rstrip("/")
    if urlsplit(house).scheme not in ("http", "https"):
        raise ConfigProblem("house 要写网址，如 http://… house is an address such as http://…")
    more: dict[str, Any] = {"state": Path(given["state"])} if "state" in given else {}
    config = Config(
        house=house,
        key=_key(given, folder),
        socket_port=_port(given.get("socket_port", 8765)),
        origins=tuple(given.get("origins", ())),
        printers=_devices(PrinterAt, "printer", given),
        scanners=_devices(ScannerAt, "scanner", given),
        readers=_devices(ReaderAt, "reader", given),
        **more,
    )
    _check(config)
    return config


def _text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise ConfigProblem(f"读不了 {path}：{error.strerror}。 {path} cannot be read: {error.strerror}.") from error


def _key(given: dict[str, Any], folder: Path) -> str:
    key = str(given.get("key", ""))
    if "key_file" in given:
        path = folder / str(given["key_file"])
        key = _text_of(path).strip()
        if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            log.warning("别人也读得到 %s：请 chmod 600。 Others can read it: please chmod 600 it.", path)
    if not key:
        raise ConfigProblem("缺 key 或 key_file。 key or key_file is missing.")
    return key


def _port(given: Any) -> int:
    if not isinstance(given, int) or not 0 < given < 65536:
        raise ConfigProblem("socket_port 是 1 到 65535 的数。 socket_port is a number from 1 to 65535.")
    return given


def _devices(kind: type[Any], name: str, given: dict[str, Any]) -> tuple[Any, ...]:
    """The tables [[name]] of the file."""
    tables = given.get(name, [])
    if not isinstance(tables, list) or not all(isinstance(one, dict) for one in tables):
        raise ConfigProblem(f"每台写一段 [[{name}]]，两层方括号。 Write [[{name}]] for each, with two brackets.")
    return tuple(_device(kind, name, one) for one in tables)


def _device(kind: type[Any], name: str, given: dict[str, Any]) -> Any:
    wanted = {field.name: field.default is MISSING for field in fields(kind)}
    for word in given:
        if word not in wanted:
            raise ConfigProblem(f"[[{name}]] 里不认识 {word}。 Unknown in [[{name}]]: {word}.")
    for word, is_needed in wanted.items():
        if is_needed and word not in given:
            raise ConfigProblem(f"[[{name}]] 里缺 {word}。 {word} is missing in [[{name}]].")
        if word in given and isinstance(given[word], str) is (word == "baud"):
            raise ConfigProblem(f"[[{name}]] 里 {word} 写错了。 {word} in [[{name}]] is of the wrong sort.")
    return kind(**given)


def _check(config: Config) -> None:
    names = [
        *(one.name for one in config.printers),
        *(one.name for one in config.scanners),
        *(one.name for one in config.readers),
    ]
    for name in names:
        if not _NAME.fullmatch(name):
            raise ConfigProblem(
                f"名字 {name} 只能用小写字母、数字和短横。 {name}: lower-case letters, digits, hyphens."
            )
        if names.count(name) > 1:
            raise ConfigProblem(f"名字 {name} 用了两次。 {name} is used twice.")
    for printer in config.printers:
        schemes = _PRINTER_SCHEMES.get(printer.kind)
        if schemes is None or urlsplit(printer.address).scheme not in schemes:
            raise ConfigProblem(
                f"打印机 {printer.name}：escpos 用 tcp://，ipp 用 ipp://。 "
                f"Printer {printer.name}: escpos is at tcp://…, ipp at ipp://…."
            )
    for reader in config.readers:
        if urlsplit(reader.address).scheme not in ("ws", "wss"):
            raise ConfigProblem(f"阅读器 {reader.name}：地址用 ws://。 Reader {reader.name}: its address is ws://….")
