"""An editor changes a matter in the browser, another one looks at it, and it comes into force."""

from __future__ import annotations

import io
import uuid
import zipfile
from typing import Any

import pytest
from django.test import Client

from onetrip.catalogue import actions, drafts, queries
from onetrip.catalogue.archive import packed
from onetrip.catalogue.models import CatalogueVersion, Draft, DraftFile, Finding
from onetrip.catalogue.rewriting import tree_of
from tests.browsing import key, visitor, words
from tests.catalogue.small import SMALL
from tests.editing.forms import sent_by
from tests.factories import NOW

pytestmark = pytest.mark.django_db

MATTER = "matters/elder-card.yaml"


def opened(client: Client, **given: str) -> Draft:
    """A draft opened in the browser."""
    client.post("/catalogue/drafts/", {"title": "改条件", "idempotency_key": key(), **given})
    return Draft.objects.latest("opened_at", "pk")


def address(draft: Draft, name: str = MATTER) -> str:
    return f"/catalogue/drafts/{draft.pk}/file/{name}"


def press(client: Client, draft: Draft, verb: str, **given: Any) -> Any:
    edition = Draft.objects.get(pk=draft.pk).edition
    return client.post(f"/catalogue/drafts/{draft.pk}/{verb}", {"idempotency_key": key(), "edition": edition, **given})


def save(client: Client, draft: Draft, **changes: str) -> Any:
    """Open the form, change fields in it, press save."""
    form = sent_by(client.get(address(draft)).content)
    return client.post(address(draft), {**form, "do": "save", **changes})


def test_from_the_list_to_a_new_version(town: None, wu: Client, han: Client) -> None:
    assert wu.post("/catalogue/drafts/", {"matter": "elder-card", "idempotency_key": key()}).status_code == 302
    draft = Draft.objects.get()
    assert draft.title == "改“敬老卡申领”"
    assert save(wu, draft, entitled='hukou == "shanghai" and age >= 60').status_code == 302
    assert "age >= 60" in DraftFile.objects.get().text
    page = words(wu.get(f"/catalogue/drafts/{draft.pk}/"))
    assert "送审，不直接发布" in page
    press(wu, draft, "submit", note="六十岁起")
    assert "要另一位编辑来审" in words(wu.get(f"/catalogue/drafts/{draft.pk}/"))
    assert press(wu, draft, "approve", publish="yes").status_code == 403
    assert "写的人说：六十岁起" in words(han.get(f"/catalogue/drafts/{draft.pk}/"))
    assert press(han, draft, "approve", publish="yes").status_code == 302

    assert queries.current().number == 2
    versions = words(han.get("/catalogue/versions/"))
    assert "六十岁起" in versions
    assert "现行" in versions


def test_whoever_presses_change_again_goes_on_in_the_same_draft(town: None, wu: Client, han: Client) -> None:
    first = wu.post("/catalogue/drafts/", {"matter": "elder-card", "idempotency_key": key()})
    again = wu.post("/catalogue/drafts/", {"matter": "elder-card", "idempotency_key": key()})
    assert again["Location"] == first["Location"]
    save(wu, Draft.objects.get(), entitled='hukou == "shanghai" and age >= 60')
    wu.post("/catalogue/drafts/", {"matter": "elder-card", "idempotency_key": key()})
    assert Draft.objects.count() == 1
    # A colleague's is another one; and so is one's own after it was handed on.
    han.post("/catalogue/drafts/", {"matter": "elder-card", "idempotency_key": key()})
    press(wu, Draft.objects.get(files__name=MATTER), "submit", note="六十岁起")
    wu.post("/catalogue/drafts/", {"matter": "elder-card", "idempotency_key": key()})
    assert Draft.objects.count() == 3


def test_saving_an_untouched_form_changes_nothing(city: None, wu: Client) -> None:
    draft = opened(wu)
    for matter in list(queries.current().matters)[::40]:
        name = f"matters/{matter}.yaml"
        form = sent_by(wu.get(address(draft, name)).content)
        assert wu.post(address(draft, name), {**form, "do": "save"}).status_code == 302
    assert not DraftFile.objects.exists()


def test_one_word_in_the_form_is_one_line_in_the_file(city: None, wu: Client) -> None:
    draft = opened(wu)
    save(wu, draft, **{"slip.zh": "早点来。"})
    before, after = drafts.in_force_texts()[1][MATTER], DraftFile.objects.get().text
    changed = [(old, new) for old, new in zip(before.splitlines(), after.splitlines(), strict=True) if old != new]
    assert [new for _, new in changed] == ["  zh: 早点来。"]


