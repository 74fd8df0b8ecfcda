"""A question as a scene to play at a table: a card for who plays the resident, and one for who listens and judges."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from onetrip.catalogue.book import Catalogue, Matter
from onetrip.rules import AGE, BIRTH_DATE, Text
from onetrip.rules.edges import Lived
from onetrip.training.items import judging, papers
from onetrip.training.items.asking import asked_by_id
from onetrip.training.items.drafts import ASK, NO, NOTHING, YES, Asked, Draft
from onetrip.training.items.grounds import is_sure
from onetrip.training.items.money import LINE, name_of_line
from onetrip.training.items.one_paper import ONE
from onetrip.training.items.shapes import Item, Kind
from onetrip.training.items.voice import SPEAKS, ended, reply

_TELL_ALL = Text("一次说全，不让居民再跑一趟。", "Everything is told at once, so that nobody has to come twice.")
_WHERE_ELSE = Text(
    "不只说不行：说清差在哪里，以后什么情形可以再来。",
    "Not only that it is refused: what is missing, and in which case to come again.",
)
_NO_GUESS = Text(
    "不猜，不先答应：少一样，就说清少哪一样。", "No guess and no promise: one thing is missing, and it is named."
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the resident says when asked for one thing, and how a clerk asks for it."""

    question: Text
    answer: Text


@dataclass(frozen=True, slots=True)
class RolePlay:
    """One scene.

    The resident's card: `opens` is said first, `answers` only when asked, in the order in which a clerk would ask.
    The examiner's card: `must_ask` are the questions without which the answer is a guess, `good` is what a good answer has in
    it, `never` what is wrong to say. It holds the key, so it is made only when it is printed, for whoever examines.
    """

    item: str
    matter: str
    name: Text
    opens: tuple[Text, ...]
    answers: tuple[Answer, ...]
    must_ask: tuple[Text, ...]
    good: tuple[Text, ...]
    never: tuple[Text, ...]


def role_play(catalogue: Catalogue, matter: str, item: Item | str, day: date) -> RolePlay:
    """The scene of a question of that matter. KeyError: it has no such question (any more)."""
    wanted = item if isinstance(item, str) else item.id
    asked = asked_by_id(catalogue, wanted, day)
    if asked is None or asked.item.matter != matter:
        raise KeyError(wanted)
    found = catalogue.matters[matter]
    answers = _answers(catalogue, asked, day)
    return RolePlay(
        item=asked.item.id,
        matter=matter,
        name=found.name,
        opens=_opens(catalogue, found, asked),
        answers=answers,
        must_ask=tuple(answer.question for answer in answers),
        good=_good(catalogue, found, asked, day),
        never=_never(catalogue, asked, day),
    )


def _opens(catalogue: Catalogue, matter: Matter, asked: Asked) -> tuple[Text, ...]:
    """What is said first: the matter, in Chinese as people call it, and what they want to know of it."""
    called_zh = next(
        (name for name in matter.also if any("\u4e00" <= sign <= "\u9fff" for sign in name)), matter.name.zh
    )
    called_en = matter.name.en
    life = asked.draft.traits.get(BIRTH_DATE)
    young = isinstance(life, Lived) and life.age < SPEAKS
    first = (
        Text(f"我来是为孩子“{called_zh}”的事。", f"I have come for my child about “{called_en}”.")
        if young
        else Text(f"我来是为“{called_zh}”的事。", f"I have come about “{called_en}”.")
    )
    wants = {
        Kind.ENTITLED: Text("我能办吗？", "Can I have it?"),
        Kind.PAPERS: _what_to_bring(catalogue, asked),
        Kind.TELL: _wanted(catalogue, asked.draft),
        Kind.BY_WHEN: Text("多久有结果？", "When will there be a result?"),
    }[asked.item.kind]
    return first, wants


