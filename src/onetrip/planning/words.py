"""The sentences of a plan, in both languages: what a good colleague says across the counter, short and concrete."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from onetrip.planning.terms import Effort, ProvidedAs
from onetrip.rules import Origin, Text

_COUNT = ("零", "一", "两", "三", "四", "五", "六", "七", "八", "九", "十")
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
"""Their English names, January first; whatever language the machine speaks."""

PROVIDED: dict[ProvidedAs, Text] = {
    "handed_out": Text(zh="窗口当场给，不用先准备。", en="Handed out at the window; nothing to prepare."),
    "printed": Text(zh="窗口填好打印，您看一遍签字。", en="The window fills it in and prints it; you read and sign."),
    "self_service": Text(zh="自助机上当场出，不用先准备。", en="It comes from the kiosk; nothing to prepare."),
}
PROVIDED_SOMEHOW = Text(zh="办的时候会有，不用先准备。", en="You get it when you apply; nothing to prepare.")
EXEMPT_HERE = Text(zh="按您的情况，这件事不用交。", en="In your case this matter does not ask for it.")
DECIDES_PROXY = Text(zh="这决定能不能由别人代办。", en="This decides whether somebody else may come for you.")
IN_HAND = Text(zh="您手里有这个，就带它。", en="You have this one, so bring it.")
BROUGHT_ANYWAY = Text(zh="别的事也要用它，不用再带别的。", en="It is needed for something else anyway.")
FEWEST_ERRANDS = Text(zh="带它跑得最少。", en="With this one you run the fewest errands.")
LEAST_EFFORT = Text(zh="带它最省事。", en="This one takes the least effort.")
ONE_FOR_SEVERAL = Text(zh="带它一样，几处都能用。", en="This one will do in several places.")
USUALLY_HAD = Text(zh="这一样一般家里都有。", en="Most people have this one at home.")
LACKING_BUT_NEEDED = Text(
    zh="您说带不了这个，可是没有别的能代替，要先拿到它再来。",
    en="You say you cannot bring it, but nothing else will do: get it before you come.",
)
BROUGHT_BY_PROXY = Text(zh="由代办的人带来。", en="The person who comes for you brings it.")
COMES_BY_ITSELF = Text(zh="不用申请，自己会来。", en="It comes by itself; there is nothing to apply for.")
FOR_EVERYBODY = Text(zh="谁都能办。", en="Open to everybody.")
CONDITION_NOT_KNOWN = Text(
    zh="谁能办，还没核对到。来之前先问前台或打 12345。",
    en="Who may have it is not verified. Ask the front desk or call 12345 before you come.",
)
NOT_AT_THE_CENTRE = Text(zh="中心不办这件事。", en="The centre does not handle this.")
ANY_CENTRE = Text(zh="全市任何一个街镇中心都能办。", en="Any centre in the city.")
ANY_CENTRE_SENT_ON = Text(
    zh="全市任何一个街镇中心都收，材料会转到户口或居住证所在的中心受理。",
    en="Any centre in the city takes the papers and sends them on to the one of your registered address.",
)
CERTAIN_CENTRE = Text(
    zh="不是每个街镇中心都办，要到指定的那一个；是哪一个，先问前台或 12345。",
    en="Not every centre handles it; ask the front desk or 12345 which one does.",
)
CENTRE_OF: dict[str | None, Text] = {
    "household": Text(zh="要到户口所在的街镇中心。", en="The centre of your household registration."),
    "residence": Text(zh="要到居住地的街镇中心。", en="The centre of where you live."),
}
"""By whose district decides."""
NO_CENTRE = Text(zh="这次不用去中心。", en="No need to come to a centre this time.")


def joined(texts: Iterable[Text | None]) -> Text:
    """Sentences one after another; what is None is not said."""
    said = [text for text in texts if text is not None]
    return Text("".join(text.zh for text in said), " ".join(text.en for text in said))


DOCUMENTS: dict[Origin, Text] = {
    Origin.ID_NUMBER: Text(zh="身份证上", en="by the ID number"),
    Origin.LICENCE: Text(zh="电子证照上", en="by the electronic certificate"),
    Origin.REGISTER: Text(zh="登记信息上", en="by the register"),
}
"""The documents that settle a fact."""


def named(names: Sequence[Text], most: int = 3) -> Text:
    """“A”、“B” and so on; beyond `most` only how many."""
    if len(names) > most:
        return Text(zh=f"“{names[0].zh}”等 {len(names)} 件", en=f"“{names[0].en}” and {len(names) - 1} more")
    zh = "".join(f"“{name.zh}”" for name in names)
    quoted = [f"“{name.en}”" for name in names]
    en = quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} and {quoted[-1]}"
    return Text(zh=zh, en=en)


def nouns(labels: Sequence[Text]) -> Text:
    """The nouns of facts in a row."""
    return Text(zh="、".join(label.zh for label in labels), en=", ".join(label.en for label in labels))


def things(count: int) -> str:
    """两件事, 三件事."""
    return f"{_COUNT[count] if count < len(_COUNT) else f' {count} '}件事"


def on_day(day: date, today: date) -> Text:
    """The day, with its year when that is not this year."""
    zh = f"{day.month} 月 {day.day} 日" if day.year == today.year else f"{day.year} 年 {day.month} 月 {day.day} 日"
    en = f"{day.day} {MONTHS[day.month - 1]}" + ("" if day.year == today.year else f" {day.year}")
    return Text(zh=zh, en=en)


def from_day_on(day: date, today: date) -> Text:
    """From which day something can be done."""
    said = on_day(day, today)
    return Text(zh=f"{said.zh}起可以办。", en=f"Possible from {said.en}.")


def comes_from(day: date, today: date) -> Text:
    """From which day something comes by itself."""
    said = on_day(day, today)
    return Text(
        zh=f"{said.zh}起自己会来，不用申请。", en=f"It comes by itself from {said.en}; there is nothing to apply for."
    )


def waits_for(labels: Sequence[Text]) -> Text:
    """A matter that cannot be decided yet."""
    said = nouns(labels)
    if not labels:
        return Text(zh="现在定不下来，到窗口再确认。", en="This cannot be decided yet; please confirm at the window.")
    return Text(zh=f"还要知道：{said.zh}。", en=f"Still to be known: {said.en}.")


def used_for(names: Sequence[Text], originals: int) -> Text:
    """Why a paper is brought."""
    if len(names) == 1:
        said = named(names)
        return Text(zh=f"{said.zh}要用。", en=f"Needed for {said.en}.")
    enough_zh = "带一份就够" if originals <= 1 else f"原件带 {originals} 份就够"
    enough_en = "one is enough" if originals <= 1 else f"{originals} originals are enough"
    return Text(zh=f"{things(len(names))}都用它，{enough_zh}。", en=f"Used for {len(names)} matters; {enough_en}.")


def instead_of_what_lacks(names: Sequence[Text]) -> Text:
    """Why a paper was chosen: the resident cannot bring another one that would do."""
    said = named(names)
    return Text(zh=f"您说带不了{said.zh}，改带它。", en=f"You say you cannot bring {said.en}; bring this instead.")


def obtained(effort: Effort) -> Text:
    """What it takes to get a paper that is not at hand."""
    zh, en = [], []
    if effort.trips is not None:
        zh.append(f"另外跑 {effort.trips} 趟" if effort.trips else "不用另外跑")
        en.append(("one errand" if effort.trips == 1 else f"{effort.trips} errands") if effort.trips else "no errand")
    if effort.minutes is not None:
        zh.append(f"约 {effort.minutes} 分钟")
        en.append(f"about {effort.minutes} minutes")
    if effort.money is not None:
        zh.append(f"{effort.money} 元" if effort.money else "不要钱")
        en.append(f"{effort.money} yuan" if effort.money else "no charge")
    guess_zh, guess_en = ("（估计）", " (an estimate)") if effort.estimated else ("", "")
    return Text(
        zh=f"手里没有的话：{'，'.join(zh)}{guess_zh}。", en=f"If you do not have it: {', '.join(en)}{guess_en}."
    )


def not_compared(minutes: int, papers: int, copies: int) -> Text:
    """That the papers may not be the fewest: what the best there may be could still spare, the weightiest alone."""
    if minutes:
        least = Text(zh=f"最多还能省 {minutes} 分钟的功夫", en=f"at most {minutes} minutes of effort could be saved")
    elif papers:
        least = Text(zh=f"最多还能少带 {papers} 样", en=f"at most {papers} fewer papers would do")
    else:
        least = Text(zh=f"最多还能少印 {copies} 份", en=f"at most {copies} fewer copies would do")
    return Text(
        zh=f"能互相代替的材料太多，没有把每种带法都比完。照这里带一定够，{least.zh}。",
        en=f"Too many papers can stand in for one another to compare every way. What is listed is enough; {least.en}.",
    )


def perhaps_by_fact(labels: Sequence[Text]) -> Text:
    """Why a paper may be needed: questions are open."""
    said = nouns(labels)
    return Text(
        zh=f"要不要带，看这几样：{said.zh}。没答之前，带上更稳妥。"
        if len(labels) > 1
        else f"要不要带，看{said.zh}。没答之前，带上更稳妥。",
        en=f"It depends on: {said.en}. Until that is answered, better bring it.",
    )


def perhaps_by_matter(name: Text) -> Text:
    """Why a paper may be needed: its matter is not decided."""
    return Text(
        zh=f"“{name.zh}”还没定，能办的话要用。带上更稳妥。",
        en=f"“{name.en}” is not decided yet and would need it. Better bring it.",
    )


def person_must_come(names: Sequence[Text]) -> Text:
    """Why one trip is not enough: somebody else comes, and some matters need the resident."""
    said = named(names)
    return Text(zh=f"{said.zh}要本人来，代办不了。", en=f"{said.en}: you have to come yourself.")


def machines_not_known(names: Sequence[Text]) -> Text:
    """Where to go for what a machine shows or prints, as far as it is known."""
    said = named(names)
    return Text(
        zh=f"{said.zh}在中心的自助机上就能办。是不是每个中心的机器都有，还没核对到，来之前先打 12345。",
        en=f"The kiosk of a centre does {said.en}. Whether every centre's kiosk has it is not verified; call 12345 first.",
    )


def place_not_known(names: Sequence[Text]) -> Text:
    """Where to go, as far as it is known."""
    said = named(names)
    return Text(
        zh=f"{said.zh}是不是任何中心都办，还没核对到。去户口所在的中心最稳妥。",
        en=f"Whether every centre handles {said.en} is not verified. The centre of your registered address is the safest.",
    )


def decides(names: Sequence[Text]) -> Text:
    """Why a question is asked: it decides matters."""
    said = named(names)
    return Text(zh=f"这决定{said.zh}能不能办。", en=f"This decides whether you can have {said.en}.")


def decides_papers(papers: Sequence[Text]) -> Text:
    """Why a question is asked: it decides papers."""
    said = named(papers)
    return Text(zh=f"这决定要不要带{said.zh}。", en=f"This decides whether you need {said.en}.")


def decides_situation(names: Sequence[Text]) -> Text:
    """Why a question is asked: in one case of these matters nobody knows all papers."""
    said = named(names)
    return Text(
        zh=f"{said.zh}：有一种情形还要带什么没核对到，看您是不是。",
        en=f"{said.en}: in one case the papers are not verified; this tells whether it is yours.",
    )


def not_asked(label: Text, grounds: Sequence[Text]) -> Text:
    """Why a fact was not asked for: it follows from others, here as clauses."""
    return Text(
        zh=f"“{label.zh}”不用问，因为{'，'.join(each.zh for each in grounds)}。",
        en=f"We need not ask about “{label.en}”, because {' and '.join(each.en for each in grounds)}.",
    )


def cannot_both_be(
    *,
    by_document: Sequence[tuple[Text, Text]],
    said: Sequence[Text],
    why: Sequence[Text],
    again: Sequence[Text],
    certain: bool,
) -> Text:
    """Answers that cannot all be true, or hardly can, with the reasons and with what to look at again.

    `by_document` are what documents say, each with the document; `said` what the resident said, as clauses.
    """
    stated = [Text(zh=f"{where.zh}，{what.zh}", en=f"{where.en}, {what.en}") for where, what in by_document]
    if said:
        stated.append(
            Text(
                zh=f"您说{'，'.join(each.zh for each in said)}", en=f"you said {' and '.join(each.en for each in said)}"
            )
        )
    begin = Text(zh="对不上", en="This does not go together") if certain else Text(zh="少见", en="This is rare")
    end = _look_again(again, certain=certain)
    return Text(
        zh=f"{begin.zh}：{'；'.join(each.zh for each in stated)}。{''.join(each.zh for each in why)}{end.zh}",
        en=f"{begin.en}: {'; '.join(each.en for each in stated)}. {' '.join(each.en for each in why)} {end.en}",
    )


def _look_again(labels: Sequence[Text], *, certain: bool) -> Text:
    if not labels:
        return Text(
            zh="这要请窗口核对，看证件上哪一个不对。",
            en="The window has to find out which of the documents is wrong.",
        )
    said = named(labels, most=len(labels))
    if certain:
        return Text(zh=f"请再看看{said.zh}。", en=f"Please look again at {said.en}.")
    return Text(
        zh=f"请再看看{said.zh}；没有答错，就不用改。", en=f"Please look again at {said.en}; if it is right, leave it."
    )
