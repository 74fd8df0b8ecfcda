from django.apps import AppConfig


class KnowledgeConfig(AppConfig):
    name = "onetrip.knowledge"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """The room says what it keeps of people."""
        from onetrip.knowledge import personal

        personal.register()
