from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("lobby", "0007_line_announced_at")]

    operations = [
        migrations.AddField(model_name="ticket", name="counts_since", field=models.DateTimeField(null=True)),
        migrations.AddConstraint(
            model_name="ticket",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("counts_since", None),
                    models.Q(("appointment_at__isnull", False), ("queue_at__lte", models.F("counts_since"))),
                    _connector="OR",
                ),
                name="ticket_counts_since_booked",
            ),
        ),
    ]
