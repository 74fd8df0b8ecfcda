from __future__ import annotations

from django.db import models


class CatalogueVersion(models.Model):
    """One published state of all matters of a city. Append-only: a slip keeps pointing at the version it was made from.

    `source` maps each file's path inside the catalogue to its text, so that a version can be read again for ever.
    """

    number = models.PositiveIntegerField(unique=True)
    city = models.CharField(max_length=40)
    digest = models.CharField(max_length=64)
    source = models.JSONField()
    notes = models.CharField(max_length=400, blank=True)
    published_at = models.DateTimeField()
    published_by = models.CharField(max_length=80)

    class Meta:
        ordering = ("-number",)

    def __str__(self) -> str:
        return f"{self.city} {self.number}"
