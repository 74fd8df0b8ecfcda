"""ID card readers: the interface, its schema, the conformance test, and that no number is ever in a log."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onetrip.bridge.cards import SCHEMA, Card, Hello, Pong, Present, Trouble, Unclear, message, read_message
from onetrip.bridge.conform import conform
from onetrip.bridge.drivers import card_reader as driver
from onetrip.bridge.drivers.card_reader import CardReader
from onetrip.bridge.simulators.card_reader import CardReaderSimulator, synthetic_number
from onetrip.bridge.states import PartState
from tests.bridge.loops import in_a_loop, until

schema = jsonschema_rs.validator_for(json.loads(SCHEMA.read_text(encoding="utf-8")), validate_formats=True)

NUMBER = synthetic_number(7)


def a_card(**change: object) -> str:
    said: dict[str, Any] = {"state": "read", "number": NUMBER, "name": "测试甲", "valid_until": "2030-01-31"} | change
    return message("card", **{name: value for name, value in said.items() if value is not ...})


def test_what_the_interface_names_is_read() -> None:
    assert read_message(message("hello", vendor="甲", model="1")) == Hello("甲", "1")
    assert read_message(message("card", state="present")) == Present(is_there=True)
    assert read_message(message("error", code="half-read")) == Trouble("half-read")
    card = read_message(a_card())
    assert isinstance(card, Card)
    assert (card.number, card.name) == (NUMBER, "测试甲")


@pytest.mark.parametrize(
    "text",
    [
        "", "null", "[]", "{", '{"v": 2, "type": "hello", "vendor": "a", "model": "b"}', message("coffee"),
        message("hello", vendor="a"), message("hello", vendor="", model="b"), message("hello", vendor=1, model="b"),
        message("card", state="there"), message("error", code="no idea"), message("pong"),
        a_card(number=...), a_card(number=NUMBER[:17]), a_card(number=NUMBER.lower() + "x"), a_card(name=""),
        a_card(name="a" * 61), a_card(valid_until="2030-02-31"), a_card(valid_until=5),
    ],
)  # fmt: skip
def test_what_does_not_keep_the_interface_is_unclear_and_never_repeated(text: str) -> None:
    with pytest.raises(Unclear) as unclear:
        read_message(text)
    assert NUMBER[:10] not in str(unclear.value)


def test_a_wrong_check_sign_and_a_day_that_does_not_exist_are_seen() -> None:
    wrong = NUMBER[:17] + ("1" if NUMBER[17] != "1" else "2")
    with pytest.raises(Unclear, match="check sign"):
        read_message(a_card(number=wrong))
    with pytest.raises(Unclear, match="date"):
        read_message(a_card(number=synthetic_number(7, "19510231")))


@given(
    st.fixed_dictionaries(
        {"v": st.sampled_from([1, 2, "1"]), "type": st.sampled_from(["hello", "card", "error", "pong", "x"])},
        optional={
            "vendor": st.text(max_size=3),
            "model": st.sampled_from(["a", "", 5, "b" * 61]),
            "state": st.sampled_from(["present", "removed", "read", "x"]),
            "number": st.sampled_from([NUMBER, NUMBER[:5], 5]),
            "name": st.sampled_from(["测试甲", "", "a" * 61]),
            "valid_until": st.sampled_from([None, "long-term", "2030-01-31", "soon"]),
            "code": st.sampled_from(["half-read", "busy", "x"]),
            "id": st.sampled_from(["1", "", 3]),
        },
    )
)
def test_the_schema_refuses_nothing_that_the_bridge_understands(said: dict[str, Any]) -> None:
    try:
        read_message(json.dumps(said))
    except Unclear:
        return
    assert schema.is_valid(said)


@given(st.one_of(st.text(max_size=200), st.binary(max_size=200)))
def test_garbage_is_unclear_and_nothing_worse(raw: str | bytes) -> None:
    with suppress(Unclear):
        read_message(raw)


@asynccontextmanager
async def reading() -> AsyncIterator[tuple[CardReaderSimulator, CardReader, list[dict[str, Any]]]]:
    """A reader, its driver at work, and what the page was told."""
    told: list[dict[str, Any]] = []

    async def tell(kind: str, **what: Any) -> None:
        told.append({"type": kind, **what})

    reader = CardReaderSimulator()
    await reader.start()
    one = CardReader("card", f"ws://127.0.0.1:{reader.port}", tell)
    task = asyncio.create_task(one.run())
    try:
        yield reader, one, told
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        await reader.stop()


def test_a_card_is_told_to_the_page_and_to_no_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)

    @in_a_loop
    async def run() -> None:
        async with reading() as (reader, one, told):
            await until(lambda: one.watch.state is PartState.READY)
            assert one.watch.detail == "Onetrip simulated"
            await reader.lay(7)
            await reader.take_away()
            await until(lambda: [one["state"] for one in told] == ["present", "read", "removed"])
            assert told[1]["number"] == NUMBER
            await reader.send(a_card(number=NUMBER[:17] + "?"))
            await until(lambda: told[-1]["state"] == "unreadable")

    run()
    ours = [record for record in caplog.records if record.name.startswith("onetrip")]
    assert NUMBER[:14] not in "".join(record.getMessage() for record in ours)


@in_a_loop
async def test_half_a_card_and_garbage_are_unreadable_and_the_reader_goes_on() -> None:
    async with reading() as (reader, one, told):
        await until(lambda: one.watch.state is PartState.READY)
        await reader.half_read()
        await until(
            lambda: told[-1:] == [{"type": "card", "reader": "card", "state": "unreadable", "code": "half-read"}]
        )
        for _ in range(3):
            await reader.send(b"\x00\xff garbage")
        await until(lambda: one.watch.state is PartState.GARBLED)
        await reader.lay(7)
        await until(lambda: told[-1]["state"] == "read")
        await until(lambda: one.watch.state is PartState.READY)


@in_a_loop
async def test_a_reader_whose_module_has_expired_is_at_fault_until_it_reads_a_card() -> None:
    async with reading() as (reader, one, told):
        await until(lambda: one.watch.state is PartState.READY)
        await reader.send(message("error", code="expired-sam"))
        await until(lambda: (one.watch.state, one.watch.detail) == (PartState.FAULT, "expired-sam"))
        assert told[-1]["state"] == "unreadable"
        one._judge(Pong(one._asked))
        assert one.watch.state is PartState.FAULT, "that it answers is no sign that it reads"
        await reader.lay(7)
        await until(lambda: (one.watch.state, one.watch.detail) == (PartState.READY, "Onetrip simulated"))


@in_a_loop
async def test_one_spoilt_card_is_the_cards_fault_and_five_in_a_row_the_readers() -> None:
    async with reading() as (reader, one, told):
        await until(lambda: one.watch.state is PartState.READY)
        for number in range(1, 6):
            await reader.half_read()
            await until(lambda number=number: len(told) == 2 * number)
            assert one.watch.state is (PartState.FAULT if number == 5 else PartState.READY)
        await reader.lay(7)
        await until(lambda: one.watch.state is PartState.READY)


@in_a_loop
async def test_a_pong_between_unclear_messages_makes_none_of_them_clear() -> None:
    async with reading() as (reader, one, _):
        await until(lambda: one.watch.state is PartState.READY)
        for _ in range(3):
            await reader.send(b"half a car")
            await reader.send(message("pong", id=one._asked))
        await until(lambda: one.watch.state is PartState.GARBLED)
        await reader.send(message("pong", id=one._asked))
        await reader.send(message("pong", id="of somebody else"))
        await asyncio.sleep(0.05)
        assert one.watch.state is PartState.GARBLED


def test_a_silent_reader_is_seen_and_one_switched_off_comes_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(driver, "PING_EVERY", 0.2)
    monkeypatch.setattr(driver, "ANSWER_WITHIN", 0.5)

    @in_a_loop
    async def run() -> None:
        async with reading() as (reader, one, _):
            await until(lambda: one.watch.state is PartState.READY)
            reader.silent = True
            await until(lambda: one.watch.state is PartState.SILENT)
            reader.silent = False
            await until(lambda: one.watch.state is PartState.READY)
            await reader.stop()
            await until(lambda: one.watch.state is PartState.AWAY)
            await reader.start()
            await until(lambda: one.watch.state is PartState.READY)

    run()


@in_a_loop
async def test_our_own_reader_keeps_the_interface_in_every_point() -> None:
    reader = CardReaderSimulator()
    await reader.start()

    def somebody(words: str) -> None:
        deed = reader.lay(3) if "Please lay" in words else reader.take_away()
        hands.append(asyncio.get_running_loop().create_task(deed))

    hands: list[asyncio.Task[None]] = []
    points = await conform(f"ws://127.0.0.1:{reader.port}", cards=True, patience=3, tell=somebody)
    assert len(points) == 9
    assert [point for point in points if not point.is_kept] == []
    await reader.stop()


@in_a_loop
async def test_a_reader_that_reads_a_lying_card_again_and_again_does_not_keep_it() -> None:
    reader = CardReaderSimulator()
    await reader.start()
    hands: list[asyncio.Task[None]] = []

    async def twice() -> None:
        await reader.lay(3)
        await asyncio.sleep(0.3)
        await reader.lay(3)

    def somebody(words: str) -> None:
        deed = twice() if "Please lay" in words else reader.take_away()
        hands.append(asyncio.get_running_loop().create_task(deed))

    points = await conform(f"ws://127.0.0.1:{reader.port}", cards=True, patience=3, tell=somebody)
    assert ["once" in point.what for point in points if not point.is_kept] == [True]
    await reader.stop()


@in_a_loop
async def test_a_reader_that_does_not_keep_it_is_told_in_which_points() -> None:
    reader = CardReaderSimulator()
    await reader.start()
    reader.greets, reader.silent = False, True
    points = await conform(f"ws://127.0.0.1:{reader.port}", cards=False, patience=1, tell=print)
    assert [point.is_kept for point in points] == [False] * 5
    await reader.stop()
    points = await conform(f"ws://127.0.0.1:{reader.port}", cards=False, patience=1, tell=print)
    assert [point.is_kept for point in points] == [False]
