from django.apps import AppConfig


class AppointmentsConfig(AppConfig):
    name = "onetrip.appointments"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """The room says what it keeps of people."""
        from onetrip.appointments import personal

        personal.register()
