from __future__ import annotations

import json
import uuid
from copy import deepcopy
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from onetrip.appraisal import actions, keeping, queries
from onetrip.appraisal.models import Coefficient, FrozenMonth, Look, ModelVersion, Objection, Signature, Spared
from onetrip.cases.models import Case, Stop
from onetrip.centres.models import Centre
from onetrip.ledger.models import Event
from onetrip.ledger.refusals import Malformed, NotFound, Refused
from onetrip.staff.models import Account
from tests import factories
from tests.appraisal.a_month import NOV_3, OCT_12, served

pytestmark = pytest.mark.django_db
OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)


def given(account: Account, **more: Any) -> dict[str, Any]:
    return {"centre": "LF", "account_id": account.pk, "by": account.actor, "now": NOV_3, "key": uuid.uuid4()} | more


def frozen(director: Account) -> FrozenMonth:
    return actions.freeze(month=OCTOBER, **given(director))


def objected(clerk: Account, **more: Any) -> Objection:
    return actions.make_objection(
        **given(clerk), **{"month": OCTOBER, "words": "这件不是我退的", "dimension": "quality"} | more
    )


def returned_case(centre: Centre, clerk: Account) -> Case:
    case = Case.objects.filter(clerk=clerk).order_by("number")[0]
    Stop.objects.create(case=case, procedure="supplement", reason="缺照片", began_at=OCT_12 + timedelta(days=1))
    return case


def changed(**weights: int) -> dict[str, Any]:
    rules = deepcopy(queries.example())
    rules["weights"] |= weights
    return rules


# --- the model ---


def test_a_centre_appraises_by_the_example_until_it_sets_its_own(october_worked: Centre, director: Account) -> None:
    assert queries.shown(october_worked, OCTOBER, NOV_3).is_example
    rules = changed(quantity=100, value=350)
    actions.set_model(rules=rules, from_month=OCTOBER, reason="重活算重", **given(director))
    shown = queries.shown(october_worked, OCTOBER, NOV_3)
    assert (shown.is_example, shown.rules_version) == (False, 1)
    assert queries.shown(october_worked, date(2026, 9, 1), NOV_3).is_example


def test_weights_that_make_no_whole_are_refused_in_words(centre: Centre, director: Account) -> None:
    with pytest.raises(Malformed) as refused:
        actions.set_model(rules=changed(value=300), from_month=NOVEMBER, reason="试试", **given(director))
    assert "105%" in refused.value.text.zh
    assert "105 %" in refused.value.text.en
    assert not ModelVersion.objects.exists()


def test_setting_twice_with_one_key_sets_once(centre: Centre, director: Account) -> None:
    asked = given(director, rules=changed(), from_month=NOVEMBER, reason="定了")
    assert actions.set_model(**asked) == actions.set_model(**asked)
    assert ModelVersion.objects.count() == 1


def test_a_settled_month_cannot_get_another_model_or_coefficient(october_worked: Centre, director: Account) -> None:
    frozen(director)
    with pytest.raises(Refused, match="month-frozen"):
        actions.set_model(rules=changed(), from_month=OCTOBER, reason="晚了", **given(director))
    with pytest.raises(Refused, match="month-frozen"):
        actions.review_coefficient(matter="card", value=1500, from_month=OCTOBER, reason="晚了", **given(director))


def test_a_reviewed_coefficient_counts_from_its_month_on_and_earlier_ones_stay(
    october_worked: Centre, director: Account
) -> None:
    before = queries.shown(october_worked, OCTOBER, NOV_3)
    made = actions.review_coefficient(
        matter="card", value=2500, from_month=OCTOBER, reason="要解释很久", **given(director)
    )
    actions.review_coefficient(matter="card", value=2600, from_month=NOVEMBER, reason="再高一点", **given(director))
    after = queries.shown(october_worked, OCTOBER, NOV_3)
    assert dict(after.month.coefficients)["card"] == 2500
    assert dict(before.month.coefficients)["card"] != 2500
    assert Coefficient.objects.count() == 2
    assert (made.version, made.reviewed_by_id) == (1, director.pk)


def test_a_coefficient_out_of_range_or_without_a_reason_is_refused(centre: Centre, director: Account) -> None:
    with pytest.raises(Malformed, match="coefficient-out-of-range"):
        actions.review_coefficient(matter="card", value=9999, from_month=OCTOBER, reason="太高", **given(director))
    with pytest.raises(Malformed, match="reason-missing"):
        actions.review_coefficient(matter="card", value=1000, from_month=OCTOBER, reason=" ", **given(director))


