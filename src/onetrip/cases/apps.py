from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "onetrip.cases"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """The receipt is one of the papers that printers of the house put out."""
        from onetrip.cases.printing import PAPER
        from onetrip.devices.models import PrintJob
        from onetrip.devices.papers import register

        register(PrintJob.Kind.RECEIPT, PAPER)
