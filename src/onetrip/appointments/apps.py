from django.apps import AppConfig


class AppointmentsConfig(AppConfig):
    name = "onetrip.appointments"
    default_auto_field = "django.db.models.BigAutoField"
