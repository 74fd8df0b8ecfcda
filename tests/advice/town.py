"""A catalogue of a town with one matter of each kind, so that tests do not move when the real one does."""

from __future__ import annotations

from onetrip.catalogue import actions
from onetrip.catalogue.models import CatalogueVersion
from tests.factories import NOW

TOWN = {
    "facts.yaml": """\
birth_date:
  type: date
  label: {zh: 出生日期, en: date of birth}
  question: {zh: 您是哪天出生的？, en: What is your date of birth?}
  known_from: [id_number]
  order: 10
age:
  type: int
  label: {zh: 年龄, en: age}
  question: {zh: 您几岁？, en: How old are you?}
  unit: {zh: 岁, en: years}
  least: 0
  most: 130
  known_from: [id_number]
  order: 11
sex:
  type: choice
  choices: {female: {zh: 女, en: female}, male: {zh: 男, en: male}}
  label: {zh: 性别, en: sex}
  question: {zh: 您是女士还是先生？, en: Are you a woman or a man?}
  known_from: [id_number]
  order: 12
hukou:
  type: choice
  choices: {shanghai: {zh: 上海, en: Shanghai}, elsewhere: {zh: 外省市, en: elsewhere in China}}
  label: {zh: 户籍, en: household registration}
  question: {zh: 您的户口在哪里？, en: Where is your household registration?}
  hint: {zh: 看户口簿第一页。, en: See the first page of the booklet.}
  order: 20
retired:
  type: bool
  label: {zh: 退休, en: retirement}
  question: {zh: 您退休了吗？, en: Are you retired?}
  yes: {zh: 已经退休, en: you are retired}
  no: {zh: 没有退休, en: you are not retired}
  order: 30
by_proxy:
  type: bool
  label: {zh: 代办, en: someone else comes}
  question: {zh: 别人替您来吗？, en: Will someone else come for you?}
  order: 40
income:
  type: number
  label: {zh: 每月收入, en: monthly income}
  question: {zh: 您每月收入多少？, en: How much do you earn a month?}
  unit: {zh: 元, en: yuan}
  least: 0
  sensitive: true
  order: 90
""",
    "papers.yaml": """\
id-card:
  name: {zh: 身份证, en: ID card}
  gloss: {zh: 本人的，在有效期内。, en: "Your own, still valid."}
  usual: true
  obtain: {trips: 1}
  sources:
    - {of: [usual, obtain], what: {zh: 估计, en: estimate}, confidence: low}
household-booklet:
  name: {zh: 户口簿, en: household booklet}
  exempt: hukou == "shanghai"
  exempt_why: {zh: 本市有电子证照，窗口调取。, en: The window looks it up.}
application-form:
  name: {zh: 申请表, en: application form}
  provided: true
  provided_as: printed
pension-letter:
  name: {zh: 退休证, en: pension letter}
proxy-id-card:
  name: {zh: 代办人身份证, en: "the representative's ID card"}
authority-letter:
  name: {zh: 委托书, en: letter of authority}
""",
    "licences.yaml": "{}\n",
    "departments.yaml": """\
town-hall:
  name: {zh: 镇政府, en: Town hall}
""",
    "categories.yaml": """\
ageing:
  seal: 老
  name: {zh: 养老, en: Ageing}
medical:
  seal: 医
  name: {zh: 看病, en: Medical care}
hardship:
  seal: 济
  name: {zh: 救助, en: Hardship}
""",
    "amounts.yaml": "{}\n",
    "life_events.yaml": """\
growing-old:
  name: {zh: 年纪大了, en: Growing old}
birth:
  name: {zh: 生孩子, en: A child is born}
""",
    "matters/elder-card.yaml": """\
id: elder-card
name: {zh: 敬老卡申领, en: Elder card}
also: [老年卡, 坐车的卡, senior card]
category: ageing
department: town-hall
codes: {basic: "312000432000"}
life_events: [growing-old]
kind: apply
offer: always
channels: [window]
area: direct
entitled: hukou == "shanghai" and months_until(age=65) <= 1
papers:
  - {paper: id-card, originals: 1}
  - {paper: household-booklet, originals: 1}
  - {paper: application-form}
proxy:
  who: anyone
  papers: [{paper: proxy-id-card, originals: 1}, {paper: authority-letter, originals: 1}]
limits: {decide: 30 working_days}
leads_to: [allowance]
slip: {zh: 生日前一个月就能来。, en: From a month before your birthday.}
asked_often:
  - question: {zh: 坐车免费吗？, en: Are buses free?}
    answer: {zh: 不免费。, en: No.}
fees:
  - {pays: true, item: {zh: 工本费, en: card fee}, amount: 20, unit: {zh: 元, en: yuan}, from: 2020-01-01}
open:
  - {of: papers, zh: 照片要不要，没有核对到。, en: Whether a photograph is needed is not verified.}
sources:
  - {of: [entitled, papers, limits], what: {zh: 公开指南, en: public guide}, as_of: "2021", confidence: medium}
""",
    "matters/allowance.yaml": """\
id: allowance
name: {zh: 老年津贴, en: Old-age allowance}
also: [老年钱]
category: ageing
department: town-hall
kind: apply
offer: always
automatic: true
entitled: hukou == "shanghai" and age >= 65
sources:
  - {of: [entitled], what: {zh: 公开指南, en: public guide}, as_of: "2021", confidence: medium}
""",
    "matters/pension-check.yaml": """\
id: pension-check
name: {zh: 退休资格认证, en: Pension check}
also: [认证]
category: ageing
department: town-hall
kind: register
offer: always
channels: [window]
area: direct
entitled: retired
papers:
  - {paper: id-card, originals: 1}
  - {paper: pension-letter, originals: 1, copies: 1}
proxy: {who: nobody}
limits: {on_the_spot: true}
sources:
  - {of: [entitled, papers, proxy], what: {zh: 公开指南, en: public guide}, as_of: "2021", confidence: high}
""",
    "matters/booklet.yaml": """\
id: booklet
name: {zh: 就医记录册申领, en: Medical record booklet}
also: [病历本]
category: medical
department: town-hall
kind: print
offer: asked
channels: [kiosk, window]
area: direct
entitled: true
papers:
  - {paper: id-card, originals: 1}
limits: {on_the_spot: true}
sources:
  - {of: [entitled, papers], what: {zh: 公开指南, en: public guide}, as_of: "2021", confidence: high}
""",
    "matters/june-plan.yaml": """\
id: june-plan
name: {zh: 六月互助保障, en: June plan}
also: [六月的保险]
category: medical
department: town-hall
kind: apply
offer: asked
channels: [window]
area: direct
entitled: true
season: {from: "06-01", to: "06-30"}
papers:
  - {paper: id-card, originals: 1}
sources:
  - {of: [entitled, papers], what: {zh: 公开指南, en: public guide}, as_of: "2021", confidence: high}
""",
    "matters/aid.yaml": """\
id: aid
name: {zh: 临时救助, en: Temporary aid}
also: [救急的钱]
category: hardship
department: town-hall
kind: apply
offer: always
channels: [window]
area: none
entitled: income < 1000
papers:
  - {paper: id-card, originals: 1}
sources:
  - {of: [entitled, papers], what: {zh: 公开指南, en: public guide}, as_of: "2021", confidence: low}
""",
    "matters/points.yaml": """\
id: points
name: {zh: 居住证积分, en: Residence points}
also: [积分]
category: hardship
department: town-hall
kind: not_here
offer: asked
channels: [online]
entitled: true
go_to: {zh: 由单位到区人才服务中心办。, en: Your employer applies at the district talent centre.}
sources:
  - {of: [go_to], what: {zh: 公开指南, en: public guide}, as_of: "2021", confidence: high}
""",
}

