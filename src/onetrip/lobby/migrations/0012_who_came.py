import django.db.models.deletion
from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("lobby", "0011_days_open_tickets"),
        ("people", "0003_how_to_be_told"),
    ]

    operations = [
        migrations.AddField(
            model_name="visit",
            name="proxy",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="visits_for_others",
                to="people.resident",
            ),
        ),
        migrations.AddField(
            model_name="visit",
            name="relation",
            field=models.CharField(
                blank=True,
                choices=[
                    ("agent", "受托人 authorised agent"),
                    ("guardian", "监护人 guardian"),
                    ("relative", "近亲属 close relative"),
                    ("representative", "其他法定代理人 other legal representative"),
                ],
                db_default="",
                default="",
                max_length=16,
            ),
        ),
        AddConstraintNotValid(
            model_name="visit",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("proxy", None),
                    ("resident", None),
                    models.Q(("proxy", models.F("resident")), _negated=True),
                    _connector="OR",
                ),
                name="visit_two_persons",
            ),
        ),
        AddConstraintNotValid(
            model_name="visit",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("proxy", None), ("relation", "")),
                    models.Q(
                        ("proxy__isnull", False),
                        ("relation__in", ["agent", "guardian", "relative", "representative"]),
                    ),
                    _connector="OR",
                ),
                name="visit_proxy_has_relation",
            ),
        ),
    ]
