"""A small catalogue in which each matter shows one thing that a run at the kiosk has to get right."""

from __future__ import annotations

from onetrip.catalogue import actions
from onetrip.catalogue.models import CatalogueVersion
from tests.cases import matters as small
from tests.factories import NOW


def _matter(
    matter: str,
    zh: str,
    en: str,
    *,
    kind: str = "apply",
    channels: str = "kiosk, window",
    entitled: str = "age >= 16",
    papers: str = "  - {paper: id-card, originals: 1}\n",
    more: str = "",
) -> str:
    return f"""\
id: {matter}
name: {{zh: {zh}, en: {en}}}
also: [{zh}]
category: ageing
department: civil-affairs
kind: {kind}
offer: asked
channels: [{channels}]
entitled: {entitled}
papers:
{papers}{more}sources:
  - {{of: [entitled, papers], what: {{zh: 指南, en: guide}}, as_of: "2025", confidence: high}}
"""


FORM = """\
form:
  - id: recipient
    label: {zh: 收件人, en: Who receives it}
    prefill: name
  - id: address
    label: {zh: 寄到哪里, en: Where to send it}
    type: lines
    most: 80
  - id: language
    label: {zh: 要哪种文字, en: In which language}
    type: choice
    choices: {zh: {zh: 中文, en: Chinese}, en: {zh: 英文, en: English}}
    required: false
"""

PAPERS = (
    small.FILES["papers.yaml"]
    .replace(
        "  name: {zh: 身份证, en: ID card}\nbooklet:",
        '  name: {zh: 身份证, en: ID card}\n  licence: "310105109000100"\nbooklet:',
    )
    .replace(
        "marriage-certificate:\n  name: {zh: 结婚证, en: marriage certificate}\n",
        'marriage-certificate:\n  name: {zh: 结婚证, en: marriage certificate}\n  licence: "310105109000200"\n',
    )
)
LICENCES = small.FILES["licences.yaml"] + '"310105109000200":\n  name: {zh: 结婚证, en: marriage certificate}\n'

FILES = {
    **small.FILES,
    "papers.yaml": PAPERS,
    "licences.yaml": LICENCES,
    # Everything from the city: accepted by rule.
    "matters/photo-free.yaml": _matter(
        "photo-free",
        "免材料申请",
        "Application without papers",
        papers="  - {paper: id-card, originals: 1}\n",
        more="area: direct\nlimits: {decide: 30 working_days}\n",
    ),
    # A question, a form, a paper to photograph, one that may follow, one that is exempt.
    "matters/reissue.yaml": _matter(
        "reissue",
        "补发",
        "Reissue",
        entitled='hukou == "shanghai" and age >= 16',
        papers="  - {paper: id-card, originals: 1}\n  - {paper: booklet, originals: 1}\n"
        "  - one_of: [{paper: bank-card, originals: 1}, {paper: divorce-certificate, originals: 1}]\n"
        "  - {paper: photo, originals: 1, main: false}\n",
        more="area: direct\nminor_gap: {allowed: true, days: 10}\nlimits: {decide: 20 working_days}\n"
        "proxy: {who: anyone, papers: [{paper: proxy-id-card, originals: 1}]}\n" + FORM,
    ),
    "matters/in-person.yaml": _matter("in-person", "本人办的", "In person", more="proxy: {who: nobody}\n"),
    "matters/record-print.yaml": _matter(
        "record-print",
        "记录打印",
        "Record print",
        kind="print",
        channels="kiosk",
        more="limits: {on_the_spot: true}\nat_kiosk: {source: social-insurance}\n",
    ),
    "matters/archive-print.yaml": _matter(
        "archive-print",
        "档案打印",
        "Archive copy",
        kind="print",
        channels="kiosk",
        more="at_kiosk: {source: archive-copy, review: {minutes: 30}}\n"
        "form:\n  - {id: married-in, label: {zh: 哪一年登记, en: Registered in which year}, type: number, most: 2100}\n",
    ),
    "matters/pension-query.yaml": _matter(
        "pension-query",
        "养老金查询",
        "Pension look-up",
        kind="query",
        channels="kiosk",
        more="at_kiosk: {source: pension}\n",
    ),
    "matters/air-query.yaml": _matter(
        "air-query",
        "空气查询",
        "Air look-up",
        kind="query",
        channels="kiosk",
        entitled="true",
        papers="  []\n",
        more="at_kiosk: {source: air-quality}\n",
    ),
    "matters/unconnected.yaml": _matter(
        "unconnected",
        "没接上的查询",
        "Unconnected look-up",
        kind="query",
        channels="kiosk, online",
        more="at_kiosk: {source: nobody-has-it}\n",
    ),
    "matters/june.yaml": _matter("june", "六月的", "June matter", more='season: {from: "06-01", to: "06-30"}\n'),
}


WITH_A_DAY = {
    "facts.yaml": small.FILES["facts.yaml"]
    + """\
married_on:
  type: date
  label: {zh: 结婚日期, en: day of the wedding}
  question: {zh: 哪天结的婚？, en: When did you marry?}
  order: 5
""",
    "matters/anniversary.yaml": _matter(
        "anniversary", "金婚纪念", "Anniversary", entitled="married_on >= date(2000, 1, 1)"
    ),
}
"""A matter that asks for a day."""

A_CERTIFICATE_TOO = {
    "matters/photo-free.yaml": FILES["matters/photo-free.yaml"].replace(
        "papers:\n", "papers:\n  - {paper: marriage-certificate, originals: 1}\n"
    )
}
"""With this, `photo-free` needs a paper of which there is a licence, beside the card."""


def publish(**changed: str) -> CatalogueVersion:
    """The catalogue in force, with files changed or added ("matters/…": text)."""
    return actions.publish(by="system", now=NOW, files={**FILES, **changed}, city="test")
