"""The cards of difficult cases are found among all cards by an index of their own."""

from __future__ import annotations

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("training", "0002_courses")]

    operations = [
        AddIndexConcurrently(
            "practicecard",
            models.Index(fields=["state"], condition=Q(item__contains=":case:"), name="practice_card_of_a_case"),
        )
    ]
