from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("kiosk", "0003_review_lapsed")]

    operations = [
        migrations.AddField(
            model_name="errand",
            name="decided_at",
            field=models.DateTimeField(help_text="when the review desk last said something of it", null=True),
        ),
        migrations.AddIndex(
            model_name="errand",
            index=models.Index(
                condition=models.Q(("decided_at__isnull", False)),
                fields=["centre", "decided_at"],
                name="errand_decided",
            ),
        ),
    ]