def test_every_matter_of_the_catalogue_can_be_opened_in_both_languages(city: None, wu: Client) -> None:
    draft = opened(wu)
    english = visitor("editor", language="en")
    for matter in list(queries.current().matters.values())[::50]:
        for client in (wu, english):
            answer = client.get(address(draft, matter.file))
            assert answer.status_code == 200, matter.id
            assert b"matter-form" in answer.content


def test_what_is_typed_is_looked_at_without_being_saved(city: None, wu: Client) -> None:
    draft = opened(wu)
    form = sent_by(wu.get(address(draft)).content)
    form["entitled"] = 'hukou == "shanghai" and months_until(age=65) <= 3'
    told = words(wu.post(address(draft), {**form, "do": "look"}, headers={"HX-Request": "true"}))
    assert "3 个月" in told
    assert "64 岁 9 个月" in told
    assert "有改动，还没存" in told
    assert not DraftFile.objects.exists()


def test_a_misspelt_fact_is_named_with_its_line_and_the_nearest_right_name(city: None, wu: Client) -> None:
    draft = opened(wu)
    form = sent_by(wu.get(address(draft)).content)
    told = words(
        wu.post(
            address(draft), {**form, "do": "look", "entitled": 'hukuo == "shanghai"'}, headers={"HX-Request": "true"}
        )
    )
    assert "hukou" in told
    assert MATTER in told


def test_a_resident_of_ones_own_can_be_tried(city: None, wu: Client) -> None:
    draft = opened(wu)
    form = sent_by(wu.get(address(draft)).content)
    own = {"own.hukou": "elsewhere", "own.birth_date": "1950-01-01"}
    told = words(wu.post(address(draft), {**form, **own, "do": "look"}, headers={"HX-Request": "true"}))
    assert "您试的" in told
    wrong = words(
        wu.post(address(draft), {**form, "own.birth_date": "某天", "do": "look"}, headers={"HX-Request": "true"})
    )
    assert "日期请写成" in wrong


def test_the_preview_speaks_the_language_that_was_chosen(city: None, wu: Client) -> None:
    draft = opened(wu)
    form = sent_by(wu.get(address(draft)).content)
    told = words(wu.post(address(draft), {**form, "preview": "en", "do": "look"}, headers={"HX-Request": "true"}))
    assert "Preview, no number yet" in told
    assert "The window’s checklist" in told
    assert "试一试" in told  # the page around it stays in the editor's language


def test_papers_are_added_moved_and_taken_away_without_a_script(city: None, wu: Client) -> None:
    draft = opened(wu)
    form = sent_by(wu.get(address(draft)).content)
    page = wu.post(address(draft), {**form, "do": "add:papers"}).content
    form = sent_by(page)
    assert form["papers.rows"] == "3"
    form |= {"papers.2.paper": "household-booklet", "papers.2.originals": "1"}
    form = sent_by(wu.post(address(draft), {**form, "do": "up:papers.2"}).content)
    assert form["papers.1.paper"] == "household-booklet"
    form = sent_by(wu.post(address(draft), {**form, "do": "remove:papers.0"}).content)
    assert wu.post(address(draft), {**form, "do": "save"}).status_code == 302

    papers = tree_of(DraftFile.objects.get().text)["papers"]
    assert papers == [{"paper": "household-booklet", "originals": "1"}, {"paper": "elder-card-form", "main": "true"}]


def test_two_editors_of_one_matter_are_shown_both_texts_and_nothing_is_lost(
    town: None, wu: Client, han: Client
) -> None:
    draft = opened(wu)
    mine = sent_by(wu.get(address(draft)).content)
    save(han, draft, **{"name.en": "Card for elders"})

    answer = wu.post(address(draft), {**mine, "do": "save", "entitled": 'hukou == "shanghai" and age >= 60'})

    assert answer.status_code == 409
    told = words(answer)
    assert "Card for elders" in told
    assert "age >= 60" in told
    assert "两边改的不是一处" in told
    assert "age >= 60" not in DraftFile.objects.get().text
    form = sent_by(answer.content, None)
    assert wu.post(address(draft), {**form, "do": "save"}).status_code == 302
    text = DraftFile.objects.get().text
    assert "Card for elders" in text
    assert "age >= 60" in text


def test_where_both_changed_the_same_field_it_is_named(town: None, wu: Client, han: Client) -> None:
    draft = opened(wu)
    mine = sent_by(wu.get(address(draft)).content)
    save(han, draft, **{"name.en": "Card for elders"})
    told = words(wu.post(address(draft), {**mine, "do": "save", "name.en": "Old people’s card"}))
    assert "两边都改了" in told
    assert "名称" in told


