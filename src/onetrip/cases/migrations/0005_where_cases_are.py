"""Where the papers and results of the cases of before lie: all of them were accepted where they were taken."""

from __future__ import annotations

from typing import Any

from django.db import migrations
from django.db.models import F

_ENDED = ("completed", "delivered")


def place(apps: Any, _editor: Any) -> None:
    cases = apps.get_model("cases", "Case").objects
    cases.update(received_at=F("accepted_at"), papers_at=F("receiving_centre"), collect_at=F("receiving_centre"))
    cases.filter(accepting_centre=None).update(accepting_centre=F("receiving_centre"))
    cases.filter(state__in=_ENDED).update(result_at=F("receiving_centre"))


class Migration(migrations.Migration):
    dependencies = [("cases", "0004_city_wide")]

    operations = [migrations.RunPython(place, migrations.RunPython.noop, elidable=True)]
