from django.apps import AppConfig

from onetrip.ledger import drill
from onetrip.rehearsal.drilling import clock


class DrillingConfig(AppConfig):
    name = "onetrip.rehearsal.drilling"
    label = "drilling"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """In a drill's house time is told by the drill's clock."""
        if drill.is_on():
            clock.install()
