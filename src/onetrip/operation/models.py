from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models


class ClockTask(models.Model):
    """What the clock of the house does by itself, and how it went the last time; one row a task, written by the clock.

    `failure` is the kind of the last mistake and where it was made, never its message: that may quote a row. A house of
    several machines has several clocks, which do the same; the row is of whichever did it last.
    """

    name = models.CharField(max_length=40, primary_key=True)
    every = models.DurationField(help_text="how often it is done")
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    well_at = models.DateTimeField(null=True, help_text="when it last ended well")
    took = models.DurationField(null=True)
    runs = models.BigIntegerField(default=0)
    failures = models.BigIntegerField(default=0)
    failed_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(every__gt=timedelta(0)), name="clock_task_every_positive"),
            models.CheckConstraint(
                condition=models.Q(failures=0, failed_at=None) | models.Q(failures__gt=0, failed_at__isnull=False),
                name="clock_task_failed_when",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def sign_at(self) -> datetime:
        """When the clock last gave a sign of life in this task."""
        return max(self.began_at, self.ended_at or self.began_at)

    @property
    def next_at(self) -> datetime:
        """When it is due again."""
        return (self.ended_at or self.began_at) + self.every

    @property
    def is_running(self) -> bool:
        """Whether it was begun and has not ended; also after a clock that was killed in the middle of it."""
        return self.ended_at is None or self.ended_at < self.began_at

    @property
    def is_failing(self) -> bool:
        """Whether its last end was a mistake."""
        return self.failed_at is not None and (self.well_at is None or self.well_at < self.failed_at)
