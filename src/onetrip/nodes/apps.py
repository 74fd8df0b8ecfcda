from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class NodesConfig(AppConfig):
    name = "onetrip.nodes"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """A database that is a node gets its triggers again after every migration; unknown slips are asked of the city."""
        from onetrip.advice import elsewhere as slips
        from onetrip.centres import elsewhere as centres
        from onetrip.nodes import asking, queries

        post_migrate.connect(_attach_again, sender=self)
        slips.ask_with(asking.fetch)
        centres.told_by(queries.run_elsewhere)


def _attach_again(**_: Any) -> None:
    from onetrip.nodes import capture

    capture.attach()
