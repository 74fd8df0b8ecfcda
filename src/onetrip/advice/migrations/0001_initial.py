import uuid

import django.db.models.deletion
from django.db import migrations, models

import onetrip.people.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("catalogue", "0001_initial"),
        ("centres", "0001_initial"),
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="LookupBrake",
            fields=[
                ("number", models.CharField(max_length=20, primary_key=True, serialize=False)),
                ("failures", models.PositiveIntegerField(default=0)),
                ("locked_until", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Consultation",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("desk", "前台 front desk"),
                            ("telephone", "电话 telephone"),
                            ("phone", "手机自助 own phone"),
                            ("window", "窗口 window"),
                        ],
                        max_length=12,
                    ),
                ),
                ("started_at", models.DateTimeField()),
                ("started_by", models.CharField(max_length=80)),
                ("facts", onetrip.people.fields.EncryptedJSON()),
                ("wanted", models.JSONField(default=list)),
                ("declined", models.JSONField(default=list)),
                ("skipped", models.JSONField(default=list)),
                ("asked", models.JSONField(default=list)),
                ("heard", models.JSONField(default=list)),
                ("everything", models.BooleanField(default=False)),
                (
                    "catalogue",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="catalogue.catalogueversion"
                    ),
                ),
                (
                    "centre",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="centres.centre"
                    ),
                ),
                (
                    "resident",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="consultations",
                        to="people.resident",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Slip",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("day", models.DateField()),
                ("serial", models.PositiveIntegerField()),
                ("number", models.CharField(max_length=20)),
                ("token", models.CharField(max_length=40, unique=True)),
                ("plan", onetrip.people.fields.EncryptedJSON()),
                ("facts", onetrip.people.fields.EncryptedJSON()),
                ("questions_asked", models.PositiveSmallIntegerField(default=0)),
                ("papers_asked", models.PositiveSmallIntegerField(default=0)),
                ("last_four_hash", models.BinaryField(max_length=32, null=True)),
                ("language", models.CharField(default="zh", max_length=2)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("issued", "有效承诺 valid promise"),
                            ("honoured", "已兑现 kept"),
                            ("broken", "失约 broken"),
                            ("replaced", "已换新单 replaced"),
                        ],
                        default="issued",
                        max_length=12,
                    ),
                ),
                ("issued_at", models.DateTimeField()),
                ("issued_by", models.CharField(max_length=80)),
                (
                    "catalogue",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="catalogue.catalogueversion"
                    ),
                ),
                (
                    "centre",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="slips", to="centres.centre"
                    ),
                ),
                (
                    "consultation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="slips", to="advice.consultation"
                    ),
                ),
                (
                    "resident",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="slips",
                        to="people.resident",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="consultation",
            name="renews",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="renewals", to="advice.slip"
            ),
        ),
        migrations.CreateModel(
            name="SlipCounter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                ("last", models.PositiveIntegerField()),
                (
                    "centre",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="centres.centre"
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="slip",
            index=models.Index(fields=["number", "-day"], name="slip_number"),
        ),
        migrations.AddConstraint(
            model_name="slip",
            constraint=models.UniqueConstraint(fields=("centre", "day", "serial"), name="slip_number_once"),
        ),
        migrations.AddConstraint(
            model_name="slip",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["issued", "honoured", "broken", "replaced"])), name="slip_state_known"
            ),
        ),
        migrations.AddIndex(
            model_name="consultation",
            index=models.Index(fields=["centre", "started_at"], name="consultation_centre_at"),
        ),
        migrations.AddConstraint(
            model_name="slipcounter",
            constraint=models.UniqueConstraint(fields=("centre", "day"), name="slip_counter_once"),
        ),
    ]
