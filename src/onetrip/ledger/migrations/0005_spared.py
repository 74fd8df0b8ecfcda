from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False  # the ledger is written to while its index is built

    dependencies = [
        ("ledger", "0004_no_truncate"),
    ]

    operations = [
        AddIndexConcurrently(
            model_name="event",
            index=models.Index(
                condition=models.Q(("data__has_key", "spared"), ("thing", "case")),
                fields=["centre", "at"],
                name="event_spared",
            ),
        ),
    ]
