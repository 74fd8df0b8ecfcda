"""Small sound catalogues of every kind, for properties that must hold of any of them."""

from __future__ import annotations

import string
from datetime import date
from typing import Any

import yaml
from hypothesis import strategies as st

from tests.catalogue.small import SMALL

_CONDITIONS = (
    True,
    'hukou == "shanghai"',
    'hukou == "shanghai" and age >= 65',
    "age < 30 or age >= 60",
    'age >= 40 and not (hukou == "elsewhere")',
)
_WORDS = st.text(
    alphabet=st.one_of(
        st.sampled_from("敬老卡申领办事、。‘’“”\U00020000é:#-'\"{}[]&*!|>%@`,? \u3000"),
        st.sampled_from(string.ascii_letters + string.digits),
    ),
    min_size=1,
    max_size=24,
).filter(lambda word: bool(word.strip()) and word == word.strip())
_TRICKY = st.sampled_from(["true", "null", "~", "123", "1.50", "2026-11-24", "007", "- a", "a: b", "#", "yes", "0x1f"])
_SAID = st.one_of(_WORDS, _TRICKY)


def _text() -> st.SearchStrategy[dict[str, str]]:
    return st.fixed_dictionaries({"zh": _SAID, "en": _SAID})


def _paper() -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(
        {"paper": st.sampled_from(["id-card", "photo"])},
        optional={
            "originals": st.integers(1, 3),
            "copies": st.integers(0, 3),
            "main": st.booleans(),
            "when": st.sampled_from(_CONDITIONS[1:]),
            "exempt": st.sampled_from(_CONDITIONS[1:]),
            "check": st.lists(_text(), max_size=2),
            "note": _text(),
        },
    )


def _ask() -> st.SearchStrategy[dict[str, Any]]:
    return st.one_of(_paper(), st.fixed_dictionaries({"one_of": st.lists(_paper(), min_size=2, max_size=3)}))


def _fee() -> st.SearchStrategy[dict[str, Any]]:
    amount = st.one_of(st.integers(0, 5000), st.decimals(0, 900, places=2).map(float))
    return st.fixed_dictionaries(
        {"pays": st.booleans(), "item": _text(), "amount": amount, "unit": _text()},
        optional={"from": st.dates(date(2000, 1, 1), date(2030, 1, 1)), "when": st.sampled_from(_CONDITIONS[1:])},
    )


def _matter() -> st.SearchStrategy[dict[str, Any]]:
    fields = ["papers", "entitled", "fees", "limits", "steps"]
    return st.fixed_dictionaries(
        {
            "name": _text(),
            "also": st.lists(_SAID, max_size=3),
            "category": st.just("ageing"),
            "kind": st.sampled_from(["apply", "register", "print", "query"]),
            "offer": st.sampled_from(["always", "asked"]),
            "entitled": st.sampled_from(_CONDITIONS),
            "sources": st.lists(
                st.fixed_dictionaries(
                    {"what": _text(), "confidence": st.sampled_from(["high", "medium", "low"])},
                    optional={"of": st.lists(st.sampled_from(fields), max_size=2), "as_of": st.just("2025")},
                ),
                min_size=1,
                max_size=2,
            ),
        },
        optional={
            "said": st.lists(_SAID, max_size=2),
            "department": st.just("civil-affairs"),
            "codes": st.sampled_from(
                [{"basic": "312000432000"}, {"local": ["a 1", "true"], "item": ["531200043200001"]}]
            ),
            "life_events": st.just(["retiring"]),
            "decided_by": st.sampled_from(["household", "residence"]),
            "basis": st.lists(_text(), max_size=2),
            "channels": st.lists(st.sampled_from(["window", "kiosk", "online", "bank"]), unique=True),
            "area": st.sampled_from(["direct", "split", "none"]),
            "situations": st.lists(
                st.fixed_dictionaries(
                    {"id": st.just("first-time"), "name": _text(), "papers": st.lists(_ask(), max_size=2)},
                    optional={"when": st.sampled_from(_CONDITIONS[1:])},
                ),
                max_size=1,
            ),
            "papers": st.lists(_ask(), max_size=3),
            "proxy": st.fixed_dictionaries(
                {"who": st.sampled_from(["anyone", "family", "listed", "nobody"])},
                optional={"papers": st.lists(_ask(), max_size=2), "note": _text()},
            ),
            "minor_gap": st.sampled_from([{"allowed": True, "days": 10}, {"allowed": False}]),
            "steps": st.lists(_text(), max_size=3),
            "limits": st.sampled_from(
                [{"decide": "20 working_days", "legal": "60 calendar_days"}, {"on_the_spot": True}, {}]
            ),
            "fees": st.lists(_fee(), max_size=2),
            "season": st.just({"from": "11-01", "to": "02-29"}),
            "minutes": st.integers(1, 40),
            "result": _text(),
            "automatic": st.booleans(),
            "changes": st.just(["hukou"]),
            "slip": _text(),
            "asked_often": st.lists(st.fixed_dictionaries({"question": _text(), "answer": _text()}), max_size=2),
            "form": st.lists(
                st.fixed_dictionaries(
                    {"id": st.just("dwelling"), "label": _text()},
                    optional={"type": st.sampled_from(["line", "telephone", "yes_no"]), "required": st.booleans()},
                ),
                max_size=1,
            ),
            "at_kiosk": st.sampled_from(
                [
                    {"source": "archive-copy", "review": {"minutes": 30}},
                    {"source": "archive-copy", "review": {"minutes": 30, "hours": {"days_off": "8:30-11:30"}}},
                    {},
                ]
            ),
            "open": st.lists(
                st.fixed_dictionaries(
                    {"of": st.sampled_from(fields), "zh": _SAID, "en": _SAID}, optional={"shown": st.booleans()}
                ),
                max_size=2,
            ),
        },
    )


def _files(matters: list[dict[str, Any]]) -> dict[str, str]:
    files = {name: text for name, text in SMALL.items() if not name.startswith("matters/")}
    files["life_events.yaml"] = "retiring:\n  name: {zh: 退休, en: Retiring}\n"
    for number, matter in enumerate(matters):
        named = {"id": f"matter-{number}", **matter}
        files[f"matters/matter-{number}.yaml"] = yaml.safe_dump(named, allow_unicode=True, sort_keys=False)
    return files


def catalogues() -> st.SearchStrategy[dict[str, str]]:
    """The files of a catalogue with one to three matters, their texts full of what YAML and JSON trip over."""
    return st.lists(_matter(), min_size=1, max_size=3).map(_files)
