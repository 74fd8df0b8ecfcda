"""The catalogue for programs and spreadsheets: which files there are, and each file made once for a version and a day."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import date

from onetrip.catalogue import queries
from onetrip.catalogue.book import Catalogue
from onetrip.catalogue.exports import cpsv, hsds, national, schema_org, table
from onetrip.catalogue.models import CatalogueVersion
from onetrip.planning.schema import schema
from onetrip.rules import Text
from onetrip.web import directory

_MOST_KEPT = 24


@dataclass(frozen=True, slots=True)
class Asked:
    """What a file is made of: the catalogue in force, a day for dated amounts, and the public address of the house."""

    catalogue: Catalogue
    version: CatalogueVersion
    day: date
    base: str


@dataclass(frozen=True, slots=True)
class OpenFile:
    """A file that anybody may have. `depends_on` gives what it holds beside the catalogue, as a value to compare."""

    name: str
    content_type: str
    title: Text
    what: Text
    make: Callable[[Asked], str]
    depends_on: Callable[[Asked], Hashable] = lambda _asked: None


@dataclass(frozen=True, slots=True)
class Made:
    """The bytes of a file, and the mark by which an answer can be told from another."""

    content: bytes
    etag: str


def _package(asked: Asked) -> str:
    texts = queries.texts(asked.version.number)
    return national.export(national.Content(asked.catalogue, texts, asked.version.city), asked.day, public=True)


def _directory(asked: Asked) -> str:
    centres, changed = directory.centres(asked.day), directory.changed_days()
    return hsds.document(asked.catalogue, centres, changed, asked.day, asked.base)


FILES = (
    OpenFile(
        "matters.zh.csv",
        "text/csv; charset=utf-8",
        Text("事项表", "Table of matters, in Chinese"),
        Text("一行一件事，表格软件直接打开。", "One row a matter, for a spreadsheet."),
        lambda asked: table.matters(asked.catalogue, asked.day, "zh"),
    ),
    OpenFile(
        "papers.zh.csv",
        "text/csv; charset=utf-8",
        Text("材料表", "Table of papers, in Chinese"),
        Text("一行一样材料：哪件事要、什么时候要、要几份。", "One row a paper: for which matter, when, how many."),
        lambda asked: table.papers(asked.catalogue, asked.day, "zh"),
    ),
    OpenFile(
        "matters.en.csv",
        "text/csv; charset=utf-8",
        Text("事项表（英文）", "Table of matters"),
        Text("同上，英文。", "One row a matter, for a spreadsheet."),
        lambda asked: table.matters(asked.catalogue, asked.day, "en"),
    ),
    OpenFile(
        "papers.en.csv",
        "text/csv; charset=utf-8",
        Text("材料表（英文）", "Table of papers"),
        Text("同上，英文。", "One row a paper: for which matter, when, how many."),
        lambda asked: table.papers(asked.catalogue, asked.day, "en"),
    ),
    OpenFile(
        "matters.package.json",
        "application/json",
        Text("事项包", "Matter package"),
        Text(
            "整个目录，用 onetrip catalogue import-json 可以原样读回。",
            "The whole catalogue; onetrip catalogue import-json reads it back as it is.",
        ),
        _package,
    ),
    OpenFile(
        "matters.cpsv.jsonld",
        "application/ld+json",
        Text("CPSV-AP 3.2，JSON-LD", "CPSV-AP 3.2 as JSON-LD"),
        Text("欧盟核心公共服务词表的关联数据。", "Linked data in the European core vocabulary of public services."),
        lambda asked: cpsv.json_ld(asked.catalogue, asked.day, asked.base),
    ),
    OpenFile(
        "matters.cpsv.ttl",
        "text/turtle; charset=utf-8",
        Text("CPSV-AP 3.2，Turtle", "CPSV-AP 3.2 as Turtle"),
        Text("同一份数据，Turtle 写法。", "The same graph, written as Turtle."),
        lambda asked: cpsv.turtle(asked.catalogue, asked.day, asked.base),
    ),
    OpenFile(
        "matters.schema-org.jsonld",
        "application/ld+json",
        Text("schema.org", "schema.org"),
        Text("每件事是一个 GovernmentService。", "Every matter as a GovernmentService."),
        lambda asked: schema_org.document(asked.catalogue, asked.day, asked.base),
    ),
    OpenFile(
        "centres.hsds.json",
        "application/json",
        Text("中心、开门时间和服务，HSDS 3.0", "Centres, hours and services as HSDS 3.0"),
        Text("给服务名录用，时间按规则写。", "For directories of services; hours are written as rules."),
        _directory,
        lambda asked: (directory.centres(asked.day), directory.changed_days()),
    ),
    OpenFile(
        "plan.schema.json",
        "application/json",
        Text("办事方案的 JSON Schema", "JSON Schema of a plan"),
        Text("接口和小贴士里的方案都是这个样子。", "What the API and a slip give as a plan."),
        lambda _asked: json.dumps(schema(), ensure_ascii=False, indent=2),
    ),
)
BY_NAME = {file.name: file for file in FILES}

_lock = threading.Lock()
_kept: dict[Hashable, Made] = {}


def made(file: OpenFile, asked: Asked) -> Made:
    """The file, made once: who asks while it is being made waits and gets the same bytes."""
    key = (file.name, asked.version.number, asked.catalogue.digest, asked.day, asked.base, file.depends_on(asked))
    with _lock:
        found = _kept.pop(key, None) or _make(file, asked)
        while len(_kept) >= _MOST_KEPT:
            del _kept[next(iter(_kept))]
        _kept[key] = found  # the last used stands last
        return found


def _make(file: OpenFile, asked: Asked) -> Made:
    content = file.make(asked).encode()
    return Made(content, f'"v{asked.version.number}-{hashlib.sha256(content).hexdigest()[:20]}"')
