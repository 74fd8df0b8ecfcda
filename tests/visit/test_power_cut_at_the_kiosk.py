"""The power goes in the middle of a step of a run at the kiosk, or when it was done and nobody has heard so: house, servers
and database are killed (SIGKILL) and started again. The run then stands before the step or after it, never half; the same
press again does it once; with the card its person goes on, and what was typed or photographed before is there."""

from __future__ import annotations

import os
import re
import shutil
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest

from tests.bridge.hall import Loop, wait
from tests.devices import cards
from tests.drawn import picture, signature
from tests.factories import CATALOGUE, synthetic_number
from tests.kiosk.errands import town
from tests.lean_browser import Browser
from tests.markup import read
from tests.visit.places import Place
from tests.visit.power import Power, powered

NOW = "/kiosk/errands/now"
ACT = f"{NOW}/do/"
PHOTOGRAPH, SIGNATURE = picture(), signature()
BY_RULE = "photo-free"
"""A matter that asks for nothing but the card, and is accepted by rule."""


@dataclass
class Kiosk:
    """A kiosk of the hall and the one person who stands there."""

    power: Power
    browser: Browser
    matter: str = "elder-card"
    number: str = field(default_factory=lambda: synthetic_number(date(1960, 11, 18)))

    def reads(self) -> str:
        """What its person reads where the run stands, without figures, which are others in the next run. Nobody looks at a
        picture that was drawn: that would take seconds."""
        self.power.house.ask("UPDATE kiosk_picture SET looking = 'none' WHERE looking = 'waiting'")
        _, told, _ = self.browser.get(NOW)
        return re.sub(r"\d+", "#", read(told.decode()).text)


Press = Callable[[Kiosk, str], object]


def key() -> str:
    return str(uuid.uuid4())


def paired(power: Power) -> Browser:
    """The browser of the first kiosk, as it was set up."""
    browser = Browser(power.house.address)
    pairing = dict(line.split() for line in (power.house.folder / "devices.txt").read_text().splitlines())
    browser.get(pairing["kiosk-1"])
    browser.get("/kiosk/")
    return browser


def begin(kiosk: Kiosk, once: str) -> None:
    kiosk.browser.send(f"/kiosk/errands/{kiosk.matter}/begin", whom="self", idempotency_key=once)


def identify(kiosk: Kiosk, once: str) -> None:
    kiosk.browser.send(f"{ACT}identify", id_number=kiosk.number, name="王测试", idempotency_key=once)


def lay_card(kiosk: Kiosk, once: str) -> None:
    card = cards.sent(kiosk.power.house.bridge_keys["kiosk-1"], kiosk.number)
    kiosk.browser.send(f"{ACT}identify", **{**card, "idempotency_key": once})


def answer(kiosk: Kiosk, _once: str) -> None:
    kiosk.browser.send(f"{ACT}answer", fact="hukou", answer="shanghai")


def fill(kiosk: Kiosk, _once: str) -> None:
    kiosk.browser.send(f"{ACT}form", **{"field-bank": "工商银行"})


def photograph(kiosk: Kiosk, _once: str) -> None:
    assert kiosk.browser.send_picture(f"{NOW}/camera/id-card", PHOTOGRAPH, "image/jpeg") == {"kept": True}


def confirm(kiosk: Kiosk, _once: str) -> None:
    kiosk.browser.send(f"{ACT}papers")


def sign(kiosk: Kiosk, _once: str) -> None:
    assert kiosk.browser.send_picture(f"{NOW}/sign", SIGNATURE, "image/png") == {"kept": True}


def submit(kiosk: Kiosk, once: str) -> None:
    kiosk.browser.send(f"{ACT}submit", idempotency_key=once)


def print_record(kiosk: Kiosk, once: str) -> None:
    kiosk.browser.send(f"{ACT}print", idempotency_key=once)


