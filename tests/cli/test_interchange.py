"""The command line: the catalogue in the formats of others, and a package read back into files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from rdflib import Graph

from onetrip.catalogue.exports import national
from onetrip.catalogue.files import read_folder
from onetrip.catalogue.schema import read
from onetrip.cli import main
from tests.advice.town import TOWN
from tests.catalogue.exports.content import content
from tests.factories import CATALOGUE


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The town's catalogue as files."""
    for name, text in TOWN.items():
        place = tmp_path / "town" / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
    return tmp_path / "town"


def export(folder: Path, form: str, output: Path, *more: str) -> int:
    return main(["catalogue", "export-as", form, str(folder), "--output", str(output), *more])


def test_each_format_is_written_where_it_was_asked_for(folder: Path, tmp_path: Path) -> None:
    for form, ending in (("cpsv-jsonld", "json-ld"), ("cpsv-turtle", "turtle"), ("schema-org", None)):
        output = tmp_path / "out" / form
        assert export(folder, form, output, "--address", "https://centre.example/") == 0
        text = output.read_text(encoding="utf-8")
        assert "https://centre.example/matters/elder-card" in text
        if ending is not None:
            assert len(Graph().parse(data=text, format=ending)) > 100
    assert export(folder, "csv", tmp_path / "tables") == 0
    names = {path.name for path in (tmp_path / "tables").iterdir()}
    assert names == {"matters.zh.csv", "papers.zh.csv", "matters.en.csv", "papers.en.csv"}
    assert (tmp_path / "tables/matters.zh.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert b"\r\n" in (tmp_path / "tables/matters.zh.csv").read_bytes()


@pytest.mark.parametrize("of", ["town", "shanghai"])
def test_a_package_goes_out_and_comes_back_as_the_same_catalogue(folder: Path, tmp_path: Path, of: str) -> None:
    source = folder if of == "town" else CATALOGUE
    package, back = tmp_path / "package.json", tmp_path / "new" / of
    assert export(source, "matter-package", package) == 0
    assert main(["catalogue", "import-json", str(package), str(back)]) == 0
    (texts, problems), (before, _) = read_folder(back), read_folder(source)
    assert not problems
    assert content(read(texts).catalogue) == content(read(before).catalogue)
    assert [path.name for path in back.parent.iterdir()] == [of]


def test_nothing_is_written_over_or_in_part(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    package = tmp_path / "package.json"
    export(folder, "matter-package", package)
    assert main(["catalogue", "import-json", str(package), str(folder)]) == 1
    assert "is not empty" in capsys.readouterr().err
    spoilt = json.loads(package.read_text(encoding="utf-8"))
    spoilt["matter"][0]["definition"]["kind"] = "aply"
    package.write_text(json.dumps(spoilt), encoding="utf-8")
    assert main(["catalogue", "import-json", str(package), str(tmp_path / "new")]) == 1
    assert '"aply" is not possible here' in capsys.readouterr().err
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize(("language", "told"), [("en", "Nothing was imported: this is not JSON"), ("zh", "没有导入：")])
def test_a_file_that_is_no_package_is_refused_in_the_operators_language(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], language: str, told: str
) -> None:
    (tmp_path / "x.json").write_bytes(b"PK\x03\x04")
    words = ["catalogue", "import-json", str(tmp_path / "x.json"), str(tmp_path / "new"), "--language", language]
    assert main(words) == 1
    assert told in capsys.readouterr().err


def test_a_file_that_is_not_there_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["catalogue", "import-json", str(tmp_path / "gone.json"), str(tmp_path / "new")]) == 1
    assert "gone.json" in capsys.readouterr().err


def test_a_catalogue_with_errors_is_not_exported(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "matters/booklet.yaml").write_text("id: booklet\n", encoding="utf-8")
    assert export(folder, "schema-org", tmp_path / "out") == 1
    assert "matters/booklet.yaml:1" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("address", ["centre.example", "javascript:alert(1)", "https://x> <y"])
def test_an_address_that_is_none_is_refused(folder: Path, tmp_path: Path, address: str) -> None:
    assert export(folder, "cpsv-turtle", tmp_path / "out", "--address", address) == 1
    assert not (tmp_path / "out").exists()


def test_an_export_for_publication_leaves_out_what_is_for_the_editor(folder: Path, tmp_path: Path) -> None:
    matter = folder / "matters/booklet.yaml"
    secret = "open:\n  - {of: papers, zh: 暗处的话, en: hidden, shown: false}\nsources:"
    matter.write_text(TOWN["matters/booklet.yaml"].replace("sources:", secret, 1), encoding="utf-8")
    for more, holds in (((), True), (("--for-publication",), False)):
        assert export(folder, "matter-package", tmp_path / "out", *more) == 0
        text = (tmp_path / "out").read_text(encoding="utf-8")
        assert ("暗处的话" in text) is holds
        assert json.loads(text)["format_version"] == national.VERSION
