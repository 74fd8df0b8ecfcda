"""A catalogue goes out and comes back as one file; what is no catalogue stays out, with the reason."""

from __future__ import annotations

import io
import stat
import zipfile
from pathlib import Path

import pytest

from onetrip.catalogue.archive import packed, unpacked, write_folder
from onetrip.catalogue.files import read_folder
from onetrip.catalogue.schema.reading import digest_of
from onetrip.ledger.refusals import Malformed
from tests.catalogue.small import SMALL
from tests.factories import CATALOGUE


def zipped(files: dict[str, bytes | str], *, how: int = zipfile.ZIP_DEFLATED) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", how) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return made.getvalue()


def test_the_city_comes_back_byte_for_byte() -> None:
    texts, _ = read_folder(CATALOGUE)
    assert unpacked(packed(texts)) == texts


def test_the_same_texts_make_the_same_file() -> None:
    assert packed(SMALL) == packed(dict(reversed(SMALL.items())))


def test_line_ends_and_marks_survive() -> None:
    texts = {"matters/x.yaml": "id: x\r\n# 末尾没有换行"}
    assert unpacked(packed(texts)) == texts


def test_a_folder_around_the_files_is_taken_away_and_explanations_are_left_out() -> None:
    inside = {f"shanghai/{name}": text for name, text in SMALL.items()} | {"shanghai/README.md": "# hello"}
    assert unpacked(zipped(inside)) == SMALL


def test_matters_alone_keep_their_folder() -> None:
    assert unpacked(zipped({"matters/x.yaml": "id: x"})) == {"matters/x.yaml": "id: x"}


@pytest.mark.parametrize(
    "name", ["../x.yaml", "matters/../../x.yaml", "/x.yaml", "C:/x.yaml", "matters\\x.yaml", "x.exe", "x.yml"]
)
def test_a_name_that_leads_elsewhere_keeps_everything_out(name: str) -> None:
    with pytest.raises(Malformed) as refused:
        unpacked(zipped({name: "a: b", "facts.yaml": "a: b"}))
    assert refused.value.field == "archive"
    assert "Nothing was taken" in refused.value.text.en


def test_a_bomb_is_not_unfolded() -> None:
    with pytest.raises(Malformed, match="larger"):
        unpacked(zipped({"facts.yaml": b"\0" * 50_000_000}))
    with pytest.raises(Malformed, match="too large when unpacked"):
        unpacked(zipped({f"matters/m{n}.yaml": b" " * 250_000 for n in range(140)}))


def test_too_many_files_are_not_taken() -> None:
    with pytest.raises(Malformed, match="2000"):
        unpacked(zipped({f"matters/m{n}.yaml": "" for n in range(2_001)}, how=zipfile.ZIP_STORED))


def test_a_link_is_no_file() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        entry = zipfile.ZipInfo("facts.yaml")
        entry.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(entry, "/etc/passwd")
    with pytest.raises(Malformed, match="link"):
        unpacked(made.getvalue())


@pytest.mark.parametrize("content", [b"", b"hello", b"PK\x03\x04" + b"\0" * 40, b"x" * (5 * 1024 * 1024)])
def test_what_is_no_zip_is_refused(content: bytes) -> None:
    with pytest.raises(Malformed):
        unpacked(content)


def test_a_file_in_another_encoding_is_named() -> None:
    with pytest.raises(Malformed, match=r"facts\.yaml"):
        unpacked(zipped({"facts.yaml": "城市".encode("gbk")}))


def test_a_zip_without_a_catalogue_is_refused() -> None:
    with pytest.raises(Malformed):
        unpacked(zipped({"README.md": "hello"}))


def test_a_folder_is_written_as_it_was_published(tmp_path: Path) -> None:
    assert write_folder(SMALL, tmp_path / "out") == len(SMALL)
    texts, problems = read_folder(tmp_path / "out")
    assert not problems
    assert digest_of(texts) == digest_of(SMALL)
