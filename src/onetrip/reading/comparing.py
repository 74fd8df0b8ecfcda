"""What stands on the paper beside what is known of the person: what fits, what differs, what has lapsed.

A finding never shows what stands on the paper, only which field differs and, masked, what the person said: whoever holds
somebody else's paper under the camera learns nothing by it. No finding refuses: a person decides.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from onetrip.reading import families, formats, terms
from onetrip.reading.fields import Read
from onetrip.reading.kinds import Asked, Page
from onetrip.reading.looked import SURE, Finding
from onetrip.rules.text import Text

_SEXES = {"男": "male", "女": "female", "male": "male", "female": "female"}
_STATES = {
    "未婚": "single",
    "已婚": "married",
    "初婚": "married",
    "再婚": "married",
    "复婚": "married",
    "有配偶": "married",
    "离婚": "divorced",
    "离异": "divorced",
    "丧偶": "widowed",
}
_WHOSE = {
    "proxy": Text("代办人", "the representative"),
    "guardian": Text("监护人", "the guardian"),
    "relative": Text("近亲属", "the close relative"),
    "child": Text("孩子", "the child"),
}


def compare(page: Page, read: Sequence[Read], asked: Asked, known: Mapping[str, object], day: date) -> list[Finding]:
    """What the paper says beside `known`: name, id_number, birth_date, sex, hukou, marital_status, spouse_name,
    child_name, child_birth_date, and the same with proxy_, guardian_ or relative_ before it for their papers.
    """
    by_name = {each.name: each for each in read}
    findings = terms.inside(page, by_name) + terms.lapsed(page, by_name, day)
    if page.kind in ("id-card", "residence-permit") or (page.kind == "household-booklet" and page.page == "own"):
        findings += _person(by_name, known, asked)
    if page.kind == "household-booklet" or (page.kind == "id-card" and page.page == "front"):
        findings += _home(page, by_name, known, asked)
    if page.kind == "household-booklet" and not asked.whose:
        findings += _marital_state(by_name, known)
    if page.kind == "marriage-certificate":
        findings += families.spouses(by_name, known)
    if page.kind == "infant-birth-certificate":
        findings += families.child(by_name, known)
    if page.kind == "title-deed":
        findings += families.owner(by_name, known)
    return findings


# --- The person ----------------------------------------------------------------------------------------------------


def _person(read: Mapping[str, Read], known: Mapping[str, object], asked: Asked) -> list[Finding]:
    if asked.whose == "family":
        return []
    own = _own_instead(read, known, asked)
    if own is not None:
        return [own]
    prefix = f"{asked.whose}_" if asked.whose else ""
    findings = [
        families.name(read.get("name"), known.get(f"{prefix}name")),
        _number(read.get("id_number"), known.get(f"{prefix}id_number")),
        families.day(read.get("birth_date"), known.get(f"{prefix}birth_date"), "birth_date"),
        _sex(read.get("sex"), known.get(f"{prefix}sex")),
    ]
    said = [each for each in findings if each is not None]
    if any(each.severity != "ok" for each in said):
        return [each for each in said if each.severity != "ok"]
    if said:
        return [Finding("ok", "fits", Text("和您说的一致。", "It agrees with what you told us."))]
    return []


def _own_instead(read: Mapping[str, Read], known: Mapping[str, object], asked: Asked) -> Finding | None:
    """The resident's own card where somebody else's is wanted."""
    number, mine = read.get("id_number"), known.get("id_number")
    if asked.whose not in ("proxy", "guardian", "relative") or number is None or not isinstance(mine, str):
        return None
    if number.value != formats.plain(mine).upper():
        return None
    whose = _WHOSE[asked.whose]
    return Finding(
        "wrong",
        "own-instead",
        Text(f"这是您自己的证件，还要{whose.zh}的那张。", f"This is your own card; {whose.en}'s is needed as well."),
        "id_number",
    )


def _number(field: Read | None, said: object, of: str = "id_number") -> Finding | None:
    if field is None or not isinstance(said, str) or not said.strip():
        return None
    wanted = formats.plain(said).upper()
    if field.value == wanted:
        return Finding("ok", f"{of}-fits", Text("身份证号一致。", "The ID number agrees."), of)
    apart = sum(a != b for a, b in zip(field.value, wanted, strict=False)) if len(field.value) == len(wanted) else 99
    if apart <= 2 or field.confidence < SURE:
        return Finding(
            "look",
            f"{of}-unsure",
            Text(
                "身份证号有一两位看不准，请工作人员对一下。",
                "One or two digits of the ID number are not certain; please have them checked.",
            ),
            of,
        )
    return Finding(
        "wrong",
        f"{of}-differs",
        Text(
            f"纸上的身份证号和您报的（尾号 {wanted[-4:]}）不一样。请看看是不是拿错了。",
            f"The ID number on the paper is not the one you gave (ending in {wanted[-4:]}). Is it the right paper?",
        ),
        of,
    )


def _sex(field: Read | None, said: object) -> Finding | None:
    wanted = _SEXES.get(str(said))
    if field is None or wanted is None or _SEXES.get(field.value) == wanted:
        return None
    return Finding(
        "look",
        "sex-differs",
        Text(
            "纸上的性别和您报的不一样，请工作人员看一下。",
            "The sex on the paper is not the one you gave; please have it looked at.",
        ),
        "sex",
    )


# --- Home and household --------------------------------------------------------------------------------------------


def _home(page: Page, read: Mapping[str, Read], known: Mapping[str, object], asked: Asked) -> list[Finding]:
    address = read.get("address")
    if (
        asked.whose
        or address is None
        or address.confidence < SURE
        or known.get("hukou") not in ("shanghai", "elsewhere")
    ):
        return []
    here = address.value.startswith("上海")
    elsewhere = not here and any(mark in address.value[:8] for mark in ("省", "自治区", "市"))
    if known["hukou"] == "shanghai" and elsewhere:
        return [
            Finding(
                "look",
                "hukou-differs",
                Text(
                    f"{page.name.zh}上的地址不在上海，和您说的户口不一样。",
                    f"The address on the {page.name.en} is not in Shanghai, unlike the registration you told us.",
                ),
                "address",
            )
        ]
    if known["hukou"] == "elsewhere" and here:
        return [
            Finding(
                "look",
                "hukou-differs",
                Text(
                    f"{page.name.zh}上的地址在上海，和您说的户口不一样。",
                    f"The address on the {page.name.en} is in Shanghai, unlike the registration you told us.",
                ),
                "address",
            )
        ]
    return []


def _marital_state(read: Mapping[str, Read], known: Mapping[str, object]) -> list[Finding]:
    state, said = read.get("marital_status"), known.get("marital_status")
    if (
        state is None
        or said is None
        or state.confidence < SURE
        or state.value not in _STATES
        or _STATES[state.value] == said
    ):
        return []
    return [
        Finding(
            "look",
            "marital-status-differs",
            Text(
                "户口簿上的婚姻状况和您说的不一样，可能还没改。请工作人员看一下。",
                "The booklet gives another marital status than you did; it may not have been updated. Please have it looked at.",
            ),
            "marital_status",
        )
    ]
