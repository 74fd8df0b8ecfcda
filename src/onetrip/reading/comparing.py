"""What stands on the paper beside what is known of the person: what fits, what differs, what has lapsed.

A finding never shows what stands on the paper, only which field differs and, masked, what the person said: whoever holds
somebody else's paper under the camera learns nothing by it. No finding refuses: a person decides.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from onetrip.reading import formats
from onetrip.reading.fields import Read
from onetrip.reading.kinds import LABELS, Asked, Page
from onetrip.reading.looked import SURE, Finding
from onetrip.rules.text import Text

SOON = timedelta(days=30)
"""Before its end a paper is said to lapse soon. Ours (example value)."""

_SEXES = {"男": "male", "女": "female", "male": "male", "female": "female"}
_STATES = {"未婚": "single", "已婚": "married", "初婚": "married", "再婚": "married", "复婚": "married", "有配偶": "married", "离婚": "divorced", "离异": "divorced", "丧偶": "widowed"}
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
    findings = _inside(page, by_name) + _lapsed(page, by_name, day)
    if page.kind in ("id-card", "residence-permit") or (page.kind == "household-booklet" and page.page == "own"):
        findings += _person(by_name, known, asked)
    if page.kind == "household-booklet" or (page.kind == "id-card" and page.page == "front"):
        findings += _home(page, by_name, known, asked)
    if page.kind == "household-booklet" and not asked.whose:
        findings += _marital_state(by_name, known)
    if page.kind == "marriage-certificate":
        findings += _spouses(by_name, known)
    if page.kind == "infant-birth-certificate":
        findings += _child(by_name, known)
    if page.kind == "title-deed":
        findings += _owner(by_name, known)
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
        _name(read.get("name"), known.get(f"{prefix}name")),
        _number(read.get("id_number"), known.get(f"{prefix}id_number")),
        _date(read.get("birth_date"), known.get(f"{prefix}birth_date"), "birth_date"),
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


def _name(field: Read | None, said: object, of: str = "name") -> Finding | None:
    if field is None or not isinstance(said, str) or not said.strip():
        return None
    wanted = formats.plain(said).replace("•", "·")
    if field.value == wanted:
        return Finding("ok", f"{of}-fits", Text("姓名一致。", "The name agrees."), of)
    label = LABELS[of]
    nearly = len(field.value) == len(wanted) and sum(a != b for a, b in zip(field.value, wanted, strict=True)) == 1
    if nearly or field.confidence < SURE:
        return Finding(
            "look",
            f"{of}-unsure",
            Text(f"{label.zh}有字看不准，请工作人员对一下。", f"A character of the {label.en} is not certain; please have it checked."),
            of,
        )
    return Finding("wrong", f"{of}-differs", Text(f"纸上的{label.zh}和您报的不一样。请看看是不是拿错了。", f"The {label.en} on the paper is not the one you gave. Is it the right paper?"), of)


def _number(field: Read | None, said: object, of: str = "id_number") -> Finding | None:
    if field is None or not isinstance(said, str) or not said.strip():
        return None
    wanted = formats.plain(said).upper()
    if field.value == wanted:
        return Finding("ok", f"{of}-fits", Text("身份证号一致。", "The ID number agrees."), of)
    apart = sum(a != b for a, b in zip(field.value, wanted, strict=False)) if len(field.value) == len(wanted) else 99
    if apart <= 2 or field.confidence < SURE:
        return Finding("look", f"{of}-unsure", Text("身份证号有一两位看不准，请工作人员对一下。", "One or two digits of the ID number are not certain; please have them checked."), of)
    return Finding(
        "wrong",
        f"{of}-differs",
        Text(f"纸上的身份证号和您报的（尾号 {wanted[-4:]}）不一样。请看看是不是拿错了。", f"The ID number on the paper is not the one you gave (ending in {wanted[-4:]}). Is it the right paper?"),
        of,
    )


def _date(field: Read | None, said: object, of: str) -> Finding | None:
    wanted = said.isoformat() if isinstance(said, date) else said
    if field is None or not isinstance(wanted, str) or not wanted:
        return None
    label = LABELS[of] if of in LABELS else LABELS["birth_date"]
    if field.value == wanted:
        return Finding("ok", f"{of}-fits", Text(f"{label.zh}一致。", f"The {label.en} agrees."), of)
    if field.confidence < SURE:
        return Finding("look", f"{of}-unsure", Text(f"{label.zh}看不准，请工作人员对一下。", f"The {label.en} is not certain; please have it checked."), of)
    return Finding("wrong", f"{of}-differs", Text(f"纸上的{label.zh}和您报的不一样。", f"The {label.en} on the paper is not the one you gave."), of)


def _sex(field: Read | None, said: object) -> Finding | None:
    wanted = _SEXES.get(str(said))
    if field is None or wanted is None or _SEXES.get(field.value) == wanted:
        return None
    return Finding("look", "sex-differs", Text("纸上的性别和您报的不一样，请工作人员看一下。", "The sex on the paper is not the one you gave; please have it looked at."), "sex")


# --- Home and household --------------------------------------------------------------------------------------------


def _home(page: Page, read: Mapping[str, Read], known: Mapping[str, object], asked: Asked) -> list[Finding]:
    address = read.get("address")
    if asked.whose or address is None or address.confidence < SURE or known.get("hukou") not in ("shanghai", "elsewhere"):
        return []
    here = address.value.startswith("上海")
    elsewhere = not here and any(mark in address.value[:8] for mark in ("省", "自治区", "市"))
    if known["hukou"] == "shanghai" and elsewhere:
        return [Finding("look", "hukou-differs", Text(f"{page.name.zh}上的地址不在上海，和您说的户口不一样。", f"The address on the {page.name.en} is not in Shanghai, unlike the registration you told us."), "address")]
    if known["hukou"] == "elsewhere" and here:
        return [Finding("look", "hukou-differs", Text(f"{page.name.zh}上的地址在上海，和您说的户口不一样。", f"The address on the {page.name.en} is in Shanghai, unlike the registration you told us."), "address")]
    return []


def _marital_state(read: Mapping[str, Read], known: Mapping[str, object]) -> list[Finding]:
    state, said = read.get("marital_status"), known.get("marital_status")
    if state is None or said is None or state.confidence < SURE or state.value not in _STATES or _STATES[state.value] == said:
        return []
    return [Finding("look", "marital-status-differs", Text("户口簿上的婚姻状况和您说的不一样，可能还没改。请工作人员看一下。", "The booklet gives another marital status than you did; it may not have been updated. Please have it looked at."), "marital_status")]


# --- Marriage, child, owner ----------------------------------------------------------------------------------------


def _spouses(read: Mapping[str, Read], known: Mapping[str, object]) -> list[Finding]:
    findings: list[Finding] = []
    mine, number = known.get("name"), known.get("id_number")
    names = {role: read.get(f"{role}_name") for role in ("husband", "wife")}
    if isinstance(mine, str) and all(field is not None and field.confidence >= SURE for field in names.values()):
        likely = [field.value for field in names.values() if field is not None]
        if not any(_at_most_one_apart(formats.plain(mine), value) for value in likely):
            findings.append(Finding("wrong", "not-the-couple", Text("结婚证上的两个名字都不是您报的。请看看是不是拿错了。", "Neither name on the certificate is the one you gave. Is it the right one?"), "holder"))
    numbers = [field for role in ("husband", "wife") if (field := read.get(f"{role}_id_number")) is not None and field.confidence >= SURE]
    if isinstance(number, str) and len(numbers) == 2 and not findings and formats.plain(number).upper() not in {field.value for field in numbers}:
        findings.append(Finding("look", "couple-number-differs", Text(f"结婚证上没有您报的身份证号（尾号 {number[-4:]}），请工作人员看一下。", f"The ID number you gave (ending in {number[-4:]}) is not on the certificate; please have it looked at."), "holder"))
    if known.get("marital_status") in ("single", "divorced", "widowed"):
        findings.append(Finding("look", "marital-status-differs", Text("您说的婚姻状况和这张结婚证不一样，请工作人员看一下。", "Your marital status as you gave it does not go with this certificate; please have it looked at."), "holder"))
    return findings


def _at_most_one_apart(one: str, other: str) -> bool:
    return one == other or (len(one) == len(other) > 1 and sum(a != b for a, b in zip(one, other, strict=True)) == 1)


def _child(read: Mapping[str, Read], known: Mapping[str, object]) -> list[Finding]:
    findings = [_name(read.get("name"), known.get("child_name")), _date(read.get("birth_date"), known.get("child_birth_date"), "birth_date")]
    said = [each for each in findings if each is not None and each.severity != "ok"]
    mine = known.get("name")
    parents = [field for role in ("mother", "father") if (field := read.get(f"{role}_name")) is not None and field.confidence >= SURE]
    if isinstance(mine, str) and len(parents) == 2 and not any(_at_most_one_apart(formats.plain(mine), field.value) for field in parents):
        said.append(Finding("look", "not-a-parent", Text("出生证上的父母都不是您报的名字，请工作人员看一下。", "Neither parent on the certificate has the name you gave; please have it looked at."), "mother_name"))
    return said


def _owner(read: Mapping[str, Read], known: Mapping[str, object]) -> list[Finding]:
    owner, mine = read.get("owner"), known.get("name")
    if owner is None or not isinstance(mine, str) or owner.confidence < SURE:
        return []
    if any(_at_most_one_apart(formats.plain(mine), value) for value in owner.value.split("、")):
        return []
    return [Finding("look", "not-the-owner", Text("产权证上的权利人不是您报的名字，请工作人员看一下。", "The owner on the deed is not the name you gave; please have it looked at."), "owner")]


# --- What the paper says of itself -----------------------------------------------------------------------------------


def _inside(page: Page, read: Mapping[str, Read]) -> list[Finding]:
    """What does not fit within the paper: a number whose check fails, a birth date other than the one in the number."""
    findings = []
    for name, field in read.items():
        if name.endswith("id_number") and not formats.number_holds(field.value):
            findings.append(Finding("look", "number-check", Text("身份证号有一位看不准，请对着证件核一下。", "A digit of the ID number is not certain; please compare it with the paper."), name))
        elif name.endswith("id_number") and field.repaired:
            findings.append(Finding("look", "number-repaired", Text("身份证号有一位是推出来的，请对着证件核一下。", "One digit of the ID number was worked out; please compare it with the paper."), name))
        elif name == "card_number" and not formats.luhn_holds(field.value):
            findings.append(Finding("look", "card-check", Text("卡号有一位看不准，请对着卡核一下。", "A digit of the card number is not certain; please compare it with the card."), name))
    number, born = read.get("id_number"), read.get("birth_date")
    if page.kind != "infant-birth-certificate" and number is not None and born is not None and formats.number_holds(number.value):
        inside = formats.born_by(number.value)
        if inside is not None and inside.isoformat() != born.value:
            findings.append(Finding("look", "birth-date-and-number", Text("出生日期和身份证号里的对不上，请工作人员看一下。", "The birth date and the one in the ID number do not agree; please have it looked at."), "birth_date"))
    return findings


def _lapsed(page: Page, read: Mapping[str, Read], day: date) -> list[Finding]:
    field = read.get("valid_until")
    last = _last_day(field.value) if field is not None else None
    if field is None or last is None:
        return []
    name = page.name
    if field.confidence < SURE and last < day:
        return [Finding("look", "end-unsure", Text("有效期看不准，请工作人员对一下。", "The end of validity is not certain; please have it checked."), "valid_until")]
    if last < day:
        when = _how_long_ago(last, day)
        return [Finding("wrong", "lapsed", Text(f"这张{name.zh}{when.zh}到期了。{_RENEW[page.kind].zh}", f"This {name.en} lapsed {when.en}. {_RENEW[page.kind].en}"), "valid_until")]
    if last - day <= SOON:
        return [Finding("look", "lapses-soon", Text(f"这张{name.zh} {last.month} 月 {last.day} 日到期，今天还能用。", f"This {name.en} lapses on {last.day} {last:%B}; today it is still valid."), "valid_until")]
    return []


_RENEW = {
    "id-card": Text("请先到派出所换领。", "Please renew it at the police station first."),
    "residence-permit": Text("先办签注，就能接着用。", "Have it endorsed and it holds again."),
    "bank-card": Text("请换一张没到期的。", "Please use one that is still valid."),
}


def _last_day(value: str) -> date | None:
    try:
        if len(value) == 7:  # a bank card holds to the end of its month
            year, month = int(value[:4]), int(value[5:])
            return (date(year + month // 12, month % 12 + 1, 1)) - timedelta(days=1)
        return date.fromisoformat(value)
    except ValueError:
        return None


def _how_long_ago(last: date, day: date) -> Text:
    months = (day.year - last.year) * 12 + day.month - last.month
    if day - last == timedelta(days=1):
        return Text("昨天", "yesterday")
    if months == 0:
        return Text("这个月", "this month")
    if months == 1:
        return Text("上月", "last month")
    if months < 12:
        return Text(f" {months} 个月前", f"{months} months ago")
    return Text(f" {last.year} 年", f"in {last.year}")
