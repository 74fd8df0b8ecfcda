from __future__ import annotations

import uuid

import pytest
from django.db import IntegrityError, transaction

from onetrip.catalogue import actions as catalogue
from onetrip.catalogue import queries as catalogues
from onetrip.catalogue.models import Draft, Finding
from onetrip.knowledge import actions, queries
from onetrip.knowledge.models import Answer, AnswerVersion, Given
from onetrip.ledger.refusals import Malformed, NotFound, Refused
from tests import factories
from tests.cases import matters
from tests.knowledge.asking import ANSWERED, ASKED, Asking

RIGHT = "居住证满半年就可以。"


def publish(asking: Asking, file: str, old: str, new: str) -> None:
    """The catalogue with one text changed, in force."""
    text = matters.FILES[file]
    assert old in text
    catalogue.publish(by="system", now=asking.now, files={**matters.FILES, file: text.replace(old, new)}, city="test")
    catalogues.forget()


def known_and_read(asking: Asking) -> Answer:
    """An answer that its asker has read."""
    known = asking.known()
    asking.do("judge", known.questions.get(), helped=True)
    return known


def words_of(asking: Asking, who: object) -> list[str]:
    return [one.version.words for one in queries.mended_for(who.pk, asking.now)]  # type: ignore[attr-defined]


def test_a_correction_is_a_new_version_and_the_old_one_stays(asking: Asking) -> None:
    known = asking.known()
    asking.change("correct", known, seen=1, question=ASKED, words=RIGHT, why="年限看错了")
    versions = queries.versions_of(known)
    assert [(one.number, one.words, one.how) for one in versions] == [
        (2, RIGHT, "corrected"),
        (1, ANSWERED, "given"),
    ]
    assert versions[0].by == asking.supervisor.actor
    assert versions[0].why == "年限看错了"
    assert queries.answer("LF", known.pk).version.words == RIGHT


def test_two_who_correct_at_once_do_not_overwrite_each_other(asking: Asking) -> None:
    known = asking.known()
    asking.change("correct", known, seen=1, question=ASKED, words=RIGHT, why="年限看错了")
    with pytest.raises(Refused) as refused:
        asking.change("correct", known, asking.other, seen=1, question=ASKED, words="不可以。", why="听说的")
    assert refused.value.code == "answer-changed"
    assert queries.answer("LF", known.pk).version.words == RIGHT


def test_whoever_was_given_an_answer_is_told_once_that_it_was_corrected(asking: Asking) -> None:
    known = known_and_read(asking)
    spared = asking.hall.clerks[1]
    actions.spare(
        centre="LF", account_id=spared.pk, answer_id=known.pk, now=asking.now, by=spared.actor, key=uuid.uuid4()
    )
    assert words_of(asking, asking.clerk) == []
    asking.change("correct", known, seen=1, question=ASKED, words=RIGHT, why="年限看错了")
    assert words_of(asking, asking.clerk) == words_of(asking, spared) == [RIGHT]
    assert words_of(asking, asking.hall.clerks[2]) == []
    told = queries.mended_for(spared.pk, asking.now)[0].given
    with pytest.raises(NotFound):
        actions.note_told(given_id=told.pk, account_id=asking.clerk.pk, now=asking.now, by="x", key=uuid.uuid4())
    actions.note_told(given_id=told.pk, account_id=spared.pk, now=asking.hall.tick(), by=spared.actor, key=uuid.uuid4())
    assert words_of(asking, spared) == []
    assert words_of(asking, asking.clerk) == [RIGHT]


def test_who_has_not_read_the_answer_yet_reads_the_new_words_and_is_not_told_twice(asking: Asking) -> None:
    known = asking.known()
    asking.change("correct", known, seen=1, question=ASKED, words=RIGHT, why="年限看错了")
    assert words_of(asking, asking.clerk) == []
    asking.do("judge", known.questions.get(), helped=True)
    assert words_of(asking, asking.clerk) == []
    asking.change("correct", known, seen=2, question=ASKED, words="都可以。", why="又改了")
    assert words_of(asking, asking.clerk) == ["都可以。"]


def test_who_never_read_the_answer_is_told_of_its_correction_once_it_has_left_their_window(asking: Asking) -> None:
    known = asking.known()
    asking.hall.tick(60 * 24 * 15)
    asking.change("correct", known, seen=1, question=ASKED, words=RIGHT, why="年限看错了")
    assert queries.of_asker("LF", asking.clerk.pk, asking.now) == []
    assert words_of(asking, asking.clerk) == [RIGHT]


