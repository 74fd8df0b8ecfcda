from django.apps import AppConfig


class DevicesConfig(AppConfig):
    name = "onetrip.devices"
    default_auto_field = "django.db.models.BigAutoField"
