from django.apps import AppConfig


class ManualsConfig(AppConfig):
    name = "onetrip.manuals"
    default_auto_field = "django.db.models.BigAutoField"