def print_receipt(kiosk: Kiosk, once: str) -> None:
    kiosk.browser.send(f"{NOW}/receipt", idempotency_key=once)


STEPS: dict[str, Press] = {
    "begin": begin,
    "identify": identify,
    "answer": answer,
    "form": fill,
    "photograph": photograph,
    "papers": confirm,
    "sign": sign,
    "submit": submit,
}
AT_ONCE = ("submit",)
"""The steps in which the power goes in `make test` as well."""

HALVES = {
    "a run that was submitted and has no event of it, or two": """
        SELECT e.number FROM kiosk_errand e WHERE e.submitted_at IS NOT NULL AND (SELECT count(*) FROM ledger_event v
        WHERE v.thing = 'errand' AND v.verb = 'submit' AND v.thing_id = e.id::text) <> 1""",
    "a run that was not submitted and has the event of it": """
        SELECT v.thing_id FROM ledger_event v WHERE v.thing = 'errand' AND v.verb = 'submit' AND NOT EXISTS (
        SELECT 1 FROM kiosk_errand e WHERE e.id::text = v.thing_id AND e.submitted_at IS NOT NULL)""",
    "an acceptance without a case, or with two": """
        SELECT e.number FROM kiosk_errand e WHERE e.receipt_id IS NOT NULL
        AND (SELECT count(*) FROM cases_case c WHERE c.receipt_id = e.receipt_id) <> 1""",
    "a receipt of nobody's number and nobody's run": """
        SELECT r.number FROM cases_receipt r
        WHERE NOT EXISTS (SELECT 1 FROM lobby_ticket t WHERE t.visit_id = r.visit_id)
        AND NOT EXISTS (SELECT 1 FROM kiosk_errand e WHERE e.receipt_id = r.id)""",
    "a request that is done and led to nothing": """
        SELECT k.key FROM ledger_requestkey k WHERE k.action LIKE 'submit errand %%' AND NOT EXISTS (
        SELECT 1 FROM kiosk_errand e WHERE e.id::text = k.result ->> 'errand' AND e.number IS NOT NULL)""",
}
"""What must not be there after any life, and how to find it."""


def runs(power: Power) -> int:
    """How many runs there are, whoever began them and whatever became of them."""
    return int(power.house.ask("SELECT count(*) FROM kiosk_errand")[0][0])


def open_runs(power: Power) -> list[tuple[str]]:
    return power.house.ask("SELECT id FROM kiosk_errand WHERE state = 'open' AND resident_id IS NOT NULL")


def pictures_that_differ(power: Power) -> set[str]:
    """Files that no row knows, the small ones too, and rows whose file is not there."""
    kept = "SELECT replace(id::text, '-', '') FROM kiosk_picture WHERE removed_at IS NULL"
    rows = {one for (one,) in power.house.ask(kept)}
    files = {place.name for place in files_of(power)}
    return {name for name in files if name.removesuffix(".small") not in rows} | rows - files


def files_of(power: Power) -> list[Path]:
    return [place for place in (power.house.folder / "pictures").glob("*/*") if place.is_file()]


def an_hour_passes_for_what_was_cut_off(power: Power) -> None:
    """The files of pictures are as old as what the house looks after, when it starts and every minute."""
    for place in files_of(power):
        os.utime(place, (time.time() - 3700,) * 2)


def nothing_is_half_there(power: Power) -> None:
    """What was submitted is complete, and each picture has its file and each file its row."""
    assert {name: rows for name, sql in HALVES.items() if (rows := power.house.ask(sql))} == {}
    wait(lambda: not pictures_that_differ(power), 20)


def walked_to(power: Power, step: str) -> Kiosk:
    """Somebody else comes to the kiosk and does everything before `step`."""
    kiosk = Kiosk(power, paired(power))
    for name, press in STEPS.items():
        if name == step:
            break
        press(kiosk, key())
    return kiosk


