from django.apps import AppConfig


class NodesConfig(AppConfig):
    name = "onetrip.nodes"
    default_auto_field = "django.db.models.BigAutoField"
