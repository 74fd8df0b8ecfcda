"""A catalogue in which each matter shows one rule about who may come for somebody else."""

from __future__ import annotations

from onetrip.catalogue import actions
from onetrip.catalogue.models import CatalogueVersion
from tests.cases.matters import FILES, _matter
from tests.factories import NOW

_LETTER = (
    "proxy: {who: anyone, papers: [{paper: proxy-id-card, originals: 1}, {paper: authority-letter, originals: 1}]}\n"
)

WITH_PROXIES = FILES | {
    "papers.yaml": FILES["papers.yaml"]
    + """\
authority-letter:
  name: {zh: 委托书, en: letter of authority}
  proves: authority
guardianship-proof:
  name: {zh: 监护关系证明, en: proof of guardianship}
  proves: guardianship
""",
    "matters/pension.yaml": _matter("pension", "养老金", "Pension", entitled="age < 120", more=_LETTER),
    "matters/bus-card.yaml": _matter("bus-card", "乘车卡", "Bus card", entitled="age < 120", more=_LETTER),
    "matters/at-once.yaml": _matter(
        "at-once", "当场办", "Done at once", entitled="age < 120", more="limits: {on_the_spot: true}\n" + _LETTER
    ),
    "matters/endorsement.yaml": _matter(
        "endorsement",
        "签注",
        "Endorsement",
        entitled="age < 120",
        more="proxy: {who: family, when: age < 16 or age >= 60 or married, papers: [{paper: proxy-id-card, originals: 1}], "
        "note: {zh: 孩子由监护人来。, en: A guardian comes for a child.}}\n",
    ),
    "matters/listed.yaml": _matter(
        "listed", "居住登记", "Living apart", entitled="age < 120", more="proxy: {who: listed}\n"
    ),
    "matters/nobody.yaml": _matter(
        "nobody", "户籍证明", "Certificate", entitled="age < 120", more="proxy: {who: nobody}\n"
    ),
    "matters/silent.yaml": _matter("silent", "没写的", "Silent", entitled="age < 120"),
}


def publish() -> CatalogueVersion:
    """This catalogue, in force."""
    return actions.publish(by="system", now=NOW, files=WITH_PROXIES, city="test")