# --- freezing ---


def test_a_month_is_settled_once_it_is_over_and_computes_to_the_same_bytes_ever_after(
    october_worked: Centre, clerks: list[Account], director: Account
) -> None:
    made = frozen(director)
    content = bytes(made.sheets)
    assert keeping.is_as_computed(made)
    assert {one["clerk"] for one in json.loads(content)["sheets"]} == {clerk.pk for clerk in clerks}

    # Whatever happens afterwards, the month stays as it was.
    served(october_worked, clerks[0], OCT_12 + timedelta(days=3), "reward", minutes=90)
    clerks[1].is_active = False
    clerks[1].save()
    queries.forget()
    shown = queries.shown(october_worked, OCTOBER, NOV_3 + timedelta(days=90))
    assert shown.sheets.content == content
    assert keeping.is_as_computed(FrozenMonth.objects.get())


def test_a_running_month_is_not_settled(october_worked: Centre, director: Account) -> None:
    with pytest.raises(Refused, match="month-runs"):
        actions.freeze(**given(director), month=NOVEMBER)
    with pytest.raises(NotFound, match="month-ahead"):
        queries.shown(october_worked, date(2026, 12, 1), NOV_3)


def test_a_month_is_settled_once_and_a_repeat_gives_the_same(october_worked: Centre, director: Account) -> None:
    asked = given(director, month=OCTOBER)
    assert actions.freeze(**asked).pk == actions.freeze(**asked).pk
    with pytest.raises(Refused, match="month-frozen"):
        actions.freeze(**given(director, month=OCTOBER))
    assert FrozenMonth.objects.count() == 1


def test_a_month_with_an_open_objection_is_not_settled(
    october_worked: Centre, clerks: list[Account], director: Account
) -> None:
    objected(clerks[0])
    with pytest.raises(Refused, match="objections-open"):
        frozen(director)


def test_a_correction_is_a_new_version_with_its_reason_and_the_old_one_stays(
    october_worked: Centre, clerks: list[Account], director: Account
) -> None:
    first = frozen(director)
    served(october_worked, clerks[0], OCT_12 + timedelta(hours=9), "reward", minutes=20)
    with pytest.raises(Malformed, match="reason-missing"):
        actions.correct(month=OCTOBER, reason="", **given(director))
    second = actions.correct(month=OCTOBER, reason="漏了一件补录的", **given(director))
    assert (second.version, second.reason) == (2, "漏了一件补录的")
    assert bytes(FrozenMonth.objects.get(version=1).sheets) == bytes(first.sheets)
    assert bytes(second.sheets) != bytes(first.sheets)
    assert queries.newest_frozen("LF", OCTOBER) == second


def test_what_is_not_settled_has_nothing_to_correct(october_worked: Centre, director: Account) -> None:
    with pytest.raises(Refused, match="month-not-frozen"):
        actions.correct(month=OCTOBER, reason="不对", **given(director))


def test_the_database_changes_nothing_of_a_settled_month(october_worked: Centre, director: Account) -> None:
    made = frozen(director)
    with pytest.raises(DatabaseError, match="a frozen month is final"), transaction.atomic():
        FrozenMonth.objects.filter(pk=made.pk).update(digest="0" * 64)


def test_a_sheet_is_signed_once_and_only_when_it_is_settled(
    october_worked: Centre, clerks: list[Account], director: Account
) -> None:
    with pytest.raises(Refused, match="month-not-frozen"):
        actions.sign(month=OCTOBER, **given(clerks[0]))
    frozen(director)
    actions.sign(month=OCTOBER, **given(clerks[0]))
    actions.sign(month=OCTOBER, **given(clerks[0]))
    assert Signature.objects.count() == 1
    with pytest.raises(NotFound, match="sheet-unknown"):
        actions.sign(month=OCTOBER, **given(director))


# --- objections ---


def test_objecting_changes_no_point(october_worked: Centre, clerks: list[Account]) -> None:
    before = queries.shown(october_worked, OCTOBER, NOV_3).sheets.content
    objected(clerks[0])
    queries.forget()
    assert queries.shown(october_worked, OCTOBER, NOV_3).sheets.content == before


