from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from onetrip.kiosk.errands.views import ending, phone, pictures, review, run, usage

urlpatterns: list[URLPattern | URLResolver] = [
    path("kiosk/errands/now", run.now, name="errand"),
    path("kiosk/errands/now/papers", pictures.papers_now, name="errand-papers"),
    path("kiosk/errands/now/receipt", ending.print_receipt, name="errand-print-receipt"),
    path("kiosk/errands/now/printing", ending.printing_now, name="errand-printing"),
    path("kiosk/errands/now/receipt/printing", ending.receipt_printing, name="errand-receipt-printing"),
    path("kiosk/errands/now/receipt.pdf", ending.receipt_paper, name="errand-receipt-paper"),
    path("kiosk/errands/now/record.pdf", ending.record, name="errand-record"),
    path("kiosk/errands/now/do/<slug:verb>", run.act, name="errand-act"),
    path("kiosk/errands/now/sign", pictures.sign, name="errand-sign"),
    path("kiosk/errands/now/phone", pictures.hand_over, name="errand-phone"),
    path("kiosk/errands/now/phone/<slug:paper>", pictures.handed_now, name="errand-handed"),
    path("kiosk/errands/now/camera/<slug:paper>", pictures.photograph, name="errand-camera"),
    path("kiosk/errands/now/pictures/<uuid:picture_id>", pictures.picture, name="errand-picture"),
    path("kiosk/errands/now/pictures/<uuid:picture_id>/drop", pictures.drop, name="errand-drop"),
    path("kiosk/errands/return", ending.come_back, name="errand-return"),
    path("kiosk/errands/<slug:matter>", run.start, name="errand-start"),
    path("kiosk/errands/<slug:matter>/begin", run.begin, name="errand-begin"),
    path("p/<str:token>", phone.hand_over, name="hand-over"),
    path("p/<str:token>/here", phone.connect, name="hand-over-here"),
    path("p/<str:token>/picture", phone.send, name="hand-over-send"),
    path("e/<str:token>.pdf", phone.receipt_paper, {"kind": "a5"}, name="errand-receipt-pdf"),
    path("e/<str:token>/80mm.pdf", phone.receipt_paper, {"kind": "roll"}, name="errand-receipt-roll"),
    path("e/<str:token>/refusal.pdf", phone.refusal_paper, name="errand-refusal"),
    path("e/<str:token>", phone.receipt, name="errand-receipt"),
    path("e/<str:token>/send", phone.send_again, name="errand-send-again"),
    path("e/<str:token>/papers/<slug:paper>", phone.add, name="errand-add"),
    path("insight/self-service", usage.self_service, name="self-service"),
    path("review/", review.desk, name="review"),
    path("review/<uuid:errand_id>", review.errand, name="review-errand"),
    path("review/<uuid:errand_id>/look", review.look, name="review-look"),
    path("review/<uuid:errand_id>/<slug:verb>", review.decide, name="review-decide"),
    path("review/pictures/<uuid:picture_id>", review.picture, name="review-picture"),
]
