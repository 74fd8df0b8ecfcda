"""The catalogue as two tables for spreadsheets: one row a matter, and one row a paper asked for.

UTF-8 with a byte-order mark, so that Excel shows Chinese as it is. A spreadsheet computes a cell that begins with one of
= + - @ (also full-width, or after a tab or line break); such a text gets an apostrophe in front and stays a text.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from onetrip.catalogue.book import Catalogue, Matter
from onetrip.catalogue.exports.cpsv import KINDS
from onetrip.catalogue.exports.parts import Asked, papers_asked
from onetrip.catalogue.guide import AREAS, CHANNELS, DECIDERS, PROXIES
from onetrip.catalogue.telling import Telling, limit_in_words
from onetrip.planning import Fee
from onetrip.planning.words import obtained
from onetrip.rules import Expr, Text

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")
BYTE_ORDER_MARK = "\ufeff"

_COMPUTED = (*"=+-@", *"＝＋－＠", "\t", "\r", "\n")
_YES, _NO, _UNKNOWN = Text("是", "yes"), Text("否", "no"), Text("待核对", "to be verified")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its heading and what stands in it."""

    name: Text
    what: Text


MATTER_COLUMNS = (
    Column(
        Text("编号", "id"),
        Text(
            "事项的编号，不会变；网页地址里也是它。",
            "The id of the matter; it never changes and stands in the page's address.",
        ),
    ),
    Column(Text("事项", "matter"), Text("事项的名称。", "The name of the matter.")),
    Column(Text("类别", "category"), Text("十二大类之一。", "One of the twelve large categories.")),
    Column(Text("部门", "department"), Text("主管部门。", "The department in charge.")),
    Column(
        Text("基本编码", "basic code"),
        Text(
            "12 位；几件事可能共用一个，不能当主键。", "12 characters; several matters may share one, so it is no key."
        ),
    ),
    Column(
        Text("其他编码", "other codes"),
        Text(
            "实施编码、办理项编码、自助机事项编码、本地编号，各写明是哪一种。",
            "Codes of implementation, handling, kiosk item and local use, each after its kind.",
        ),
    ),
    Column(
        Text("办法", "kind"),
        Text(
            "申请、登记、打印、查询，或不在中心办。",
            "Application, registration, print-out, enquiry, or not handled at a centre.",
        ),
    ),
    Column(Text("谁能办", "who may have it"), Text("条件，写成一句话。", "The condition as a sentence.")),
    Column(
        Text("去哪里办", "where instead"), Text("不在中心办的，该去哪里。", "Where to go when no centre handles it.")
    ),
    Column(
        Text("由哪里决定", "which district decides"),
        Text("按户口还是按居住地；空着是来源没有说。", "By registration or by residence; empty: no source says."),
    ),
    Column(Text("法规依据", "law"), Text("依据的文件，几份用分号隔开。", "What it rests on, with semicolons between.")),
    Column(Text("渠道", "channels"), Text("窗口、自助机、网上等。", "Window, kiosk, online and others.")),
    Column(Text("通办范围", "area"), Text("哪些中心受理。", "Which centres accept it.")),
    Column(Text("代办", "proxy"), Text("别人能不能代办。", "Whether somebody else may come.")),
    Column(
        Text("承诺时限", "promised limit"),
        Text("承诺多久办好，注明工作日还是自然日。", "Promised within; working or calendar days as it says."),
    ),
    Column(Text("法定时限", "legal limit"), Text("法律允许的最长时间。", "The most the law allows.")),
    Column(Text("当场办结", "done on the spot"), Text("当场办好的写“是”。", '"yes" when it is done while you wait.')),
    Column(
        Text("费用", "money"),
        Text("要付的和能领的，几项用分号隔开。", "What is paid and what is received, several with semicolons between."),
    ),
    Column(Text("结果", "result"), Text("办好拿到什么。", "What you get.")),
    Column(Text("人生事件", "life events"), Text("和哪些人生大事有关。", "Which events of a life it belongs to.")),
    Column(Text("待核对的内容", "open points"), Text("没有人核对过的地方。", "What nobody has verified.")),
    Column(Text("来源", "sources"), Text("这些事实从哪里看到的。", "Where these facts were read.")),
)
PAPER_COLUMNS = (
    Column(Text("事项编号", "matter id"), Text("和事项表的“编号”对应。", "Refers to the id in the table of matters.")),
    Column(Text("事项", "matter"), Text("事项的名称。", "The name of the matter.")),
    Column(
        Text("材料编号", "paper id"), Text("材料的编号，各事项共用。", "The id of the paper, the same in all matters.")
    ),
    Column(Text("材料", "paper"), Text("材料的名称。", "The name of the paper.")),
    Column(
        Text("情形", "situation"),
        Text("只在这种情形下要；空着就是都要。", "Asked for in this situation only; empty: in all."),
    ),
    Column(
        Text("选一组", "one of group"),
        Text("同一件事里号码相同的，选一样就行。", "Of papers with the same number in one matter any one will do."),
    ),
    Column(Text("原件", "originals"), Text("原件几份。", "How many originals.")),
    Column(Text("复印件", "copies"), Text("复印件几份。", "How many copies.")),
    Column(
        Text("什么时候要", "asked for when"),
        Text("条件，写成一句话；空着就是都要。", "The condition as a sentence; empty: always."),
    ),
    Column(
        Text("什么时候免", "not needed when"),
        Text("谁也不能再要这份材料的条件。", "The condition under which nobody may ask for it."),
    ),
    Column(
        Text("主要材料", "main paper"),
        Text("次要的可以后补，看事项的规定。", "A minor one may follow later where the matter allows it."),
    ),
    Column(Text("不用带", "provided"), Text("办的时候会有，不用自己带。", "Had when one applies; nothing to bring.")),
    Column(
        Text("一般家里有", "usually at home"),
        Text("用得到的人一般手里都有的写“是”。", '"yes" when whoever needs it has it as a rule.'),
    ),
    Column(
        Text("没有的话怎么拿", "to obtain it"),
        Text(
            "手里没有的话要跑几趟、多少分钟、多少钱；没有好来源的注明是估计。",
            "Errands, minutes and money for whoever has none; marked where it is an estimate.",
        ),
    ),
    Column(
        Text("电子证照编码", "licence code"),
        Text("15 位；用表格软件打开时请按文本导入。", "15 digits; import it as text into a spreadsheet."),
    ),
    Column(Text("窗口看什么", "what the window looks at"), Text("核对的要点。", "What is checked.")),
    Column(Text("说明", "note"), Text("别的要知道的。", "What else to know.")),
)