def test_a_change_in_force_meanwhile_is_brought_together(town: None, wu: Client, han: Client) -> None:
    first, second = opened(wu), opened(wu, title="第二份")
    save(wu, first, **{"name.en": "Card for elders"})
    save(wu, second, entitled='hukou == "shanghai" and age >= 60')
    for draft in (first, second):
        press(wu, draft, "submit")
    press(han, first, "approve", publish="yes")
    answer = press(han, second, "approve", publish="yes")
    assert answer.status_code == 409
    assert "matters/elder-card.yaml" in words(answer)
    press(han, second, "return", reason="先合起来")
    page = wu.get(f"/catalogue/drafts/{second.pk}/together/{MATTER}")
    form = sent_by(page.content, None)
    assert "Card for elders" in form["text"]
    assert "age >= 60" in form["text"]
    assert wu.post(address(second), {**form, "do": "save"}).status_code == 302
    press(wu, second, "submit")
    assert press(han, second, "approve", publish="yes").status_code == 302
    assert queries.current().number == 3


def test_text_is_edited_with_its_mistakes_by_line(town: None, wu: Client) -> None:
    draft = opened(wu)
    given = {"do": "save", "file_edition": "0", "onto": "1", "idempotency_key": key(), "opened": SMALL[MATTER]}
    text = SMALL[MATTER].replace("category: ageing", "category: aging")
    assert wu.post(address(draft), {**given, "text": text.replace("\n", "\r\n")}).status_code == 302
    assert DraftFile.objects.get().text == text
    told = words(wu.get(address(draft) + "?as=yaml"))
    assert "matters/elder-card.yaml:4" in told
    assert "ageing" in told
    answer = press(wu, draft, "submit")
    assert answer.status_code == 422
    assert "没有送审" in words(answer)


