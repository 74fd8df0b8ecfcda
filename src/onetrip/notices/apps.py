from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "onetrip.notices"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """The room says what it keeps of people."""
        from onetrip.notices import personal

        personal.register()
