from django.db import migrations, models

# Slips that were issued before they had a last day get the one that the centre gives now.
FILL = """
UPDATE advice_slip SET valid_until = day + centre.slip_valid_days
FROM centres_centre AS centre WHERE centre.code = advice_slip.centre_id;
SET CONSTRAINTS ALL IMMEDIATE;
"""


class Migration(migrations.Migration):
    dependencies = [("advice", "0001_initial"), ("centres", "0002_slip_validity")]

    operations = [
        migrations.AddField(model_name="slip", name="valid_until", field=models.DateField(null=True)),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AlterField(model_name="slip", name="valid_until", field=models.DateField()),
        migrations.AddConstraint(
            model_name="slip",
            constraint=models.CheckConstraint(
                condition=models.Q(("valid_until__gte", models.F("day"))), name="slip_valid_from_its_day_on"
            ),
        ),
    ]
