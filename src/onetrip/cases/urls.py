from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from onetrip.cases.views import checking, following, papers, window

urlpatterns: list[URLPattern | URLResolver] = [
    path("window/", window.window, name="window"),
    path("window/queue", window.queue, name="window-queue"),
    path("window/take", window.take, name="window-take"),
    path("window/pause", window.pause, name="window-pause"),
    path("window/leave", window.leave, name="window-leave"),
    path("window/call", window.call, name="window-call"),
    path("window/identity", window.identity, name="window-identity"),
    path("window/tickets/<uuid:ticket_id>/<slug:verb>", window.step, name="window-step"),
    path("window/recognise", checking.recognise, name="window-recognise"),
    path("window/find", checking.find_matters, name="window-find"),
    path("window/matters", checking.change_matters, name="window-matters"),
    path("window/check", checking.check, name="window-check"),
    path("window/accept", checking.accept, name="window-accept"),
    path("window/accept-part", checking.accept_part, name="window-accept-part"),
    path("cases/", following.cases, name="cases"),
    path("cases/<str:number>", following.case, name="case"),
    path("cases/<str:number>/<slug:verb>", following.move, name="case-move"),
    path("r/<str:token>.pdf", papers.receipt_paper, {"kind": "a5"}, name="receipt-pdf"),
    path("r/<str:token>/80mm.pdf", papers.receipt_paper, {"kind": "roll"}, name="receipt-roll"),
    path("r/<str:token>/rating", papers.rate_receipt, name="rate-receipt"),
    path("r/<str:token>", papers.receipt, name="receipt"),
    path("n/<str:token>.pdf", papers.notice_paper, {"kind": "a5"}, name="notice-pdf"),
    path("n/<str:token>/80mm.pdf", papers.notice_paper, {"kind": "roll"}, name="notice-roll"),
    path("n/<str:token>/rating", papers.rate_notice, name="rate-notice"),
    path("n/<str:token>", papers.notice, name="notice"),
]
