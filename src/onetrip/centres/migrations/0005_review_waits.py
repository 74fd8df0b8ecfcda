from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("centres", "0004_capabilities")]

    operations = [
        migrations.AddField(
            model_name="centre",
            name="errand_waits_days",
            field=models.PositiveSmallIntegerField(
                default=15, help_text="working days that a self-service errand waits for its person (example)"
            ),
        ),
    ]
