"""Reading files that are plain, and refusing those that are not."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onetrip.catalogue.files import MOST_BYTES, MOST_DEPTH, Listing, Scalar, Table, parse, read_folder


def only_problem(text: str) -> str:
    tree, problems = parse("a.yaml", text)
    assert tree is None
    assert len(problems) == 1
    return problems[0].text.en


def test_everything_read_knows_its_line() -> None:
    tree, problems = parse("a.yaml", "id: x\nalso:\n  - 老年卡\n  - '65'\n")

    assert not problems
    assert isinstance(tree, Table)
    also = tree.entries["also"]
    assert isinstance(also, Listing)
    assert [item.where.line for item in also.items] == [3, 4]
    assert tree.places["also"].line == 2


def test_a_quoted_value_is_certainly_a_text() -> None:
    tree, _ = parse("a.yaml", "a: 65\nb: '65'\n")

    assert isinstance(tree, Table)
    assert [(node.plain, node.text) for node in tree.entries.values() if isinstance(node, Scalar)] == [
        (True, "65"),
        (False, "65"),
    ]


def test_a_key_that_stands_twice_is_named_with_both_lines() -> None:
    tree, problems = parse("a.yaml", "id: x\nname: y\nid: z\n")

    assert isinstance(tree, Table)
    assert [(problem.where.line, problem.text.en) for problem in problems] == [
        (3, '"id" stands here twice; first in line 1.')
    ]


def test_anchors_that_would_unfold_to_gigabytes_are_refused() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]

    assert "Anchors" in only_problem("\n".join(lines))


@pytest.mark.parametrize("text", ["a: !!python/object/apply:os.system [ls]", "!custom {a: 1}", "a: !!binary aGk="])
def test_tags_are_refused(text: str) -> None:
    assert "Tags" in only_problem(text)


def test_deep_nesting_is_refused() -> None:
    assert str(MOST_DEPTH) in only_problem("[" * 5000 + "]" * 5000)
    assert str(MOST_DEPTH) in only_problem("\n".join("  " * depth + "a:" for depth in range(200)))


def test_a_huge_text_is_refused_unread() -> None:
    assert "larger" in only_problem("a: " + "x" * MOST_BYTES)


def test_two_documents_in_one_file_are_refused() -> None:
    assert "one document" in only_problem("a: 1\n---\nb: 2\n")


def test_an_empty_file_says_so() -> None:
    assert "empty" in only_problem("# nothing yet\n")


def test_broken_yaml_is_told_with_its_line() -> None:
    _, problems = parse("a.yaml", "id: x\nname: {zh: 上海, en: 'Shang\n")

    assert problems[0].where.line >= 2
    assert "not YAML" in problems[0].text.en


def test_a_control_character_is_told_in_words() -> None:
    assert "character" in only_problem("a: \x07")


@given(st.text(max_size=400))
def test_any_text_is_a_tree_or_has_problems(text: str) -> None:
    tree, problems = parse("a.yaml", text)

    assert (tree is None) <= bool(problems)


def test_a_folder_is_read_by_relative_names(tmp_path: Path) -> None:
    (tmp_path / "matters").mkdir()
    (tmp_path / "matters" / "a.yaml").write_text("id: a\n", encoding="utf-8")
    (tmp_path / "README.md").write_text("not data", encoding="utf-8")

    texts, problems = read_folder(tmp_path)

    assert texts == {"matters/a.yaml": "id: a\n"}
    assert not problems


def test_what_cannot_be_read_is_named_and_the_rest_is_read(tmp_path: Path) -> None:
    (tmp_path / "latin.yaml").write_bytes("name: café".encode("latin-1"))
    (tmp_path / "huge.yaml").write_bytes(b"x" * (MOST_BYTES + 1))
    (tmp_path / "short.yml").write_text("a: 1", encoding="utf-8")
    (tmp_path / "good.yaml").write_text("a: 1", encoding="utf-8")

    texts, problems = read_folder(tmp_path)

    assert list(texts) == ["good.yaml"]
    assert {problem.where.file for problem in problems} == {"latin.yaml", "huge.yaml", "short.yml"}


def test_a_folder_that_is_not_there_is_a_problem(tmp_path: Path) -> None:
    texts, problems = read_folder(tmp_path / "nowhere")

    assert not texts
    assert "no folder" in problems[0].text.en
