"""The proof that a card lay on this reader: whatever differs, it does not hold; and it holds for a minute."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onetrip.bridge.config import Config, ReaderAt
from onetrip.bridge.proof import EARLY, VALID, is_good, secret_of, sign
from onetrip.bridge.running import _speakers
from onetrip.bridge.simulators.card_reader import CardReaderSimulator, synthetic_number
from tests.bridge.loops import in_a_loop, until

AT = 1_764_000_000
SECRET = secret_of("the key of kiosk 1")
CARD = {"station": "kiosk-1", "number": synthetic_number(7), "name": "测试甲"}
PROOF = sign(SECRET, **CARD, at=AT)


@pytest.mark.parametrize("later", [-EARLY, 0, 30, VALID])
def test_it_holds_for_a_minute(later: int) -> None:
    assert is_good(PROOF, SECRET, **CARD, now=AT + later)


@pytest.mark.parametrize("later", [-EARLY - 1, VALID + 1, 3600])
def test_before_and_after_it_does_not(later: int) -> None:
    assert not is_good(PROOF, SECRET, **CARD, now=AT + later)


@pytest.mark.parametrize(
    "other", [{"station": "kiosk-2"}, {"number": synthetic_number(8)}, {"name": "测试乙"}, {"name": ""}]
)
def test_of_another_place_number_or_name_it_does_not(other: dict[str, str]) -> None:
    assert not is_good(PROOF, SECRET, **{**CARD, **other}, now=AT)


def test_made_with_another_key_or_for_another_moment_it_does_not() -> None:
    assert not is_good(PROOF, secret_of("the key of kiosk 2"), **CARD, now=AT)
    assert not is_good(f"{AT + 40}.{PROOF.partition('.')[2]}", SECRET, **CARD, now=AT + 80)


@given(st.integers(AT - VALID, AT + EARLY), st.binary(min_size=32, max_size=32))
def test_what_nobody_signed_never_holds(at: int, mac: bytes) -> None:
    assert not is_good(f"{at}.{mac.hex()}", SECRET, **CARD, now=AT)


@pytest.mark.parametrize(
    "text", ["", ".", "1", f"{PROOF} ", f"{PROOF}\n", PROOF[:-1], PROOF.upper(), f"-{PROOF}", "十.五"]
)
def test_what_is_no_proof_at_all_never_holds(text: str) -> None:
    assert not is_good(text, SECRET, **CARD, now=AT)


def test_blanks_around_the_name_on_the_chip_do_not_matter() -> None:
    assert is_good(sign(SECRET, **{**CARD, "name": "测试甲  "}, at=AT), SECRET, **CARD, now=AT)


@in_a_loop
async def test_a_card_on_the_reader_reaches_the_page_with_its_proof_once_the_house_has_said_who_we_are() -> None:
    told: list[dict[str, Any]] = []

    class Page:
        async def tell(self, kind: str, **what: Any) -> None:
            told.append({"type": kind, **what})

    reader, station = CardReaderSimulator(), [""]
    await reader.start()
    config = Config("http://127.0.0.1:1", "k", readers=(ReaderAt("card", f"ws://127.0.0.1:{reader.port}"),))
    (one,) = _speakers(config, Page(), lambda: station[0])  # type: ignore[arg-type]
    task = asyncio.create_task(one.run())
    await until(lambda: one.watch.state == "ready")
    await reader.lay(7)
    await until(lambda: told[-1:] != [] and told[-1]["state"] == "read")
    assert "proof" not in told[-1]
    station[0] = "kiosk-1"
    await reader.lay(7)
    await until(lambda: "proof" in told[-1])
    read = told[-1]
    now = int(read["proof"].partition(".")[0])
    assert is_good(read["proof"], secret_of("k"), station="kiosk-1", number=read["number"], name=read["name"], now=now)
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
    await reader.stop()
