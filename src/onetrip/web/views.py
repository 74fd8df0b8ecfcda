"""Doors of the house that belong to no room: where staff begin, pairing a device, health, errors outside views."""

from __future__ import annotations

import sys
from datetime import timedelta

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from onetrip.centres.queries import find_device
from onetrip.ledger import brakes
from onetrip.ledger.brakes import Limit
from onetrip.ledger.refusals import NotFound, Refused
from onetrip.ledger.visitors import place_of
from onetrip.signin.entering import WRONG_BEFORE
from onetrip.staff import sessions
from onetrip.staff.access import account_of, centre_of, requires
from onetrip.staff.permissions import Permission
from onetrip.web.machines import first_page
from onetrip.web.middleware.faults import fault_response, refusal_of, refusal_response


@requires(Permission.SIGNED_IN)
@require_GET
def staff_start(request: HttpRequest) -> HttpResponse:
    """Where to go: the pages that this account may use."""
    account = account_of(request)
    centre = centre_of(request)
    doors = [door for door in _DOORS if account.may(door[0], centre)]
    wrong_before = request.session.pop(WRONG_BEFORE, 0)
    return render(request, "web/staff_start.html", {"doors": doors, "account": account, "wrong_before": wrong_before})


_DOORS = [
    (
        Permission.CONSULT_AT_DESK,
        "/desk/",
        ("前台咨询", "Front desk"),
        ("问、算、印小贴士", "Ask, plan, print the slip"),
    ),
    (Permission.SERVE_AT_WINDOW, "/window/", ("窗口", "Window"), ("叫号、核材料、受理", "Call, check papers, accept")),
    (
        Permission.SERVE_AT_WINDOW,
        "/cases/",
        ("办件", "Cases"),
        ("过期的、快到期的，往前走一步", "What is late or runs out soon, one step further"),
    ),
    (
        Permission.SERVE_AT_WINDOW,
        "/deliver/",
        ("交结果", "Hand over"),
        (
            "扫受理单，交给居民；邮寄、取件柜、没人来取的",
            "Scan the receipt and hand over; post, cabinets, not collected",
        ),
    ),
    (
        Permission.FOLLOW_NOTICES,
        "/notices/undelivered/",
        ("没送到的消息", "Not delivered"),
        ("谁还不知道，打电话或再发", "Who does not know yet: telephone, or send again"),
    ),
    (
        Permission.REVIEW_ERRANDS,
        "/review/",
        ("自助件审核", "From the kiosks"),
        ("自助机交来的，看材料，受理或请居民补", "What came from the kiosks: look, accept, or ask again"),
    ),
    (
        Permission.CHECK_IN,
        "/hall/",
        ("取号", "Check-in"),
        ("扫小贴士或身份证，出号", "Scan a slip or an ID card, draw a ticket"),
    ),
    (
        Permission.RUN_HALL,
        "/hall/watch",
        ("值班台", "Duty desk"),
        ("等候过线、空着的窗口、挑号、加班", "Long waits, free windows, picks, overtime"),
    ),
    (
        Permission.CONSULT_AT_DESK,
        "/desk/bookings/",
        ("预约", "Bookings"),
        ("今天谁要来；在柜台、电话里帮人约", "Who is expected today; booking at the desk and by telephone"),
    ),
    (
        Permission.LEARN,
        "/training/",
        ("我的学习", "My training"),
        ("今天十分钟、学到哪儿了、考试", "Ten minutes a day, how far I am, tests"),
    ),
    (
        Permission.RUN_TRAINING,
        "/training/people/",
        ("谁能办什么", "Who is qualified"),
        ("上岗资格、试岗、三个月后的跟踪", "Qualifications, trials, the follow-up after three months"),
    ),
    (
        Permission.READ_MANUAL,
        "/knowledge/",
        ("疑难问答", "Difficult cases"),
        ("窗口问过什么、怎么答的", "What windows asked, and what was answered"),
    ),
    (
        Permission.SEE_OWN_DUTY,
        "/duty/",
        ("我的班", "My duty"),
        ("排班、请假、换班、想要的班", "Roster, leave, swaps and wishes"),
    ),
    (
        Permission.PLAN_DUTY,
        "/duty/plan/",
        ("排班", "Rosters"),
        ("两周的班由系统排好，人来定", "Two weeks proposed by the system, decided by people"),
    ),
    (
        Permission.SEE_OWN_SHEET,
        "/sheet/",
        ("我的月度表", "My monthly sheet"),
        ("五个维度，每个数都能点开", "Five dimensions, and what is behind each figure"),
    ),
    (
        Permission.SEE_SHEETS,
        "/sheets/",
        ("五维绩效", "Appraisal"),
        ("每个人的月度表、模型、异议、定稿", "Everybody's sheets, the model, objections, freezing a month"),
    ),
    (
        Permission.LEND_ROLES,
        "/staff/rights/",
        ("谁能做什么", "Who may do what"),
        ("角色借给同事几天，收回来", "Lend a colleague a role for some days, take it back"),
    ),
    (
        Permission.SEE_DISPLAY,
        "/display/",
        ("大屏", "Lobby display"),
        ("叫到谁，去几号窗口", "Who is called, to which window"),
    ),
    (
        Permission.SEE_FIGURES,
        "/insight/self-service",
        ("自助", "Self-service"),
        ("自助办了多少，几点用，停在哪一步", "How much serves itself, when, and where it is given up"),
    ),
    (
        Permission.SEE_FIGURES,
        "/director/",
        ("今天", "Today"),
        ("一趟办成率、说到做到、大厅", "One-trip rate, promises kept, the hall"),
    ),
    (
        Permission.REHEARSE,
        "/rehearsal/",
        ("推演", "Rehearsal"),
        ("明天之前先走一遍：开几个窗口，放几个预约", "Act the day before it comes: windows, appointments, what if"),
    ),
    (
        Permission.OPEN_THE_DAY,
        "/morning/",
        ("开门前", "Before the doors open"),
        (
            "晨检：每样东西试一遍；日结：每个号有着落",
            "The morning round tries everything; the day's account ends every number",
        ),
    ),
    (
        Permission.PLAN_OPENING,
        "/director/opening/",
        ("开门和预约", "Opening and bookings"),
        ("哪天半天、哪天不开门，一天能约多少，几个大厅", "Half days, closed days, how many may be booked, the halls"),
    ),
    (
        Permission.SEE_FIGURES,
        "/devices/",
        ("设备", "Devices"),
        ("打印机、扫码器、阅读器，哪台要去看", "Printers, scanners, readers: which one to look at"),
    ),
    (
        Permission.SEE_FIGURES,
        "/nodes/",
        ("市里的线路", "Line to the city"),
        ("通不通、等着发的、要人定的冲突", "Up or down, what waits, conflicts to decide"),
    ),
    (
        Permission.MANAGE_DEVICES,
        "/kiosks/",
        ("自助机", "Kiosks"),
        ("每台有什么，办得了什么", "What each has, and what it can do"),
    ),
    (
        Permission.OPEN_THE_DAY,
        "/licences/",
        ("电子证照库", "E-licences"),
        ("通不通，每分钟几个回音，欠着的查询", "Whether the store answers, and what waits for it"),
    ),
    (
        Permission.KEEP_PERSONAL_DATA,
        "/personal-data/",
        ("个人信息", "Personal data"),
        (
            "留多久、删了多少，谁看过完整号码，要求删除的",
            "How long it is kept, what went, who looked, requests for erasure",
        ),
    ),
    (
        Permission.SEE_OPERATION,
        "/operator/",
        ("运维", "Operation"),
        ("数据库、时钟、备份、封存，哪样要看", "Database, clock, backups, seals: what needs a look"),
    ),
    (
        Permission.HANDLE_RECTIFICATION,
        "/rectifications/",
        ("整改", "Rectification"),
        ("差评、失约、办不成事，谁在管", "Bad ratings, broken promises, what could not be done: who sees to it"),
    ),
    (
        Permission.CONSULT_AT_DESK,
        "/could-not/",
        ("办不成事", "Could not be done"),
        ("居民说没办成、要投诉：替他记下来", "Write down for a resident what could not be done"),
    ),
    (
        Permission.DECIDE_CASES,
        "/department/",
        ("部门办件", "Department"),
        ("等我们审、等我们定的", "Cases to be reviewed and decided"),
    ),
    (
        Permission.MANAGE_ACCOUNTS,
        "/departments/",
        ("部门系统", "Systems of departments"),
        ("谁的系统接进来，钥匙、通知到没到", "Which systems call in, their keys, whether they are told"),
    ),
    (
        Permission.WATCH_LIMITS,
        "/cases/limits",
        ("办件期限", "Limits"),
        ("快到期的、过期的，过了多久", "What runs out, what is late, and for how long"),
    ),
    (
        Permission.READ_MANUAL,
        "/manual/",
        ("业务手册", "Work manual"),
        ("每件事怎么办，一页一件，也有全书", "How each matter goes, one page each, and the whole book"),
    ),
    (
        Permission.READ_NOTICE_WORDS,
        "/notices/",
        ("消息怎么说", "What messages say"),
        ("短信、邮件的话，多长，几点发", "The words of messages, their length, and when they go out"),
    ),
    (
        Permission.READ_CATALOGUE_WORK,
        "/catalogue/",
        ("事项目录", "Catalogue"),
        ("版本、待核对的地方", "Versions, and what is to be verified"),
    ),
]


