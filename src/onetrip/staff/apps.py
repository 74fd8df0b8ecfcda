from django.apps import AppConfig


class StaffConfig(AppConfig):
    name = "onetrip.staff"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from onetrip.staff import sessions  # noqa: F401 -- connects: whoever signs in has a session on record
