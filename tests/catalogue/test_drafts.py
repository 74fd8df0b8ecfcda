"""A change to the catalogue is written by one, looked at by another, published whole, and never silently lost."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings as _settings
from django.db import DatabaseError, connection, transaction
from django.utils.timezone import get_default_timezone

from onetrip.catalogue import actions, drafts, queries
from onetrip.catalogue.actions import SavedMeanwhile
from onetrip.catalogue.actions.publishing import ChangedInForce
from onetrip.catalogue.lifecycle import DRAFT
from onetrip.catalogue.models import CatalogueVersion, Draft, DraftFile
from onetrip.catalogue.problems import CatalogueInvalid
from onetrip.ledger.models import Event
from onetrip.ledger.refusals import Malformed, NotFound, Refused
from tests.catalogue.drafting import (
    HAN,
    MATTER,
    WU,
    approved,
    changed,
    now_at,
    opened,
    publish,
    published,
    ready,
    saved,
    submitted,
)
from tests.catalogue.small import SMALL
from tests.factories import NOW, TODAY
from tests.together import together

pytestmark = pytest.mark.django_db

NEW_NAME = changed("Elder card", "Card for elders")
NEW_AGE = changed("age >= 65", "age >= 60")


def state(draft: Draft) -> str:
    return Draft.objects.get(pk=draft.pk).state


def test_a_draft_becomes_a_version_after_a_second_pair_of_eyes() -> None:
    published()
    draft = opened()
    saved(draft, NEW_NAME)
    assert queries.current().matters["elder-card"].name.en == "Elder card"
    submitted(draft, note="文件变了")
    approved(draft)

    version = publish(draft)

    assert (version.number, version.published_by) == (2, HAN)
    assert version.notes == "敬老卡改条件：文件变了"
    assert queries.current().matters["elder-card"].name.en == "Card for elders"
    assert state(draft) == "published"
    assert Draft.objects.get(pk=draft.pk).version_id == version.pk


def test_every_change_of_a_draft_is_an_event() -> None:
    published()
    draft = ready()
    publish(draft)

    told = Event.objects.filter(thing="draft", thing_id=str(draft.pk)).order_by("pk")
    assert [(e.verb, e.from_state, e.to_state, e.actor) for e in told] == [
        ("open", "", "draft", WU),
        ("save", "draft", "draft", WU),
        ("submit", "draft", "submitted", WU),
        ("approve", "submitted", "approved", HAN),
        ("publish", "approved", "published", HAN),
    ]


def test_a_draft_without_a_published_catalogue_is_refused() -> None:
    with pytest.raises(Refused, match="onetrip catalogue publish"):
        opened()


@pytest.mark.parametrize("title", ["", "  ", "长" * 121])
def test_a_draft_has_a_name(title: str) -> None:
    published()
    with pytest.raises(Malformed) as refused:
        opened(title)
    assert refused.value.field == "title"


def test_two_editors_cannot_overwrite_each_other() -> None:
    published()
    draft = opened()
    first = saved(draft, NEW_NAME, by=WU).edition

    with pytest.raises(SavedMeanwhile) as refused:
        saved(draft, NEW_AGE, by=HAN)

    assert (refused.value.theirs, refused.value.edition, refused.value.by) == (NEW_NAME, first, WU)
    assert DraftFile.objects.get().text == NEW_NAME
    both = NEW_NAME.replace("age >= 65", "age >= 60")
    assert saved(draft, both, by=HAN, edition=first).edition > first


def test_a_change_made_anew_is_not_overwritten_by_whoever_opened_the_one_before() -> None:
    published()
    draft = opened()
    seen = saved(draft, NEW_NAME, by=WU).edition
    actions.discard_file(draft_id=draft.pk, name=MATTER, edition=seen, now=NOW, by=WU, key=uuid.uuid4())
    saved(draft, NEW_AGE, by=WU)

    with pytest.raises(SavedMeanwhile):
        saved(draft, NEW_NAME, by=HAN, edition=seen)

    assert DraftFile.objects.get().text == NEW_AGE


@pytest.mark.django_db(transaction=True)
def test_of_two_who_save_at_the_same_moment_one_is_told() -> None:
    published()
    draft = opened()

    outcomes = together([lambda: saved(draft, NEW_NAME, by=WU), lambda: saved(draft, NEW_AGE, by=HAN)])

    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["DraftFile", "SavedMeanwhile"]
    assert DraftFile.objects.get().text in (NEW_NAME, NEW_AGE)


def test_two_editors_may_save_different_files_of_one_draft() -> None:
    published()
    draft = opened()
    saved(draft, NEW_NAME, by=WU)
    saved(draft, SMALL["papers.yaml"].replace("photograph", "photo"), name="papers.yaml", by=HAN)

    assert {file.name for file in draft.files.all()} == {MATTER, "papers.yaml"}
    assert Draft.objects.get().authors == [WU, HAN]


def test_an_author_cannot_review_the_own_draft() -> None:
    published()
    draft = opened()
    saved(draft, NEW_NAME, by=WU)
    submitted(draft)

    with pytest.raises(Refused) as refused:
        approved(draft, by=WU)

    assert (refused.value.code, refused.value.status) == ("own-draft", 403)
    assert state(draft) == "submitted"


def test_what_is_approved_is_what_was_seen() -> None:
    published()
    draft = opened()
    saved(draft, NEW_NAME)
    submitted(draft)
    seen = now_at(draft)
    actions.return_to_author(draft_id=draft.pk, edition=seen, reason="再改", now=NOW, by=HAN, key=uuid.uuid4())
    saved(draft, NEW_AGE, edition=draft.files.get().edition)
    submitted(draft)

    with pytest.raises(Refused, match="changed after you opened it"):
        approved(draft, edition=seen)


def test_a_draft_is_sent_back_with_a_reason() -> None:
    published()
    draft = ready()
    doing: dict[str, Any] = {"draft_id": draft.pk, "edition": now_at(draft), "now": NOW, "by": HAN}
    with pytest.raises(Malformed):
        actions.return_to_author(reason=" ", key=uuid.uuid4(), **doing)

    actions.return_to_author(reason="材料还没核对", key=uuid.uuid4(), **doing)

    kept = Draft.objects.get()
    assert (kept.state, kept.returned_why, kept.reviewed_by) == ("draft", "材料还没核对", "")


@pytest.mark.parametrize("verb", ["submitted", "approved", "published", "withdrawn"])
def test_only_a_draft_that_is_being_written_can_be_saved_in(verb: str) -> None:
    published()
    draft = opened()
    saved(draft, NEW_NAME)
    if verb == "withdrawn":
        actions.withdraw(draft_id=draft.pk, edition=now_at(draft), reason="不改了", now=NOW, by=WU, key=uuid.uuid4())
    else:
        submitted(draft)
    if verb in ("approved", "published"):
        approved(draft)
    if verb == "published":
        publish(draft)

    with pytest.raises(Refused, match="not possible"):
        saved(draft, NEW_AGE, edition=draft.files.get().edition)
    assert DraftFile.objects.get().text == NEW_NAME


def test_the_table_of_transitions_lists_every_state() -> None:
    assert set(DRAFT.states) == set(Draft.State.values)


@pytest.mark.parametrize("step", DRAFT.steps, ids=lambda step: step.verb)
def test_no_step_leads_on_from_what_is_done_with(step: Any) -> None:
    assert not {"published", "withdrawn"} & set(step.sources)


def test_a_draft_with_mistakes_can_be_saved_and_not_submitted() -> None:
    published()
    draft = opened()
    saved(draft, changed("category: ageing", "category: nothing"))

    with pytest.raises(CatalogueInvalid) as refused:
        submitted(draft)

    assert {problem.where.file for problem in refused.value.problems} >= {MATTER}
    assert state(draft) == "draft"


def test_a_draft_that_changes_nothing_is_not_submitted() -> None:
    published()
    with pytest.raises(Refused, match="does not change anything"):
        submitted(opened())


def test_a_day_that_is_over_is_no_day_to_publish() -> None:
    published()
    draft = opened()
    saved(draft, NEW_NAME)
    with pytest.raises(Malformed) as refused:
        submitted(draft, publish_on=TODAY - timedelta(1))
    assert refused.value.field == "publish_on"


@pytest.mark.parametrize(
    "name",
    ["../secrets.yaml", "/etc/passwd", "matters/a/b.yaml", "matters/A.yaml", "x.yml", "", "matters/..yaml", "a\0.yaml"],
)
def test_a_file_has_the_name_of_a_catalogue_file(name: str) -> None:
    published()
    with pytest.raises(Malformed) as refused:
        saved(opened(), "id: x", name=name)
    assert refused.value.field == "name"


@pytest.mark.parametrize("text", ["x" * 300_000, "id: \0", "id: \ud800"])
def test_a_text_that_cannot_be_kept_is_refused_in_words(text: str) -> None:
    published()
    with pytest.raises(Malformed) as refused:
        saved(opened(), text)
    assert refused.value.field == "text"
    assert not DraftFile.objects.exists()


BOMB = "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n"


@pytest.mark.parametrize("text", [BOMB, "!!python/object/apply:os.system ['true']", "id: a\n---\nid: b", "{" * 50])
def test_hostile_yaml_never_gets_beyond_the_draft(text: str) -> None:
    published()
    draft = opened()
    saved(draft, text)

    with pytest.raises(CatalogueInvalid):
        submitted(draft)


def test_a_removed_file_is_gone_from_the_next_version() -> None:
    published(
        {
            **SMALL,
            "matters/second.yaml": SMALL[MATTER].replace("id: elder-card", "id: second").replace("老年卡", "另一张"),
        }
    )
    draft = opened()
    saved(draft, None, name="matters/second.yaml")
    submitted(draft)
    approved(draft)
    publish(draft)

    assert set(queries.current().matters) == {"elder-card"}
    assert "second" in queries.version(1).matters


def test_a_change_can_be_taken_out_again() -> None:
    published()
    draft = opened()
    seen = saved(draft, NEW_NAME).edition
    doing: dict[str, Any] = {"draft_id": draft.pk, "name": MATTER, "now": NOW, "by": WU}
    with pytest.raises(SavedMeanwhile):
        actions.discard_file(edition=seen + 1, key=uuid.uuid4(), **doing)
    actions.discard_file(edition=seen, key=uuid.uuid4(), **doing)

    assert not DraftFile.objects.exists()
    with pytest.raises(NotFound):
        actions.discard_file(edition=seen, key=uuid.uuid4(), **doing)


def test_two_drafts_of_different_files_are_both_published() -> None:
    published()
    first = ready(NEW_NAME, title="名称")
    second = ready(SMALL["papers.yaml"].replace("photograph", "photo"), name="papers.yaml", title="材料")

    assert [publish(first).number, publish(second).number] == [2, 3]
    now = queries.current()
    assert (now.matters["elder-card"].name.en, now.papers["photo"].name.en) == ("Card for elders", "photo")


def test_a_file_changed_in_force_meanwhile_is_a_conflict_and_nothing_is_published() -> None:
    published()
    first, second = ready(NEW_NAME, title="名称"), ready(NEW_AGE, title="年龄")
    publish(first)

    with pytest.raises(ChangedInForce, match=MATTER) as refused:
        publish(second)

    (conflict,) = refused.value.conflicts
    assert (conflict.base, conflict.in_force, conflict.draft) == (SMALL[MATTER], NEW_NAME, NEW_AGE)
    assert CatalogueVersion.objects.count() == 2
    assert state(second) == "approved"
    # The author takes over: both changes, on the version in force.
    actions.return_to_author(
        draft_id=second.pk, edition=now_at(second), reason="合起来", now=NOW, by=HAN, key=uuid.uuid4()
    )
    saved(second, NEW_NAME.replace("age >= 65", "age >= 60"), edition=second.files.get().edition)
    submitted(second)
    approved(second)
    publish(second)
    assert queries.current().matters["elder-card"].name.en == "Card for elders"
    assert "age >= 60" in drafts.in_force_texts()[1][MATTER]


def test_two_drafts_that_come_to_the_same_are_no_conflict_but_nothing_to_publish() -> None:
    published()
    first, second = ready(NEW_NAME), ready(NEW_NAME)
    publish(first)

    with pytest.raises(Refused, match="nothing to publish"):
        publish(second)


def test_two_drafts_may_each_be_sound_and_together_not() -> None:
    published()
    first = ready(SMALL[MATTER].replace("  - one_of: [{paper: photo}, {paper: id-card}]\n", ""), title="不要照片")
    publish(first)
    third = opened("去掉材料")
    saved(third, SMALL["papers.yaml"].split("photo:")[0], name="papers.yaml")
    submitted(third)
    approved(third)
    fourth = ready(drafts.in_force_texts()[1][MATTER].replace("papers:\n", "papers:\n  - {paper: photo}\n"))
    publish(fourth)

    with pytest.raises(CatalogueInvalid):
        publish(third)
    assert state(third) == "approved"
    assert CatalogueVersion.objects.count() == 3


def test_a_publication_that_breaks_off_leaves_no_half_version(monkeypatch: pytest.MonkeyPatch) -> None:
    published()
    draft = ready()
    key = uuid.uuid4()
    monkeypatch.setattr("onetrip.catalogue.actions.publishing.move", _break_off)
    with pytest.raises(RuntimeError):
        publish(draft, key=key)

    assert CatalogueVersion.objects.count() == 1
    assert state(draft) == "approved"
    assert not Event.objects.filter(thing="catalogue", thing_id="2").exists()
    monkeypatch.undo()
    assert publish(draft, key=key).number == 2


def _break_off(*_: object, **__: object) -> None:
    raise RuntimeError("the power is gone")


@pytest.mark.django_db(transaction=True)
def test_a_process_killed_while_it_publishes_leaves_no_half_version() -> None:
    published()
    draft = ready()
    where = connection.settings_dict
    address = f"{where['HOST']}&port={where['PORT']}"
    environment = {
        **os.environ,
        "DATABASE_URL": f"postgresql://{where['USER']}:{where['PASSWORD']}@/{where['NAME']}?host={address}",
        "DJANGO_SETTINGS_MODULE": "tests.settings",
    }
    killed = subprocess.run([sys.executable, "-c", KILLED, str(draft.pk)], env=environment, check=False)

    assert killed.returncode == -signal.SIGKILL
    assert CatalogueVersion.objects.count() == 1
    assert state(draft) == "approved"
    assert publish(draft).number == 2


KILLED = """
import os, signal, sys, uuid
import django
django.setup()
from django.utils import timezone
from onetrip.catalogue import actions
from onetrip.catalogue.actions import publishing
from onetrip.catalogue.models import CatalogueVersion
def die(*_, **__):
    assert CatalogueVersion.objects.count() == 2  # written, and not committed
    os.kill(os.getpid(), signal.SIGKILL)