def matters(catalogue: Catalogue, day: date, language: Language) -> str:
    """One row a matter, with amounts as of `day`."""
    telling = Telling(catalogue, day)
    return _written(MATTER_COLUMNS, (_matter(matter, telling) for matter in catalogue.matters.values()), language)


def papers(catalogue: Catalogue, day: date, language: Language) -> str:
    """One row a paper that a matter may ask for; of alternatives each, with the number of their group."""
    telling = Telling(catalogue, day)
    rows = (_paper(matter, asked, telling) for matter in catalogue.matters.values() for asked in papers_asked(matter))
    return _written(PAPER_COLUMNS, rows, language)


Cell = Text | str | int | None


def _matter(matter: Matter, telling: Telling) -> Iterator[Cell]:
    catalogue, terms = telling.catalogue, matter.terms
    yield matter.id
    yield matter.name
    yield catalogue.categories[terms.category].name
    yield catalogue.departments[matter.department].name if matter.department else _UNKNOWN
    yield " ".join(matter.codes.get("basic", ()))
    yield "; ".join(f"{scheme} {code}" for scheme in matter.codes if scheme != "basic" for code in matter.codes[scheme])
    yield KINDS[terms.kind]
    yield telling.entitled(matter)
    yield terms.go_to
    yield DECIDERS[matter.decided_by] if matter.decided_by else None
    yield _listed(matter.basis)
    yield _listed(CHANNELS[channel] for channel in terms.channels)
    yield AREAS[terms.area] if terms.area else _UNKNOWN
    yield PROXIES[terms.proxy.who] if terms.proxy else _UNKNOWN
    yield limit_in_words(terms.limits.decide) if terms.limits.decide else None
    yield limit_in_words(terms.limits.legal) if terms.limits.legal else None
    yield _YES if terms.limits.on_the_spot else None
    yield _listed(_money(fee) for fee in terms.fees)
    yield terms.result
    yield _listed(catalogue.life_events[event].name for event in matter.life_events)
    yield _listed(point.text for point in matter.shown_open)
    yield _listed(source.what for source in matter.sources)


def _paper(matter: Matter, asked: Asked, telling: Telling) -> Iterator[Cell]:
    ask = asked.ask
    paper, terms = telling.catalogue.papers[ask.paper], telling.catalogue.book.papers[ask.paper]
    yield matter.id
    yield matter.name
    yield paper.id
    yield paper.name
    yield asked.situation
    yield asked.group
    yield _UNKNOWN if ask.originals is None else ask.originals
    yield ask.copies
    yield _conditions(telling, asked.around, ask.when)
    yield _conditions(telling, terms.exempt, ask.exempt)
    yield _UNKNOWN if ask.main is None else _YES if ask.main else _NO
    yield _YES if paper.provided else _NO
    yield _YES if terms.usual else None
    yield obtained(terms.obtain) if terms.obtain else None
    yield paper.licence
    yield _listed(ask.check)
    yield ask.note


def _money(fee: Fee) -> Text:
    who = Text("付", "pay") if fee.pays else Text("领", "receive")
    if fee.amount is None or fee.unit is None:
        amount = _UNKNOWN
    else:
        amount = Text(f"{fee.amount} {fee.unit.zh}", f"{fee.amount} {fee.unit.en}")
    return Text(f"{who.zh}：{fee.item.zh} {amount.zh}", f"{who.en}: {fee.item.en} {amount.en}")


def _conditions(telling: Telling, *exprs: Expr | None) -> Text | None:
    said = [text for expr in exprs if (text := telling.condition(expr)) is not None]
    return Text("".join(text.zh for text in said), " ".join(text.en for text in said)) if said else None


def _listed(texts: Iterable[Text]) -> Text:
    said = list(texts)
    return Text("；".join(text.zh.rstrip("。") for text in said), "; ".join(text.en.rstrip(".") for text in said))


def _written(columns: Iterable[Column], rows: Iterable[Iterator[Cell]], language: Language) -> str:
    page = io.StringIO(newline="")
    page.write(BYTE_ORDER_MARK)
    writer = csv.writer(page)
    writer.writerow([column.name.in_language(language) for column in columns])
    writer.writerows([_cell(value, language) for value in row] for row in rows)
    return page.getvalue()


def _cell(value: Cell, language: Language) -> str | int:
    if isinstance(value, int):
        return value
    text = value.in_language(language) if isinstance(value, Text) else value or ""
    return f"'{text}" if text.startswith(_COMPUTED) else text