def test_whoever_set_the_sheet_or_objected_does_not_answer(
    october_worked: Centre, clerks: list[Account], director: Account, deputy: Account
) -> None:
    frozen(director)
    found = objected(clerks[0])
    for account in (director, clerks[0]):
        with pytest.raises(Refused, match="four-eyes"):
            actions.answer(objection_id=found.pk, words="没问题", spared=[], **given(account))
    answered = actions.answer(objection_id=found.pk, words="看过了，维持。", spared=[], **given(deputy))
    assert (answered.outcome, answered.answered_by_id) == ("kept", deputy.pk)
    assert FrozenMonth.objects.count() == 1
    with pytest.raises(Refused, match="answered-already"):
        actions.answer(objection_id=found.pk, words="再答", spared=[], **given(deputy))


def test_whoever_set_the_model_does_not_answer_either(
    october_worked: Centre, clerks: list[Account], director: Account
) -> None:
    actions.set_model(rules=changed(), from_month=OCTOBER, reason="我们的", **given(director))
    with pytest.raises(Refused, match="four-eyes"):
        actions.answer(objection_id=objected(clerks[0]).pk, words="没问题", spared=[], **given(director))


def test_an_answer_that_changes_a_settled_month_makes_a_new_version(
    october_worked: Centre, clerks: list[Account], director: Account, deputy: Account
) -> None:
    case = returned_case(october_worked, clerks[0])
    first = frozen(director)
    found = objected(clerks[0])
    actions.answer(
        objection_id=found.pk, words="部门多要的，不是您的原因。", spared=[(case.number, "returned")], **given(deputy)
    )
    second = queries.newest_frozen("LF", OCTOBER)
    assert second is not None
    assert (second.version, "部门多要的" in second.reason) == (2, True)

    def quality(of: FrozenMonth) -> int:
        sheet = keeping.sheets_of(of).of(clerks[0].pk)
        assert sheet is not None
        figure = sheet.figure("quality")
        assert figure is not None
        return figure.points

    assert quality(second) > quality(first)
    assert Spared.objects.get().objection == found


def test_only_a_fault_that_the_sheet_counts_can_be_spared(
    october_worked: Centre, clerks: list[Account], deputy: Account
) -> None:
    case = returned_case(october_worked, clerks[1])
    found = objected(clerks[0])
    with pytest.raises(Malformed, match="fault-unknown"):
        actions.answer(objection_id=found.pk, words="算了", spared=[(case.number, "returned")], **given(deputy))
    assert Objection.objects.get().answered_at is None


def test_an_objection_needs_words_and_a_known_dimension_and_only_so_many_wait(
    october_worked: Centre, clerks: list[Account]
) -> None:
    with pytest.raises(Malformed, match="words-missing"):
        objected(clerks[0], words="  ")
    with pytest.raises(Malformed, match="dimension-unknown"):
        objected(clerks[0], dimension="speed")
    for _ in range(5):
        objected(clerks[0])
    with pytest.raises(Refused, match="objections-wait"):
        objected(clerks[0])


def test_no_event_holds_the_words_of_an_objection(
    october_worked: Centre, clerks: list[Account], deputy: Account
) -> None:
    found = objected(clerks[0], words="我觉得不公平呀")
    actions.answer(objection_id=found.pk, words="看过了维持呀", spared=[], **given(deputy))
    told = json.dumps(list(Event.objects.values_list("data", flat=True)), ensure_ascii=False)
    assert "不公平" not in told
    assert "维持" not in told


# --- looks ---


def test_each_look_is_on_record_and_ones_own_is_not(
    october_worked: Centre, clerks: list[Account], director: Account
) -> None:
    told = {"centre": "LF", "month": OCTOBER, "now": NOV_3}
    actions.note_look(**told, account_id=clerks[0].pk, by_id=director.pk, by=director.actor)
    actions.note_look(**told, account_id=None, by_id=director.pk, by=director.actor)
    actions.note_look(**told, account_id=clerks[0].pk, by_id=clerks[0].pk, by=clerks[0].actor)
    assert queries.looks_at("LF", OCTOBER, clerks[0].pk) == (1, 1)
    assert queries.looks_at("LF", OCTOBER, clerks[1].pk) == (0, 1)
    assert Event.objects.filter(thing="appraisal", verb="look").count() == 2


