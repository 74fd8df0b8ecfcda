"""办事小贴士: the plan on paper, one A5 page or a strip of 80 mm, in the words and the order of the screens."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from onetrip.prints import blocks
from onetrip.prints.blocks import Block, Runs
from onetrip.prints.qr import printed
from onetrip.prints.sheets import Language, Line, MatterLine, NotNeededLine, PaperLine, ProxyLine, SlipSheet, VisitLine
from onetrip.prints.typesetter import Print, Template
from onetrip.prints.voice import Voice, spaced


def slip_pdf(sheet: SlipSheet, language: Language) -> bytes:
    """The slip on A5: one page where it can be read, else more, with the slip's number on each."""
    return slip_print(sheet, language, "a5").pdf()


def slip_roll_pdf(sheet: SlipSheet, language: Language) -> bytes:
    """The slip on the 80 mm roll, as long as it needs to be."""
    return slip_print(sheet, language, "roll").pdf()


def slip_print(sheet: SlipSheet, language: Language, template: Template) -> Print:
    """The slip, set but not yet made into bytes."""
    return Print(template, slip_words(sheet, language), printed(sheet.address), sheet.day)


def slip_words(sheet: SlipSheet, language: Language) -> Block:
    """Everything the slip says."""
    voice = Voice(language)
    number = spaced(sheet.number)
    return blocks.head(
        language,
        heading=voice("办事小贴士", "Your slip"),
        centre=voice.of(sheet.centre),
        number=number,
        code_says=voice(f"二维码：打开小贴士 {number}", f"QR code: opens slip {number}"),
        under=_for_whom(sheet, voice),
        demonstration=sheet.demonstration,
    ) | {
        "blocks": [
            *_matters(sheet, voice),
            *_papers(sheet, voice),
            *_going(sheet, voice),
            *_besides(sheet, voice),
            blocks.foot(),
            *_promise(sheet, voice),
            _footer(sheet, voice),
        ]
    }


def _for_whom(sheet: SlipSheet, voice: Voice) -> list[Runs]:
    day = voice.day(sheet.day)
    proxy = voice("，代办人来办", ", a proxy comes") if sheet.by_proxy else ""
    who = [voice("给 ", "For "), sheet.for_whom, voice("，", ", ") + day + proxy] if sheet.for_whom else [day + proxy]
    return [who, blocks.ask(sheet.ask, voice)]


def _matters(sheet: SlipSheet, voice: Voice) -> list[Block]:
    made: list[Block] = []
    if sheet.matters:
        many = len(sheet.matters) if sheet.things is None else sheet.things
        trips = _trips(sheet.trips, voice)
        done = voice(f"办{voice.count(many)}件", f"{voice.count(many)} {'thing' if many == 1 else 'things'} done")
        made.append(blocks.heading(f"{trips}{voice('，', ', ')}{done}"))
        if sheet.visits:
            made.append(blocks.pairs([_visit(line, voice) for line in sheet.visits]))
            if sheet.visits_note is not None:
                made.append(blocks.lines([[voice.of(sheet.visits_note)]]))
        elif sheet.trips_why is not None:
            made.append(blocks.lines([[voice.of(sheet.trips_why)]]))
        made.append(blocks.matters([_matter(line, voice) for line in sheet.matters]))
    if sheet.undecided:
        made.append(blocks.heading(voice("这些到窗口再确认", "To be confirmed at the window")))
        made.append(blocks.lines([_line(line, voice) for line in sheet.undecided]))
    return made


def _trips(number: int, voice: Voice) -> str:
    if number == 0:
        return voice("不用来中心", "No trip")
    if number == 1:
        return voice("来一趟", "One trip")
    return voice(f"分{voice.count(number)}趟", f"{voice.count(number).capitalize()} trips")


def _visit(line: VisitLine, voice: Voice) -> Block:
    """A visit with its day in strong type, what is done and brought, and why it is one of its own."""
    said = [["", voice.of(line.when) + voice("：", ": "), voice.sentences(voice.of(line.how), voice.of(line.papers))]]
    if line.why is not None:
        said.append([voice.of(line.why)])
    return blocks.pair(voice.of(line.title), said)


def _matter(line: MatterLine, voice: Voice) -> Block:
    place, sentence = voice.of(line.place), voice.of(line.sentence)
    text = f"{place}，{sentence}" if place and sentence and voice.language == "zh" else voice.sentences(place, sentence)
    return blocks.matter(voice.of(line.name), text, [blocks.unverified(voice)] if line.unverified else [])


def _papers(sheet: SlipSheet, voice: Voice) -> list[Block]:
    made: list[Block] = []
    many = len(sheet.papers)
    if many:
        zh = f"带这{voice.count(many)}样" + ("，带一样勾一样" if many > 1 else "")
        en = "Bring this paper" if many == 1 else f"Bring these {voice.count(many)} papers, tick each one"
        made.append(blocks.heading(voice(zh, en)))
        made.append(blocks.papers([blocks.paper_to_bring(line, voice) for line in sheet.papers]))
        if sheet.papers_gap is not None:
            made.append(blocks.lines([[voice.of(sheet.papers_gap)]]))
    elif sheet.matters and not (sheet.perhaps or sheet.papers_not_known or sheet.papers_not_complete):
        made.append(blocks.heading(voice("材料一样都不用带", "No papers to bring")))
    if sheet.perhaps:
        made.append(blocks.heading(voice("这些可能要，带上更稳妥", "You may need these; better bring them")))
        made.append(blocks.papers([blocks.paper_to_bring(line, voice) for line in sheet.perhaps]))
    if sheet.papers_not_known:
        names = voice.join(voice.of(name) for name in sheet.papers_not_known)
        made.append(blocks.heading(voice("要带什么，还没核对到", "Papers not yet verified")))
        ask = voice(f"来之前先打 {sheet.ask}，或问前台。", f"Before you come, please call {sheet.ask} or ask the desk.")
        made.append(blocks.lines([["", names + voice("：", ": "), ask]]))
    if sheet.papers_not_complete:
        names = voice.join(voice.of(name) for name in sheet.papers_not_complete)
        made.append(blocks.heading(voice("还要不要别的，还没核对到", "Perhaps other papers as well: not yet verified")))
        ask = voice(
            f"写着的一定要。来之前先打 {sheet.ask}，或问前台。",
            f"What is listed is sure. Before you come, please call {sheet.ask} or ask the desk.",
        )
        made.append(blocks.lines([["", names + voice("：", ": "), ask]]))
    if sheet.not_needed:
        made.append(blocks.pairs([blocks.pair(voice("不用带", "Not needed"), _not_needed(sheet.not_needed, voice))]))
    return made


