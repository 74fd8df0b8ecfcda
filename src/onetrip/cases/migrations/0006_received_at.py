from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0005_where_cases_are")]

    operations = [migrations.AlterField("case", "received_at", models.DateTimeField())]
