"""The papers that can be read, page by page: their names, how they are told apart, which fields stand on them.

A page is known by the words printed on every copy of it, never by where they stand. The weights are ours (example values):
a word that only this page has counts most. `docs/reading.md` says where the lists of fields come from.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from onetrip.rules.text import Text

UNKNOWN = "unknown"
UNKNOWN_NAME = Text("认不出的纸", "a paper we do not know")


@dataclass(frozen=True, slots=True)
class Page:
    """One page or side. `words`: weight by word. `needed`: fields without which the page is not read."""

    kind: str
    page: str
    name: Text
    side: Text
    words: Mapping[str, float]
    fields: tuple[str, ...]
    needed: tuple[str, ...]


KIND_NAMES: Mapping[str, Text] = {
    "id-card": Text("身份证", "ID card"),
    "household-booklet": Text("户口簿", "household booklet"),
    "marriage-certificate": Text("结婚证", "marriage certificate"),
    "infant-birth-certificate": Text("出生医学证明", "birth certificate"),
    "bank-card": Text("银行卡", "bank card"),
    "title-deed": Text("不动产权证", "title deed"),
    "residence-permit": Text("居住证", "residence permit"),
}

_PERSON = {"姓名": 1.0, "性别": 1.0, "民族": 1.0}

PAGES: tuple[Page, ...] = (
    Page(
        "id-card",
        "front",
        KIND_NAMES["id-card"],
        Text("有照片的一面", "the side with the photograph"),
        {**_PERSON, "公民身份号码": 2.0, "住址": 1.2, "出生": 0.8},
        ("name", "sex", "ethnicity", "birth_date", "address", "id_number"),
        ("name", "id_number"),
    ),
    Page(
        "id-card",
        "back",
        KIND_NAMES["id-card"],
        Text("有国徽的一面", "the side with the emblem"),
        {"居民身份证": 4.0, "中华人民共和国": 1.0, "签发机关": 1.5, "有效期限": 1.5, "公安局": 0.5},
        ("issuer", "valid_from", "valid_until"),
        ("valid_until",),
    ),
    Page(
        "household-booklet",
        "first",
        KIND_NAMES["household-booklet"],
        Text("首页", "the first page"),
        {
            "户别": 2.0,
            "户主姓名": 2.5,
            "户号": 1.5,
            "住址变动登记": 2.5,
            "户口专用章": 1.5,
            "户口登记机关": 1.5,
            "承办人签章": 0.8,
            "住址": 0.5,
            "户主": 0.5,
        },
        ("household_type", "head_name", "household_number", "address", "issued_on"),
        ("head_name", "address"),
    ),
    Page(
        "household-booklet",
        "own",
        KIND_NAMES["household-booklet"],
        Text("本人那一页", "one person's page"),
        {
            **dict.fromkeys(_PERSON, 0.7),
            "常住人口登记卡": 4.0,
            "户主关系": 2.5,
            "曾用名": 1.5,
            "籍贯": 1.5,
            "宗教信仰": 1.2,
            "文化程度": 1.2,
            "婚姻状况": 1.0,
            "兵役状况": 1.2,
            "服务处所": 1.2,
            "何时由何地迁来": 2.0,
            "公民身份": 0.8,
            "出生地": 0.5,
        },
        (
            "name",
            "relation",
            "sex",
            "ethnicity",
            "birth_date",
            "birth_place",
            "native_place",
            "id_number",
            "education",
            "marital_status",
            "occupation",
            "registered_on",
        ),
        ("name", "id_number"),
    ),
    Page(
        "marriage-certificate",
        "inside",
        KIND_NAMES["marriage-certificate"],
        Text("里面那一页", "the inside"),
        {
            "结婚证字号": 4.0,
            "结婚证": 2.5,
            "持证人": 2.5,
            "登记日期": 1.2,
            "身份证件号": 1.2,
            "国籍": 0.8,
            "婚姻登记": 1.5,
            "备注": 0.5,
        },
        (
            "holder",
            "registered_on",
            "certificate_number",
            "husband_name",
            "husband_birth_date",
            "husband_id_number",
            "wife_name",
            "wife_birth_date",
            "wife_id_number",
        ),
        ("holder", "certificate_number", "registered_on"),
    ),
    Page(
        "infant-birth-certificate",
        "front",
        KIND_NAMES["infant-birth-certificate"],
        Text("正面", "the front"),
        {
            "出生医学证明": 4.0,
            "新生儿": 2.5,
            "新生儿姓名": 1.0,
            "出生孕周": 1.8,
            "出生体重": 1.5,
            "出生身长": 1.5,
            "母亲姓名": 1.8,
            "父亲姓名": 1.8,
            "出生时间": 1.0,
            "医疗机构": 1.0,
        },
        (
            "name",
            "sex",
            "birth_date",
            "hospital",
            "mother_name",
            "mother_id_number",
            "father_name",
            "father_id_number",
            "issued_on",
            "certificate_number",
        ),
        ("name", "birth_date", "certificate_number"),
    ),
    Page(
        "bank-card",
        "front",
        KIND_NAMES["bank-card"],
        Text("有卡号的一面", "the side with the number"),
        {
            "银联": 1.8,
            "UnionPay": 1.8,
            "借记卡": 2.0,
            "储蓄卡": 2.0,
            "信用卡": 2.0,
            "DEBIT": 1.5,
            "银行": 1.5,
            "VALIDTHRU": 1.5,
            "有效期至": 0.5,
            "MONTH/YEAR": 1.0,
            "ATM": 0.8,
        },
        ("bank", "card_number", "valid_until"),
        ("card_number",),
    ),
    Page(
        "title-deed",
        "inside",
        KIND_NAMES["title-deed"],
        Text("写着权利人的那一页", "the page that names the owner"),
        {
            "不动产权": 3.0,
            "权利人": 2.0,
            "共有情况": 2.0,
            "坐落": 1.8,
            "不动产单元号": 2.5,
            "权利类型": 1.8,
            "权利性质": 1.8,
            "使用期限": 1.2,
            "权利其他状况": 2.0,
            "房地产权证": 3.0,
            "面积": 0.4,
            "用途": 0.4,
        },
        ("certificate_number", "owner", "ownership", "location", "unit_number", "use", "area"),
        ("certificate_number", "owner", "location"),
    ),
    Page(
        "residence-permit",
        "front",
        KIND_NAMES["residence-permit"],
        Text("有照片的一面", "the side with the photograph"),
        {**_PERSON, "居住证": 5.0, "公民身份号码": 0.8, "户籍地址": 1.8, "出生日期": 0.5},
        ("name", "sex", "ethnicity", "birth_date", "address", "id_number"),
        ("name", "id_number"),
    ),
    Page(
        "residence-permit",
        "back",
        KIND_NAMES["residence-permit"],
        Text("有签发日期的一面", "the side with the dates"),
        {
            "居住地址": 3.0,
            "签发机关": 1.0,
            "签发日期": 1.2,
            "有效期至": 1.0,
            "签注": 1.8,
            "持证人": 0.5,
            "居住证": 1.0,
            "本市使用": 1.0,
        },
        ("residence_address", "issuer", "issued_on", "valid_until"),
        ("residence_address", "valid_until"),
    ),
)

BY_KEY: Mapping[str, Page] = {f"{page.kind}/{page.page}": page for page in PAGES}

LABELS: Mapping[str, Text] = {
    "name": Text("姓名", "name"),
    "sex": Text("性别", "sex"),
    "ethnicity": Text("民族", "ethnic group"),
    "birth_date": Text("出生日期", "date of birth"),
    "address": Text("住址", "address"),
    "id_number": Text("身份证号", "ID number"),
    "issuer": Text("签发机关", "issued by"),
    "valid_from": Text("有效期开始", "valid from"),
    "valid_until": Text("有效期截止", "valid until"),
    "household_type": Text("户别", "kind of household"),
    "head_name": Text("户主姓名", "head of household"),
    "household_number": Text("户号", "household number"),
    "issued_on": Text("签发日期", "issued on"),
    "relation": Text("与户主关系", "relation to the head"),
    "birth_place": Text("出生地", "place of birth"),
    "native_place": Text("籍贯", "native place"),
    "education": Text("文化程度", "education"),
    "marital_status": Text("婚姻状况", "marital status"),
    "occupation": Text("职业", "occupation"),
    "registered_on": Text("登记日期", "registered on"),
    "holder": Text("持证人", "holder"),
    "certificate_number": Text("证号", "certificate number"),
    "husband_name": Text("男方姓名", "husband's name"),
    "husband_birth_date": Text("男方出生日期", "husband's date of birth"),
    "husband_id_number": Text("男方身份证号", "husband's ID number"),
    "wife_name": Text("女方姓名", "wife's name"),
    "wife_birth_date": Text("女方出生日期", "wife's date of birth"),
    "wife_id_number": Text("女方身份证号", "wife's ID number"),
    "hospital": Text("医疗机构", "hospital"),
    "mother_name": Text("母亲姓名", "mother's name"),
    "mother_id_number": Text("母亲身份证号", "mother's ID number"),
    "father_name": Text("父亲姓名", "father's name"),
    "father_id_number": Text("父亲身份证号", "father's ID number"),
    "bank": Text("银行", "bank"),
    "card_number": Text("卡号", "card number"),
    "owner": Text("权利人", "owner"),
    "ownership": Text("共有情况", "kind of ownership"),
    "location": Text("坐落", "location"),
    "unit_number": Text("不动产单元号", "unit number"),
    "use": Text("用途", "use"),
    "area": Text("面积", "floor area"),
    "residence_address": Text("居住地址", "address of residence"),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What a paper of the catalogue means here: which kind, and whose. `whose` empty: the resident's own."""

    kind: str
    whose: str = ""


ASKED: Mapping[str, Asked] = {
    **{kind: Asked(kind) for kind in KIND_NAMES},
    "proxy-id-card": Asked("id-card", "proxy"),
    "guardian-id-card": Asked("id-card", "guardian"),
    "close-relative-id-card": Asked("id-card", "relative"),
    "child-guardian-household-booklet": Asked("household-booklet", "family"),
    "child-household-pages": Asked("household-booklet", "child"),
    "resident-pension-bank-card": Asked("bank-card"),
}
"""Papers of the catalogue that are one of these kinds under another name, as another person's."""


def asked(expected: str | None) -> tuple[Asked | None, str]:
    """What is meant by an id such as id-card, proxy-id-card or id-card/back: the paper, and the page where one is named.

    A paper that cannot be read here gives (None, ""): the look then says what it sees and compares nothing.
    """
    if not expected:
        return None, ""
    paper, _, page = expected.partition("/")
    return ASKED.get(paper), page if f"{ASKED[paper].kind if paper in ASKED else paper}/{page}" in BY_KEY else ""
