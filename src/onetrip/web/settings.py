"""Settings of the house, read from the environment. `onetrip run` fills what is missing for a demonstration."""

from __future__ import annotations

import os
from pathlib import Path

from csp.constants import NONCE
from django.core.exceptions import ImproperlyConfigured

from onetrip.web.database import database_settings

ROOMS = (
    "ledger",
    "staff",
    "people",
    "centres",
    "catalogue",
    "prints",
    "devices",
    "manuals",
    "advice",
    "appointments",
    "lobby",
    "ratings",
    "cases",
    "kiosk",
    "nodes",
    "days",
    "editing",
    "insight",
    "web",
)
PACKAGE = Path(__file__).resolve().parent.parent


def _secret(name: str) -> str:
    value = os.environ.get(name, "")
    if len(value) < 32:
        raise ImproperlyConfigured(f"{name} must hold at least 32 random characters; `onetrip run` makes one by itself")
    return value


DEBUG = False
SECRET_KEY = _secret("ONETRIP_SECRET_KEY")
IDENTITY_KEY = _secret("ONETRIP_IDENTITY_KEY")
DEMONSTRATION = os.environ.get("ONETRIP_DEMONSTRATION", "") == "1"
DEFAULT_CENTRE = os.environ.get("ONETRIP_CENTRE", "LF")
# "centre" where this house is a centre node, with a line to the city (docs/nodes.md); `onetrip run` sets it.
NODE = os.environ.get("ONETRIP_NODE", "")
# Where browsers find the live stream: an address of its own, or only a port on the host they came by.
LIVE_ADDRESS = os.environ.get("ONETRIP_LIVE_ADDRESS", "")
LIVE_PORT = os.environ.get("ONETRIP_LIVE_PORT", "")
SEARCH_BY_MEANING = os.environ.get("ONETRIP_SEARCH_BY_MEANING", "1") == "1"
LEARN_RESIDENTS = os.environ.get("ONETRIP_LEARN_RESIDENTS", "1") == "1"
LEARN_WAITS = os.environ.get("ONETRIP_LEARN_WAITS", "1") == "1"
# Departments whose interface can be asked whether it answers: "civil-affairs=https://… medical-insurance=https://…".
INTERFACES = dict(named.split("=", 1) for named in os.environ.get("ONETRIP_INTERFACES", "").split() if "=" in named)
PUBLIC_ADDRESS = os.environ.get("ONETRIP_PUBLIC_ADDRESS", "").rstrip("/")
# At a centre node: where phones in its hall reach this house (docs/nodes.md).
HALL_ADDRESS = os.environ.get("ONETRIP_HALL_ADDRESS", "").rstrip("/")
# How residents are told of a booking: the folder of `appointments/messages/contrib/` for each way; "" for none.
_SMTP_HOST, _, _SMTP_PORT = os.environ.get("ONETRIP_SMTP", "").partition(":")
MESSAGE_PROVIDERS = {
    "sms": os.environ.get("ONETRIP_SMS", "simulated_sms" if DEMONSTRATION else ""),
    "email": "smtp" if _SMTP_HOST else "",
}
EMAIL_HOST, EMAIL_PORT = _SMTP_HOST or "127.0.0.1", int(_SMTP_PORT or 25)
EMAIL_HOST_USER = os.environ.get("ONETRIP_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("ONETRIP_SMTP_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("ONETRIP_SMTP_TLS", "") == "1"
EMAIL_TIMEOUT = 10  # seconds; a letter that cannot be handed over is tried again
DEFAULT_FROM_EMAIL = os.environ.get("ONETRIP_MAIL_FROM", "onetrip@localhost")
ALLOWED_HOSTS = os.environ.get("ONETRIP_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [origin for origin in os.environ.get("ONETRIP_ORIGINS", "").split(",") if origin]
BEHIND_TLS = os.environ.get("ONETRIP_TLS", "") == "1"

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    *(f"onetrip.{room}" for room in ROOMS),
]
AUTH_USER_MODEL = "staff.Account"
AUTHENTICATION_BACKENDS = ["onetrip.staff.backend.AccountBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "/staff/sign-in"

MIDDLEWARE = [
    "onetrip.web.middleware.faults.FaultsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "onetrip.web.middleware.policy.PolicyMiddleware",
    "onetrip.web.middleware.live.LiveMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "onetrip.web.middleware.language.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "onetrip.web.middleware.faults.RefusalsMiddleware",
    "onetrip.web.middleware.access.AccessMiddleware",
]
ROOT_URLCONF = "onetrip.web.urls"
WSGI_APPLICATION = "onetrip.web.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csrf",
                "csp.context_processors.nonce",
                "onetrip.web.context.page",
            ],
            "builtins": ["onetrip.web.templatetags.onetrip", "django.templatetags.static"],
        },
    }
]

DATABASES = {"default": database_settings(os.environ.get("DATABASE_URL", "postgresql:///onetrip"))}
ATOMIC_REQUESTS = False  # actions own their transactions

# A signed cookie costs no statement; an account that is closed or changes its password loses every session.
SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"
SESSION_COOKIE_NAME = "onetrip_session"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BEHIND_TLS
CSRF_COOKIE_NAME = "onetrip_csrf"
CSRF_FAILURE_VIEW = "onetrip.web.views.csrf_failure"
SECURE_SSL_REDIRECT = BEHIND_TLS
SECURE_HSTS_SECONDS = 31_536_000 if BEHIND_TLS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_TLS else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
_OWN = ["'self'"]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": _OWN,
        "script-src": [*_OWN, NONCE],
        "style-src": _OWN,
        "img-src": [*_OWN, "data:"],
        "font-src": _OWN,
        "connect-src": _OWN,  # LiveMiddleware adds the address of the live stream
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
        "form-action": _OWN,
    }
}

# The largest form is the text of a catalogue's file, twice, as it was opened and as it is now: 256 KB each, and three
# signs for every byte of Chinese. A larger body is refused before it is read into memory.
DATA_UPLOAD_MAX_MEMORY_SIZE = 1600 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1500  # the form of a matter with many papers has several hundred
FILE_UPLOAD_MAX_MEMORY_SIZE = 256 * 1024

USE_TZ = True
TIME_ZONE = "Asia/Shanghai"
LANGUAGE_CODE = "zh-hans"
USE_I18N = False  # both languages stand side by side in templates, see web/templatetags/onetrip.py

STATIC_URL = "/static/"
STATIC_ROOT = Path(os.environ.get("ONETRIP_STATIC", PACKAGE.parent.parent / "var" / "static"))
# Where the book of all manuals lies once it was made; it may be deleted at any time.
MANUALS_ROOT = STATIC_ROOT.parent / "manuals"
# Where pictures of papers lie, encrypted, until their case closes.
PICTURES_ROOT = Path(os.environ.get("ONETRIP_PICTURES", STATIC_ROOT.parent / "pictures"))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": os.environ.get("ONETRIP_LOG", "WARNING")},
    "loggers": {
        # Refusals are normal work and say nothing about the inside; Django would log each as a warning.
        "django.request": {"level": "ERROR"},
    },
}
