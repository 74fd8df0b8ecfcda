from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("centres", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="centre",
            name="slip_valid_days",
            field=models.PositiveSmallIntegerField(default=90, help_text="how long a slip is honoured as it was made"),
        ),
    ]
