"""The machines of the hall: what each says of itself, every printer put to the proof, every screen asked for its picture."""

from __future__ import annotations

import time
import uuid

from onetrip.centres.models import Device
from onetrip.days.checks.check import Check, Moment
from onetrip.days.judging import Found, mind, well, wrong
from onetrip.devices import actions, queries
from onetrip.devices.models import PrintJob
from onetrip.devices.showing import page_of
from onetrip.devices.words import screen_in_words
from onetrip.rules import Text

PATIENCE_SECONDS = 9.0
"""How long a trial strip may take; a page printer may have to warm up."""
_LOOK_SECONDS = 0.2
_MACHINES = Text("设备", "Machines")


def devices(at: Moment) -> Found:
    """Every device with what it says of itself now: printers with their paper, readers, scanners, cameras."""
    page = page_of(at.place.centre, at.now)
    if not page.places:
        return well("没有登记设备，纸由浏览器打印。", "No device is on record: browsers print.")
    details = tuple(
        Text(
            f"{one.place.zh}：{one.part.name.zh}{one.part.state.zh}。{one.part.to_do.zh if one.part.to_do else ''}",
            f"{one.place.en}: {one.part.name.en}, {one.part.state.en}. {one.part.to_do.en if one.part.to_do else ''}",
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


def printers(at: Moment) -> Found:
    """A trial strip out of every printer that says it would print."""
    code = at.place.centre.code
    tried: dict[uuid.UUID, Text] = {}
    for station in queries.stations(code):
        for part in station.parts.all():
            printer = queries.printer(code, part.pk, at.now) if part.is_printer else None
            if printer is not None and printer.trouble is None:
                job = actions.ask_for(
                    kind=PrintJob.Kind.TRIAL,
                    reference=str(printer.id),
                    printer=printer,
                    origin="",
                    language="zh",
                    now=at.now,
                    by="system:round",
                    key=uuid.uuid4(),
                )
                tried[job.pk] = printer.where
    if not tried:
        return well("没有能试的打印机。", "There is no printer to try.")
    failed = [tried[job] for job in _not_printed(list(tried))]
    if failed:
        said = Text(
            f"{len(tried)} 台试印，{len(failed)} 台没印出来。",
            f"{len(failed)} of {len(tried)} printers put out no strip.",
        )
        return wrong(
            said, Text("看纸、看盖子、看线，再测。", "Look at paper, cover and cable, then try again."), *failed
        )
    return well(f"{len(tried)} 台都印出来了。", f"All {len(tried)} printed.", *tried.values())


def _not_printed(jobs: list[uuid.UUID]) -> list[uuid.UUID]:
    """Those that have not come out when all have ended, or patience has."""
    until = time.monotonic() + PATIENCE_SECONDS
    while True:
        printed = set(PrintJob.objects.filter(pk__in=jobs, state=PrintJob.State.PRINTED).values_list("pk", flat=True))
        open_ones = PrintJob.objects.filter(pk__in=jobs, ended_at=None).exists()
        if not open_ones or time.monotonic() > until:
            return [job for job in jobs if job not in printed]
        time.sleep(_LOOK_SECONDS)


def screens(at: Moment) -> Found:
    """Whether every display, ticket machine and kiosk shows its page."""
    code = at.place.centre.code
    heard = {screen.device_id: screen for screen in queries.screens(code)}
    known = list(Device.objects.filter(centre_id=code).order_by("kind", "number"))
    gone = [one for one in known if one.pk in heard and not heard[one.pk].is_heard(at.now)]
    never = [one for one in known if one.pk not in heard]
    details = tuple(screen_in_words(one) for one in (*gone, *never))
    if gone:
        said = Text(
            f"{len(known)} 个屏幕，{len(gone)} 个没有画面。", f"{len(gone)} of {len(known)} screens show nothing."
        )
        return wrong(
            said, Text("看屏幕亮着没有，重新打开那一页。", "See whether they are on; open their page again."), *details
        )
    if never:
        said = Text(f"{len(never)} 个屏幕还没打开过。", f"{len(never)} screens were never opened.")
        return mind(said, Text("用配对地址打开。", "Open them by their pairing address."), *details)
    return well(f"{len(known)} 个屏幕都有画面。", f"All {len(known)} screens show their page.")


CHECKS = (
    Check("devices", _MACHINES, Text("打印机、阅读器、扫码器", "Printers, readers, scanners"), devices),
    Check("printers", _MACHINES, Text("每台打印机试印", "A strip from every printer"), printers),
    Check("screens", _MACHINES, Text("大屏、取号机、自助机的画面", "Displays, ticket machines, kiosks"), screens),
)
