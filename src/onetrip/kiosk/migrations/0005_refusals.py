import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0014_authorities_found"), ("kiosk", "0004_review_decided")]

    operations = [
        migrations.AddField(
            model_name="errand",
            name="refusal",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="errands",
                to="cases.record",
            ),
        ),
    ]
