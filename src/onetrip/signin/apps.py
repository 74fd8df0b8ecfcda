from django.apps import AppConfig


class SigninConfig(AppConfig):
    name = "onetrip.signin"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """The room says what it keeps of people."""
        from onetrip.people import holdings

        holdings.not_told("signin.ResidentSession", "half an hour in one browser; it is deleted when it is over")
