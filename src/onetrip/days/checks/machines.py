"""The machines of the hall: what each says of itself, every printer put to the proof, every screen asked for its picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from onetrip.bridge.states import PartKind
from onetrip.centres.models import Device
from onetrip.days.checks.check import Check, Moment
from onetrip.days.judging import Found, mind, well, wrong
from onetrip.devices import actions, queries
from onetrip.devices.models import PrintJob
from onetrip.devices.queries import Printer
from onetrip.devices.showing import PartShown, page_of, screen_shown
from onetrip.devices.words import screen_in_words, since_in_words
from onetrip.ledger import requests
from onetrip.ledger.requests import further
from onetrip.rules import Text

PATIENCE = timedelta(seconds=9)
"""How long a trial strip may take. A page printer that warms up takes longer: nobody waits for it here, it is told of."""
_MACHINES = Text("设备", "Machines")


def devices(at: Moment) -> Found:
    """Every device with what it says of itself now: printers with their paper, readers, scanners, cameras."""
    page = page_of(at.place.centre, at.now)
    if not page.places:
        return well("没有登记设备，纸由浏览器打印。", "No device is on record: browsers print.")
    details = tuple(
        Text(
            f"{one.place.zh}：{one.part.name.zh}{_said(one.part).zh}。{one.part.to_do.zh if one.part.to_do else ''}",
            f"{one.place.en}: {one.part.name.en}, {_said(one.part).en}. {one.part.to_do.en if one.part.to_do else ''}",
        )
        for one in page.troubles
    )
    if any(one.part.level == "trouble" for one in page.troubles):
        said = Text(f"{len(page.troubles)} 处要去看。", f"{len(page.troubles)} to look at.")
        return wrong(said, Text("照下面一处一处修好，再测。", "Put each right as it says, then try again."), *details)
    if page.troubles:
        said = Text(f"能用，{len(page.troubles)} 处请留意。", f"They work; {len(page.troubles)} to mind.")
        return mind(said, Text("有空就换纸、对时。", "Change paper and set clocks when there is time."), *details)
    if page.never:
        said = Text(
            f"接上的都正常，{page.never} 个位置还没接上过。", f"All in contact are well; {page.never} never connected."
        )
        return mind(said, Text("在那些机器上启动 onetrip-bridge。", "Start onetrip-bridge on those machines."))
    return well(f"{page.devices} 台都正常。", f"All {page.devices} are well.")


def _said(part: PartShown) -> Text:
    """How a device is, and since when."""
    if part.since_said is None:
        return part.state
    return Text(f"{part.state.zh}，{part.since_said.zh}", f"{part.state.en} {part.since_said.en}")


def printers(at: Moment) -> Found | None:
    """A trial strip out of every printer that says it would print; None while they come out.

    No request waits for them: the bridges need the threads of the house to say that a strip is out.
    """
    known = queries.printers(at.place.centre.code, at.now)
    if not known:
        return well("没有登记打印机，纸由浏览器打印。", "No printer is on record: browsers print.")
    tried = _strips(known, at)
    if not tried:
        said = Text(
            f"{len(known)} 台都有毛病，一台也没试成。", f"All {len(known)} are in trouble; none could be tried."
        )
        return mind(said, Text("先修上面“设备”里的，再测。", "Put right what “Machines” names first, then try again."))
    if any(job.ended_at is None for job in tried) and at.now - min(job.asked_at for job in tried) < PATIENCE:
        return None
    failed = [one.where for job, one in tried.items() if job.state in _ENDED_BADLY or not _may_warm_up(one, job.state)]
    if failed:
        said = Text(
            f"{len(tried)} 台试印，{len(failed)} 台没印出来。",
            f"{len(failed)} of {len(tried)} printers put out no strip.",
        )
        return wrong(
            said, Text("看纸、看盖子、看线，再测。", "Look at paper, cover and cable, then try again."), *failed
        )
    warming = [one.where for job, one in tried.items() if job.state != PrintJob.State.PRINTED]
    if warming:
        said = Text(f"{len(warming)} 台 A4 打印机还在印。", f"{len(warming)} page printers are still at it.")
        return mind(
            said, Text("冷机要预热，一分钟后看纸出来没有。", "A cold one warms up: look in a minute."), *warming
        )
    return well(f"{len(tried)} 台都印出来了。", f"All {len(tried)} printed.", *(one.where for one in tried.values()))


_ENDED_BADLY = (PrintJob.State.FAILED, PrintJob.State.UNKNOWN)


def _may_warm_up(printer: Printer, state: str) -> bool:
    return state == PrintJob.State.PRINTED or printer.kind == PartKind.IPP


def _strips(printers: Sequence[Printer], at: Moment) -> dict[PrintJob, Printer]:
    """The strips of this try: of every printer that would print, and of those that were asked before they got into trouble."""
    keys = {printer.id: further(at.key, f"strip {printer.id}") for printer in printers}
    asked = requests.used(keys.values())
    return {
        actions.ask_for(
            kind=PrintJob.Kind.TRIAL,
            reference=str(printer.id),
            printer=printer,
            origin=at.origin,
            language="zh",
            now=at.now,
            by="system:round",
            key=keys[printer.id],
        ): printer
        for printer in printers
        if printer.trouble is None or keys[printer.id] in asked
    }


def screens(at: Moment) -> Found:
    """Whether every display, ticket machine and kiosk shows its page."""
    code, local = at.place.centre.code, at.place.centre.local
    heard = {screen.device_id: screen for screen in queries.screens(code)}
    known = list(Device.objects.filter(centre_id=code).order_by("kind", "number"))
    if not known:
        said = Text("一个屏幕也没有登记。", "No screen is on record.")
        return mind(
            said, Text("登记大屏、取号机和自助机，再打开它们。", "Put displays and machines on record, then open them.")
        )
    gone: list[Text] = []
    for device in known:
        picture = screen_shown(heard[device.pk], at.now) if device.pk in heard else None
        if picture is not None and picture.level == "trouble":
            since = since_in_words(local(picture.since), local(at.now)) if picture.since else None
            name, how = screen_in_words(device), _said(replace(picture, since_said=since))
            gone.append(Text(f"{name.zh}：{how.zh}", f"{name.en}: {how.en}"))
    never = [screen_in_words(device) for device in known if device.pk not in heard]
    if gone:
        said = Text(
            f"{len(known)} 个屏幕，{len(gone)} 个没有好好显示。",
            f"{len(gone)} of {len(known)} screens do not show their page.",
        )
        return wrong(
            said,
            Text("看屏幕亮着没有，重新打开那一页。", "See whether they are on; open their page again."),
            *gone,
            *never,
        )
    if never:
        said = Text(f"{len(never)} 个屏幕还没打开过。", f"{len(never)} screens were never opened.")
        return mind(said, Text("用配对地址打开。", "Open them by their pairing address."), *never)
    return well(f"{len(known)} 个屏幕都有画面。", f"All {len(known)} screens show their page.")


CHECKS = (
    Check("devices", _MACHINES, Text("打印机、阅读器、扫码器", "Printers, readers, scanners"), devices),
    Check("printers", _MACHINES, Text("每台打印机试印", "A strip from every printer"), printers),
    Check("screens", _MACHINES, Text("大屏、取号机、自助机的画面", "Displays, ticket machines, kiosks"), screens),
)