@pytest.mark.parametrize("text", ["a: &a [x]\nb: *a\n", "!!python/object/apply:os.system ['x']", "{" * 40, "\t- x: ["])
def test_hostile_yaml_is_answered_in_words(town: None, wu: Client, text: str) -> None:
    draft = opened(wu)
    given = {"do": "look", "file_edition": "0", "onto": "1", "text": text, "idempotency_key": key()}
    answer = wu.post(address(draft), given, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert "才能送审" in words(answer)
    assert wu.post(address(draft), {**given, "do": "save"}).status_code == 302
    assert wu.get(address(draft)).status_code == 200
    assert press(wu, draft, "submit").status_code == 422


@pytest.mark.parametrize("name", ["nothing", "../../etc/passwd.yaml", "matters/A.yaml", "x.yml"])
def test_a_name_that_is_none_is_refused_in_words(town: None, wu: Client, name: str) -> None:
    assert wu.get(address(opened(wu), name)).status_code in (404, 422)


def test_a_new_matter_begins_with_what_has_to_be_said(town: None, wu: Client) -> None:
    draft = opened(wu)
    answer = wu.get(address(draft, "matters/library-card.yaml"))
    assert answer.status_code == 200
    assert "新事项" in answer.content.decode()
    form = sent_by(answer.content)
    changes = {"name.zh": "读者证", "name.en": "Library card", "also": "借书证", "sources.rows": "1"}
    source = {"sources.0.what.zh": "图书馆", "sources.0.what.en": "library", "sources.0.confidence": "medium"}
    assert (
        wu.post(address(draft, "matters/library-card.yaml"), {**form, **changes, **source, "do": "save"}).status_code
        == 302
    )
    text = DraftFile.objects.get().text
    assert "name: {zh: 读者证, en: Library card}" in text
    assert press(wu, draft, "submit").status_code == 302


def test_for_whom_it_changes_is_worked_out(city: None, wu: Client) -> None:
    draft = opened(wu)
    save(wu, draft, entitled='hukou == "shanghai" and months_until(age=65) <= 12')
    told = words(wu.get(f"/catalogue/drafts/{draft.pk}/effects"))
    assert "敬老卡申领+" in told
    assert "例：能办了 64 岁" in told


def test_a_draft_given_up_stays_readable(town: None, wu: Client) -> None:
    draft = opened(wu)
    save(wu, draft, **{"name.en": "x"})
    assert "请写一句为什么" in words(press(wu, draft, "withdraw", reason=" "))
    press(wu, draft, "withdraw", reason="不改了")
    assert "不改了" in words(wu.get(f"/catalogue/drafts/{draft.pk}/"))


def test_a_version_is_rolled_back_after_a_second_look(town: None, wu: Client, han: Client) -> None:
    draft = opened(wu)
    save(wu, draft, **{"name.en": "Card for elders"})
    press(wu, draft, "submit")
    press(han, draft, "approve", publish="yes")
    unsure = wu.post("/catalogue/versions/1/roll-back", {"reason": "改错了", "idempotency_key": key()})
    assert unsure.status_code == 422
    assert queries.current().number == 2
    wu.post("/catalogue/versions/1/roll-back", {"reason": "改错了", "sure": "yes", "idempotency_key": key()})
    assert CatalogueVersion.objects.first().source == SMALL
    page = words(wu.get("/catalogue/versions/2/3/"))
    assert "Card for elders" in page


def zipped(files: dict[str, str]) -> io.BytesIO:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    made.seek(0)
    made.name = "catalogue.zip"
    return made


def test_a_version_goes_out_as_a_zip_and_comes_back_the_same(city: None, wu: Client) -> None:
    answer = wu.get("/catalogue/versions/1.zip")
    assert answer["Content-Type"] == "application/zip"
    archive = io.BytesIO(answer.content)
    archive.name = "x.zip"
    draft = opened(wu)
    assert press(wu, draft, "import", archive=archive, missing_go="yes").status_code == 302
    assert not DraftFile.objects.exists()
    assert answer.content == packed(CatalogueVersion.objects.get().source)


@pytest.mark.parametrize(
    "files",
    [
        {"../../evil.yaml": "a: b"},
        {"/etc/evil.yaml": "a: b"},
        {"matters\\evil.yaml": "a: b"},
        {"run.sh": "rm -rf"},
        {"matters/x.yaml": "a: &a 1\nb: *a\n"},
        {"matters/x.yaml": "x" * 300_000},
        {},
    ],
)
def test_a_hostile_zip_is_refused_in_words_and_nothing_of_it_is_taken(
    town: None, wu: Client, files: dict[str, str]
) -> None:
    draft = opened(wu)
    answer = press(wu, draft, "import", archive=zipped({**files, **({MATTER: "id: x"} if files else {})}))
    assert answer.status_code == 422
    assert "什么都没有收" in words(answer)
    assert not DraftFile.objects.exists()


def test_what_is_no_zip_is_refused_in_words(town: None, wu: Client) -> None:
    draft = opened(wu)
    for content in (b"", b"not a zip", b"PK\x03\x04broken"):
        file = io.BytesIO(content)
        file.name = "x.zip"
        assert press(wu, draft, "import", archive=file).status_code == 422
    assert press(wu, draft, "import").status_code == 422


def test_the_counters_findings_are_listed_taken_up_and_settled(town: None, wu: Client) -> None:
    visitor().get("/ask/?q=鱼塘养殖证")
    visitor().get("/matters/?q=鱼塘养殖证")
    finding = Finding.objects.get()
    assert finding.times == 2
    assert "“鱼塘养殖证”" in words(wu.get("/catalogue/"))
    draft = opened(wu, finding=str(finding.pk))
    assert Finding.objects.get().draft == draft
    assert (
        wu.post(f"/catalogue/findings/{finding.pk}/settle", {"note": "", "idempotency_key": key()}).status_code == 422
    )
    wu.post(f"/catalogue/findings/{finding.pk}/settle", {"note": "不归我们管", "idempotency_key": key()})
    assert "鱼塘" not in words(wu.get("/catalogue/"))


def test_a_search_that_is_answered_or_holds_a_number_leaves_no_finding(town: None) -> None:
    for typed in ("敬老卡申领", "310000196112180123"):
        visitor().get("/ask/", {"q": typed})
    assert not Finding.objects.exists()


def test_whoever_only_reads_is_offered_no_change(town: None, wu: Client) -> None:
    draft = opened(wu)
    save(wu, draft, **{"name.en": "x"})
    director = visitor("director")
    for place in ("/catalogue/", f"/catalogue/drafts/{draft.pk}/", "/catalogue/versions/"):
        page = director.get(place)
        assert page.status_code == 200
        assert b'method="post" action="/catalogue' not in page.content
    assert director.get(address(draft)).status_code == 403


@pytest.mark.parametrize(("role", "status"), [("editor", 200), ("director", 200), ("clerk", 403), ("guide", 403)])
def test_the_editor_sees_open_points_by_matter_and_who_has_no_business_there_does_not(
    town: None, role: str, status: int
) -> None:
    point = (
        "open:\n  - {of: papers, zh: 照片要不要，没有核对到。, en: Whether a photograph is needed is not verified.}\n"
    )
    files = {**SMALL, MATTER: SMALL[MATTER].replace("confidence: high", "confidence: low") + point}
    actions.publish(files=files, city="testville", by="system", now=NOW)
    answer = visitor(role).get("/catalogue/")
    assert answer.status_code == status
    if status == 200:
        page = words(answer)
        for told in ("照片要不要，没有核对到。", MATTER, "敬老卡申领 把握小"):
            assert told in page
        assert "2 2026 年 11 月 24 日" in page


def test_the_same_press_twice_opens_one_draft(town: None, wu: Client) -> None:
    given = {"title": "一次", "idempotency_key": str(uuid.uuid4())}
    for _ in range(2):
        wu.post("/catalogue/drafts/", given)
    assert Draft.objects.count() == 1