def _what_to_bring(catalogue: Catalogue, asked: Asked) -> Text:
    """What is asked of papers: all of them, or whether the one is needed."""
    if asked.draft.topic.startswith(ONE):
        name = catalogue.papers[asked.draft.topic.removeprefix(ONE)].name
        return Text(f"{name.zh}要不要带？", f"Do I have to bring this: {name.en}?")
    return Text("要带什么？", "What do I have to bring?")


def _wanted(catalogue: Catalogue, draft: Draft) -> Text:
    if draft.topic.startswith(LINE):
        name = name_of_line(catalogue, draft)
        return Text(f"“{name.zh}”这一笔我有没有？", f"Is this sum for me: {name.en}?")
    return {
        "area": Text("是不是哪个中心都能办？", "Can I go to any centre?"),
        "season": Text("什么时候能办？", "When can it be done?"),
        "by-itself": Text("要怎么申请？", "How do I apply?"),
        "first": Text("先要办什么？", "What has to be done first?"),
        "proxy": Text("能不能叫别人来？", "Can somebody else come for me?"),
        "money": Text("有多少钱？", "How much is it?"),
    }.get(draft.topic, Text("有什么要注意的？", "Is there anything to mind?"))


def _answers(catalogue: Catalogue, asked: Asked, day: date) -> tuple[Answer, ...]:
    """What is told of the resident, as answers; what the resident does not know, too."""
    vocabulary = catalogue.book.vocabulary
    found: list[tuple[int, Answer]] = []
    for fact, trait in asked.draft.traits.items():
        of_age = isinstance(trait, Lived) and AGE in vocabulary.facts
        described = vocabulary.fact(AGE if of_age else fact)
        if described is not None and described.question is not None:
            found.append((described.order, Answer(described.question, reply(fact, trait, vocabulary))))
    for option in judging.key(catalogue, asked.draft, day) or ():
        described = vocabulary.fact(option.removeprefix(ASK)) if option.startswith(ASK) else None
        if described is not None and described.question is not None:
            unknown = Text("这个我说不清，要回去看。", "That I cannot say; I have to look it up at home.")
            found.append((described.order, Answer(described.question, unknown)))
    return tuple(answer for _, answer in sorted(found, key=lambda each: each[0]))


def _good(catalogue: Catalogue, matter: Matter, asked: Asked, day: date) -> tuple[Text, ...]:
    key = judging.key(catalogue, asked.draft, day) or frozenset()
    of_papers = asked.item.kind is Kind.PAPERS
    said = list(judging.why(catalogue, asked.draft, day))
    if of_papers and not asked.draft.topic.startswith(ONE):
        said = list(judging.to_verify(catalogue, asked.draft, papers.to_bring(catalogue, asked.draft, day)))
    if key == {NO}:
        said.append(_WHERE_ELSE)
    elif any(option.startswith(ASK) for option in key):
        said.append(_NO_GUESS)
    elif of_papers and not asked.draft.topic.startswith(ONE):
        said.append(_TELL_ALL)
    slip = matter.terms.slip
    if slip is not None and is_sure(matter, "slip") and key != {NO} and asked.draft.topic != "slip":
        said.append(slip)
    return tuple(said)


def _never(catalogue: Catalogue, asked: Asked, day: date) -> tuple[Text, ...]:
    """What is wrong: of papers in one sentence, of all else each by itself."""
    key = judging.key(catalogue, asked.draft, day) or frozenset()
    wrong = [option.text for option in asked.item.options if option.id not in key and option.id != NOTHING]
    match asked.item.kind:
        case Kind.PAPERS if not asked.draft.topic.startswith(ONE):
            names_zh, names_en = "、".join(text.zh for text in wrong), ", ".join(text.en for text in wrong)
            return (Text(f"叫居民带这些：{names_zh}。", f"To ask for any of these: {names_en}."),)
        case Kind.ENTITLED:
            plain = [option.text for option in asked.item.options if option.id in (YES, NO) and option.id not in key]
            return tuple(map(ended, plain))
        case _:
            return tuple(map(ended, wrong))
