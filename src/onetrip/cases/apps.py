from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "onetrip.cases"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Receipts and records are among the papers that printers of the house put out; and the room says what it keeps of people."""
        from onetrip.cases import personal
        from onetrip.cases.printing import PAPER, RECORD
        from onetrip.devices.models import PrintJob
        from onetrip.devices.papers import register

        register(PrintJob.Kind.RECEIPT, PAPER)
        register(PrintJob.Kind.CASE_PAPER, RECORD)
        personal.register()
