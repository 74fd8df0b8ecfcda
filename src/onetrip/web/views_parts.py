"""The living style page: every part of the design language as the templates draw it. In demonstration mode only."""

from __future__ import annotations

from datetime import date

from django import forms
from django.core.validators import MinLengthValidator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from onetrip.rules import Text
from onetrip.staff.access import requires
from onetrip.staff.permissions import Permission
from onetrip.web.language import current

_STOPS = (
    ("done", Text("认人", "Who you are")),
    ("done", Text("问两句", "Two questions")),
    ("now", Text("放材料", "Papers")),
    ("later", Text("签字", "Signature")),
    ("later", Text("办好", "Done")),
)


class _ShownForm(forms.Form):
    """A form with one right and one wrong field."""

    name = forms.CharField()
    telephone = forms.CharField()

    def __init__(self) -> None:
        super().__init__({"name": "王阿姨", "telephone": "138****000"})
        language = current()
        name, telephone = self.fields["name"], self.fields["telephone"]
        name.label = Text("怎么称呼您", "What to call you").in_language(language)
        name.help_text = Text("只印在小贴士上", "Printed on the slip only").in_language(language)
        telephone.label = Text("手机号", "Mobile number").in_language(language)
        short = Text("少了 1 位，要 11 位", "One digit short, it has 11").in_language(language)
        telephone.validators.append(MinLengthValidator(11, message=short))


@requires(Permission.ANYONE)
@require_GET
def parts_page(request: HttpRequest) -> HttpResponse:
    """Show every part, in every colour set."""
    language = current()
    context = {
        "form": _ShownForm(),
        "seals": "老医居业育扶济档",
        "stops": [{"state": state, "name": name.in_language(language)} for state, name in _STOPS],
        "day": date(2025, 11, 25),
    }
    return render(request, "web/parts_page.html", context)
