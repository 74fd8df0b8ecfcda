from django.apps import AppConfig


class LobbyConfig(AppConfig):
    name = "onetrip.lobby"
    default_auto_field = "django.db.models.BigAutoField"
