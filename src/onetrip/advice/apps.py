from django.apps import AppConfig


class AdviceConfig(AppConfig):
    name = "onetrip.advice"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """The slip is one of the papers that printers of the house put out; and the room says what it keeps of people."""
        from onetrip.advice import personal
        from onetrip.advice.printing import PAPER
        from onetrip.devices.models import PrintJob
        from onetrip.devices.papers import register

        register(PrintJob.Kind.SLIP, PAPER)
        personal.register()
