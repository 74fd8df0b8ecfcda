"""The truth beside a folder of pictures, as others may write it: `truth.json` or `truth.csv`, under many names.

Sets drawn by others call papers, sides and fields by other names. What is understood is understood; what is not is left out
of the count, and counted as left out.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from onetrip.reading.formats import plain, read_dates
from onetrip.reading.kinds import ASKED, BY_KEY, KIND_NAMES, LABELS, UNKNOWN


class TruthUnreadable(ValueError):
    """The folder has no truth, or one that cannot be meant; says which line."""


@dataclass(frozen=True, slots=True)
class Truth:
    """What a picture shows. `page` empty: any page of the kind counts. `sort`: the distortion, for the report."""

    file: str
    kind: str
    page: str
    fields: Mapping[str, str]
    sort: str = ""


@dataclass
class Truths:
    """Of a folder: the pictures in order, and what of the truth was `left_out`, each with how often."""

    pictures: list[Truth] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)


# --- Other names ---------------------------------------------------------------------------------------------------------

KINDS: Mapping[str, str] = {
    "id-card": "id idcard identity-card resident-id-card resident-identity-card national-id chinese-id-card 居民身份证 二代身份证",
    "household-booklet": (
        "hukou hukou-booklet hukou-book household-book household-register household-registration "
        "household-registration-booklet household-registration-book residence-booklet 户口本 居民户口簿 户口"
    ),
    "marriage-certificate": "marriage marriage-cert marriage-license marriage-licence 结婚证书",
    "infant-birth-certificate": (
        "birth-certificate birth birth-cert medical-birth-certificate birth-medical-certificate medical-certificate-of-birth "
        "出生证明 出生证 出生医学证"
    ),
    "bank-card": "bank bankcard debit-card credit-card bank-debit-card payment-card 借记卡 储蓄卡",
    "title-deed": (
        "property property-certificate property-ownership-certificate property-deed property-title deed real-estate "
        "real-estate-certificate real-estate-title real-property-certificate house-certificate housing-certificate "
        "不动产权证书 不动产证 不动产登记证 房产证 房地产权证 房屋所有权证"
    ),
    "residence-permit": "residence residence-card resident-permit residence-certificate 上海市居住证",
    UNKNOWN: "none other others wrong wrong-paper not-a-paper distractor negative invalid 其他 其它 无关",
}
"""Names others give to kinds of paper, beside our ids and their Chinese names."""

PAGES: Mapping[str, str] = {
    "front": "face portrait photo person obverse recto a side-a front-side 正面 人像面 照片面",
    "back": "reverse emblem verso b side-b back-side national-emblem 背面 反面 国徽面",
    "first": "home head household cover-page index first-page head-page main-page 首页 户主页",
    "own": "person personal individual member member-page own-page resident person-page 本人页 个人页 成员页 常住人口登记卡 内页",
    "inside": "inner inner-page inside-page content 内页 里面",
}
"""Names others give to pages."""

FIELDS: Mapping[str, str] = {
    "name": "full_name person_name holder_name newborn_name child_name baby_name infant_name 新生儿姓名",
    "sex": "gender",
    "ethnicity": "nation nationality ethnic ethnic_group minority",
    "birth_date": "birth birthday date_of_birth dob born birthdate birth_time 出生 出生年月 出生时间",
    "address": "addr home_address registered_address",
    "id_number": "id id_no idno id_num number id_card_number identity_number identification_number citizen_id "
    "公民身份号码 身份证号码 公民身份证件编号",
    "issuer": "authority issued_by issuing_authority issue_authority issuing_office",
    "valid_from": "valid_start start_date effective_date",
    "valid_until": "valid_to expiry expiry_date expires valid_thru valid_end end_date expiration_date valid_date 有效期至 有效期",
    "household_type": "type household_category hukou_type",
    "head_name": "head household_head head_of_household householder name_of_head 户主",
    "household_number": "household_no hukou_number hukou_no number no",
    "issued_on": "issue_date issued date_of_issue date_issued sign_date 发证日期 登记日期",
    "relation": "relationship relation_to_head relationship_to_head",
    "birth_place": "place_of_birth birthplace",
    "native_place": "ancestral_home origin native",
    "marital_status": "marriage_status marital",
    "occupation": "profession job",
    "registered_on": "registration_date register_date date_of_registration registered issue_date issued_on",
    "holder": "certificate_holder name holder_name",
    "certificate_number": "certificate_no certificate_id cert_no cert_number number no serial serial_number 结婚证字号 编号 出生证编号",
    "husband_name": "husband groom male_name man_name groom_name 男方",
    "husband_birth_date": "husband_birth groom_birth_date male_birth_date husband_dob",
    "husband_id_number": "husband_id husband_id_no groom_id_number male_id_number",
    "wife_name": "wife bride female_name woman_name bride_name 女方",
    "wife_birth_date": "wife_birth bride_birth_date female_birth_date wife_dob",
    "wife_id_number": "wife_id wife_id_no bride_id_number female_id_number",
    "hospital": "institution medical_institution birth_hospital facility 医疗机构名称 出生医院",
    "mother_name": "mother",
    "mother_id_number": "mother_id mother_id_no",
    "father_name": "father",
    "father_id_number": "father_id father_id_no",
    "bank": "bank_name issuing_bank issuer 发卡行",
    "card_number": "card_no number no pan account_number 银行卡号",
    "owner": "owners owner_name right_holder obligee",
    "ownership": "co_ownership ownership_type shared 共有",
    "location": "address property_address property_location situated",
    "unit_number": "unit_no property_unit_number real_estate_unit_number unit",
    "use": "usage purpose land_use property_use",
    "area": "floor_area building_area size",
    "residence_address": "current_address address living_address 现住址 居住地址",
}
"""Names others give to fields; one that stands at several is the one that the kind of paper has, not having it by itself."""

PERIODS = frozenset(
    {"valid_period", "validity", "validity_period", "valid", "valid_dates", "valid_term", "有效期限", "有效期"}
)
"""Names of a beginning and an end in one: 2018.09.05-2038.09.05."""

_NESTED = ("fields", "truth", "values", "labels", "ground_truth", "gt", "data")
_AS_FILE = ("file", "filename", "file_name", "image", "picture", "path", "img")
_AS_KIND = ("kind", "type", "doc_type", "document_type", "document", "paper", "class", "category", "label")
_AS_PAGE = ("page", "side")
_AS_SORT = ("distortion", "sort", "augmentation", "condition", "variant")
_NOT_FIELDS = frozenset(
    {*_AS_FILE, *_AS_PAGE, *_AS_SORT, "kind", "doc_type", "document_type", "seed", "layout", "note", "notes", "split"}
)


def _dashed(text: str) -> str:
    """A name of a kind or page in one form: id_card, "ID card" and idCard are id-card."""
    parted = re.sub(r"(?<=[a-z])(?=[A-Z])", "-", text.strip())
    return re.sub(r"[\s_/.-]+", "-", parted).strip("-").lower()


def _named(table: Mapping[str, str]) -> dict[str, str]:
    return {name: known for known, names in table.items() for name in (known, *names.split())}


_KINDS = (
    _named(KINDS)
    | {name.zh: kind for kind, name in KIND_NAMES.items()}
    | {paper: each.kind for paper, each in ASKED.items()}
)
_LONGEST = sorted(_KINDS, key=len, reverse=True)


# --- Reading it ----------------------------------------------------------------------------------------------------------


def read_folder(folder: Path) -> Truths:
    """The truth of a folder. Raises TruthUnreadable with what is wrong and where."""
    for name, reader in (("truth.json", _from_json), ("truth.csv", _from_csv)):
        if (folder / name).is_file():
            found = Truths()
            for number, entry in reader(folder / name):
                truth = _truth(name, number, entry, found.left_out)
                _refuse_missing(folder, name, truth)
                found.pictures.append(truth)
            return found
    raise TruthUnreadable(f"{folder}: 没有 truth.json 或 truth.csv there is neither truth.json nor truth.csv")


def _refuse_missing(folder: Path, name: str, truth: Truth) -> None:
    path = (folder / truth.file).resolve()
    if not path.is_relative_to(folder.resolve()) or not path.is_file():
        raise TruthUnreadable(f"{name}: {truth.file}: 文件夹里没有这张图 no such picture in the folder")


def _text_of(path: Path) -> str:
    content = path.read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise TruthUnreadable(f"{path.name}: 不是 UTF-8 文本 not text in UTF-8")


def _from_json(path: Path) -> Iterator[tuple[int, Mapping[str, object]]]:
    """A list of objects, an object by file name, or an object that holds such a list (`{"pictures": […]}`)."""
    try:
        data = json.loads(_text_of(path))
    except json.JSONDecodeError as error:
        raise TruthUnreadable(f"{path.name}: {error}") from error
    if isinstance(data, dict):
        lists = [value for value in data.values() if isinstance(value, list)]
        data = lists[0] if len(lists) == 1 else [_with_file(name, entry) for name, entry in data.items()]
    if not isinstance(data, list):
        raise TruthUnreadable(f"{path.name}: 要一个列表 a list is needed")
    for number, entry in enumerate(data, 1):
        if not isinstance(entry, dict) or not isinstance(entry.get("fields", {}), dict):
            raise TruthUnreadable(f"{path.name}: 第 {number} 项不是对象 entry {number} is not an object")
        nested = {
            key: value for name in _NESTED if isinstance(part := entry.get(name), dict) for key, value in part.items()
        }
        yield (
            number,
            {**{key: value for key, value in entry.items() if not isinstance(value, dict)}, **nested, **_told(entry)},
        )


def _with_file(name: str, entry: object) -> object:
    return {"file": name, **entry} if isinstance(entry, dict) else entry


def _told(entry: Mapping[str, object]) -> dict[str, object]:
    """Which picture an entry is about, whatever its fields are called."""
    return {
        ours: said
        for ours, names in (("file", _AS_FILE), ("kind", _AS_KIND), ("page", _AS_PAGE), ("distortion", _AS_SORT))
        if (said := next((entry[name] for name in names if isinstance(entry.get(name), str) and entry[name]), None))
    }


def _from_csv(path: Path) -> Iterator[tuple[int, Mapping[str, object]]]:
    text = _text_of(path)
    header = text.partition("\n")[0]
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=header.count))
    for number, row in enumerate(rows, 2):
        entry = {key.strip(): value for key, value in row.items() if key and isinstance(value, str)}
        yield number, {**entry, **_told(entry)}


def _truth(name: str, number: int, entry: Mapping[str, object], left_out: Counter[str]) -> Truth:
    file, said = entry.get("file"), entry.get("kind")
    if not file or not said:
        raise TruthUnreadable(f"{name}:{number}: 要有 file 和 kind file and kind are needed")
    kind, page = kind_and_page(str(said), str(entry.get("page") or ""))
    if kind not in (*KIND_NAMES, UNKNOWN):
        left_out[f"kind {said}"] += 1
        kind, page = UNKNOWN, ""
    if page and f"{kind}/{page}" not in BY_KEY:
        left_out[f"page {kind}/{page}"] += kind != UNKNOWN
        page = ""
    fields = _fields(kind, page, entry, left_out)
    return Truth(str(file), kind, page, fields, str(entry.get("distortion") or ""))


def _fields(kind: str, page: str, entry: Mapping[str, object], left_out: Counter[str]) -> dict[str, str]:
    """The fields that the page has, by our names."""
    pages = [each for each in BY_KEY.values() if each.kind == kind and page in ("", each.page)]
    known = {name for each in pages for name in each.fields}
    found: dict[str, str] = {}
    for key, value in entry.items():
        text = "、".join(map(str, value)) if isinstance(value, list) else str(value)
        if value in (None, "", []) or (key in _NOT_FIELDS and key not in known):
            continue
        name = field_of(key, known)
        if name is not None:
            found.setdefault(name, text)
        elif _snake(key) in PERIODS and {"valid_from", "valid_until"} <= known:
            found |= _period(text)
        elif kind != UNKNOWN and key not in _AS_KIND:
            left_out[f"field {kind}: {key}"] += 1
    return found


def _period(text: str) -> dict[str, str]:
    dates = [each.isoformat() for each in read_dates(text)]
    ends = "长期" if re.search(r"长期|long|permanent", text, re.IGNORECASE) else ""
    return dict(zip(("valid_from", "valid_until"), [*dates, *([ends] if ends else [])], strict=False))


def _snake(key: str) -> str:
    parted = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", key.strip())
    return re.sub(r"[\s.-]+", "_", parted).lower()


def field_of(key: str, known: set[str]) -> str | None:
    """Which of the fields a page has is meant by a name that others give; None: none of them."""
    name = _snake(key)
    if name in known:
        return name
    labelled = next((each for each in known if LABELS[each].zh == plain(key)), None)
    return labelled or next((each for each, others in FIELDS.items() if each in known and name in others.split()), None)


def kind_and_page(kind: str, page: str) -> tuple[str, str]:
    """A kind as others may write it: id_card_front, id-card/front, household-booklet with page own, 身份证正面, 户口本."""
    text, side = _dashed(kind), _dashed(page)
    found = next((name for name in _LONGEST if text == name or _begins(text, name)), None)
    if found is None:
        return text, side
    side = side or text[len(found) :].strip("-")
    return _KINDS[found], page_of(_KINDS[found], side)


def _begins(text: str, name: str) -> bool:
    """Whether a name stands at the beginning of a text, as words of their own where it is in letters."""
    return text.startswith(f"{name}-") or (text.startswith(name) and not name.isascii())


def page_of(kind: str, side: str) -> str:
    """One of the pages of a kind by a name that others give it; as it is where it is none. A kind of one page has that one."""
    pages = [each.page for each in BY_KEY.values() if each.kind == kind]
    if not side or side in pages:
        return side
    named = next((page for page in pages if side in PAGES.get(page, "").split()), None)
    if (
        named is None
        and len(pages) == 1
        and side in ("main", "page", "1", *_named({"front": PAGES["front"], "inside": PAGES["inside"]}))
    ):
        named = pages[0]
    return named or side