def test_whoever_is_given_it_after_the_correction_is_told_nothing(asking: Asking) -> None:
    known = asking.known()
    asking.change("correct", known, seen=1, question=ASKED, words=RIGHT, why="年限看错了")
    late = asking.hall.clerks[1]
    actions.spare(
        centre="LF", account_id=late.pk, answer_id=known.pk, now=asking.hall.tick(), by=late.actor, key=uuid.uuid4()
    )
    assert words_of(asking, late) == []


def test_a_withdrawn_answer_is_found_by_nobody_and_told_to_whoever_had_it(asking: Asking) -> None:
    known = known_and_read(asking)
    asking.change("withdraw_answer", known, why="政策早停了")
    assert queries.search("LF", ASKED) == []
    assert queries.answers("LF") == []
    mended = queries.mended_for(asking.clerk.pk, asking.now)
    assert [one.given.answer.withdrawn_why for one in mended] == ["政策早停了"]
    with pytest.raises(NotFound):
        asking.do("use_answer", asking.ask(), answer_id=known.pk)
    with pytest.raises(NotFound):
        actions.spare(
            centre="LF", account_id=asking.clerk.pk, answer_id=known.pk, now=asking.now, by="x", key=uuid.uuid4()
        )
    with pytest.raises(Refused):
        asking.change("correct", known, seen=1, question=ASKED, words=RIGHT, why="年限看错了")


def test_withdrawn_by_mistake_it_is_put_back_and_they_are_told_that_too(asking: Asking) -> None:
    known = known_and_read(asking)
    asking.change("withdraw_answer", known, why="政策早停了")
    asking.change("put_back", known)
    assert queries.search("LF", ASKED)
    assert words_of(asking, asking.clerk) == [ANSWERED]
    with pytest.raises(Refused):
        asking.change("put_back", known)


def test_where_its_matter_was_changed_an_answer_is_to_be_checked_first(asking: Asking) -> None:
    known = asking.known()
    publish(asking, "matters/card.yaml", "age >= 65", "age >= 60")
    assert queries.answer("LF", known.pk).is_stale
    asking.change("confirm", known, seen=1)
    assert not queries.answer("LF", known.pk).is_stale
    assert words_of(asking, asking.clerk) == []


def test_a_paper_that_the_matter_asks_for_changes_it_too_and_another_matter_does_not(asking: Asking) -> None:
    known = asking.known()
    publish(asking, "matters/reward.yaml", "奖励金", "奖励")
    assert not queries.answer("LF", known.pk).is_stale
    publish(asking, "papers.yaml", "派出所补领", "派出所或网上补领")
    assert queries.answer("LF", known.pk).is_stale


def test_what_is_to_be_checked_sinks_below_what_holds(asking: Asking) -> None:
    old = asking.known(answer="旧的规则下可以。")
    publish(asking, "matters/card.yaml", "age >= 65", "age >= 60")
    new = asking.known(answer="新的规则下可以。")
    found = queries.search("LF", ASKED, matter="card")
    assert [(one.answer.pk, one.is_stale) for one in found] == [(new.pk, False), (old.pk, True)]


def test_an_answer_about_a_matter_that_is_gone_is_to_be_checked(asking: Asking) -> None:
    known = asking.known(matter="reward")
    files = {name: text for name, text in matters.FILES.items() if name != "matters/reward.yaml"}
    catalogue.publish(by="system", now=asking.now, files=files, city="test")
    catalogues.forget()
    assert queries.answer("LF", known.pk).is_stale
    assert queries.search("LF", ASKED)


def test_the_editor_makes_a_finding_of_it_that_a_draft_can_be_opened_from(asking: Asking) -> None:
    known = asking.take_up(asking.known(), "finding")
    finding = Finding.objects.get()
    assert (finding.kind, finding.matter, finding.said, finding.pk) == ("difficult-case", "card", ASKED, known.finding)


def test_a_training_item_is_read_by_training_in_its_newest_words(asking: Asking) -> None:
    known = asking.known()
    assert queries.for_training() == []
    asking.take_up(known, "training")
    asking.change("correct", known, seen=1, question=ASKED, words=RIGHT, why="年限看错了")
    assert queries.for_training() == [queries.Lesson(known.pk, "card", ASKED, RIGHT, 2)]
    asking.change("withdraw_answer", known, why="政策早停了")
    assert queries.for_training() == []


