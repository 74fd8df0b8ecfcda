"""The roles of a centre as plain classes, so that a change of rights is a diff that one can review."""

from __future__ import annotations

from onetrip.rules import Text
from onetrip.staff.permissions import Permission


class Resident:
    """Anybody, without an account."""

    name = Text("居民", "Resident")
    permissions = frozenset({Permission.ANYONE})


class Guide:
    """Receives people at the door and at the front desk: consults, prints slips, draws tickets."""

    name = Text("导办", "Guide")
    permissions = Resident.permissions | {
        Permission.SIGNED_IN,
        Permission.CONSULT_AT_DESK,
        Permission.CHECK_IN,
        Permission.SEE_DISPLAY,
        Permission.SEE_QUEUE,
        Permission.USE_KIOSK,
        Permission.READ_MANUAL,
        Permission.LEARN,
        Permission.SEE_OWN_DUTY,
        Permission.SEE_OWN_SHEET,
    }


class Clerk:
    """Serves at a window: any window takes any matter."""

    name = Text("窗口人员", "Clerk")
    permissions = Guide.permissions | {
        Permission.SERVE_AT_WINDOW,
        Permission.SEE_IDENTITY,
        Permission.SEE_TELEPHONE,
        Permission.SEE_PRIVATE,
        Permission.REVIEW_ERRANDS,
        Permission.WATCH_DELIVERY,
        Permission.FOLLOW_NOTICES,
    }


class Supervisor:
    """Duty supervisor: may pick from the queue, handles rectifications and broken promises."""

    name = Text("值班长", "Supervisor")
    permissions = Clerk.permissions | {
        Permission.PICK_FROM_QUEUE,
        Permission.RUN_HALL,
        Permission.HANDLE_RECTIFICATION,
        Permission.KEEP_PERSONAL_DATA,
        Permission.WATCH_LIMITS,
        Permission.SEE_FIGURES,
        Permission.OPEN_THE_DAY,
        Permission.PLAN_OPENING,
        Permission.ANSWER_COLLEAGUES,
        Permission.RUN_TRAINING,
        Permission.PLAN_DUTY,
        Permission.LEND_ROLES,
    }


class Director:
    """Sees the figures and the rectifications of the centre; has no need to see a resident's number."""

    name = Text("主任", "Director")
    permissions = Resident.permissions | {
        Permission.SIGNED_IN,
        Permission.USE_KIOSK,
        Permission.SEE_DISPLAY,
        Permission.SEE_QUEUE,
        Permission.RUN_HALL,
        Permission.HANDLE_RECTIFICATION,
        Permission.KEEP_PERSONAL_DATA,
        Permission.SEE_TELEPHONE,  # of whoever left one with a complaint
        Permission.WATCH_LIMITS,
        Permission.WATCH_DELIVERY,
        Permission.SEE_FIGURES,
        Permission.OPEN_THE_DAY,
        Permission.PLAN_OPENING,
        Permission.READ_MANUAL,
        Permission.READ_CATALOGUE_WORK,
        Permission.READ_NOTICE_WORDS,
        Permission.SET_NOTICES,
        Permission.MANAGE_ACCOUNTS,
        Permission.ANSWER_COLLEAGUES,  # what no supervisor took comes to them
        Permission.RUN_TRAINING,
        Permission.SEE_OWN_DUTY,
        Permission.PLAN_DUTY,
        Permission.SEE_SHEETS,
        Permission.SET_APPRAISAL,
        Permission.REHEARSE,
        Permission.LEND_ROLES,
        Permission.MANAGE_DEVICES,
        Permission.SEE_OPERATION,
    }


class Operator:
    """Runs the house: sees how it works, and nothing of residents or cases."""

    name = Text("运维", "Operator")
    permissions = Resident.permissions | {Permission.SIGNED_IN, Permission.SEE_OPERATION}


class Editor:
    """Keeps the catalogue. Writing and reviewing are both theirs, but never of the same draft."""

    name = Text("事项编辑", "Editor")
    permissions = Resident.permissions | {
        Permission.SIGNED_IN,
        Permission.READ_MANUAL,
        Permission.READ_CATALOGUE_WORK,
        Permission.EDIT_CATALOGUE,
        Permission.REVIEW_CATALOGUE,
        Permission.PUBLISH_CATALOGUE,
        Permission.READ_NOTICE_WORDS,
    }


class Reviewer:
    """Works in a department: reviews and decides the cases of its matters. Which department stands in the grant."""

    name = Text("部门审批", "Department")
    permissions = Resident.permissions | {
        Permission.SIGNED_IN,
        Permission.READ_MANUAL,
        Permission.DECIDE_CASES,
    }


class Device:
    """A lobby display, a ticket machine or a kiosk."""

    name = Text("设备", "Device")
    permissions = Resident.permissions | {
        Permission.SIGNED_IN,
        Permission.CHECK_IN,
        Permission.SEE_DISPLAY,
        Permission.USE_KIOSK,
    }


Role = (
    type[Resident]
    | type[Guide]
    | type[Clerk]
    | type[Supervisor]
    | type[Director]
    | type[Operator]
    | type[Editor]
    | type[Reviewer]
    | type[Device]
)

ROLES: dict[str, Role] = {
    "resident": Resident,
    "guide": Guide,
    "clerk": Clerk,
    "supervisor": Supervisor,
    "director": Director,
    "operator": Operator,
    "editor": Editor,
    "reviewer": Reviewer,
    "device": Device,
}
"""Every role by the word stored in a grant. `resident` is what a request without an account has; it is never granted."""


def permitted(roles: frozenset[str], permission: Permission) -> bool:
    """Whether somebody holding `roles` may do `permission`. The one place that decides."""
    return permission in Resident.permissions or any(permission in ROLES[role].permissions for role in roles)
