from django.apps import AppConfig


class RetentionConfig(AppConfig):
    name = "onetrip.retention"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Who people are is kept and told here, because whether it may go depends on every other room."""
        from onetrip.retention import identity

        identity.register()
