from __future__ import annotations

from datetime import date

from django.urls import URLPattern, URLResolver, path, register_converter

from onetrip.appraisal.views import everybody, model, objections, own, papers


class YearMonth:
    """A month in an address, 2026-11; one that does not exist leads nowhere."""

    regex = r"\d{4}-\d{2}"

    def to_python(self, value: str) -> date:
        """Its first day. ValueError, which Django answers as 404, for 2026-13."""
        return date.fromisoformat(f"{value}-01")

    def to_url(self, value: date) -> str:
        """As in the address."""
        return f"{value:%Y-%m}"


register_converter(YearMonth, "year_month")

urlpatterns: list[URLPattern | URLResolver] = [
    path("sheet/", own.newest, name="own-sheet"),
    path("sheet/<year_month:month>", own.sheet, name="own-sheet-of"),
    path("sheet/<year_month:month>/object", own.object_to, name="own-sheet-object"),
    path("sheet/<year_month:month>/sign", own.sign, name="own-sheet-sign"),
    path("sheet/<year_month:month>/paper", papers.own_pdf, name="own-sheet-paper"),
    path("sheet/<year_month:month>/<slug:dimension>", own.behind, name="own-sheet-behind"),
    path("sheets/", everybody.newest, name="sheets"),
    path("sheets/model", model.page, name="appraisal-model"),
    path("sheets/model/try", model.try_out, name="appraisal-model-try"),
    path("sheets/model/set", model.set_rules, name="appraisal-model-set"),
    path("sheets/coefficients", model.coefficients, name="coefficients"),
    path("sheets/coefficients/review", model.review, name="coefficient-review"),
    path("sheets/objections/<uuid:objection_id>", objections.page, name="objection"),
    path("sheets/objections/<uuid:objection_id>/answer", objections.answer, name="objection-answer"),
    path("sheets/<year_month:month>", everybody.sheets, name="sheets-of"),
    path("sheets/<year_month:month>/freeze", everybody.freeze, name="sheets-freeze"),
    path("sheets/<year_month:month>/correct", everybody.correct, name="sheets-correct"),
    path("sheets/<year_month:month>/sheets.<slug:form>", papers.table, name="sheets-table"),
    path("sheets/<year_month:month>/version/<int:version>", everybody.version, name="sheets-version"),
    path("sheets/<year_month:month>/<int:account>", everybody.sheet, name="sheet-of"),
    path("sheets/<year_month:month>/<int:account>/paper", papers.pdf, name="sheet-paper"),
    path("sheets/<year_month:month>/<int:account>/<slug:dimension>", everybody.behind, name="sheet-behind"),
]