publishing.move = die
actions.publish_draft(draft_id=uuid.UUID(sys.argv[1]), now=timezone.now(), by="staff:han", key=uuid.uuid4())
"""


def test_the_same_press_twice_publishes_once() -> None:
    published()
    draft = ready()
    key = uuid.uuid4()

    assert publish(draft, key=key).number == publish(draft, key=key).number == 2
    assert CatalogueVersion.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_who_publish_at_once_make_one_version() -> None:
    published()
    draft = ready()

    outcomes = together([lambda: publish(draft, by=WU), lambda: publish(draft, by=HAN)])

    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["CatalogueVersion", "Refused"]
    assert CatalogueVersion.objects.count() == 2


# --- On its day -------------------------------------------------------------------------------------------------

ZONE = get_default_timezone()
MIDNIGHT = NOW.astimezone(ZONE).replace(hour=0, minute=0, second=0, microsecond=0)


def due(now: Any) -> list[Any]:
    return actions.publish_due(now=now, zone=ZONE, by="system:calendar")


def test_an_approved_draft_comes_into_force_on_its_day_in_the_zone_of_the_city() -> None:
    assert _settings.TIME_ZONE == "Asia/Shanghai"
    published()
    draft = ready(publish_on=TODAY + timedelta(1))
    tomorrow = MIDNIGHT + timedelta(days=1)
    assert due(tomorrow - timedelta(seconds=1)) == []

    (done,) = due(tomorrow)

    assert (done.version, done.refused) == (2, None)
    assert state(draft) == "published"
    assert queries.current_version().published_by == "system:calendar"
    assert due(tomorrow) == []


def test_a_day_that_was_missed_is_made_up_for() -> None:
    published()
    ready(publish_on=TODAY)
    assert [done.version for done in due(NOW + timedelta(days=9))] == [2]


def test_only_what_was_approved_comes_into_force_on_its_day() -> None:
    published()
    draft = opened()
    saved(draft, NEW_NAME)
    submitted(draft, publish_on=TODAY)
    assert due(NOW) == []


def test_one_that_cannot_be_published_says_why_and_keeps_no_other_back() -> None:
    published()
    first = ready(NEW_NAME, publish_on=TODAY, title="先")
    second = ready(NEW_AGE, publish_on=TODAY + timedelta(1), title="撞上")
    papers = SMALL["papers.yaml"].replace("photograph", "photo")
    third = ready(papers, name="papers.yaml", publish_on=TODAY + timedelta(2), title="后")
    later = NOW + timedelta(days=2)

    outcomes = {done.draft.pk: done for done in due(later)}

    assert (outcomes[first.pk].version, outcomes[third.pk].version) == (2, 3)
    assert isinstance(outcomes[second.pk].refused, ChangedInForce)
    kept = Draft.objects.get(pk=second.pk)
    assert kept.state == "approved"
    assert MATTER in kept.trouble["en"]
    due(later)
    assert Event.objects.filter(thing="draft", verb="not-published").count() == 1


# --- Back --------------------------------------------------------------------------------------------------------


def test_going_back_publishes_the_older_texts_as_a_new_version() -> None:
    published()
    publish(ready())

    version = actions.roll_back(to=1, reason="改错了", now=NOW, by=WU, key=uuid.uuid4())

    assert (version.number, version.source) == (3, SMALL)
    assert "改错了" in version.notes
    assert queries.current().matters["elder-card"].name.en == "Elder card"
    assert queries.version(2).matters["elder-card"].name.en == "Card for elders"


@pytest.mark.parametrize(("to", "reason", "refusal"), [(1, "", Malformed), (9, "why", NotFound), (2, "why", Refused)])
def test_going_back_needs_a_reason_and_somewhere_to_go(to: int, reason: str, refusal: type[Refused]) -> None:
    published()
    publish(ready())
    with pytest.raises(refusal):
        actions.roll_back(to=to, reason=reason, now=NOW, by=WU, key=uuid.uuid4())
    assert CatalogueVersion.objects.count() == 2


# --- A whole folder ----------------------------------------------------------------------------------------------


def test_a_folder_is_taken_in_as_what_it_changes() -> None:
    published()
    draft = opened()
    given = {**SMALL, MATTER: NEW_NAME}
    doing: dict[str, Any] = {"draft_id": draft.pk, "edition": now_at(draft), "now": NOW, "by": WU}

    assert actions.import_files(files=given, missing_go=True, key=uuid.uuid4(), **doing) == 1

    assert {file.name: file.text for file in draft.files.all()} == {MATTER: NEW_NAME}
    with pytest.raises(Refused, match="changed after you opened it"):
        actions.import_files(files=given, missing_go=True, key=uuid.uuid4(), **doing)


def test_files_that_the_folder_does_not_hold_go_only_if_that_is_wanted() -> None:
    published()
    less = {name: text for name, text in SMALL.items() if name != "papers.yaml"}
    for missing_go, expected in ((False, set()), (True, {"papers.yaml"})):
        draft = opened()
        actions.import_files(
            draft_id=draft.pk, files=less, missing_go=missing_go, edition=1, now=NOW, by=WU, key=uuid.uuid4()
        )
        assert {file.name for file in draft.files.all() if file.text is None} == expected


def test_one_bad_name_keeps_the_whole_folder_out() -> None:
    published()
    draft = opened()
    with pytest.raises(Malformed):
        actions.import_files(
            draft_id=draft.pk,
            files={MATTER: NEW_NAME, "matters/../x.yaml": "a: b"},
            missing_go=False,
            edition=1,
            now=NOW,
            by=WU,
            key=uuid.uuid4(),
        )
    assert not DraftFile.objects.exists()


# --- What the database holds by itself ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("constraint", "fields"),
    [
        ("draft_state_known", {"state": "lost"}),
        ("draft_approved_by_somebody", {"state": "approved", "reviewed_by": ""}),
        ("draft_published_as_a_version", {"state": "published", "reviewed_by": HAN}),
        ("draft_four_eyes", {"reviewed_by": WU}),
    ],
)
def test_the_database_refuses_a_draft_that_cannot_be(constraint: str, fields: dict[str, str]) -> None:
    published()
    draft = opened()
    saved(draft, NEW_NAME)
    with pytest.raises(DatabaseError, match=constraint), transaction.atomic():
        Draft.objects.filter(pk=draft.pk).update(**fields)


def test_a_draft_holds_a_file_once() -> None:
    version = published()
    draft = opened()
    saved(draft, NEW_NAME)
    with pytest.raises(DatabaseError, match="draft_file_once"), transaction.atomic():
        DraftFile.objects.create(draft=draft, name=MATTER, text="", base=version, saved_at=NOW, saved_by=WU)
