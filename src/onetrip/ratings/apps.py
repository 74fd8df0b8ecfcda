from django.apps import AppConfig


class RatingsConfig(AppConfig):
    name = "onetrip.ratings"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """The room says what it keeps of people."""
        from onetrip.ratings import personal

        personal.register()
