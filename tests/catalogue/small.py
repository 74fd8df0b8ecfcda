"""The smallest sound catalogue, for tests that spoil one thing in it."""

from __future__ import annotations

SMALL = {
    "facts.yaml": """\
hukou:
  type: choice
  choices:
    shanghai: {zh: 上海, en: Shanghai}
    elsewhere: {zh: 外省市, en: elsewhere}
  label: {zh: 户籍, en: household registration}
  question: {zh: 户口在哪里？, en: Where is your household registration?}
age:
  type: int
  label: {zh: 年龄, en: age}
  question: {zh: 您几岁？, en: How old are you?}
  least: 0
  most: 130
""",
    "papers.yaml": """\
id-card:
  name: {zh: 身份证, en: ID card}
  licence: "310105109000100"
photo:
  name: {zh: 照片, en: photograph}
""",
    "licences.yaml": """\
"310105109000100":
  name: {zh: 身份证, en: ID card}
""",
    "departments.yaml": """\
civil-affairs:
  name: {zh: 民政局, en: Civil Affairs}
""",
    "categories.yaml": """\
ageing:
  seal: 老
  name: {zh: 养老, en: Ageing}
""",
    "amounts.yaml": """\
standard:
  label: {zh: 标准, en: standard}
  values:
    - {from: 2025-07-01, value: 1595, confidence: high}
""",
    "matters/elder-card.yaml": """\
id: elder-card
name: {zh: 敬老卡申领, en: Elder card}
also: [老年卡]
category: ageing
department: civil-affairs
kind: apply
offer: always
entitled: hukou == "shanghai" and age >= 65
papers:
  - {paper: id-card, originals: 1}
  - one_of: [{paper: photo}, {paper: id-card}]
limits: {decide: 30 working_days}
sources:
  - {of: [entitled, papers], what: {zh: 指南, en: guide}, as_of: "2025", confidence: high}
""",
}


def spoilt(name: str, old: str, new: str) -> dict[str, str]:
    """The small catalogue with `old` in one file replaced; the text must have been there."""
    assert old in SMALL[name]
    return {**SMALL, name: SMALL[name].replace(old, new)}
