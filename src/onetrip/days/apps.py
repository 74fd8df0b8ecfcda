from django.apps import AppConfig


class DaysConfig(AppConfig):
    name = "onetrip.days"
    default_auto_field = "django.db.models.BigAutoField"
