"""A matter is found although nobody foresaw the words in which somebody asks for it."""

from __future__ import annotations

import pytest
from django.db import DatabaseError

from onetrip.catalogue import actions, learnt
from onetrip.catalogue.actions import learning
from onetrip.catalogue.book import Catalogue
from onetrip.catalogue.meaning import NUMBERS, Meanings, meanings_of, name_of
from onetrip.catalogue.models import Meaning
from onetrip.catalogue.schema import read
from onetrip.catalogue.search import SearchIndex
from tests.catalogue.small import SMALL

MORE = {
    **SMALL,
    "matters/pet-clinic.yaml": SMALL["matters/elder-card.yaml"]
    .replace("id: elder-card", "id: pet-clinic")
    .replace("{zh: 敬老卡申领, en: Elder card}", "{zh: 宠物诊所, en: Pet clinics}")
    .replace("[老年卡]", "[给猫看病]"),
}
UNFORESEEN = [
    ("妈妈痴呆了，走出去找不到家，要有人看着", "long-term-care-assessment"),
    ("工厂倒闭了，我们没活干，想领点钱", "unemployment-benefit"),
    ("半夜去急诊，钱都是自己出的，单子还在", "medical-reimbursement"),
    ("my husband passed away, can you help with the burial cost", "funeral-service-subsidy"),
    ("刚出生的娃娃，国家发的奶粉钱", "childcare-subsidy"),
    ("想找个便宜点的国家出租的房子", "public-rental-housing"),
    ("应聘要我出示没犯过罪的纸头", "criminal-record-certificate"),
    ("老人家坐地铁不要钱的那个卡", "elder-card"),
    ("上个月部门整个撤掉了，我在公司十几年，社保一直交的，想问问能领点钱过日子吗", "unemployment-benefit"),
]


def words_only(catalogue: Catalogue) -> SearchIndex:
    return SearchIndex(catalogue)


def with_meaning(catalogue: Catalogue) -> SearchIndex:
    index = SearchIndex(catalogue)
    texts = sorted({text for each in index.sayings() for text in each})
    index.learn(Meanings(index.sayings(), dict(zip(texts, meanings_of(texts), strict=True))))
    return index


def ids(index: SearchIndex, said: str, limit: int = 5) -> list[str]:
    return [hit.matter.id for hit in index.search(said, limit)]


@pytest.fixture(scope="module")
def small() -> Catalogue:
    return read(MORE).catalogue or pytest.fail("the small catalogue is not sound")


def test_the_meaning_of_a_text_is_the_same_every_time_and_near_that_of_another_wording() -> None:
    first, again = meanings_of(["家里的狗生病了"]), meanings_of(["家里的狗生病了"])
    assert first == again
    assert len(first[0]) == NUMBERS
    assert meanings_of([]) == []
    assert name_of("家里的狗生病了") != name_of("家里的猫生病了")


def test_words_that_no_file_has_find_what_they_mean(small: Catalogue) -> None:
    for said in ("动物医院", "小狗生病了", "vet"):
        assert ids(words_only(small), said) == [], said
        assert ids(with_meaning(small), said) == ["pet-clinic"], said


def test_what_a_matter_is_called_is_still_a_sure_answer(small: Catalogue) -> None:
    for said in ("敬老卡申领", "老年卡", "laonianka", "lnk", "Elder card"):
        hit = with_meaning(small).search(said, 1)[0]
        assert hit.matter.id == "elder-card", said
        assert hit.sure, said


def test_what_a_centre_has_nothing_to_do_with_is_no_sure_answer(small: Catalogue) -> None:
    for said in ("今天天气怎么样", "火车票怎么退", "asdfghjkl", "12345678"):
        assert not any(hit.sure for hit in with_meaning(small).search(said, 5)), said


def test_the_city_is_found_in_words_that_nobody_foresaw(shanghai: Catalogue) -> None:
    index = with_meaning(shanghai)
    missed = [(said, ids(index, said)) for said, matter in UNFORESEEN if matter not in ids(index, said)]
    assert len(missed) <= 1, missed
    assert all(0 < hit.score <= 1 for said, _ in UNFORESEEN for hit in index.search(said, 8))


def test_meanings_are_worked_out_once(db: None, small: Catalogue) -> None:
    index = SearchIndex(small)
    assert not learnt.remember(index)

    first = actions.learn(index=index)
    assert first == len({text for each in index.sayings() for text in each}) == Meaning.objects.count()
    assert actions.learn(index=index) == 0
    assert learnt.remember(index)
    assert ids(index, "动物医院") == ["pet-clinic"]


def test_a_new_saying_is_all_that_is_worked_out_anew(db: None, small: Catalogue) -> None:
    actions.learn(index=SearchIndex(small))
    more = {name: text.replace("[给猫看病]", "[给猫看病, 给狗看病]") for name, text in MORE.items()}
    assert actions.learn(index=SearchIndex(read(more).catalogue or pytest.fail("not sound"))) == 1


def test_until_everything_is_learnt_the_words_alone_decide(db: None, small: Catalogue) -> None:
    index = SearchIndex(small)
    actions.learn(index=index)
    Meaning.objects.filter(pk=name_of("给猫看病")).delete()

    assert not learnt.remember(index)
    assert not index.knows_meanings
    assert ids(index, "老年卡") == ["elder-card"]


def test_learning_that_breaks_off_keeps_what_was_learnt(
    db: None, small: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(learning, "_AT_ONCE", 1)
    real, left = Meaning.objects.bulk_create, [3]

    def breaking(*given: object, **how: object) -> object:
        if not left[0]:
            raise DatabaseError("the database is away")
        left[0] -= 1
        return real(*given, **how)

    monkeypatch.setattr(Meaning.objects, "bulk_create", breaking)
    index = SearchIndex(small)
    with pytest.raises(DatabaseError):
        actions.learn(index=index)
    assert Meaning.objects.count() == 3

    left[0] = 1_000
    actions.learn(index=index)
    assert learnt.remember(index)
