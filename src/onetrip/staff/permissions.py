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
    SERVE_AT_WINDOW = "serve-at-window"
    PICK_FROM_QUEUE = "pick-from-queue"
    RUN_HALL = "run-hall"  # the supervisor's page of the hall, the weights of priorities, asking a clerk to a window
    SEE_IDENTITY = "see-identity"
    HANDLE_RECTIFICATION = "handle-rectification"
    SEE_FIGURES = "see-figures"
    PLAN_OPENING = "plan-opening"  # opening hours, halls, how many may be booked
    READ_MANUAL = "read-manual"
    READ_CATALOGUE_WORK = "read-catalogue-work"
    EDIT_CATALOGUE = "edit-catalogue"
    REVIEW_CATALOGUE = "review-catalogue"
    PUBLISH_CATALOGUE = "publish-catalogue"
    MANAGE_ACCOUNTS = "manage-accounts"
