from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from onetrip.kiosk.views import asking, cabinet, category, ending, equipment, home, matter, scan, search, slip

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("onetrip.kiosk.errands.urls")),
    path("kiosk/", home.start, name="kiosk"),
    path("kiosk/help", home.assistance, name="kiosk-help"),
    path("kiosk/search", search.search, name="kiosk-search"),
    path("kiosk/search/found", search.found_so_far, name="kiosk-found"),
    path("kiosk/pinyin", search.pinyin, name="kiosk-pinyin"),
    path("kiosk/kinds", category.kinds, name="kiosk-kinds"),
    path("kiosk/kinds/<slug:kind>", category.of_kind, name="kiosk-kind"),
    path("kiosk/life/<slug:event>", category.of_event, name="kiosk-life"),
    path("kiosk/matters/<slug:matter_id>", matter.page, name="kiosk-matter"),
    path("kiosk/begin", asking.begin, name="kiosk-begin"),
    path("kiosk/ask/<uuid:consultation_id>/", asking.ask, name="kiosk-ask"),
    path("kiosk/ask/<uuid:consultation_id>/plan", asking.plan, name="kiosk-plan"),
    path("kiosk/ask/<uuid:consultation_id>/slip", asking.take_slip, name="kiosk-take-slip"),
    path("kiosk/ask/<uuid:consultation_id>/<slug:act>", asking.press, name="kiosk-press"),
    path("kiosk/scan", scan.scan, name="kiosk-scan"),
    path("kiosk/slip", slip.slip, name="kiosk-slip"),
    path("kiosk/slip/again", slip.again, name="kiosk-slip-again"),
    path("kiosk/slip/print", slip.put_on_paper, name="kiosk-print"),
    path("kiosk/slip/printing", slip.printing_now, name="kiosk-printing"),
    path("kiosk/slip.pdf", slip.paper, name="kiosk-slip-paper"),
    path("kiosk/cabinet", cabinet.cabinet, name="kiosk-cabinet"),
    path("kiosk/here", ending.still_here, name="kiosk-here"),
    path("kiosk/done", ending.done, name="kiosk-done"),
    path("kiosks/", equipment.machines, name="kiosks"),
]