@pytest.fixture(scope="module")
def power() -> Iterator[Power]:
    with powered() as power:
        yield power


@pytest.fixture(scope="module")
def after(power: Power) -> dict[str, str]:
    """What is read after each step of a run that nothing disturbs."""
    kiosk, told = Kiosk(power, paired(power)), {}
    for name, press in STEPS.items():
        press(kiosk, key())
        told[name] = kiosk.reads()
    kiosk.browser.reconnect()
    return told


@pytest.mark.parametrize(
    "step", [pytest.param(name, marks=() if name in AT_ONCE else pytest.mark.soak) for name in STEPS]
)
def test_power_that_goes_in_a_step_leaves_the_run_before_it_or_after_it_and_it_is_done_once(
    power: Power, after: dict[str, str], step: str
) -> None:
    event, in_the_middle = 0, True
    while in_the_middle:
        event += 1
        kiosk, once, began = walked_to(power, step), key(), runs(power)
        before, cookies = kiosk.reads(), dict(kiosk.browser.cookies)
        in_the_middle = power.goes_in(lambda kiosk=kiosk, once=once: STEPS[step](kiosk, once), event)
        kiosk.browser.cookies = cookies  # whatever was answered has not arrived
        an_hour_passes_for_what_was_cut_off(power)
        power.comes_back(kiosk.browser)

        knows_of_it = (
            not in_the_middle and step != "begin"
        )  # the answer to that press is all that a machine knows of a run
        assert kiosk.reads() == (after[step] if knows_of_it else before)
        STEPS[step](kiosk, once)
        assert kiosk.reads() == after[step]
        assert runs(power) == began + (step == "begin")
        nothing_is_half_there(power)
        if step not in ("begin", "submit"):
            goes_on_with_the_card(kiosk, after[step])
        kiosk.browser.reconnect()
    assert event > 1, "nothing was cut in the middle"


def goes_on_with_the_card(kiosk: Kiosk, stood: str) -> None:
    """The machine was without power too, and its browser knows no sitting: it says what to do, and with the card the run is
    where it was, with its pictures."""
    found = open_runs(kiosk.power)
    kiosk.browser.reconnect()
    kiosk.browser = paired(kiosk.power)
    assert "放上身份证就能找回来" in kiosk.reads()
    begin(kiosk, key())
    identify(kiosk, key())
    told = kiosk.reads()
    assert "填过的都还在" in told
    assert "接着办" in told
    kiosk.browser.send(f"{ACT}go-on")
    assert kiosk.reads() == stood
    assert open_runs(kiosk.power) == found
    _, page, _ = kiosk.browser.get(f"{NOW}?at=papers")
    pictures = [image.attributes["src"] for image in read(page.decode()).all("img")]
    assert [kiosk.browser.get(address)[0] for address in pictures] == [200] * len(pictures)
    kiosk.browser.send(f"{ACT}give-up")


@pytest.fixture
def with_a_matter_by_rule(tmp_path: Path) -> Path:
    folder: Path = shutil.copytree(CATALOGUE, tmp_path / "catalogue")
    (folder / f"matters/{BY_RULE}.yaml").write_text(town.FILES[f"matters/{BY_RULE}.yaml"], encoding="utf-8")
    return folder


@pytest.mark.soak
def test_power_that_goes_while_the_house_accepts_by_rule_leaves_one_receipt_and_one_case(
    with_a_matter_by_rule: Path,
) -> None:
    with powered(with_a_matter_by_rule) as power:
        event, in_the_middle = 0, True
        while in_the_middle:
            event += 1
            kiosk, once = Kiosk(power, paired(power), BY_RULE), key()
            for press in (begin, lay_card, fill, confirm, sign):
                press(kiosk, key())
            before = kiosk.reads()
            in_the_middle = power.goes_in(lambda kiosk=kiosk, once=once: submit(kiosk, once), event)
            power.comes_back(kiosk.browser)

            assert kiosk.reads() == before or not in_the_middle
            submit(kiosk, once)
            assert "受理了" in kiosk.reads()
            nothing_is_half_there(power)
            assert power.house.ask("SELECT count(*) FROM cases_case WHERE matter = %s", BY_RULE) == [(event,)]
            kiosk.browser.reconnect()
        assert event > 3, "the run, its receipt and its case were not all cut"


