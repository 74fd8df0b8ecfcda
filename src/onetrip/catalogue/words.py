"""How people write what they want: one form for what means the same, and the words that carry no meaning.

Pure functions over text. Nothing here knows a matter: what people call a matter stands in its file, under `also`.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opencc import OpenCC

MOST_CHARACTERS = 160

_HAN = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
_HAN_CHARACTER = re.compile(f"[{_HAN}]")
_CLAUSE_END = re.compile(r"[，。；！？、,.;!?\s]+")
LATIN_WORD = re.compile(r"[a-z][a-z']*|[0-9]+")

# Said around the matter, not about it. Longer ones first, so that a part never spoils the whole.
_FILLER = """
    我想问一下 我想问问 想问一下 想咨询一下 咨询一下 请问一下 问一下 问问 请问 您好 你好 谢谢 麻烦您 麻烦你 麻烦 打扰
    我想要 我想 我要 想要 我们 我家 我的 你们 您们 帮忙 帮我 帮他 帮她 帮我们 替我 替他 替她 代我
    怎么办理 怎么办 怎么弄 怎么申请 怎么领 怎么拿 怎么搞 怎样办 如何办理 如何申请 如何 怎样 怎么 要怎么
    需要什么材料 要什么材料 带什么材料 要带什么 带什么 需要什么 要些什么 什么材料 哪些材料 什么手续 手续 材料
    能不能办 可不可以办 能办吗 可以办吗 能不能 可不可以 可以不可以 可以吗 行不行 是不是 有没有 还要不要 要不要
    去哪里办 到哪里办 在哪里办 去哪里 到哪里 在哪里 哪里办 哪里 哪能办 哪能 啥地方 什么地方 地方 什么 啥
    办理一下 办理 办一下 办一个 办一张 办个 办张 来办 去办 要办 想办 申请一下 申请 弄一个 弄个 弄张 搞个
    这个 那个 一个 一下 一张 一本 一份 今天 明天 现在 刚刚 已经 应该 好像 就是 因为 所以 但是 然后 还有 那种 的话 时候
    了吗 了呢 吗 呢 吧 呀 啊 哦 嘛 啦 哎 唉 喂 伐 额 的 了 呃
"""
_FILLER_PATTERN = re.compile("|".join(map(re.escape, sorted(_FILLER.split(), key=len, reverse=True))))

_ENGLISH = """
    a an and am are at be been can could do does for from get getting give has have he her him his how i if in is it its
    like me my need of on or our please she should so some that the their them they this to up want was we what when where which who
    will with would you your apply application applying
"""
_ENGLISH_FILLER = frozenset(_ENGLISH.split())

# Words of the street beside the word of the files. Each line: the form kept, then what is turned into it.
_SAME = """
老人 老娘 老爹 老爸 老妈 老头子 老太太 老太婆 老太 老头 阿婆 阿公 外婆 外公 爷爷 奶奶 老年人 老年 老先生 长者 长辈
乘车 坐车 坐公交 乘公交 公交车 坐地铁 乘地铁
病历 病例 病厉 就医记录 门诊记录
丢失 丢了 掉了 丢掉 遗失 弄丢 不见了 挂失 没了
失业 没工作 没有工作 下岗 被裁 裁员 丢了工作 没上班 不上班
孩子 小孩 小囡 宝宝 娃娃 小朋友 儿童 婴儿 毛头
残疾 残障 残废
钱 钞票 铜钿
老家 外地 外省 外省市
租房 租房子 借房子 租屋 借房
社保卡 社会保障卡
医保 医疗保险 医疗保障
养老金 退休金 劳保工资
生孩子 生小孩 生小囡 生宝宝 生娃 分娩
报销 报掉
看病 看毛病 就医 看医生
独生子女 独养儿子 独生 独养女儿
补贴 津贴 补助
""".strip()
_KEPT = {word: line.split()[0] for line in _SAME.splitlines() for word in line.split()[1:]}
_SAME_PATTERN = re.compile("|".join(map(re.escape, sorted(_KEPT, key=len, reverse=True))))

# Somebody died: people say it gently, and the words then mean "left" or "lost" elsewhere.
_KIN = """
    老伴 老公 老婆 丈夫 妻子 爱人 爸爸 妈妈 爸妈 父母 父亲 母亲 爸 妈 爹 娘 姆妈 阿爸 爷叔 公公 婆婆 岳父 岳母 丈人 丈母娘
    爷爷 奶奶 外公 外婆 阿公 阿婆 老人 老人家 老头子 老太太 老太 老头 哥哥 姐姐 弟弟 妹妹 儿子 女儿 孩子 小孩 小囡 人 家属 家人 亲人
