"""What is noted while a log is read, and the words in which it is told afterwards."""

from __future__ import annotations

from collections import Counter

from onetrip.rules import Text
from onetrip.simulation.logs.reading.log import Doubt

_WORDS: dict[str, tuple[Text, Text]] = {
    "unread": (
        Text("列数对不上、读不了的行", "lines whose cells do not fit the heading"),
        Text("没有用", "left out"),
    ),
    "mended": (Text("后面缺了几格的行", "lines that end too early"), Text("缺的当作空", "the missing cells count as empty")),
    "cut-short": (
        Text("文件没写完就断了", "the file breaks off before its end"),
        Text("断处以前的都用了", "everything before the break is used"),
    ),
    "replaced": (
        Text("有认不出的字的行", "lines with characters that could not be decoded"),
        Text("认不出的字换成 �，行照用", "they became �, the lines are used"),
    ),
    "encoding-guessed": (
        Text("文件没说用什么编码", "the file does not say its encoding"),
        Text("按字节的样子猜的", "guessed from its bytes"),
    ),
    "headless": (
        Text("没有表头", "there is no heading"),
        Text("各列按内容猜的", "columns were told apart by what stands in them"),
    ),
    "no-time": (Text("没有读得懂的时间的行", "rows without a time that can be read"), Text("没有用", "left out")),
    "time-unread": (Text("读不懂的时间", "times that cannot be read"), Text("当作没有", "taken as missing")),
    "day-or-month": (
        Text("日期看不出先日后月还是先月后日", "dates that could be day/month or month/day"),
        Text("取日子靠得近的一种", "read so that the days lie nearest together"),
    ),
    "midnight": (
        Text("正好零点的时间，多半是没填", "times of exactly midnight, mostly left empty"),
        Text("当作没有", "taken as missing"),
    ),
    "no-clock": (
        Text("只有日子、没有钟点的时间", "times with a day and no hour"),
        Text("当作没有；这样的到达不能用来算每半小时来多少人", "taken as missing; such arrivals say nothing of the hour"),
    ),
    "no-date": (Text("没有日期", "there is no date"), Text("当作同一天", "all is taken as one day")),
    "no-zone": (
        Text("时间没写时区", "times without a time zone"),
        Text("当作办事处当地的钟点", "taken as the clock at the office"),
    ),
    "utc": (
        Text("时间写的是世界时（UTC），不知道办事处在哪个时区", "times in UTC, of an office in an unknown zone"),
        Text("按写的钟点用；请用 --zone 说明时区", "used as written; please say the zone with --zone"),
    ),
    "night": (
        Text("大半的人夜里（22 点到 5 点）到，时区多半不对", "most people arrive at night (22 to 5): the zone is probably wrong"),
        Text("照用；请用 --zone 说明时区", "used as they are; please say the zone with --zone"),
    ),
    "duplicate": (Text("一模一样的重复记录", "records that are there twice"), Text("只用一次", "used once")),
    "reversed": (
        Text("前后颠倒的时间（先办后到、先完后办）", "times in the wrong order (served before arrival, ended before the start)"),
        Text("到达照用，颠倒的当作没有", "the arrival is used, what contradicts it is taken as missing"),
    ),
    "over-night": (
        Text("十二小时以后才叫到或办完的", "visits called or ended more than twelve hours later"),
        Text("那个时间当作没有", "that time is taken as missing"),
    ),
    "far-away": (
        Text("离其余记录五年以上的日子", "days more than five years from the others"),
        Text("没有用", "left out"),
    ),
    "no-arrival": (
        Text("没有到达时间", "visits without an arrival"),
        Text("人数按开始办的时候算，等候不算", "counted as coming when they were called; their waits are unknown"),
    ),
    "no-start": (
        Text("没有开始办的时间", "visits without a start"),
        Text(
            "从同一人（窗口）办完上一位的时候算起，隔得久的不算",
            "counted from when the same clerk or window ended the one before, unless long ago",
        ),
    ),
    "no-start-left": (
        Text("没有开始办的时间，也推不出来", "visits without a start, and none can be inferred"),
        Text("只用到达", "only the arrival is used"),
    ),
    "unit-guessed": (
        Text("时长没写单位", "lengths of time without a unit"),
        Text("按大小看作分钟或秒", "taken as minutes or seconds by their size"),
    ),
    "no-matter": (Text("没写事项", "visits without a matter"), Text("归在一起，叫“不明”", "put together as unknown")),
    "unknown-activity": (
        Text("不认得的环节", "steps of unknown meaning"),
        Text("只用来看人几时来、几时走", "used only for when somebody came and went"),
    ),
    "unknown-outcome": (
        Text("不认得的结果", "outcomes of unknown meaning"),
        Text("按有没有叫到、办完来定", "decided by whether they were called and served"),
    ),
    "steps-not-queues": (
        Text("这是办件的流转，不是排队的记录", "this log tells of steps of cases, not of a queue"),
        Text("一件事在一天里算一次来访：第一步算到，最后一步算完", "a case counts as one visit a day, from its first to its last step"),
    ),
    "one-day": (
        Text("只有一天", "there is only one day"),
        Text("照用；看不出星期、季节的差别", "used; it says nothing of weekdays or seasons"),
    ),
    "few": (Text("记录很少", "there are few records"), Text("照用；算出来的不准", "used; figures from it are rough")),
    "days-missing": (
        Text("中间缺的日子（那个星期几平时有）", "days missing in between, on weekdays that otherwise have records"),
        Text("当作没有记录，不当作没人来", "taken as not recorded, not as days without people"),
    ),
    "hours-missing": (
        Text("当天有两小时以上没有记录，别的日子那时都有", "days with two hours without a record, when other days have many"),
        Text("照用；那几天的人数偏少", "used; these days count too few people"),
    ),
}  # fmt: skip

_MOST_NAMED = 6


class Notes:
    """Counts what is doubtful while a log is read."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self._named: dict[str, Counter[str]] = {}

    def note(self, code: str, count: int = 1, named: str = "") -> None:
        """So many more of this; `named` is a word of the log that is told along."""
        if count > 0:
            self._counts[code] += count
            if named:
                self._named.setdefault(code, Counter())[named[:40]] += count

    def __contains__(self, code: str) -> bool:
        return code in self._counts

    def doubts(self) -> list[Doubt]:
        """Everything noted, in the order of the words above."""
        return [
            Doubt(code, self._counts[code], self._with_names(code), done)
            for code, (_, done) in _WORDS.items()
            if code in self._counts
        ]

    def _with_names(self, code: str) -> Text:
        what = _WORDS[code][0]
        names = [name for name, _ in self._named.get(code, Counter()).most_common(_MOST_NAMED)]
        if not names:
            return what
        more = "…" if len(self._named[code]) > _MOST_NAMED else ""
        return Text(f"{what.zh}：{'、'.join(names)}{more}", f"{what.en}: {', '.join(names)}{more}")