PRINTS: dict[str, tuple[str, list[Press], Press, str]] = {
    "the receipt": ("elder-card", list(STEPS.values()), print_receipt, "roll"),
    "a record": ("employee-pension-year-record", [begin, lay_card, submit], print_record, "page"),
}
"""What is printed at a kiosk: of which matter, after which presses, by which one, and out of which printer."""
TOLD = {"the receipt": (f"{NOW}/receipt/printing", "没印出来"), "a record": (NOW, "没打出来")}
"""Where it is told that it did not come out, and how."""


@pytest.fixture
def place(power: Power, tmp_path: Path) -> Iterator[Place]:
    """The devices of the kiosk, on a supply of their own: they and their bridge outlive the house."""
    loop = Loop()
    place = Place("kiosk-1", power.house, loop, tmp_path)
    try:
        is_heard_again(power, place)
        yield place
    finally:
        place.close()
        loop.close()


@pytest.mark.soak
@pytest.mark.parametrize("what", PRINTS)
def test_power_that_goes_while_a_paper_is_asked_for_leaves_one_paper_and_one_print_on_record(
    power: Power, place: Place, what: str
) -> None:
    matter, presses, put_out, printer = PRINTS[what]
    papers: list[object] = getattr(place, printer).papers
    event, in_the_middle = 0, True
    while in_the_middle:
        event += 1
        kiosk, once, out = Kiosk(power, paired(power), matter), key(), len(papers)
        for press in presses:
            press(kiosk, key())
        before = kiosk.reads()
        in_the_middle = power.goes_in(lambda kiosk=kiosk, once=once: put_out(kiosk, once), event)
        power.comes_back(kiosk.browser)
        is_heard_again(power, place)

        assert kiosk.reads() == before or not in_the_middle
        put_out(kiosk, once)
        wait(lambda: fate(power) in ("printed", "failed"), 40)
        time.sleep(1.5)  # a second paper would come out now
        if fate(power) == "failed":  # the bridge had taken it and might not send it any more: nothing comes out unasked
            address, told = TOLD[what]
            assert told in read(kiosk.browser.get(address)[1].decode()).text
            assert len(papers) == out
            put_out(kiosk, key())
            wait(lambda: fate(power) == "printed", 40)
        assert len(papers) == out + 1
        assert prints_without_a_paper(power) == []
        nothing_is_half_there(power)
        kiosk.browser.reconnect()
    assert event > 1, "nothing was cut in the middle"


def is_heard_again(power: Power, place: Place) -> None:
    """The house hears the bridge of the kiosk, and not only remembers it."""
    place.house = power.house
    back = power.house.ask("SELECT now()")[0][0]
    heard = "SELECT count(*) FROM devices_station WHERE kind = 'kiosk' AND number = 1 AND seen_at > %s"
    wait(lambda: power.house.ask(heard, back) == [(1,)], 30)
    place.wait_ready()


def fate(power: Power) -> str:
    """What became of the paper that was asked for last."""
    return str(power.house.ask("SELECT state FROM devices_printjob ORDER BY asked_at DESC LIMIT 1")[0][0])


def prints_without_a_paper(power: Power) -> list[tuple[str]]:
    """Runs that count another number of prints than were asked of a printer."""
    return power.house.ask(
        "SELECT e.number FROM kiosk_errand e WHERE e.kind = 'print' AND e.prints <> (SELECT count(*)"
        " FROM devices_printjob j WHERE j.kind = 'record' AND j.reference = e.id::text)"
    )