"""
_KIN_NAMES = "|".join(sorted(_KIN.split(), key=len, reverse=True))
_DIED = re.compile(
    f"({_KIN_NAMES})(刚刚|刚|昨天|前天|上个月|去年|前年|都|也|已经|车祸|生病|突然|今天|早上|夜里|昨夜|上周|[，, ])*"
    "(?:走了|走掉了|没了|没有了|不在了|过世了?|去世了?|死了|死掉了|死掉|往生了?|老掉了|故去了?|病故了?|去了(?=[，。 ]|$))"
)

# As it is said in Shanghai, and as it is written elsewhere.
_SPOKEN = {
    "搿个": "这个",
    "搿只": "这个",
    "格个": "这个",
    "迭个": "这个",
    "搿张": "这张",
    "伊拉": "他们",
    "阿拉": "我们",
    "侬": "你",
    "伊": "他",
    "呒没": "没有",
    "勿": "不",
    "辰光": "时候",
    "屋里厢": "家里",
    "屋里向": "家里",
    "屋里头": "家里",
    "哪能": "怎么",
    "交关": "很多",
    "生毛病": "生病",
    "看毛病": "看病",
    "姆妈": "妈妈",
    "爷娘": "父母",
    "结棍": "厉害",
    "几钿": "多少钱",
    "铜钿": "钱",
    "好报伐": "能报吗",
    "好办伐": "能办吗",
    "好用伐": "能用吗",
    "有伐": "有吗",
    "是伐": "是吗",
    "几化": "多少",
    "今朝": "今天",
    "明朝": "明天",
    "老早": "以前",
    "脱": "和",
}
_SPOKEN_PATTERN = re.compile("|".join(sorted(_SPOKEN, key=len, reverse=True)))

_DIGITS = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_CHINESE_NUMBER = re.compile(
    "[零〇一二两三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九]百(?:零?[一二三四五六七八九]?十?[一二三四五六七八九]?)?"
)

_LONGEST_SYLLABLE = 5  # zhuang, as it is heard

# Readings that the single character does not show by itself but people type in these words.
_OTHER_READINGS = {"长": "chang", "重": "chong", "行": "hang", "还": "huan", "调": "tiao", "给": "ji", "参": "shen"}


def fold(text: str) -> str:
    """The text in one form: half width, lower case, simplified, Chinese numbers as digits, one word for each meaning.

    Cut to `MOST_CHARACTERS`: nobody says more than that about what they came for, and a search must not be a burden.
    """
    folded = _SPOKEN_PATTERN.sub(lambda found: _SPOKEN[found.group()], _half_width(text))
    folded = _DIED.sub(r"\1去世", folded)
    folded = _CHINESE_NUMBER.sub(lambda found: str(_number(found.group())), folded)
    return _SAME_PATTERN.sub(lambda found: _KEPT[found.group()], folded)[:MOST_CHARACTERS]


def plain(text: str) -> str:
    """The text in half width, lower case and simplified characters, cut like `fold`.

    No word is exchanged, so it sounds as it was said.
    """
    return _half_width(text)[:MOST_CHARACTERS]


def _half_width(text: str) -> str:
    """Half width, lower case, and traditional characters as simplified ones."""
    narrow = unicodedata.normalize("NFKC", text[: 4 * MOST_CHARACTERS]).casefold()
    return str(_simplified().convert(narrow)) if is_han(narrow) else narrow


@cache
def _simplified() -> OpenCC:
    from opencc import OpenCC  # its dictionaries take a moment; only a process that searches needs them

    return OpenCC("t2s")


def clauses(text: str) -> list[str]:
    """The clauses of a story, without those that are too short to say anything; empty where it is one clause."""
    found = [part for part in _CLAUSE_END.split(text[: 4 * MOST_CHARACTERS]) if len(part) >= 3]
    return found if len(found) > 1 and is_han(text) else []


def without_filler(folded: str) -> str:
    """What is left of a folded text when the words around the matter are taken away; all of it if nothing is left."""
    kept = _FILLER_PATTERN.sub(" ", folded)
    kept = " ".join(word for word in kept.split() if word not in _ENGLISH_FILLER)
    return kept if re.search(f"[{_HAN}a-z0-9]", kept) else folded


def grams(folded: str) -> set[str]:
    """The pieces by which texts are compared: pairs of neighbouring characters, single characters, Latin words, numbers."""
    pieces: set[str] = set()
    for run in re.findall(f"[{_HAN}]+", folded):
        pieces.update(run)
        pieces.update(run[at : at + 2] for at in range(len(run) - 1))
    for word in LATIN_WORD.findall(folded):
        if word not in _ENGLISH_FILLER:
            pieces.add(word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word)
    return pieces


def sounds(said: str) -> set[str]:
    """The pairs of neighbouring syllables as they are heard: what a wrong character of the same sound leaves alike."""
    return {f"{first} {second}" for first, second in pairwise(heard(said).split())}


def heard(said: str) -> str:
    """The syllables as they are heard, each between spaces, so that one never runs into the next."""
    softened = [loose(syllable) for syllable in syllables(said)] if is_han(said) else spelt(said)
    return f" {' '.join(softened)} " if softened else ""


def spelt(said: str) -> list[str]:
    """The syllables of a text that is nothing but pinyin, as they are heard; none of any other text.

    Of two ways to divide a word the one with fewer syllables counts: `xian` is one, though it may be two.
    """
    found: list[str] = []
    for word in LATIN_WORD.findall(said.replace("'", " ")):
        if word.isdigit():
            continue
        divided = _divided(loose(word.replace("v", "u")))
        if not divided:
            return []
        found += divided
    return found if len(found) > 1 else []


def _divided(word: str) -> list[str]:
    ways: list[list[str] | None] = [[]]
    for end in range(1, len(word) + 1):
        before = [
            [*way, word[start:end]]
            for start in range(max(0, end - _LONGEST_SYLLABLE), end)
            if (way := ways[start]) is not None and word[start:end] in _all_syllables()
        ]
        ways.append(min(before, key=len) if before else None)
    return ways[-1] or []


@cache
def _all_syllables() -> frozenset[str]:
    """Every reading of a common character, as it is heard; a mere hum is none."""
    found = {loose(_reading(chr(point))).replace("v", "u") for point in range(0x4E00, 0x9FA6)}
    return frozenset(syllable for syllable in found if re.search("[aeiou]", syllable))


def is_han(text: str) -> bool:
    """Whether there is a Chinese character in the text."""
    return _HAN_CHARACTER.search(text) is not None


def tight(folded: str) -> str:
    """Letters, digits and characters only, without anything between them."""
    return re.sub(f"[^{_HAN}a-z0-9]", "", folded)


def syllables(folded: str) -> list[str]:
    """The toneless reading of each character, other signs left out."""
    return [reading for character in folded if (reading := _reading(character))]


def readings(folded: str) -> tuple[set[str], set[str]]:
    """How the text may be typed in pinyin: whole readings, and rows of initials."""
    rows: list[list[str]] = [[]]
    for character in folded:
        reading = _reading(character) or (character if character.isascii() and character.isalnum() else "")
        if not reading:
            continue
        choices = [reading]
        if character in _OTHER_READINGS and len(rows) < 4:
            choices.append(_OTHER_READINGS[character])
        rows = [[*row, choice] for row in rows for choice in choices]
    return {"".join(row) for row in rows}, {"".join(each[0] for each in row) for row in rows}


@lru_cache(maxsize=50_000)
def loose(pinyin: str) -> str:
    """Pinyin as it is heard and mistyped here: no retroflex, no difference between n and ng at the end."""
    softened = re.sub("([zcs])h", r"\1", pinyin)
    return re.sub("ng", "n", softened)


@lru_cache(maxsize=20_000)
def _reading(character: str) -> str:
    if not _HAN_CHARACTER.match(character):
        return ""
    from pypinyin import lazy_pinyin  # its tables take a third of a second; only a process that searches needs them

    return str(lazy_pinyin(character, errors="ignore")[0]) if lazy_pinyin(character, errors="ignore") else ""


def _number(written: str) -> int:
    """65 for 六十五, 120 for 一百二十."""
    total, rest = 0, written
    if "百" in rest:
        before, rest = rest.split("百", 1)
        total += _DIGITS[before] * 100
    if "十" in rest:
        before, rest = rest.split("十", 1)
        before = before.strip("零〇")
        total += (_DIGITS[before] if before else 1) * 10
    rest = rest.strip("零〇")
    return total + (_DIGITS[rest] if rest else 0)
