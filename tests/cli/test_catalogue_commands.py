"""What an operator does with the catalogue's versions: write one as a folder, bring into force what is due."""

from __future__ import annotations

import time
from argparse import Namespace
from datetime import timedelta
from pathlib import Path

import pytest
from pytest_django import Settings

from onetrip.catalogue import actions, queries
from onetrip.catalogue.models import CatalogueVersion, Draft
from onetrip.cli import build_parser, operate, run
from onetrip.ledger.refusals import Malformed, NotFound
from tests.catalogue.drafting import changed, published, ready
from tests.catalogue.small import SMALL
from tests.factories import TODAY

pytestmark = pytest.mark.django_db


def export(folder: Path, version: int | None = None) -> int:
    return operate.export_catalogue(Namespace(folder=folder, version=version))


def test_an_exported_version_is_the_files_byte_for_byte_and_publishes_to_nothing_new(tmp_path: Path) -> None:
    # A comment, an odd order, a mark at the end of a line: whatever was published comes out again.
    texts = {name: f"# 目录 {name}\r\n{text}" if name.startswith("matters/") else text for name, text in SMALL.items()}
    first = published(texts)
    folder = tmp_path / "testville"
    assert export(folder) == 0
    written = {path.relative_to(folder).as_posix(): path.read_bytes().decode() for path in folder.rglob("*.yaml")}
    assert written == texts
    assert actions.publish(path=folder, by="system", now=first.published_at).number == first.number


def test_the_catalogue_of_the_city_survives_publishing_and_exporting(tmp_path: Path) -> None:
    shanghai = Path(__file__).parents[2] / "catalogue" / "shanghai"
    published({path.relative_to(shanghai).as_posix(): path.read_bytes().decode() for path in shanghai.rglob("*.yaml")})
    folder = tmp_path / "shanghai"
    assert export(folder) == 0
    names = {path.relative_to(shanghai) for path in shanghai.rglob("*.yaml")}
    assert {path.relative_to(folder) for path in folder.rglob("*.yaml")} == names
    assert all((folder / name).read_bytes() == (shanghai / name).read_bytes() for name in names)


def test_an_older_version_can_be_exported_and_one_that_never_was_cannot(tmp_path: Path) -> None:
    published()
    matter = "matters/elder-card.yaml"
    published({**SMALL, matter: changed("Elder card", "Card for elders")})
    export(tmp_path / "old", version=1)
    assert "Elder card" in (tmp_path / "old" / matter).read_text(encoding="utf-8")
    export(tmp_path / "new")
    assert "Card for elders" in (tmp_path / "new" / matter).read_text(encoding="utf-8")
    with pytest.raises(NotFound):
        export(tmp_path / "none", version=3)
    assert not (tmp_path / "none").exists()


def test_a_folder_with_another_catalogue_in_it_is_left_alone(tmp_path: Path) -> None:
    published()
    (tmp_path / "mine.yaml").write_text("id: mine\n", encoding="utf-8")
    with pytest.raises(Malformed):
        export(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.yaml"]


def test_what_is_due_comes_into_force_by_command(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
) -> None:
    published()
    draft = ready(publish_on=TODAY + timedelta(days=2), title="敬老卡改名")
    monkeypatch.setattr(operate, "_now", lambda: draft.opened_at)
    assert operate.publish_due(Namespace()) == 0
    assert "Nothing is due" in capsys.readouterr().out
    monkeypatch.setattr(operate, "_now", lambda: draft.opened_at + timedelta(days=2))
    assert operate.publish_due(Namespace()) == 0
    assert "敬老卡改名: version 2." in capsys.readouterr().out
    assert queries.current().number == 2


def test_what_is_due_and_cannot_be_published_is_said_and_fails(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
) -> None:
    published()
    draft = ready(publish_on=TODAY, title="敬老卡改名")
    published({**SMALL, "matters/elder-card.yaml": changed("Elder card", "Another name")})
    monkeypatch.setattr(operate, "_now", lambda: draft.opened_at)
    assert operate.publish_due(Namespace()) == 1
    assert "matters/elder-card.yaml" in capsys.readouterr().err
    assert CatalogueVersion.objects.count() == 2


@pytest.mark.parametrize("words", [["export"], ["export", "f", "--version", "0"], ["export", "f", "--version", "x"]])
def test_a_command_that_cannot_be_meant_is_refused(words: list[str], capsys: pytest.CaptureFixture) -> None:
    with pytest.raises(SystemExit):
        build_parser().parse_args(["catalogue", *words])
    assert capsys.readouterr().err


@pytest.mark.django_db(transaction=True)
def test_a_running_house_brings_into_force_what_is_due(settings: Settings, tmp_path: Path) -> None:
    settings.SEARCH_BY_MEANING = False
    published()
    ready(publish_on=TODAY)
    Draft.objects.update(publish_on=TODAY - timedelta(days=3650))
    with run.keeping_the_house(tmp_path):
        until = time.monotonic() + 60
        while CatalogueVersion.objects.count() < 2 and time.monotonic() < until:
            time.sleep(0.05)
    assert Draft.objects.get().state == Draft.State.PUBLISHED
    assert CatalogueVersion.objects.first().published_by == "system:clock"
