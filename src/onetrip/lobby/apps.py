from django.apps import AppConfig


class LobbyConfig(AppConfig):
    name = "onetrip.lobby"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """The number in the hall is one of the papers that printers of the house put out; and the room says what it keeps of people."""
        from onetrip.devices.models import PrintJob
        from onetrip.devices.papers import register
        from onetrip.lobby import personal
        from onetrip.lobby.printing import PAPER

        register(PrintJob.Kind.TICKET, PAPER)
        personal.register()
