from django.apps import AppConfig


class RehearsalConfig(AppConfig):
    name = "onetrip.rehearsal"
    default_auto_field = "django.db.models.BigAutoField"