_WRONG_PAIRINGS = Limit("pairing", 20, timedelta(minutes=15))
"""Pairing addresses that open nothing, from one address."""


@requires(Permission.ANYONE)
@never_cache
@require_GET
def pair_device(request: HttpRequest, secret: str) -> HttpResponse:
    """A display, a ticket machine or a kiosk, which has no keyboard, signs in by the secret address it was given."""
    place, now = place_of(request), timezone.now()
    brakes.refuse_if_over(_WRONG_PAIRINGS, place, now)
    device = find_device(secret)
    if device is None or not device.account.is_active:
        brakes.counted(_WRONG_PAIRINGS, place, now)
        raise NotFound(
            "device-unknown",
            "没有这台设备。请用新的配对地址。",
            "There is no such device. Please use a new pairing address.",
        )
    sessions.sign_in(request, device.account, proofs=("pairing",))
    request.session.set_expiry(365 * 24 * 3600)
    return redirect(first_page(device))


@requires(Permission.ANYONE)
@never_cache
@require_GET
def health(_request: HttpRequest) -> JsonResponse:
    """Whether the house answers and reaches its database; raises what the database raises (answered as 503)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 -- Django's signature
    """A form that was open too long, or that did not come from our page."""
    return refusal_response(
        request,
        Refused(
            "form-expired",
            "这张表开得太久了，为了安全没有收。请刷新页面再交一次，填过的内容请再看一遍。",
            "This form was open too long and was not taken, to be safe. Please reload the page and send it again.",
            status=403,
        ),
    )


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 -- Django's signature
    """An address that leads nowhere."""
    return refusal_response(
        request,
        NotFound(
            "not-found",
            "没有这一页。地址可能抄错了，或者已经过期。请回到首页，或问工作人员。",
            "There is no such page. The address may be mistyped or out of date. Please go to the start page or ask the staff.",
        ),
    )


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A request that makes no sense, or is too large already for the check of its token."""
    return refusal_response(request, refusal_of(exception) or _BAD_REQUEST)


_BAD_REQUEST = Refused("bad-request", "这个请求读不懂。", "This request cannot be understood.", status=400)


def mistake(request: HttpRequest) -> HttpResponse:
    """An exception outside of any view (in a middleware)."""
    return fault_response(request, sys.exc_info()[1])
