"""Which column of a file of snapshots holds what: told by its name in several languages, and by what stands in it. Pure.

Other cities call the same five things by other names. A name is compared without case, accents and punctuation; words that
say nothing by themselves (number of …, … count, … name) are passed over. What stands in the cells has the last word.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from onetrip.lobby.eta.cells import amount_of, count_of, is_nobody, number_of
from onetrip.lobby.eta.moments import Stamp, is_in_figures, is_in_halves, order_of, stamp_of
from onetrip.rules import Text

NAMES: Mapping[str, str] = {
    "time": (
        "time timestamp datetime date_time ts when at snapshot_time captured_at observed_at recorded_at sampled_at measured_at "
        "fetched_at updated_at created_at scraped_at collected_at snapshot moment epoch unix observation_time record_time "
        "update_time sample_time czas data_godzina zeit zeitpunkt zeitstempel fecha_hora horodatage "
        "时间 采集时间 快照时间 记录时间 更新时间 采样时间 日期时间 抓取时间"
    ),
    "date": "date day data datum fecha dia jour snapshot_date record_date 日期 采集日期 记录日期",
    "clock": "clock hour hour_minute hhmm time_of_day godzina godz uhrzeit hora heure 时刻 钟点 几点",
    "office": (
        "office centre center branch location site facility building hall place urzad dzielnica amt standort buergeramt "
        "district venue department dept division section unit oficina sede bureau agence 中心 大厅 网点 办事处 政务中心 服务大厅 厅 地点 区"
    ),
    "queue": (
        "queue queue_name service service_name line category group group_name nazwagrupy nazwa_grupy kolejka usluga sprawa "
        "warteschlange schlange anliegen dienstleistung matter topic subject transaction letter prefix literagrupy "
        "queue_id queue_code service_id service_code group_id idgrupy id_grupy cola servicio tramite file guichet_type "
        "ticket_type service_type queue_type 队列 业务 事项 业务类型 业务名称 队列名称 队伍 排队类型 类别 号别"
    ),
    "windows": (
        "open_windows windows_open windows open_counters counters_open counters open_desks desks_open desks active_windows "
        "windows_active active_counters active_desks staffed_windows staffed_counters servers open_stations stations "
        "active_stations service_points clerks agents staff positions liczbaczynnychstan liczba_czynnych_stanowisk "
        "czynne_stanowiska stanowiska czynne_okienka liczba_okienek okienka otwarte_okienka offene_schalter schalter besetzte_schalter plaetze ventanillas guichets open "
        "开放窗口 开放窗口数 窗口数 开窗数 窗口 在岗窗口 服务窗口 柜台数"
    ),
    "waiting": (
        "waiting people_waiting waiting_people queue_length queue_len queue_size queue_count people_queue line_length in_queue "
        "in_line clients_waiting customers_waiting tickets_waiting persons_waiting persons_queue customers_queue length size "
        "ahead backlog waiters queued queueing queuing liczbaklwkolejce liczba_klientow_w_kolejce oczekujacy oczekujacych "
        "w_kolejce wartende wartende_personen personas_en_espera en_espera attente personnes_en_attente number_of_people "
        "people persons count "
        "等候 等候人数 排队人数 等待人数 等待 排队数 等候数 当前排队"
    ),
    "called": (
        "last_called last_number_called last_called_number called_number number_called last_ticket_called called_ticket "
        "last_number now_serving serving current_number current_ticket last_ticket called calling aktualnynumer aktualny_numer "
        "ostatni_numer wywolany_numer letzte_nummer aktuelle_nummer aufgerufene_nummer aufgerufen ultimo_numero "
        "numero_actual dernier_numero ticket number last current numer nummer numero "
        "最后叫号 末叫号 当前叫号 叫号 叫到 叫到号 当前号 当前号码 最新叫号 号码 已叫号"
    ),
    "shown": (
        "displayed_wait displayed_average displayed_waiting est_wait average_wait avg_wait average_waiting mean_wait estimated_wait "
        "wait_estimate estimated_waiting expected_wait shown_wait wait_minutes wait_time waiting_time wait wait_mins "
        "waiting_minutes predicted_wait eta wartezeit czas_oczekiwania sredni_czas_oczekiwania tiempo_espera temps_attente "
        "显示等候 平均等候 平均等候时间 预计等候 预计等候时间 预计等待 等候时间 等待时间 等候时长 平均等待"
    ),
}
"""The meanings we know, each with the names that files were seen to give it, the surest first. "shown": the wait that the
system itself displayed, in minutes; `date` and `clock` are a time in two columns."""

LABELS: Mapping[str, Text] = {
    "time": Text("时间", "time"),
    "office": Text("大厅", "office"),
    "queue": Text("队列", "queue"),
    "windows": Text("开放窗口", "open windows"),
    "waiting": Text("等候人数", "people waiting"),
    "called": Text("叫到的号", "last number called"),
    "shown": Text("系统显示的等候", "wait displayed by the system"),
}

_FILLERS = """n nr no num number count cnt total sum amount value of the a an in at for by is currently current now present
people person persons customer customers client clients visitor visitors citizen citizens resident residents id name code label
title text min mins minute minutes m local utc gmt snapshot liczba anzahl nombre 数 人数 名称 编号 代码 人 个 分钟"""
_SINGULAR = re.compile(r"(?<=[a-z]{3})(?<!s)s$")


NEEDED = ("time", "waiting", "called")


def simple(name: str) -> str:
    """A name of a column without case, accents and punctuation: "Open windows" and "open_windows" are the same."""
    plain = unicodedata.normalize("NFKD", name.replace("ł", "l").replace("Ł", "L"))
    return "".join(sign for sign in plain.casefold() if sign.isalnum())


def _words(name: str) -> tuple[str, ...]:
    """The words of a name; camelCase and figures behind a word are taken apart."""
    parted = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", re.sub(r"\(.*?\)|（.*?）", " ", name))
    plain = unicodedata.normalize("NFKD", parted.replace("ł", "l").replace("Ł", "L")).casefold()
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return tuple(_SINGULAR.sub("", word) for word in re.findall(r"[^\W_]+", plain))


_EXACT: dict[str, tuple[str, int]] = {}
_PHRASES: list[tuple[frozenset[str], str, int]] = []
for _meaning, _names in NAMES.items():
    for _rank, _name in enumerate(_names.split()):
        _EXACT.setdefault(simple(_name), (_meaning, _rank))
        _PHRASES.append((frozenset(_words(_name)), _meaning, _rank))
_PLAIN_FILLERS = frozenset(_SINGULAR.sub("", word) for word in _FILLERS.split())
_NEARLY = 1000
"""Added to the rank of a name that is one of ours only by some of its words."""


MORE_WORDS = 2
"""Words that may stand beside two or more of ours: ticket now serving."""


def meaning_of(name: str) -> tuple[str, int] | None:
    """What a column of this name may hold, and how far down the list of such names it stands; None: nothing of ours."""
    exact = _EXACT.get(simple(name))
    if exact is not None:
        return exact
    words = frozenset(_words(name))
    if any("\u4e00" <= sign <= "\u9fff" for sign in name):
        inside = [(len(known), said) for known, said in _EXACT.items() if len(known) > 1 and known in simple(name)]
        _, best = max(inside, key=lambda each: (each[0], -each[1][1]), default=(0, None))
        return (best[0], best[1] + _NEARLY) if best else None
    said = [(len(phrase), -rank, meaning, words - phrase) for phrase, meaning, rank in _PHRASES if phrase <= words]
    plain = [each for each in said if each[3] <= _PLAIN_FILLERS and not words - each[3] <= _PLAIN_FILLERS]
    with_more = [each for each in said if each[0] > 1 and len(each[3]) <= MORE_WORDS]
    if not plain and not with_more:
        return None
    _, rank, meaning, _ = max(plain or with_more, key=lambda each: each[:2])
    return meaning, (_NEARLY if plain else 2 * _NEARLY) - rank


@dataclass(frozen=True)
class Columns:
    """Where each thing stands (places in the header): `when` one column with the moment, or day and clock; `office` and
    `queue` as many columns as it takes. `order`: of day, month and year; `by_letters`: the letters of the numbers tell the
    queues apart; `by_itself`: a column of no name we know that does (see `apart`)."""

    header: tuple[str, ...]
    when: tuple[int, ...]
    office: tuple[int, ...]
    queue: tuple[int, ...]
    windows: int | None
    waiting: int | None
    called: int | None
    shown: int | None
    order: str = "DMY"
    by_letters: bool = False
    by_itself: int | None = None

    def named(self) -> dict[str, list[str]]:
        """The names of the columns by what was taken from them."""
        places = {
            "time": self.when, "office": self.office, "queue": self.queue,
            **{what: () if (place := getattr(self, what)) is None else (place,) for what in ("windows", "waiting", "called", "shown")},
        }  # fmt: skip
        return {what: [self.header[place].strip() for place in found] for what, found in places.items()}

    @property
    def missing(self) -> list[str]:
        """What is needed and was not found."""
        found = {"time": bool(self.when), "waiting": self.waiting is not None, "called": self.called is not None}
        return [what for what in NEEDED if not found[what]]


Rows = Sequence[Sequence[str]]

NEIGHBOURS = 2000
"""So many of the first rows of a file are looked at one after another; of the others every so manieth."""


def choose(header: Sequence[str], rows: Rows, given: Mapping[str, str]) -> Columns:
    """Which column holds what, by the names in the header and some `rows`; `given` (meaning to name) is what the reader of
    the file says."""
    candidates = _candidates(header, given)
    cells = _Cells(rows)
    order = cells.order_of_days([place for what in ("time", "date", "clock") for place in candidates.get(what, ())])
    when = _when(candidates, cells, order, given)
    taken = set(when)

    def one_of(what: str, holds: Callable[[str], bool]) -> int | None:
        for place in candidates.get(what, ()):
            if place in taken:
                continue
            others = len(candidates[what]) > 1 and what not in given
            if what in given or (cells.mostly(place, holds) and not (others and cells.only_counts_rows(place))):
                taken.add(place)
                return place
        rest = [place for place in candidates.get(what, ()) if place not in taken]
        return rest[0] if rest and what in NEEDED else None  # its rows then say what is wrong with it

    called = one_of("called", lambda cell: ":" not in cell and number_of(cell) is not None)
    waiting = one_of("waiting", lambda cell: amount_of(cell) is not None)
    if waiting is None:
        waiting = _counted_queue(header, candidates, cells, taken)
        taken.add(-1 if waiting is None else waiting)
    windows = one_of("windows", lambda cell: count_of(cell) is not None)
    shown = one_of("shown", lambda cell: amount_of(cell) is not None)
    office = cells.telling_apart([place for place in candidates.get("office", ()) if place not in taken])
    queue = cells.telling_apart([place for place in candidates.get("queue", ()) if place not in {*taken, *office}])
    return Columns(tuple(header), when, office, queue, windows, waiting, called, shown, order)


def _counted_queue(
    header: Sequence[str], candidates: Mapping[str, list[int]], cells: _Cells, taken: set[int]
) -> int | None:
    """A column "queue" that holds how many stand in it, where no other column says that."""
    for place in candidates.get("queue", ()):
        plain = simple(header[place]) in ("queue", "line", "kolejka", "warteschlange", "cola", "队列", "排队")
        if plain and place not in taken and all(amount_of(cell) is not None for cell in cells.of(place) if cell):
            return place
    return None


def _candidates(header: Sequence[str], given: Mapping[str, str]) -> dict[str, list[int]]:
    """The places that may hold each thing, the best name first."""
    places = {simple(name): place for place, name in reversed(list(enumerate(header)))}
    said = {meaning: places[simple(name)] for meaning, name in given.items() if simple(name) in places}
    found: dict[str, list[tuple[int, int]]] = {}
    for place, name in enumerate(header):
        known = meaning_of(name)
        if known is not None and place not in said.values() and known[0] not in said:
            found.setdefault(known[0], []).append((known[1], place))
    return {meaning: [place for _, place in sorted(ranked)] for meaning, ranked in found.items()} | {
        meaning: [place] for meaning, place in said.items()
    }


def _when(candidates: Mapping[str, list[int]], cells: _Cells, order: str, given: Mapping[str, str]) -> tuple[int, ...]:
    """One column whose cells hold day and clock; else one with the day and one with the clock."""
    asked = [what for what in ("time", "date", "clock") if what in given] or ["time", "date", "clock"]
    places = [place for what in asked for place in candidates.get(what, ())]

    def holding(*, day: bool, clock: bool) -> Iterator[int]:
        def holds(cell: str) -> bool:
            stamp = stamp_of(cell, order)
            return stamp is not None and (stamp.day is not None) >= day and (stamp.clock is not None) >= clock

        return (place for place in places if cells.mostly(place, holds))

    if (whole := next(holding(day=True, clock=True), None)) is not None:
        return (whole,)
    days, clocks = next(holding(day=True, clock=False), None), next(holding(day=False, clock=True), None)
    if days is not None and clocks is not None and days != clocks:
        return (days, clocks)
    return tuple(places[:1])


class _Cells:
    """The first rows of a file, column by column."""

    def __init__(self, rows: Rows) -> None:
        self.rows = rows

    def order_of_days(self, places: Sequence[int]) -> str:
        """In which order days in figures are written, by the first column that holds any."""
        in_halves = any(is_in_halves(cell) for place in places for cell in self.of(place)[:NEIGHBOURS])
        in_figures = (self.of(place) for place in places if any(map(is_in_figures, self.of(place))))
        found = (order_of(texts, in_halves=in_halves) for texts in in_figures)
        return next(found, "DMY")

    def of(self, place: int) -> list[str]:
        return [row[place].strip() if place < len(row) else "" for row in self.rows]

    def mostly(self, place: int, holds: Callable[[str], bool]) -> bool:
        """Whether half of the cells that are not empty hold what is looked for; an empty column does."""
        filled = [cell for cell in self.of(place) if cell and not is_nobody(cell)]
        return sum(map(holds, filled)) * 2 >= len(filled)

    def only_counts_rows(self, place: int) -> bool:
        """Whether the cells rise by one from row to row: then they number the rows."""
        figures = [number_of(cell) for cell in self.of(place)[:NEIGHBOURS]]
        if len(figures) < 5 or any(figure is None for figure in figures):
            return False
        return all(after[1] - before[1] == 1 for before, after in pairwise(figure for figure in figures if figure))

    def telling_apart(self, places: Sequence[int]) -> tuple[int, ...]:
        """Of several columns for one thing those that tell more apart than the ones before them: an id beside its name does not."""
        kept: list[int] = []
        many = 0
        for place in places:
            apart = len(set(zip(*(self.of(each) for each in (*kept, place)), strict=True)))
            if not kept or apart > many:
                kept, many = [*kept, place], apart
        return tuple(kept)


def moment_in(row: Sequence[str], columns: Columns) -> Stamp | None:
    """The moment of a row, out of one cell or two."""
    stamps = [stamp_of(row[place].strip(), columns.order) if place < len(row) else None for place in columns.when]
    if any(stamp is None for stamp in stamps):
        return None
    first, *more = (stamp for stamp in stamps if stamp is not None)
    return first.joined(more[0]) if more else first
