"""A small catalogue in which each matter shows one thing that an acceptance has to get right."""

from __future__ import annotations

from onetrip.catalogue import actions
from onetrip.catalogue.models import CatalogueVersion
from tests.factories import NOW

_MATTER = """\
id: {id}
name: {{zh: {zh}, en: {en}}}
also: [{zh}]
category: ageing
department: civil-affairs
kind: {kind}
offer: asked
channels: [{channels}]
entitled: {entitled}
papers:
{papers}{more}
sources:
  - {{of: [entitled, papers], what: {{zh: 指南, en: guide}}, as_of: "2025", confidence: high}}
"""


def _matter(
    matter: str,
    zh: str,
    en: str,
    *,
    papers: str = "  - {paper: id-card, originals: 1}\n",
    entitled: str = "age >= 16",
    kind: str = "apply",
    channels: str = "window",
    more: str = "",
) -> str:
    return _MATTER.format(
        id=matter, zh=zh, en=en, kind=kind, channels=channels, entitled=entitled, papers=papers, more=more
    )


FILES = {
    "facts.yaml": """\
hukou:
  type: choice
  choices:
    shanghai: {zh: 上海, en: Shanghai}
    elsewhere: {zh: 外省市, en: elsewhere}
  label: {zh: 户籍, en: household registration}
  question: {zh: 户口在哪里？, en: Where is your household registration?}
  order: 1
birth_date:
  type: date
  label: {zh: 出生日期, en: date of birth}
  question: {zh: 哪天出生？, en: When were you born?}
  known_from: [id_number]
  order: 2
age:
  type: int
  label: {zh: 年龄, en: age}
  question: {zh: 您几岁？, en: How old are you?}
  least: 0
  most: 130
  order: 3
married:
  type: bool
  label: {zh: 结过婚, en: ever married}
  question: {zh: 结过婚吗？, en: Were you ever married?}

  order: 4
by_proxy:
  type: bool
  label: {zh: 代办, en: somebody else comes}
  question: {zh: 别人代办吗？, en: Does somebody else come?}

  order: 9
""",
    "papers.yaml": """\
id-card:
  name: {zh: 身份证, en: ID card}
booklet:
  name: {zh: 户口簿, en: household booklet}
  where: {zh: 派出所补领, en: the police station reissues it}
  exempt: hukou == "shanghai"
  exempt_why: {zh: 本市有电子证照。, en: The city holds it electronically.}
marriage-certificate:
  name: {zh: 结婚证, en: marriage certificate}
divorce-certificate:
  name: {zh: 离婚证, en: divorce certificate}
photo:
  name: {zh: 照片, en: photograph}
form:
  name: {zh: 申请表, en: application form}
  provided: true
proxy-id-card:
  name: {zh: 代办人身份证, en: ID card of the proxy}
bank-card:
  name: {zh: 银行卡, en: bank card}
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
    "matters/card.yaml": _matter(
        "card",
        "老人卡",
        "Card",
        entitled='hukou == "shanghai" and age >= 65',
        papers="  - {paper: id-card, originals: 1, copies: 1}\n  - {paper: booklet, originals: 1}\n"
        "  - {paper: form, originals: 1}\n",
        more="area: direct\nproxy: {who: anyone, papers: [{paper: proxy-id-card, originals: 1}]}\n"
        "limits: {decide: 30 working_days}\n",
    ),
    "matters/booklet-print.yaml": _matter(
        "booklet-print",
        "记录册",
        "Record booklet",
        more="area: direct\nlimits: {on_the_spot: true}\n",
    ),
    "matters/reward.yaml": _matter(
        "reward",
        "奖励金",
        "Reward",
        papers="  - {paper: id-card, originals: 1}\n"
        "  - one_of: [{paper: marriage-certificate}, {paper: divorce-certificate}]\n"
        "  - {paper: photo, originals: 2, main: false}\n",
        more="area: split\nminor_gap: {allowed: true, days: 10}\nlimits: {legal: 20 calendar_days}\n"
        "proxy: {who: nobody}\n",
    ),
    "matters/unlimited.yaml": _matter(
        "unlimited",
        "登记",
        "Registration",
        papers="  - {paper: id-card, originals: 1}\n  - {paper: marriage-certificate, when: married}\n",
    ),
    "matters/kiosk-only.yaml": _matter("kiosk-only", "自助打印", "Kiosk print", kind="print", channels="kiosk"),
    "matters/elsewhere.yaml": _matter(
        "elsewhere",
        "结婚登记",
        "Marriage",
        kind="not_here",
        more="go_to: {zh: 请到婚姻登记中心。, en: Please go to the marriage registry.}\n",
    ),
    "matters/allowance.yaml": _matter("allowance", "津贴", "Allowance", entitled="age >= 65", more="automatic: true\n"),
}


def publish() -> CatalogueVersion:
    """The small catalogue, in force."""
    return actions.publish(by="system", now=NOW, files=FILES, city="test")
