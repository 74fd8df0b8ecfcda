from django.apps import AppConfig


class DevicesConfig(AppConfig):
    name = "onetrip.devices"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Every printer of the house can be tried."""
        from onetrip.devices.models import PrintJob
        from onetrip.devices.papers import register
        from onetrip.devices.trial import PAPER

        register(PrintJob.Kind.TRIAL, PAPER)