def test_nothing_needed_needs_a_reason_and_shares_nothing(asking: Asking) -> None:
    known = asking.known()
    with pytest.raises(Malformed):
        asking.take_up(known, "nothing")
    assert asking.take_up(known, "nothing", "手册里写着").shared_at is None
    assert not queries.to_take_up().exists()


def test_an_answer_about_no_matter_cannot_change_a_rule(asking: Asking) -> None:
    known = asking.known(matter="")
    with pytest.raises(Malformed):
        asking.take_up(known, "finding")
    assert not Finding.objects.exists()


def test_it_is_taken_up_once_and_can_be_undone(asking: Asking) -> None:
    known = asking.take_up(asking.known(), "finding")
    with pytest.raises(Refused):
        asking.take_up(known, "training")
    undone = actions.undo_taking_up(answer_id=known.pk, now=asking.now, by=asking.editor.actor, key=uuid.uuid4())
    assert (undone.taken_up, undone.finding, undone.shared_at) == ("", None, None)
    assert not Finding.objects.filter(settled_at=None).exists()
    assert asking.take_up(undone, "training").taken_up == "training"


def test_a_finding_that_is_being_worked_on_is_not_pulled_from_under_it(asking: Asking) -> None:
    known = asking.take_up(asking.known(), "finding")
    draft = Draft.objects.create(
        title="老人卡",
        base=catalogues.current_version(),
        opened_at=asking.now,
        opened_by="staff:e",
        changed_at=asking.now,
    )
    Finding.objects.update(draft=draft)
    with pytest.raises(Refused):
        actions.undo_taking_up(answer_id=known.pk, now=asking.now, by=asking.editor.actor, key=uuid.uuid4())
    known.refresh_from_db()
    assert known.taken_up == "finding"


def test_of_two_answers_to_the_same_words_the_finding_is_counted_and_one_undone_leaves_the_other(
    asking: Asking,
) -> None:
    first, second = asking.take_up(asking.known(), "finding"), asking.take_up(asking.known(), "finding")
    assert first.finding == second.finding
    assert Finding.objects.get().times == 2
    actions.undo_taking_up(answer_id=first.pk, now=asking.now, by=asking.editor.actor, key=uuid.uuid4())
    finding = Finding.objects.get()
    assert (finding.times, finding.settled_at) == (1, None)


def test_another_centre_reads_it_once_the_editor_took_it_up_and_changes_it_never(asking: Asking) -> None:
    factories.make_centre("XH")
    known = asking.known()
    with pytest.raises(NotFound):
        queries.answer("XH", known.pk)
    assert queries.search("XH", ASKED) == []
    asking.take_up(known, "training")
    assert queries.answer("XH", known.pk).version.words == ANSWERED
    assert queries.for_training(answer=known.pk) == [queries.Lesson(known.pk, "card", ASKED, ANSWERED, 1)]
    with pytest.raises(NotFound):
        actions.withdraw_answer(
            centre="XH", answer_id=known.pk, why="不对的", now=asking.now, by="staff:x", key=uuid.uuid4()
        )


def test_what_is_shared_names_no_number_no_window_and_no_asker() -> None:
    fields = {field.name for model in (Answer, AnswerVersion) for field in model._meta.get_fields() if field.concrete}
    assert not fields & {"ticket", "ticket_number", "visit", "slip", "window", "account", "resident"}


def _broken(rows: object, **given: object) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(**given)  # type: ignore[attr-defined]


def test_the_database_holds_what_an_answer_is(asking: Asking) -> None:
    asking.known()
    answers, versions = Answer.objects.all(), AnswerVersion.objects.all()
    _broken(answers, state="withdrawn")
    _broken(answers, state="lost")
    _broken(answers, withdrawn_why="因为")
    _broken(answers, taken_up="training")
    _broken(answers, taken_up="training", taken_up_at=asking.now, taken_up_by="staff:e")
    _broken(answers, taken_up="nothing", taken_up_at=asking.now, taken_up_by="staff:e")
    _broken(answers, taken_up="finding", taken_up_at=asking.now, taken_up_by="staff:e", shared_at=asking.now)
    _broken(answers, shared_at=asking.now)
    _broken(versions, words="")
    _broken(versions, number=2)
    _broken(versions, how="corrected", number=2)
    _broken(Given.objects.all(), how="spared")
    _broken(Given.objects.all(), question=None)
