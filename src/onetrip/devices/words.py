"""What devices and prints are in words: what is wrong, and what to do about it. Pure."""

from __future__ import annotations

from datetime import datetime

from onetrip.bridge.states import PartKind, PartState, Reason
from onetrip.centres.models import Device
from onetrip.devices.models import Station
from onetrip.rules import Text

PLACES = {
    Station.Kind.CHECK_IN: Text("取号机", "Ticket machine"),
    Station.Kind.KIOSK: Text("自助机", "Kiosk"),
    Station.Kind.WINDOW: Text("窗口", "Window"),
    Station.Kind.DESK: Text("前台", "Front desk"),
}

KINDS = {
    PartKind.ESCPOS: Text("小票打印机", "Ticket printer"),
    PartKind.IPP: Text("A4 打印机", "Page printer"),
    PartKind.SCANNER: Text("扫码器", "Scanner"),
    PartKind.CARD_READER: Text("身份证阅读器", "ID card reader"),
    PartKind.CAMERA: Text("摄像头", "Camera"),
}

STATES = {
    PartState.READY: Text("正常", "Ready"),
    PartState.LOW: Text("纸快用完", "Paper low"),
    PartState.TONER: Text("墨粉快用完", "Toner low"),
    PartState.OUT: Text("缺纸", "Out of paper"),
    PartState.NO_TONER: Text("没墨粉了", "Out of toner"),
    PartState.OPEN: Text("盖子开着", "Cover open"),
    PartState.JAM: Text("卡纸", "Jammed"),
    PartState.FAULT: Text("报故障", "Fault"),
    PartState.AWAY: Text("连不上", "Cannot be reached"),
    PartState.SILENT: Text("不回应", "Does not answer"),
    PartState.GARBLED: Text("回应看不懂", "Answers nonsense"),
    PartState.BLACK: Text("画面是黑的", "Picture is black"),
    PartState.REFUSED: Text("浏览器没让用", "Browser did not allow it"),
}

TO_DO = {
    PartState.LOW: Text("备一卷纸，有空就换。", "Have a roll at hand and change it when there is time."),
    PartState.TONER: Text("备一个墨粉盒，印淡了就换。", "Have a cartridge at hand and change it when prints are pale."),
    PartState.NO_TONER: Text("换墨粉盒。换好自己恢复。", "Change the cartridge. It comes back by itself."),
    PartState.OUT: Text("换纸。换好自己恢复。", "Put in paper. It comes back by itself."),
    PartState.OPEN: Text("把盖子合上。", "Close the cover."),
    PartState.JAM: Text("开盖，取出卡住的纸，再合上。", "Open the cover, take out the stuck paper, close it."),
    PartState.FAULT: Text("关机等十秒再开；不行就报修。", "Switch it off for ten seconds; if that fails, report it."),
    PartState.AWAY: Text("看电源和线插好没有。", "Check its power and cable."),
    PartState.SILENT: Text("关机等十秒再开。", "Switch it off for ten seconds."),
    PartState.GARBLED: Text(
        "可能线松了，或型号配错。重新插一次。", "The cable may be loose or the model wrong. Plug it in again."
    ),
    PartState.BLACK: Text("看镜头有没有被遮住。", "See whether the lens is covered."),
    PartState.REFUSED: Text("在这台机器的浏览器里允许摄像头。", "Allow the camera in the browser of this machine."),
}
"""What to do in each state that is not well."""

_TO_DO_BY_KIND = {
    (PartKind.IPP, PartState.LOW): Text(
        "看一眼纸盒，有空就加纸。", "Look at its trays and fill them when there is time."
    ),
    (PartKind.CARD_READER, PartState.FAULT): Text(
        "拔下再插一次；还是读不出，报修：可能要换里面的授权模块。",
        "Unplug it and plug it in again; if it still reads no card, call its vendor: its security module may have expired.",
    ),
}


def to_do(kind: PartKind, state: PartState) -> Text | None:
    """What to do about a device of this kind; None where all is well."""
    return _TO_DO_BY_KIND.get((kind, state)) or TO_DO.get(state)


