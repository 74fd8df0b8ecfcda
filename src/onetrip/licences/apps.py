from django.apps import AppConfig


class LicencesConfig(AppConfig):
    name = "onetrip.licences"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """The room says what it keeps of people."""
        from onetrip.licences import personal

        personal.register()
