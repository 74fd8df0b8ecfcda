"""What can be allowed. Every URL and API operation names one of these; a test fails on any that does not."""

from __future__ import annotations

from enum import StrEnum


class Permission(StrEnum):
    """One thing that may be done, or seen. The values are stored in no table: roles are code, grants are data."""

    ANYONE = "anyone"  # residents without an account, and therefore everybody
    SIGNED_IN = "signed-in"
    CONSULT_AT_DESK = "consult-at-desk"
    CHECK_IN = "check-in"
    SEE_DISPLAY = "see-display"
    SEE_QUEUE = "see-queue"
    USE_KIOSK = "use-kiosk"  # the machines of the 24-hour hall, and staff who look at one
    REVIEW_ERRANDS = "review-errands"
    SERVE_AT_WINDOW = "serve-at-window"
    PICK_FROM_QUEUE = "pick-from-queue"
    RUN_HALL = "run-hall"  # the supervisor's page of the hall, the weights of priorities, asking a clerk to a window
    SEE_IDENTITY = "see-identity"  # the full number and name, for a purpose that is put on record
    SEE_TELEPHONE = "see-telephone"
    SEE_PRIVATE = "see-private"  # what somebody answered about health, family and money
    KEEP_PERSONAL_DATA = "keep-personal-data"  # how long what is kept, holds, requests for erasure, who looked at whom
    HANDLE_RECTIFICATION = "handle-rectification"
    DECIDE_CASES = "decide-cases"  # the department whose matter it is; which one stands in the grant
    WATCH_LIMITS = "watch-limits"  # the cases that run out or are late, without their persons
    WATCH_DELIVERY = "watch-delivery"  # results nobody fetched, and parcels astray, without their persons
    FOLLOW_NOTICES = "follow-notices"  # messages that were not delivered: send again, or telephone
    READ_NOTICE_WORDS = "read-notice-words"
    SET_NOTICES = "set-notices"  # quiet hours, most a day, days of collection
    REPORT_RECEIPTS = "report-receipts"  # no role holds it: a gateway signs its call (onetrip.notices.access)
    SEE_FIGURES = "see-figures"
    OPEN_THE_DAY = "open-the-day"
    PLAN_OPENING = "plan-opening"  # opening hours, halls, how many may be booked
    READ_MANUAL = "read-manual"
    READ_CATALOGUE_WORK = "read-catalogue-work"
    EDIT_CATALOGUE = "edit-catalogue"
    REVIEW_CATALOGUE = "review-catalogue"
    PUBLISH_CATALOGUE = "publish-catalogue"
    MANAGE_ACCOUNTS = "manage-accounts"
    RUN_BRIDGE = "run-bridge"  # no role holds it: a bridge shows a key of its own (onetrip.devices.access)
    CALL_AS_DEPARTMENT = "call-as-department"  # no role holds it: a system signs its calls (onetrip.departments.access)
    MANAGE_DEVICES = "manage-devices"
    SEE_OPERATION = "see-operation"  # how the house works: database, clock, backups; nothing of any person
    ANSWER_COLLEAGUES = "answer-colleagues"  # the supervisor whom a window calls with a difficult case
    LEARN = "learn"  # one's own plan of training, tests and daily practice
    RUN_TRAINING = "run-training"  # who is qualified for what; whether a trial is confirmed
    SEE_OWN_DUTY = "see-own-duty"  # the published roster; one's own wishes, leave, breaks and swaps
    PLAN_DUTY = "plan-duty"  # propose, change and publish the roster; decide on leave
    SEE_OWN_SHEET = "see-own-sheet"  # one's own monthly appraisal, and objecting to it
    SEE_SHEETS = "see-sheets"  # everybody's, each look on record
    SET_APPRAISAL = "set-appraisal"  # the model of the appraisal, freezing a month, answering objections
    REHEARSE = "rehearse"  # simulated days, drills and what came of them; nothing of any resident
    LEND_ROLES = "lend-roles"  # give a colleague a role of one's own for some days, and take it back


DATA_CLASSES = (Permission.SEE_IDENTITY, Permission.SEE_TELEPHONE, Permission.SEE_PRIVATE)
"""The classes of personal data: a grant may be given without one of them, whatever its role holds."""