SHUT = Text("关门了", "Off for the night")
SCREEN_ASTRAY = Text("显示的不是大屏", "Does not show the calls")
SCREEN_ASTRAY_TO_DO = Text("在那块屏上重新打开大屏页。", "Open the display's page on it again.")
PAGE_ALONE = Text("页面连不上读卡器和扫码器", "The page reaches no reader or scanner")
PAGE_ALONE_TO_DO = Text(
    "看 onetrip-bridge 开着没有、浏览器让不让页面连本机（见 docs/devices.md）。",
    "See whether onetrip-bridge runs, and whether the browser lets the page reach this machine (docs/devices.md).",
)
SCREEN_GONE = Text("没有画面", "No picture")
SCREEN_GONE_TO_DO = Text(
    "看屏幕亮着没有、页面是不是停了；重新打开那一页。",
    "See whether the screen is on and its page stands still; open it again.",
)
BRIDGE_GONE = Text("没有联系", "No contact")
BRIDGE_GONE_TO_DO = Text(
    "看机器开着没有、网线插好没有。机器一联系上就恢复。",
    "See whether the machine is on and its network cable in. It comes back by itself.",
)
BRIDGE_NEVER = Text("还没接上过", "Never connected")
BRIDGE_NEVER_TO_DO = Text("在那台机器上启动 onetrip-bridge。", "Start onetrip-bridge on that machine.")
BRIDGE_TWICE = Text("两个桥用着一把钥匙", "Two bridges use one key")
BRIDGE_TWICE_TO_DO = Text("停掉多余的那个，或者换一把钥匙。", "Stop the one too many, or give a new key.")
CLOCK_OFF_TO_DO = Text(
    "校准那台机器的时钟。记录按服务器的时间，不受影响。",
    "Set that machine's clock. The record goes by the server's time and is right.",
)

_REASONS = {
    Reason.PAPER_OUT: Text("打印机没纸了", "The printer is out of paper"),
    Reason.TONER_OUT: Text("打印机没墨粉了", "The printer is out of toner"),
    Reason.COVER_OPEN: Text("打印机的盖子开着", "The printer's cover is open"),
    Reason.JAM: Text("打印机卡纸了", "The printer is jammed"),
    Reason.FAULT: Text("打印机报了故障", "The printer reports a fault"),
    Reason.AWAY: Text("打印机连不上", "The printer cannot be reached"),
    Reason.SILENT: Text("打印机没有回应", "The printer does not answer"),
    Reason.REJECTED: Text("打印机没有收", "The printer did not take it"),
    Reason.NOT_FETCHED: Text("打印机没有回应", "The printer does not answer"),
    Reason.NOT_REPORTED: Text("打印机没说印好没有", "The printer never said whether it printed"),
    Reason.NOT_RENDERED: Text("要印的内容已经没有了", "What was to be printed is no longer there"),
    Reason.SOURCE_AWAY: Text(
        "要印的内容现在取不到，打印机是好的", "What was to be printed cannot be fetched now; the printer is well"
    ),
    Reason.NOT_MADE: Text("这张纸没做出来，打印机是好的", "The paper could not be made; the printer is well"),
}


def reason_in_words(reason: Reason) -> Text:
    """Why no paper came out, for whoever stands before the machine; without a full stop."""
    return _REASONS[reason]


def place_in_words(kind: str, number: int) -> Text:
    """Where something stands: 3 号窗口, Window 3. The only front desk has no number."""
    name = PLACES[Station.Kind(kind)]
    if kind == Station.Kind.DESK and number == 1:
        return name
    return Text(f"{number} 号{name.zh}", f"{name.en} {number}")


def screen_in_words(device: Device) -> Text:
    """Which machine shows a page: 1 号大屏, Display 1."""
    zh, _, en = Device.Kind(device.kind).label.partition(" ")
    return Text(f"{device.number} 号{zh}", f"{en.capitalize()} {device.number}")


_WEEKDAYS = (
    *(Text("星期一", "Monday"), Text("星期二", "Tuesday"), Text("星期三", "Wednesday"), Text("星期四", "Thursday")),
    *(Text("星期五", "Friday"), Text("星期六", "Saturday"), Text("星期日", "Sunday")),
)


def since_in_words(at: datetime, now: datetime) -> Text:
    """Since when, both moments on one clock: 9:41 起; with its day where that is not today."""
    clock, days = f"{at.hour}:{at.minute:02}", (now.date() - at.date()).days
    if days == 0:
        return Text(f"{clock} 起", f"since {clock}")
    if days == 1:
        return Text(f"昨天 {clock} 起", f"since yesterday {clock}")
    if 1 < days < 7:
        weekday = _WEEKDAYS[at.weekday()]
        return Text(f"{weekday.zh} {clock} 起", f"since {weekday.en} {clock}")
    return Text(f"{at.month} 月 {at.day} 日 {clock} 起", f"since {at.day}/{at.month} (day/month) {clock}")
