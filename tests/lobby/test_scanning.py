from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onetrip.ledger.refusals import Malformed
from onetrip.lobby.scanning import Kind, Scanned, read_scan
from tests.factories import synthetic_number

TOKEN = "Zk3v9Qx_7LmN-2aBcDeFgH"
TICKET = "6f9f0f0e-3f5a-4a57-9d6f-0a1b2c3d4e5f"


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        (f"https://onetrip.example/s/{TOKEN}", Scanned(Kind.SLIP_TOKEN, TOKEN)),
        (f"http://10.0.0.5:8000/s/{TOKEN}?from=print\r\n", Scanned(Kind.SLIP_TOKEN, TOKEN)),
        (f"https://onetrip.example/s/{TOKEN}.pdf", Scanned(Kind.SLIP_TOKEN, TOKEN)),
        (TOKEN, Scanned(Kind.SLIP_TOKEN, TOKEN)),
        ("LF11240386", Scanned(Kind.SLIP_NUMBER, "LF11240386")),
        (" lf 1124-0386 ", Scanned(Kind.SLIP_NUMBER, "LF11240386")),
        ("ＬＦ１１２４０３８６", Scanned(Kind.SLIP_NUMBER, "LF11240386")),
        ("310000 19611218 004x", Scanned(Kind.ID_NUMBER, "31000019611218004X")),
        (f"https://onetrip.example/t/{TICKET}", Scanned(Kind.TICKET, TICKET)),
        (f"https://onetrip.example/e/{TOKEN}", Scanned(Kind.ERRAND_TOKEN, TOKEN)),
    ],
)
def test_what_is_scanned_is_told_apart(typed: str, found: Scanned) -> None:
    assert read_scan(typed) == found


def test_a_whole_id_number_is_read_as_one() -> None:
    number = synthetic_number()
    assert read_scan(number) == Scanned(Kind.ID_NUMBER, number)


@pytest.mark.parametrize("typed", ["", "  ", "hello", "12345", "https://evil.example/x", "'; DROP TABLE", "\0" * 50])
def test_anything_else_is_refused_in_words_that_do_not_repeat_it(typed: str) -> None:
    with pytest.raises(Malformed) as refused:
        read_scan(typed)
    assert refused.value.field == "scan"
    if typed.strip(" \0"):
        assert typed not in refused.value.text.zh + refused.value.text.en


@given(st.text(max_size=400))
def test_no_text_breaks_the_reader(typed: str) -> None:
    try:
        found = read_scan(typed)
    except Malformed:
        return
    assert 0 < len(found.value) <= 40
