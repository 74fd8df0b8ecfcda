"""The fields of a matter's file as a form shows them, in the order in which an editor thinks of them.

A field that the schema knows and this table does not is shown as text, so that a new one is never out of reach.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import get_args

from onetrip.catalogue.guide import AREAS, CHANNELS, PROXIES
from onetrip.catalogue.schema.matters import OPTIONAL, REQUIRED
from onetrip.catalogue.self_service import FIELD_KINDS, PREFILLS
from onetrip.editing.shapes import BOTH, Line, Options, Pick, Record, Rows, Shape, Short, Ticks, Titled, Words
from onetrip.planning import Kind, Offer
from onetrip.planning.capabilities import CAPABILITIES
from onetrip.rules import Text

ORDER = tuple(dict.fromkeys((*REQUIRED, *OPTIONAL)))
"""The order in which fields stand in a file."""

KINDS = {
    "apply": Text("申领", "apply"),
    "register": Text("登记", "register"),
    "print": Text("打印", "print"),
    "query": Text("查询", "query"),
    "not_here": Text("不在中心办", "not here"),
}
OFFERS = {
    "always": Text("够条件就告诉", "told to everyone entitled"),
    "asked": Text("问了才说", "only to who asks"),
}
CONFIDENCES = {"high": Text("大", "high"), "medium": Text("一般", "medium"), "low": Text("小", "low")}
_YES_NO = (("true", Text("是", "yes")), ("false", Text("否", "no")))


@dataclass(frozen=True)
class Names:
    """What the rest of the catalogue offers to choose from, by id: `of("papers")`."""

    of: Callable[[str], Options]


@dataclass(frozen=True)
class Group:
    """Fields that stand together on the page; `open` from the start."""

    id: str
    name: Text
    keys: tuple[str, ...]
    open: bool = False


GROUPS = (
    Group(
        "who",
        Text("是什么", "What it is"),
        ("name", "also", "category", "private", "department", "area", "kind", "go_to"),
        open=True,
    ),
    Group("papers", Text("带什么", "What to bring"), ("papers",), open=True),
    Group("say", Text("小贴士", "Slip"), ("slip",), open=True),
    Group("basis", Text("依据", "Sources"), ("sources", "open", "basis"), open=True),
    Group("cases", Text("情形、代办、容缺", "Situations, proxy, minor gaps"), ("situations", "proxy", "minor_gap")),
    Group(
        "how",
        Text("怎么办、多久、多少钱", "How, how long, money"),
        ("channels", "needs_device", "steps", "limits", "season", "minutes", "fees", "result"),
    ),
    Group("kiosk", Text("自助机上办", "At the kiosk"), ("form", "at_kiosk")),
    Group("asked", Text("大家常问", "What people ask"), ("asked_often", "said")),
    Group(
        "links",
        Text("和别的事项", "Other matters"),
        ("offer", "automatic", "leads_to", "needs_first", "changes", "life_events", "decided_by", "codes"),
    ),
)


def shapes(names: Names) -> Mapping[str, tuple[Text, Shape]]:
    """The shape and the label of each field of a matter, the id and the condition for whom apart."""
    papers = _papers(names)
    return {
        "name": (Text("名称", "Name"), BOTH),
        "also": (
            Text("居民怎么叫它", "What people call it"),
            Words(hint=Text("一行一个，写错的也写", "One a line, misspelt ones too")),
        ),
        "said": (
            Text("居民怎么问", "How people ask"),
            Words(hint=Text("整句，一行一句", "Whole questions, one a line")),
        ),
        "category": (Text("类别", "Kind of matter"), Pick(lambda: names.of("categories"))),
        "private": (Text("消息里不写它的名称", "Messages do not name it"), _flag()),
        "department": (Text("部门", "Department"), Pick(lambda: names.of("departments"))),
        "kind": (Text("怎么个办法", "What is done"), Pick(lambda: _known(KINDS, get_args(Kind)))),
        "offer": (Text("对谁说", "Told to whom"), Pick(lambda: _known(OFFERS, get_args(Offer)))),
        "area": (Text("哪里办", "Where"), Pick(lambda: _short(AREAS))),
        "go_to": (Text("该去哪里", "Where to go instead"), BOTH),
        "channels": (Text("在哪儿能办", "Channels"), Ticks(lambda: list(CHANNELS.items()))),
        "needs_device": (
            Text("自助机上要有什么", "What a kiosk needs for it"),
            Ticks(
                lambda: list(CAPABILITIES.items()),
                hint=Text("缺了就不在那台机器上办", "Without it the machine does not offer it"),
            ),
        ),
        "papers": (Text("材料", "Papers"), papers),
        "situations": (Text("情形", "Situations"), Rows(_situation(papers), Text("一种情形", "a situation"))),
        "proxy": (Text("代办", "Somebody else comes"), _proxy(papers)),
        "minor_gap": (
            Text("容缺受理", "Minor-gap acceptance"),
            Record(
                {
                    "allowed": (Text("可以容缺", "allowed"), _flag()),
                    "days": (Text("几天内补", "days to follow"), Line("number")),
                }
            ),
        ),
        "steps": (Text("步骤", "Steps"), Rows(BOTH, Text("一步", "a step"))),
        "limits": (Text("期限", "Limits"), _limits()),
        "season": (
            Text("每年什么时候", "Season"),
            Record(
                {
                    "from": (Text("从（06-01）", "from (06-01)"), Line()),
                    "to": (Text("到（06-30）", "to (06-30)"), Line()),
                }
            ),
        ),
        "minutes": (Text("窗口几分钟（示例）", "Minutes at the window (example)"), Line("number")),
        "fees": (Text("钱", "Money"), Rows(_fee(), Text("一笔", "an amount"))),
        "result": (Text("拿到什么", "What one gets"), BOTH),
        "automatic": (Text("自己会来，不用申请", "Comes by itself"), _flag()),
        "leads_to": (Text("办好以后自己来的", "Comes by itself afterwards"), Words(inline=True, hint=_IDS)),
        "needs_first": (
            Text("先要办好的", "Has to be done first"),
            Rows(_forerunner(names), Text("一件事", "a matter")),
        ),
        "changes": (Text("办好会改变的情况", "Facts that it changes"), Words(inline=True)),
        "life_events": (Text("人生大事", "Life events"), Ticks(lambda: names.of("life_events"))),
        "decided_by": (Text("哪个区决定", "Whose district decides"), Pick(lambda: _DECIDERS)),
        "basis": (Text("法律依据", "Law"), Rows(BOTH, Text("一条", "a law"))),
        "codes": (Text("编码", "Codes"), _codes()),
        "slip": (Text("小贴士上多说一句", "One sentence more on the slip"), _sentence()),
        "asked_often": (
            Text("问答", "Questions and answers"),
            Rows(
                Record({"question": (Text("问", "Question"), BOTH), "answer": (Text("答", "Answer"), BOTH)}),
                Text("一问", "a question"),
            ),
        ),
        "form": (Text("自助机上填的表", "The form at the kiosk"), Rows(_form_field(), Text("一项", "a field"))),
        "at_kiosk": (Text("自助办理", "At the kiosk"), _at_kiosk()),
        "open": (Text("待核对", "To be verified"), Rows(_open_point(), Text("一处", "a point"))),
        "sources": (Text("来源", "Sources"), Rows(_source(), Text("一个来源", "a source"))),
    }


_IDS = Text("写事项编号，逗号分开", "Ids of matters, parted by commas")
_DECIDERS = (
    ("household", Text("户口所在区", "of the household registration")),
    ("residence", Text("居住地所在区", "of the dwelling")),
)


def _known(words: Mapping[str, Text], allowed: tuple[str, ...]) -> Options:
    return [(each, words.get(each, Text(each, each))) for each in allowed]


def _short(words: Mapping[str, Text]) -> Options:
    return [(each, Text(text.zh.rstrip("。"), text.en.rstrip("."))) for each, text in words.items()]


def _flag() -> Pick:
    return Pick(lambda: _YES_NO)


def _condition() -> Line:
    return Line("condition")


def _sentence() -> Record:
    hint = Text("像好同事那样说，40 字以内", "As a good colleague would say it, in a short sentence")
    return Record(BOTH.fields, kind="both-long", hint=hint)


def _paper(names: Names) -> dict[str, tuple[Text, Shape]]:
    return {
        "paper": (Text("材料", "Paper"), Pick(lambda: names.of("papers"))),
        "originals": (Text("原件", "originals"), Line("number")),
        "copies": (Text("复印", "copies"), Line("number")),
        "when": (Text("什么时候要", "asked for when"), _condition()),
        "main": (Text("主要材料", "main paper"), _flag()),
        "exempt": (Text("什么时候不用", "not needed when"), _condition()),
        "note": (Text("说明", "note"), BOTH),
        "check": (Text("窗口看什么", "what the window looks at"), Rows(BOTH, Text("一点", "a point"))),
    }


def _papers(names: Names) -> Rows:
    fields = _paper(names)
    main = ("paper", "originals", "copies", "when")
    option = Record(fields, kind="paper", main=main)
    any_of: dict[str, tuple[Text, Shape]] = {
        "one_of": (
            Text("或者这些里任一样（主材料空着）", "or any one of these (leave the paper itself empty)"),
            Rows(option, Text("一样", "a paper")),
        )
    }
    return Rows(Record({**fields, **any_of}, kind="paper", main=main), Text("一份材料", "a paper"))


def _situation(papers: Rows) -> Record:
    return Record(
        {
            "id": (Text("编号", "Id"), Line()),
            "name": (Text("名称", "Name"), BOTH),
            "when": (Text("什么时候", "When"), _condition()),
            "papers": (Text("材料", "Papers"), papers),
            "incomplete": (Text("材料清单不全", "The list of papers may lack some"), _flag()),
        }
    )


def _proxy(papers: Rows) -> Record:
    return Record(
        {
            "who": (Text("谁可以", "Who may"), Pick(lambda: _short(PROXIES))),
            "when": (Text("什么时候可以", "When"), _condition()),
            "papers": (Text("多带的材料", "Papers beside the resident’s"), papers),
            "note": (Text("说明", "Note"), BOTH),
        }
    )


def _forerunner(names: Names) -> Short:
    return Short(
        Record(
            {
                "matter": (Text("事项编号", "Id of the matter"), Line()),
                "when": (Text("什么时候才要先办", "Only when"), _condition()),
                "paper": (Text("它的结果是哪样材料", "The paper that it gives"), Pick(lambda: names.of("papers"))),
            },
            main=("matter",),
        ),
        "matter",
    )


def _limits() -> Record:
    hint = Text("写成 30 working_days 或 30 calendar_days", "As 30 working_days or 30 calendar_days")
    return Record(
        {
            "decide": (Text("承诺", "Promised"), Line(hint=hint)),
            "legal": (Text("法定", "Legal"), Line()),
            "on_the_spot": (Text("当场办好", "Done on the spot"), _flag()),
        }
    )


def _fee() -> Record:
    return Record(
        {
            "pays": (Text("居民付", "The resident pays"), _flag()),
            "item": (Text("什么", "What"), BOTH),
            "amount": (Text("多少", "Amount"), Line("number")),
            "unit": (Text("单位", "Unit"), BOTH),
            "from": (Text("从哪天", "From"), Line("day")),
            "until": (Text("到哪天", "Until"), Line("day")),
            "when": (Text("对谁", "For whom"), _condition()),
            "note": (Text("说明", "Note"), BOTH),
        },
        main=("pays", "item", "amount", "unit"),
    )


def _codes() -> Record:
    names = {
        "basic": Text("基本编码（12 位）", "basic (12)"),
        "implementation": Text("实施编码（31 位）", "implementation (31)"),
        "handling": Text("办理编码（33 位）", "handling (33)"),
        "item": Text("事项代码（15 位）", "item (15)"),
        "local": Text("本地编码", "local"),
    }
    return Record({scheme: (words, Words(inline=True, single=True)) for scheme, words in names.items()})


def _form_field() -> Record:
    kinds = tuple((kind, Text(*_FIELD_KINDS[kind])) for kind in FIELD_KINDS)
    prefills = tuple((name, Text(*_PREFILLS[name])) for name in PREFILLS)
    return Record(
        {
            "id": (Text("编号", "Id"), Line()),
            "label": (Text("问什么", "What it asks"), BOTH),
            "type": (Text("怎么填", "Kind"), Pick(lambda: kinds)),
            "required": (Text("必填", "required"), _flag()),
            "prefill": (Text("用什么先填好", "Filled in from"), Pick(lambda: prefills)),
            "hint": (Text("说明", "hint"), BOTH),
            "most": (Text("最多几个字", "most characters"), Line("number")),
        },
        main=("id", "label", "type"),
    )


def _at_kiosk() -> Record:
    return Record(
        {
            "source": (Text("内容从哪个接口来", "Interface its content comes from"), Line()),
            "review": (
                Text("先有人审", "Looked at first"),
                Record(
                    {
                        "minutes": (Text("大约几分钟", "about how many minutes"), Line("number")),
                        "hours": (
                            Text(
                                "审的人什么时候在，不写就是中心开门的时候",
                                "when somebody reviews; left out: opening hours",
                            ),
                            _looking(),
                        ),
                    }
                ),
            ),
        }
    )


def _looking() -> Record:
    hint = Text("写成 8:30-11:30, 13:00-16:30", "As 8:30-11:30, 13:00-16:30")
    return Record(
        {
            "working_days": (Text("工作日", "Working days"), Line(hint=hint)),
            "days_off": (Text("周末和节假日", "Weekends and holidays"), Line(hint=hint)),
        }
    )


_FIELD_KINDS = {
    "line": ("一行字", "a line"),
    "lines": ("几行字", "several lines"),
    "telephone": ("电话", "a telephone number"),
    "number": ("数", "a number"),
    "date": ("日期", "a day"),
    "choice": ("选一个", "one of several"),
    "yes_no": ("是或不是", "yes or no"),
}
_PREFILLS = {
    "name": ("姓名", "name"),
    "id_number": ("身份证号", "ID number"),
    "birth_date": ("出生日期", "date of birth"),
    "sex": ("性别", "sex"),
    "telephone": ("电话", "telephone"),
}


def _open_point() -> Record:
    fields: dict[str, tuple[Text, Shape]] = {"of": (Text("哪一项", "Field"), _field())}
    fields["shown"] = (Text("给居民看", "Shown to residents"), _flag())
    fields["incomplete"] = (Text("材料清单不全", "The list of papers may lack some"), _flag())
    return Record({**fields, **BOTH.fields}, main=("of", "zh", "en"))


def _field() -> Pick:
    return Pick(lambda: [(name, FIELD_NAMES.get(name, Text(name, name))) for name in ORDER])


def _source() -> Record:
    return Record(
        {
            "what": (Text("从哪里看到的", "What it is"), Titled()),
            "confidence": (Text("把握", "Confidence"), Pick(lambda: list(CONFIDENCES.items()))),
            "as_of": (Text("哪一年", "Of which year"), Line()),
            "url": (Text("网址", "Address"), Line()),
            "of": (Text("说明了哪几项", "Which fields it vouches for"), Words(inline=True)),
        },
        main=("what", "confidence", "as_of"),
    )


FIELD_NAMES: dict[str, Text] = {
    "entitled": Text("谁能办", "Who may have it"),
    "id": Text("编号", "Id"),
    **{key: label for key, (label, _) in shapes(Names(lambda _: ())).items()},
}
"""What each field is called on the page."""
