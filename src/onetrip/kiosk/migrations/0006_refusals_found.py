from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False  # runs go on while the index is built

    dependencies = [("kiosk", "0005_refusals")]

    operations = [
        AddIndexConcurrently(model_name="errand", index=models.Index(fields=["refusal"], name="errand_refusal")),
    ]
