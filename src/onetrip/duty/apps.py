from django.apps import AppConfig


class DutyConfig(AppConfig):
    name = "onetrip.duty"
    default_auto_field = "django.db.models.BigAutoField"