# --- live ---


def test_a_live_month_is_never_a_minute_old(october_worked: Centre, clerks: list[Account]) -> None:
    before = queries.live(october_worked, OCTOBER, NOV_3)
    served(october_worked, clerks[0], OCT_12 + timedelta(hours=9), "reward", minutes=20)
    soon, later = NOV_3 + timedelta(seconds=10), NOV_3 + timedelta(seconds=queries.FRESH_SECONDS)
    assert queries.live(october_worked, OCTOBER, soon) is before
    after = queries.live(october_worked, OCTOBER, later)
    assert len(after.month.works) == len(before.month.works) + 1
    assert queries.FRESH_SECONDS < 60


def test_where_nothing_happened_nothing_is_computed_anew(october_worked: Centre) -> None:
    before = queries.live(october_worked, OCTOBER, NOV_3)
    later = queries.live(october_worked, OCTOBER, NOV_3 + timedelta(minutes=10))
    assert later.sheets is before.sheets
    assert later.at == NOV_3 + timedelta(minutes=10)


# --- what the database holds ---


def test_the_database_holds_the_invariants(october_worked: Centre, clerks: list[Account], director: Account) -> None:
    made = frozen(director)
    model = {"centre": october_worked, "from_month": OCTOBER, "rules": {}, "set_at": NOV_3, "set_by": director}
    ModelVersion.objects.create(version=1, reason="定", **model)
    weight = {"centre": october_worked, "matter": "card", "reviewed_at": NOV_3, "reviewed_by": director}
    Coefficient.objects.create(version=1, value=900, reason="看过", from_month=OCTOBER, **weight)
    said = {"centre": october_worked, "month": OCTOBER, "account": clerks[0], "made_at": NOV_3}
    objection = Objection.objects.create(words="不对", **said)
    Spared.objects.create(centre=october_worked, case="LF-1", fault="returned", objection=objection)
    copy = {f.attname: getattr(made, f.attname) for f in FrozenMonth._meta.fields if f.attname != "id"}
    look = {"centre": october_worked, "month": OCTOBER, "at": NOV_3}
    for name, row in {
        "appraisal_model_once": ModelVersion(version=1, reason="再", **model),
        "appraisal_model_has_a_reason": ModelVersion(version=2, reason="", **model),
        "appraisal_model_from_a_first": ModelVersion(
            version=2, reason="晚", **{**model, "from_month": date(2026, 10, 2)}
        ),
        "coefficient_once": Coefficient(version=1, value=900, reason="看过", from_month=OCTOBER, **weight),
        "coefficient_in_range": Coefficient(version=2, value=0, reason="看过", from_month=OCTOBER, **weight),
        "coefficient_has_a_reason": Coefficient(version=2, value=9, reason="", from_month=OCTOBER, **weight),
        "coefficient_from_a_first": Coefficient(
            version=2, value=9, reason="看", from_month=date(2026, 10, 9), **weight
        ),
        "frozen_month_once": FrozenMonth(**copy),
        "frozen_month_is_a_first": FrozenMonth(**{**copy, "month": date(2026, 10, 2)}),
        "frozen_month_corrected_for_a_reason": FrozenMonth(**{**copy, "version": 2}),
        "objection_in_words": Objection(words="", **said),
        "objection_dimension_known": Objection(words="不对", dimension="speed", **said),
        "objection_to_a_month": Objection(words="不对", **{**said, "month": date(2026, 10, 2)}),
        "objection_answered_whole": Objection(words="不对", answer="好", **said),
        "objection_four_eyes": Objection(
            words="不对", answer="好", outcome="kept", answered_at=NOV_3, answered_by=clerks[0], **said
        ),
        "spared_once": Spared(centre=october_worked, case="LF-1", fault="returned", objection=objection),
        "spared_fault_known": Spared(centre=october_worked, case="LF-1", fault="late", objection=objection),
        "look_at_somebody_else": Look(account=clerks[0], by=clerks[0], **look),
    }.items():
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            row.save(force_insert=True)


def test_an_open_centre_sees_nothing_of_another_ones_sheets(october_worked: Centre, director: Account) -> None:
    frozen(director)
    factories.make_centre("QP", windows=0)
    assert queries.newest_frozen("QP", OCTOBER) is None
    assert list(queries.versions("QP")) == []