def _not_needed(papers: Iterable[NotNeededLine], voice: Voice) -> list[Runs]:
    """Papers one after another that have the same reason share one line."""
    return [
        ["", voice.join(blocks.row_name(line.name, voice) for line in same) + voice("：", ": "), why]
        for why, same in groupby(papers, key=lambda line: voice.of(line.why))
    ]


def _going(sheet: SlipSheet, voice: Voice) -> list[Block]:
    found = [
        (voice("哪里", "Where"), [[voice.of(sheet.where)]] if sheet.where else []),
        (voice("开门", "Open"), [[voice.of(stretch)] for stretch in sheet.hours]),
        (voice("人少", "Less busy"), [[voice.of(sheet.quiet)]] if sheet.quiet else []),
        (voice("来不了", "Cannot come?"), [_proxy(line, voice) for line in sheet.cannot_come]),
    ]
    return _section(voice("去哪里，什么时候", "Where and when"), found)


def _proxy(line: ProxyLine, voice: Voice) -> Runs:
    sentence = voice.of(line.sentence)
    if not line.papers:
        return [sentence]
    wanted = voice.join(_with_counts(paper, voice) for paper in line.papers)
    if voice.language == "en":
        return [voice.sentences(sentence, f"Bring as well: {wanted}")]
    return [f"{sentence.rstrip('。')}，多带{wanted}。" if sentence else f"多带{wanted}。"]


def _with_counts(paper: PaperLine, voice: Voice) -> str:
    counted = voice.join(f"{word}\u00a0{figure}".strip() for word, figure in blocks.counts(paper, voice))
    name = voice.of(paper.name)
    return voice(f"{name}（{counted}）", f"{name} ({counted})") if counted else name


def _besides(sheet: SlipSheet, voice: Voice) -> list[Block]:
    found = [
        (voice("自己会来", "By itself"), [_line(line, voice) for line in sheet.automatic]),
        (voice("以后再办", "Later"), [_line(line, voice) for line in sheet.later]),
        (voice("不在这里", "Not here"), [_line(line, voice) for line in sheet.elsewhere]),
        (voice("现在不能", "Not possible"), [_line(line, voice) for line in sheet.refused]),
    ]
    return _section(voice("另外告诉您", "Good to know"), found)


def _line(line: Line, voice: Voice) -> Runs:
    day = voice(f"{voice.day(line.day)}起", f"From {voice.day(line.day)}") if line.day else ""
    name = voice.of(line.name) + (voice("（待核对）", " (not yet checked)") if line.unverified else "")
    text = voice.sentences(day, voice.of(line.sentence))
    return ["", name + (voice("：", ": ") if text else ""), text]


def _section(name: str, found: Sequence[tuple[str, list[Runs]]]) -> list[Block]:
    """A heading with those of its terms that have something to say; nothing if none has."""
    said = [blocks.pair(term, lines) for term, lines in found if lines]
    return [blocks.heading(name), blocks.pairs(said)] if said else []


def _promise(sheet: SlipSheet, voice: Voice) -> list[Block]:
    """What any window keeps; nothing for somebody who has no window to go to."""
    if not (sheet.matters or sheet.undecided):
        return []
    kept = voice("照这张单子带齐，任何窗口都收。", "Bring what this slip says, and any window accepts it.")
    broken = voice(
        "没收，就是我们失约：当场记下、说明原因、改正。",
        "If one does not, we broke our promise: we record it at once, say why, and put it right.",
    )
    except_for = voice(
        "写着“到窗口再确认”“可能要”“还没核对到”的除外。",
        "Not promised: what is to be confirmed or not yet verified, and papers you may need.",
    )
    is_open = sheet.undecided or sheet.perhaps or sheet.papers_not_known or sheet.papers_not_complete
    return [blocks.promise([kept, broken, *([except_for] if is_open else [])])]


def _footer(sheet: SlipSheet, voice: Voice) -> Block:
    until = voice.day(sheet.valid_until)
    rules = voice.sentences(
        voice(f"规则版本 {sheet.rule_version}", f"Rules of version {sheet.rule_version}"),
        voice(
            f"以后规则改了，到 {until} 为止，这张单子照样算数",
            f"If the rules change later, this slip still counts until {until}",
        ),
        blocks.demonstration(voice) if sheet.demonstration else "",
    )
    found: list[Runs] = [[rules]]
    if sheet.open_points:
        points = voice.sentences(*(voice.of(point) for point in sheet.open_points))
        found.append(["", voice("待核对：", "Not yet checked: "), points])
    return blocks.small(found)
