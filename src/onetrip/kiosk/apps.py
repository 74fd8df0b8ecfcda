from django.apps import AppConfig


class KioskConfig(AppConfig):
    name = "onetrip.kiosk"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """The receipt of a run and what it prints are papers that printers of the house put out; and the room says what it keeps of people."""
        from onetrip.devices.models import PrintJob
        from onetrip.devices.papers import register
        from onetrip.kiosk import personal
        from onetrip.kiosk.errands.paper import RECEIPT, RECORD

        register(PrintJob.Kind.ERRAND, RECEIPT)
        register(PrintJob.Kind.RECORD, RECORD)
        personal.register()
