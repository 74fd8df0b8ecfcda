from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "onetrip.people"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """The room says what it keeps of people."""
        from onetrip.people import personal

        personal.register()
