"""Names and birth dates beside those that were given, and the papers of a family: marriage, birth, home."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from onetrip.reading import formats
from onetrip.reading.fields import Read
from onetrip.reading.kinds import LABELS
from onetrip.reading.looked import SURE, Finding
from onetrip.rules.text import Text


def name(field: Read | None, said: object, of: str = "name") -> Finding | None:
    """A name beside the one that was given; one sign apart may be the recogniser, so a person looks. None: nothing to compare."""
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
            Text(
                f"{label.zh}有字看不准，请工作人员对一下。",
                f"A character of the {label.en} is not certain; please have it checked.",
            ),
            of,
        )
    return Finding(
        "wrong",
        f"{of}-differs",
        Text(
            f"纸上的{label.zh}和您报的不一样。请看看是不是拿错了。",
            f"The {label.en} on the paper is not the one you gave. Is it the right paper?",
        ),
        of,
    )


def day(field: Read | None, said: object, of: str) -> Finding | None:
    """A date beside the one that was given, as a date or as 2020-01-02. None: nothing to compare."""
    wanted = said.isoformat() if isinstance(said, date) else said
    if field is None or not isinstance(wanted, str) or not wanted:
        return None
    label = LABELS[of] if of in LABELS else LABELS["birth_date"]
    if field.value == wanted:
        return Finding("ok", f"{of}-fits", Text(f"{label.zh}一致。", f"The {label.en} agrees."), of)
    if field.confidence < SURE:
        return Finding(
            "look",
            f"{of}-unsure",
            Text(f"{label.zh}看不准，请工作人员对一下。", f"The {label.en} is not certain; please have it checked."),
            of,
        )
    return Finding(
        "wrong",
        f"{of}-differs",
        Text(f"纸上的{label.zh}和您报的不一样。", f"The {label.en} on the paper is not the one you gave."),
        of,
    )


def spouses(read: Mapping[str, Read], known: Mapping[str, object]) -> list[Finding]:
    """Whether the person is one of the couple, and whether a couple is what was said."""
    findings: list[Finding] = []
    mine, number = known.get("name"), known.get("id_number")
    names = {role: read.get(f"{role}_name") for role in ("husband", "wife")}
    if isinstance(mine, str) and all(field is not None and field.confidence >= SURE for field in names.values()):
        likely = [field.value for field in names.values() if field is not None]
        if not any(_at_most_one_apart(formats.plain(mine), value) for value in likely):
            findings.append(
                Finding(
                    "wrong",
                    "not-the-couple",
                    Text(
                        "结婚证上的两个名字都不是您报的。请看看是不是拿错了。",
                        "Neither name on the certificate is the one you gave. Is it the right one?",
                    ),
                    "holder",
                )
            )
    numbers = [
        field
        for role in ("husband", "wife")
        if (field := read.get(f"{role}_id_number")) is not None and field.confidence >= SURE
    ]
    if (
        isinstance(number, str)
        and len(numbers) == 2
        and not findings
        and formats.plain(number).upper() not in {field.value for field in numbers}
    ):
        findings.append(
            Finding(
                "look",
                "couple-number-differs",
                Text(
                    f"结婚证上没有您报的身份证号（尾号 {number[-4:]}），请工作人员看一下。",
                    f"The ID number you gave (ending in {number[-4:]}) is not on the certificate; please have it looked at.",
                ),
                "holder",
            )
        )
    if known.get("marital_status") in ("single", "divorced", "widowed"):
        findings.append(
            Finding(
                "look",
                "marital-status-differs",
                Text(
                    "您说的婚姻状况和这张结婚证不一样，请工作人员看一下。",
                    "Your marital status as you gave it does not go with this certificate; please have it looked at.",
                ),
                "holder",
            )
        )
    return findings


def _at_most_one_apart(one: str, other: str) -> bool:
    return one == other or (len(one) == len(other) > 1 and sum(a != b for a, b in zip(one, other, strict=True)) == 1)


def child(read: Mapping[str, Read], known: Mapping[str, object]) -> list[Finding]:
    """Whether it is this child, and whether the person is a parent of it."""
    findings = [
        name(read.get("name"), known.get("child_name")),
        day(read.get("birth_date"), known.get("child_birth_date"), "birth_date"),
    ]
    said = [each for each in findings if each is not None and each.severity != "ok"]
    mine = known.get("name")
    parents = [
        field
        for role in ("mother", "father")
        if (field := read.get(f"{role}_name")) is not None and field.confidence >= SURE
    ]
    if (
        isinstance(mine, str)
        and len(parents) == 2
        and not any(_at_most_one_apart(formats.plain(mine), field.value) for field in parents)
    ):
        said.append(
            Finding(
                "look",
                "not-a-parent",
                Text(
                    "出生证上的父母都不是您报的名字，请工作人员看一下。",
                    "Neither parent on the certificate has the name you gave; please have it looked at.",
                ),
                "mother_name",
            )
        )
    return said


def owner(read: Mapping[str, Read], known: Mapping[str, object]) -> list[Finding]:
    """Whether the person is among the owners."""
    field, mine = read.get("owner"), known.get("name")
    if field is None or not isinstance(mine, str) or field.confidence < SURE:
        return []
    if any(_at_most_one_apart(formats.plain(mine), value) for value in field.value.split("、")):
        return []
    return [
        Finding(
            "look",
            "not-the-owner",
            Text(
                "产权证上的权利人不是您报的名字，请工作人员看一下。",
                "The owner on the deed is not the name you gave; please have it looked at.",
            ),
            "owner",
        )
    ]