TOWN_WITH_A_CHOICE = TOWN | {
    "papers/identity.yaml": """\
passport:
  name: {zh: 护照, en: passport}
  where: {zh: 出入境办证大厅申领。, en: From the exit-entry office.}
  obtain: {trips: 1, minutes: 30}
  sources:
    - {of: [obtain], what: {zh: 估计, en: estimate}, confidence: low}
""",
    "matters/archive.yaml": """\
id: archive
name: {zh: 档案查询, en: Archive search}
also: [查档]
category: hardship
department: town-hall
kind: query
offer: asked
channels: [window]
area: direct
entitled: true
papers:
  - one_of:
      - {paper: id-card, originals: 1, check: [{zh: 在有效期内, en: Still valid}]}
      - {paper: passport, originals: 1, copies: 1}
limits: {on_the_spot: true}
sources:
  - {of: [entitled, papers], what: {zh: 公开指南, en: public guide}, as_of: "2021", confidence: high}
""",
}
"""The town with one matter more, for which a passport does as well as the ID card."""


CONSISTENT = TOWN | {
    "consistency.yaml": """\
no-pension-so-young:
  never: age < 40 and retired
  kind: impossible
  why: {zh: 退休最早也要 45 岁。, en: Nobody retires before 45.}
  sources: [{what: {zh: 推算, en: reckoned}, confidence: low}]
hardly-rich-so-old:
  never: age >= 100 and income > 100000
  kind: unlikely
  why: {zh: 这样的人很少。, en: There are few such people.}
  sources: [{what: {zh: 推算, en: reckoned}, confidence: low}]
"""
}
"""The town with a file that says what nobody there can be."""


def published_town(files: dict[str, str] = TOWN) -> CatalogueVersion:
    """The town's catalogue, published."""
    return actions.publish(files=files, city="town", by="system", now=NOW)
