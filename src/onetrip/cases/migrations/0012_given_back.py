from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False  # results are handed out while the index is built

    dependencies = [
        ("cases", "0011_gap_lookup"),
    ]

    operations = [
        AddIndexConcurrently(
            model_name="delivery",
            index=models.Index(
                fields=["-ready_at"], condition=models.Q(("state", "given-back")), name="delivery_given_back"
            ),
        ),
    ]
