"""In which letters a file is written."""

from __future__ import annotations

import pytest

from onetrip.lobby.eta.encodings import decoded
from onetrip.lobby.eta.snapshots import read

POLISH = (
    "czas;kolejka;czynne okienka;liczba oczekujących;ostatni wywołany numer\n2026-03-02 09:00;Śródmieście;3;5;A087\n"
)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (POLISH, "cp1250"),
        (POLISH, "iso8859-2"),
        (POLISH, "utf-8"),
        (POLISH, "utf-16"),
        ("Zeit;Warteschlange;Plätze;Wartende;Nächste\n", "latin-1"),
        ("时间,队列,开放窗口,等候人数,最后叫号\n2026年3月2日 09:00,户口,3,5,A087\n", "gb18030"),
        ("时间,队列,开放窗口,等候人数,最后叫号\n", "utf-8-sig"),
        ("time,waiting\n", "ascii"),
    ],
)
def test_a_text_is_read_in_the_letters_it_was_written_in(text: str, encoding: str) -> None:
    assert decoded(text.encode(encoding)) == text


def test_a_file_in_accented_letters_keeps_its_columns_and_names() -> None:
    (one,) = read(POLISH.encode("cp1250")).snapshots
    assert (one.queue, one.windows, one.waiting, one.number) == ("Śródmieście", 3, 5, 87)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_spoiled_byte_does_not_spoil_the_rest(encoding: str) -> None:
    text = "时间,队列,开放窗口,等候人数,最后叫号\n" * 5
    found = decoded(text.encode(encoding) + b"\xff\n")
    assert found is not None
    assert found.startswith(text)


def test_what_is_no_text_is_told() -> None:
    assert decoded(b"PK\x03\x04\0\0") is None
