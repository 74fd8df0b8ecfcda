import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Sessions are rows; wrong passwords are counted by place (`ledger.brakes`), so that no account is ever locked."""

    dependencies = [("staff", "0004_operators")]

    operations = [
        migrations.RemoveField(model_name="account", name="locked_until"),
        migrations.AlterField(
            model_name="account",
            name="failed_sign_ins",
            field=models.PositiveIntegerField(default=0, help_text="wrong passwords since the last sign-in"),
        ),
        migrations.CreateModel(
            name="Session",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("began_at", models.DateTimeField()),
                ("seen_at", models.DateTimeField()),
                ("proved_at", models.DateTimeField()),
                (
                    "proofs",
                    models.CharField(
                        blank=True, help_text="what was shown, joined by +: password, totp, …", max_length=60
                    ),
                ),
                ("browser", models.CharField(blank=True, max_length=60)),
                ("network", models.CharField(blank=True, max_length=50)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "why_ended",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("signed-out", "自己退出 signed out"),
                            ("by-owner", "在另一处结束 ended by its owner elsewhere"),
                            ("by-operator", "管理员结束 ended by the operator"),
                            ("idle", "久未使用 not used for long"),
                            ("over", "到了最长时间 the longest time was over"),
                            ("too-many", "登录处太多 too many at once"),
                            ("elsewhere", "出现在别的浏览器或网络 used from another browser or network"),
                            ("password", "换了密码 the password was changed"),
                            ("factors", "第二步验证被重置 the second factors were reset"),
                            ("closed", "账号停用 the account was closed"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sessions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("ended_at__isnull", False)), fields=["ended_at"], name="session_ended"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at__isnull", True), ("why_ended", "")),
                            models.Q(("ended_at__isnull", False), models.Q(("why_ended", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="session_ends_for_a_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "why_ended__in",
                                [
                                    "",
                                    "signed-out",
                                    "by-owner",
                                    "by-operator",
                                    "idle",
                                    "over",
                                    "too-many",
                                    "elsewhere",
                                    "password",
                                    "factors",
                                    "closed",
                                ],
                            )
                        ),
                        name="session_end_known",
                    ),
                ],
            },
        ),
    ]
