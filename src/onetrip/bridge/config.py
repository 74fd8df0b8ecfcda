"""What a bridge is told: where the house is, its key, and which devices stand beside it. A TOML file."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

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
    camera: bool = False

    @property
    def origins_allowed(self) -> list[str]:
        """The origins whose pages may listen: those named, and the house itself."""
        parts = urlsplit(self.house)
        return [*self.origins, f"{parts.scheme}://{parts.netloc}"]


def read_config(path: Path) -> Config:
    """The configuration in a file. Raises ConfigProblem, OSError."""
    try:
        return config_of(tomllib.loads(path.read_text(encoding="utf-8")), path.parent)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigProblem(f"{path} 不是 TOML。 {path} is no TOML: {error}") from error


def config_of(given: dict[str, Any], folder: Path) -> Config:
    """The configuration of a parsed file; `key_file` is looked for beside it. Raises ConfigProblem, OSError."""
    known = {"house", "key", "key_file", "socket_port", "origins", "state", "printer", "scanner", "reader", "camera"}
    for name in given:
        if name not in known:
            raise ConfigProblem(f"不认识 {name}。 Unknown: {name}.")
    key = given.get("key", "")
    if "key_file" in given:
        key = (folder / str(given["key_file"])).read_text(encoding="ascii").strip()
    house = str(given.get("house", "")).rstrip("/")
    if urlsplit(house).scheme not in ("http", "https"):
        raise ConfigProblem("house 要写网址，如 http://… house is an address such as http://…")
    if not key:
        raise ConfigProblem("缺 key 或 key_file。 key or key_file is missing.")
    more: dict[str, Any] = {"state": Path(given["state"])} if "state" in given else {}
    config = Config(
        house=house,
        key=str(key),
        socket_port=int(given.get("socket_port", 8765)),
        origins=tuple(given.get("origins", ())),
        printers=tuple(_one(PrinterAt, one) for one in given.get("printer", ())),
        scanners=tuple(_one(ScannerAt, one) for one in given.get("scanner", ())),
        readers=tuple(_one(ReaderAt, one) for one in given.get("reader", ())),
        camera=bool(given.get("camera", False)),
        **more,
    )
    _check(config)
    return config


def _one(kind: type[Any], given: dict[str, Any]) -> Any:
    try:
        return kind(**given)
    except TypeError as error:
        raise ConfigProblem(f"{kind.__name__}: {error}") from error


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
