from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("lobby", "0008_line_counts_since")]

    operations = [
        migrations.RemoveConstraint(model_name="visit", name="visit_one_open_per_slip"),
        migrations.AddConstraint(
            model_name="visit",
            constraint=models.UniqueConstraint(
                condition=models.Q(("finished_at", None)),
                fields=("centre", "slip", "day"),
                name="visit_one_open_per_slip",
            ),
        ),
    ]
