"""Sheets for tests and measurements. People, numbers and counts of papers are invented; so is the centre."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from onetrip.planning.terms import Limit
from onetrip.prints.sheets import (
    AcceptedLine,
    AuthoritySheet,
    CaseLine,
    ErrandSheet,
    Line,
    MatterLine,
    MissingLine,
    NoticeSheet,
    NotNeededLine,
    PaperLine,
    PaperTaken,
    PaperToFollow,
    ProxyLine,
    ReceiptSheet,
    RecordSheet,
    SlipSheet,
    TicketSheet,
)
from onetrip.rules import Text

DAY = date(2026, 11, 24)
AT = datetime(2026, 11, 24, 9, 41, tzinfo=ZoneInfo("Asia/Shanghai"))
CENTRE = Text("测试街道社区事务受理服务中心", "Test Street Community Affairs Centre")
ADDRESS = "https://onetrip.example/s/q7Zp2mXc9LwT4rBvK8sNdE1hYa"
FORTNIGHT = Limit(15, "working_days")

ELDER_CARD = MatterLine(
    name=Text("敬老卡申领", "Elder card"),
    sentence=Text(
        "生日前一个月就能来办，不用等到那天。",
        "You can apply from a month before your birthday; no need to wait for the day.",
    ),
)
RECORD_BOOKLET = MatterLine(
    name=Text("就医记录册换新", "New medical record booklet"),
    place=Text("在自助机上打", "At the kiosk"),
    sentence=Text("不用排队。", "No queue."),
)
REWARD = MatterLine(
    name=Text("退休一次性计划生育奖励", "One-off family planning reward on retirement"),
    sentence=Text("您可能还没领过。", "You may not have had it yet."),
    unverified=True,
)

ID_CARD = PaperLine(name=Text("身份证", "ID card"), why=Text("三件事都用它。", "All three need it."))
HONOUR = PaperLine(
    name=Text("独生子女父母光荣证", "honour certificate of parents of one child"),
    why=Text("第 3 件要用。", "For number 3."),
    where=Text("找不到？来电话，我们先查档案。", "Cannot find it? Call us, we look into the archive first."),
    unverified=True,
)
MARRIAGE = PaperLine(
    name=Text("结婚证", "marriage certificate"),
    why=Text("第 3 件要用。", "For number 3."),
    instead=(Text("离婚证", "divorce certificate"), Text("丧偶证明", "certificate of widowhood")),
    copies=2,
    unverified=True,
)
PROXY_PAPERS = (
    PaperLine(name=Text("代办人身份证", "the proxy’s ID card")),
    PaperLine(name=Text("委托书", "letter of authority")),
)

SLIP = SlipSheet(
    number="LF11240386",
    address=ADDRESS,
    centre=CENTRE,
    day=DAY,
    valid_until=DAY + timedelta(days=90),
    for_whom="王＊＊",
    matters=(ELDER_CARD, RECORD_BOOKLET, REWARD),
    papers=(ID_CARD, HONOUR, MARRIAGE),
    not_needed=(
        NotNeededLine(
            name=Text("户口簿", "household booklet"),
            why=Text("本市有电子证照，窗口直接调取。", "The city holds it electronically; the window looks it up."),
        ),
        NotNeededLine(
            name=Text("申请表", "application form"),
            why=Text("窗口替您填好打印，您看一遍签字。", "The window fills it in; you read and sign it."),
        ),
    ),
    where=Text("全市任何一个街镇中心，任何窗口", "Any community centre of the city, any window"),
    hours=(
        Text("周一至周五 8:30–16:30", "Monday to Friday 8:30–16:30"),
        Text("周末、节假日 8:30–11:30", "Weekends and holidays 8:30–11:30"),
    ),
    quiet=Text("明天 13:00–14:00，约等 4 分钟", "Tomorrow 13:00–14:00, about 4 minutes’ wait"),
    cannot_come=(ProxyLine(sentence=Text("家人可以代办", "Family can come instead."), papers=PROXY_PAPERS),),
    automatic=(
        Line(
            name=Text("老年综合津贴", "Old-age allowance"),
            sentence=Text("满 65 岁起每月 75 元，不用申请。", "75 yuan a month from 65, without an application."),
        ),
    ),
    later=(Line(name=Text("退休职工住院互助保障", "Retiree hospital mutual aid"), day=date(2027, 6, 1)),),
    rule_version="2026-11-20",
    open_points=(Text("第 2、3 样材料依据 2021 年公开指南", "Papers 2 and 3 rest on a public guide of 2021"),),
    demonstration=True,
)

SMALL_SLIP = replace(
    SLIP,
    matters=(ELDER_CARD,),
    papers=(ID_CARD,),
    not_needed=(),
    automatic=(),
    later=(),
    open_points=(),
    quiet=None,
    cannot_come=(),
    demonstration=False,
)

_NAMES = (
    ("敬老卡申领", "Elder card"),
    ("就医记录册换新", "New medical record booklet"),
    ("退休一次性计划生育奖励", "One-off family planning reward on retirement"),
    ("城乡居民基本医疗保险参保登记", "Enrolment in basic medical insurance for residents"),
    ("异地就医备案", "Filing for treatment in another province"),
    ("残疾评定预约", "Appointment for disability assessment"),
    ("居住登记", "Registration of residence"),
    ("居住证签注", "Yearly endorsement of the residence permit"),
    ("灵活就业登记", "Registration of flexible employment"),
    ("失业保险金申领", "Unemployment benefit"),
    ("社会保障卡补换", "Replacement of the social security card"),
    ("人户分离人员居住登记", "Registration of people living apart from their household"),
)
_PAPERS = (
    ("身份证", "ID card"),
    ("户口簿", "household booklet"),
    ("独生子女父母光荣证", "honour certificate of parents of one child"),
    ("结婚证", "marriage certificate"),
    ("居住证", "residence permit"),
    ("社会保障卡", "social security card"),
    ("房屋租赁合同登记备案证明", "registration of the tenancy contract"),
    ("劳动合同解除证明", "certificate that the employment contract has ended"),
    ("近期一寸免冠照片", "recent passport photograph, one inch"),
    ("出院小结", "hospital discharge summary"),
    ("门急诊病历", "outpatient record"),
    ("银行卡", "bank card"),
    ("收入证明", "proof of income"),
    ("学籍证明", "proof of enrolment at school"),
    ("退休证", "retirement certificate"),
)
_SENTENCE = Text(
    "当场受理，办好以后短信告诉您，不用再来。",
    "Accepted at once; a message tells you when it is done, and you need not come again.",
)

LARGE_SLIP = replace(
    SLIP,
    matters=tuple(
        MatterLine(name=Text(zh, en), sentence=_SENTENCE, unverified=index % 4 == 2)
        for index, (zh, en) in enumerate(_NAMES)
    ),
    papers=tuple(
        PaperLine(
            name=Text(zh, en),
            why=Text(f"第 {index % 12 + 1} 件要用。", f"For number {index % 12 + 1}."),
            gloss=Text("有照片和有签章的那两页都要。", "The page with the photograph and the one with the seal.")
            if index % 3 == 0
            else None,
            originals=None if index == 13 else 1,
            copies=index % 3,
            unverified=index % 5 == 1,
        )
        for index, (zh, en) in enumerate(_PAPERS)
    ),
    perhaps=(
        PaperLine(
            name=Text("低保证明", "certificate of minimum living allowance"),
            why=Text("领低保才要。", "Only if you receive the allowance."),
        ),
    ),
    undecided=(
        Line(
            name=Text("重残无业补助", "Aid for the severely disabled without work"),
            sentence=Text("要看残疾等级。", "It depends on the grade of disability."),
        ),
    ),
    elsewhere=(
        Line(
            name=Text("婚姻登记", "Marriage registration"),
            sentence=Text("去区民政局婚姻登记处。", "Go to the district’s marriage registry."),
        ),
    ),
    refused=(
        Line(
            name=Text("公租房申请", "Public rental housing"),
            sentence=Text(
                "这件现在不能办：户口不在本市。", "Not possible now: your household registration is elsewhere."
            ),
        ),
    ),
    trips=2,
    trips_why=Text("残疾证拿到以后，再来办补助。", "Aid can be applied for once the disability certificate is there."),
)

RECEIPT = ReceiptSheet(
    number="LF-20261124-S0031",
    address="https://onetrip.example/r/q7Zp2mXc9LwT4rBvK8sNdE1hYa",
    centre=CENTRE,
    at=AT,
    window=5,
    for_whom="王＊＊",
    cases=(
        CaseLine(
            name=Text("敬老卡申领", "Elder card"),
            case_number="LF-20261124-0101",
            papers=(PaperTaken(name=Text("身份证", "ID card"), originals_seen=1),),
            due=date(2026, 12, 15),
            limit=FORTNIGHT,
            note=Text("卡由银行制好后通知您。", "The bank tells you when the card is ready."),
        ),
        CaseLine(name=Text("就医记录册换新", "New medical record booklet"), case_number="LF-20261124-0102", done=True),
        CaseLine(
            name=Text("退休一次性计划生育奖励", "One-off family planning reward on retirement"),
            case_number="LF-20261124-0103",
            papers=(
                PaperTaken(name=Text("独生子女父母光荣证", "honour certificate"), originals_seen=1, copies_kept=1),
                PaperTaken(name=Text("结婚证", "marriage certificate"), originals_seen=1, copies_kept=2),
                PaperTaken(name=Text("申请表", "application form"), originals_kept=1),
            ),
            to_follow=(PaperToFollow(name=Text("退休证", "retirement certificate"), by=date(2026, 12, 8)),),
            due=date(2027, 1, 6),
            due_certain=False,
            limit=Limit(30, "working_days"),
        ),
    ),
    demonstration=True,
)
SMALL_RECEIPT = replace(RECEIPT, cases=RECEIPT.cases[1:2], demonstration=False)
LARGE_RECEIPT = replace(
    RECEIPT,
    cases=tuple(
        replace(RECEIPT.cases[index % 3], name=Text(zh, en), case_number=f"LF-20261124-{index:04}")
        for index, (zh, en) in enumerate(_NAMES)
    ),
)

NOTICE = NoticeSheet(
    number="LF-20261124-G0007",
    address="https://onetrip.example/n/q7Zp2mXc9LwT4rBvK8sNdE1hYa",
    centre=CENTRE,
    at=AT,
    window=5,
    for_whom="王＊＊",
    slip_number="LF11240386",
    missing=(
        MissingLine(
            paper=Text("户口簿", "household booklet"),
            matter=Text("城乡居民医保参保", "Medical insurance for residents"),
            originals=1,
            why=Text("新生儿没有电子证照。", "A newborn has no electronic certificate."),
            where=Text("找不到可到派出所补领。", "Lost it? The police station reissues it."),
            promised_otherwise=True,
        ),
        MissingLine(
            paper=Text("出生医学证明", "birth certificate"),
            matter=Text("城乡居民医保参保", "Medical insurance for residents"),
            originals=1,
            copies=1,
            why=Text("要看孩子是谁的。", "It says whose child it is."),
        ),
    ),
    accepted=(AcceptedLine(name=Text("敬老卡申领", "Elder card"), case_number="LF-20261124-0101"),),
    where=Text("全市任何一个街镇中心，任何窗口", "Any community centre of the city, any window"),
    hours=SLIP.hours,
    no_new_number=True,
    demonstration=True,
)
SMALL_NOTICE = replace(
    NOTICE, missing=(replace(NOTICE.missing[1], why=None),), accepted=(), no_new_number=False, demonstration=False
)
KEPT_NOTICE = replace(NOTICE, missing=(replace(NOTICE.missing[0], accepted_anyway=True),))
LARGE_NOTICE = replace(
    NOTICE,
    missing=tuple(replace(NOTICE.missing[index % 2], paper=Text(zh, en)) for index, (zh, en) in enumerate(_PAPERS)),
    accepted=tuple(
        AcceptedLine(name=Text(zh, en), case_number=f"LF-20261124-{index:04}") for index, (zh, en) in enumerate(_NAMES)
    ),
)

TICKET = TicketSheet(
    number="A087",
    address="https://onetrip.example/t/6f2f7b0e-3f0c-4a52-9a52-0d4f3a3c5e11",
    centre=CENTRE,
    at=AT,
    ahead=3,
    estimate=(6, 10),
    slip_number="LF11240386",
    priority=Text("老人先叫", "Elders are called first"),
    demonstration=True,
)
SMALL_TICKET = replace(TICKET, ahead=0, estimate=None, slip_number="", priority=None, demonstration=False)

ERRAND = ErrandSheet(
    heading=Text("自助回执", "Receipt"),
    number="LF-20261124-Z0017",
    address=ADDRESS,
    centre=CENTRE,
    at=AT,
    name=Text("养老金卡（折）调整", "Changing the account that receives the pension"),
    state=Text("交好了。不用再跑。", "Submitted. No need to come again."),
    lines=(
        (Text("身份证", "ID card"), Text("读过证件", "card read")),
        (Text("银行卡", "Bank card"), Text("已拍照，2 张", "photographed, 2 pictures")),
        (Text("多久", "How long"), Text("受理后 20 个工作日", "20 working days from acceptance")),
    ),
    then=(Text("有事问 12345，报回执号。", "Questions: call 12345 and give the number of the receipt."),),
    for_whom="王＊＊",
    demonstration=True,
)
SMALL_ERRAND = replace(ERRAND, lines=(), then=(), for_whom="", demonstration=False)
LARGE_ERRAND = replace(ERRAND, lines=tuple((Text(*name), _SENTENCE) for name in _NAMES))

CHECK = "https://onetrip.example/v/q7Zp2mXc9LwT4rBvK8sNdE1hYa"
CHECKED_RECEIPT = replace(RECEIPT, check_at=CHECK)
CHECKED_NOTICE = replace(NOTICE, check_at=CHECK)

RECORD = RecordSheet(
    heading=Text("不予受理通知书", "Notice: not accepted"),
    number="LF-20261124-0101-2",
    address=CHECK,
    centre=CENTRE,
    at=AT,
    name=Text("敬老卡申领", "Elder card"),
    says=(Text("您申请的这件事，我们不能受理。", "Your application cannot be accepted."),),
    lines=(
        (Text("办件号", "Case number"), Text("LF-20261124-0101", "LF-20261124-0101")),
        (Text("理由", "Reason"), Text("户口不在本市，请到户籍地办。", "Your household is elsewhere; apply there.")),
        (Text("办理部门", "Department"), Text("民政", "Civil affairs")),
    ),
    appeal=(
        (Text("申请行政复议", "Ask for administrative reconsideration"), Text("60 日内提出。", "Within 60 days.")),
        (Text("提起行政诉讼", "Go to court"), Text("6 个月内提出。", "Within six months.")),
    ),
    small=(Text("待核对：向哪个政府提出。", "Not yet checked: which government."),),
    for_whom="王＊＊",
    demonstration=True,
)
SMALL_RECORD = replace(RECORD, lines=(), appeal=(), small=(), for_whom="", demonstration=False)
LARGE_RECORD = replace(
    RECORD,
    listed_as=Text("要补的", "What is wanted"),
    listed=tuple(Text(*name) for name in _PAPERS),
    then=(_SENTENCE, _SENTENCE),
    signs=(Text("承诺人", "Promised by"), Text("日期", "Day"), Text("经办人", "Clerk"), Text("电话", "Telephone")),
    by_proxy=True,
)

AUTHORITY = AuthoritySheet(
    address=ADDRESS,
    centre=CENTRE,
    at=AT,
    matters=(Text("敬老卡申领", "Elder card"), Text("居民医保登记", "Residents' medical insurance")),
    not_possible=(Text("户籍证明", "Certificate of household registration"),),
    principal="王＊＊",
    agent="李＊",
    until=date(2026, 12, 31),
    reference="LF11240386",
    opens_slip=True,
    demonstration=True,
)
SMALL_AUTHORITY = replace(
    AUTHORITY, not_possible=(), principal="", agent="", until=None, reference="A087", demonstration=False
)
LARGE_AUTHORITY = replace(AUTHORITY, matters=tuple(Text(*name) for name in _NAMES))
