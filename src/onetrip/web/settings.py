"""Settings of the house, read from the environment. `onetrip run` fills what is missing for a demonstration."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from csp.constants import NONCE
from django.core.exceptions import ImproperlyConfigured

from onetrip.ledger import drill
from onetrip.rehearsal.drilling.isolation import ways_out
from onetrip.signin.providers.base import provider_settings
from onetrip.web import static_headers
from onetrip.web.database import database_settings

ROOMS = (
    "ledger",
    "staff",
    "people",
    "centres",
    "catalogue",
    "prints",
    "licences",
    "signin",
    "devices",
    "notices",
    "manuals",
    "advice",
    "appointments",
    "lobby",
    "ratings",
    "cases",
    "kiosk",
    "departments",
    "knowledge",
    "training",
    "duty",
    "appraisal",
    "rehearsal",
    "rehearsal.drilling",
    "nodes",
    "retention",
    "days",
    "editing",
    "insight",
    "operation",
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
# The file of the keys that came after the first (`onetrip keys`); "" for none.
KEY_RING = os.environ.get("ONETRIP_KEY_RING", "")
DEMONSTRATION = os.environ.get("ONETRIP_DEMONSTRATION", "") == "1"
# A drill of the centre (docs/drill.md): marked everywhere, and without any way out.
DRILL = drill.is_on()
if DRILL and (_LEADS_OUT := [name for name in ways_out(os.environ) if name != "DATABASE_URL"]):
    raise ImproperlyConfigured(f"A drill reaches nobody outside: {', '.join(_LEADS_OUT)} must not be set")
DEFAULT_CENTRE = os.environ.get("ONETRIP_CENTRE", "LF")
# "centre" where this house is a centre node, with a line to the city (docs/nodes.md); `onetrip run` sets it.
NODE = os.environ.get("ONETRIP_NODE", "")
# Where browsers find the live stream: an address of its own, or only a port on the host they came by.
LIVE_ADDRESS = os.environ.get("ONETRIP_LIVE_ADDRESS", "")
LIVE_PORT = os.environ.get("ONETRIP_LIVE_PORT", "")
SEARCH_BY_MEANING = os.environ.get("ONETRIP_SEARCH_BY_MEANING", "1") == "1"
LEARN_RESIDENTS = os.environ.get("ONETRIP_LEARN_RESIDENTS", "1") == "1"
# Whether a house that runs compiles the simulated day before anybody asks for one (`onetrip rehearse ready`).
READY_REHEARSAL = os.environ.get("ONETRIP_READY_REHEARSAL", "1") == "1"
LEARN_WAITS = os.environ.get("ONETRIP_LEARN_WAITS", "1") == "1"
# Departments whose interface can be asked whether it answers: "civil-affairs=https://… medical-insurance=https://…".
INTERFACES = dict(named.split("=", 1) for named in os.environ.get("ONETRIP_INTERFACES", "").split() if "=" in named)
# Private networks to which webhooks may go although they are none of the internet: "10.12.0.0/16 10.13.0.0/16".
WEBHOOK_NETWORKS = os.environ.get("ONETRIP_WEBHOOK_NETWORKS", "").split()
# A file with certificates to be trusted for webhooks beside those of public authorities.
WEBHOOK_CA = os.environ.get("ONETRIP_WEBHOOK_CA", "")
WEBHOOK_PATIENCE = float(os.environ.get("ONETRIP_WEBHOOK_PATIENCE", "10"))  # seconds for a whole answer
# The city's store of electronic licences (docs/licences.md): the folder of `licences/contrib/` that speaks to it, its
# address and the key that it knows us by.
_LICENCE_ADDRESS = os.environ.get("ONETRIP_LICENCE_STORE", "")
LICENCE_STORE = {
    "provider": os.environ.get("ONETRIP_LICENCES", "")
    or ("http" if _LICENCE_ADDRESS else "simulated" if DEMONSTRATION else ""),
    "address": _LICENCE_ADDRESS,
    "key": os.environ.get("ONETRIP_LICENCE_KEY", ""),
}
PUBLIC_ADDRESS = os.environ.get("ONETRIP_PUBLIC_ADDRESS", "").rstrip("/")
# At a centre node: where phones in its hall reach this house (docs/nodes.md).
HALL_ADDRESS = os.environ.get("ONETRIP_HALL_ADDRESS", "").rstrip("/")
# How residents are told something: the folder of `notices/providers/contrib/` for each way; "" for none (docs/notices.md).
_SMTP_HOST, _, _SMTP_PORT = os.environ.get("ONETRIP_SMTP", "").partition(":")
_PUSH_ADDRESS = os.environ.get("ONETRIP_PUSH_ADDRESS", "").rstrip("/")
MESSAGE_PROVIDERS = {
    "sms": os.environ.get("ONETRIP_SMS", "simulated_sms" if DEMONSTRATION else ""),
    "app": os.environ.get("ONETRIP_PUSH", "http_push" if _PUSH_ADDRESS else ""),
    "email": "smtp" if _SMTP_HOST else "",
}
# The key is what the gateway knows us by, the secret what it signs its reports with; patience: seconds without a byte.
SMS_GATEWAY: dict[str, Any] = {
    "address": os.environ.get("ONETRIP_SMS_ADDRESS", "").rstrip("/"),
    "key": os.environ.get("ONETRIP_SMS_KEY", ""),
    "secret": os.environ.get("ONETRIP_SMS_SECRET", ""),
    "patience": float(os.environ.get("ONETRIP_SMS_PATIENCE", "8")),
}
PUSH_GATEWAY: dict[str, Any] = {
    "address": _PUSH_ADDRESS,
    "key": os.environ.get("ONETRIP_PUSH_KEY", ""),
    "secret": os.environ.get("ONETRIP_PUSH_SECRET", ""),
    "patience": float(os.environ.get("ONETRIP_PUSH_PATIENCE", "8")),
}
EMAIL_HOST, EMAIL_PORT = _SMTP_HOST or "127.0.0.1", int(_SMTP_PORT or 25)
EMAIL_HOST_USER = os.environ.get("ONETRIP_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("ONETRIP_SMTP_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("ONETRIP_SMTP_TLS", "") == "1"
EMAIL_TIMEOUT = 10  # seconds; a letter that cannot be handed over is tried again
DEFAULT_FROM_EMAIL = os.environ.get("ONETRIP_MAIL_FROM", "onetrip@localhost")
# Who carries results to residents' doors: a folder of `cases/delivering/carriers/contrib/`, "" for nobody (docs/delivery.md).
CARRIER = os.environ.get("ONETRIP_CARRIER", "")
CARRIER_ADDRESS = os.environ.get("ONETRIP_CARRIER_ADDRESS", "").rstrip("/")
CARRIER_SECRET = os.environ.get("ONETRIP_CARRIER_SECRET", "")
if CARRIER and len(CARRIER_SECRET) < 32:
    raise ImproperlyConfigured(
        "ONETRIP_CARRIER_SECRET must hold at least 32 random characters where there is a carrier"
    )
ALLOWED_HOSTS = os.environ.get("ONETRIP_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [origin for origin in os.environ.get("ONETRIP_ORIGINS", "").split(",") if origin]
BEHIND_TLS = os.environ.get("ONETRIP_TLS", "") == "1"
# What Prometheus and whoever asks /health/ready for reasons show as `Authorization: Bearer …`; "" shows them to nobody.
OPERATOR_TOKEN = os.environ.get("ONETRIP_OPERATOR_TOKEN", "")
# Requests belong to the trace that their traceparent names, and are spans where opentelemetry is installed.
TRACING = os.environ.get("ONETRIP_TRACING", "") == "1"
# Proxies of the house between browsers and this server: how many entries of X-Forwarded-For are believed, from the right.
TRUSTED_HOPS = int(os.environ.get("ONETRIP_TRUSTED_HOPS", "1" if BEHIND_TLS else "0"))

# How staff sign in, and for how long (docs/security.md).
SESSION_IDLE_MINUTES = int(os.environ.get("ONETRIP_SESSION_IDLE_MINUTES", "60"))
SESSION_HOURS = int(os.environ.get("ONETRIP_SESSION_HOURS", "12"))
SESSIONS_AT_ONCE = int(os.environ.get("ONETRIP_SESSIONS_AT_ONCE", "3"))
# A session that turns up in another network ends; "0" where one browser comes by changing networks.
SESSION_NETWORK = os.environ.get("ONETRIP_SESSION_NETWORK", "1") == "1"
PROOF_MINUTES = int(os.environ.get("ONETRIP_PROOF_MINUTES", "30"))
# Identity providers of the city, each with its own names: ONETRIP_STAFF_OIDC_ISSUER, ONETRIP_RESIDENT_OIDC_ISSUER, …
STAFF_IDENTITY = provider_settings("STAFF", os.environ)
RESIDENT_IDENTITY = provider_settings("RESIDENT", os.environ)

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
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "name", "name_en")},
    },
    {"NAME": "onetrip.staff.passwords.HouseWordsValidator"},
]
LOGIN_URL = "/staff/sign-in"

MIDDLEWARE = [
    "onetrip.web.middleware.requests.RequestMiddleware",
    "onetrip.web.middleware.faults.FaultsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "onetrip.web.middleware.policy.PolicyMiddleware",
    "onetrip.web.middleware.live.LiveMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "onetrip.web.middleware.language.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "onetrip.web.middleware.signed_in.SignedInMiddleware",
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

# A signed cookie costs no statement; it names a row (staff.Session), which is read with the account and decides.
# Over TLS browsers keep the cookies to this very host and path ("__Host-").
_BOUND = "__Host-" if BEHIND_TLS else ""
SESSION_ENGINE = "onetrip.web.signed_cookies"
SESSION_COOKIE_NAME = f"{_BOUND}onetrip_session"
SESSION_COOKIE_AGE = SESSION_HOURS * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BEHIND_TLS
CSRF_COOKIE_NAME = f"{_BOUND}onetrip_csrf"
CSRF_COOKIE_HTTPONLY = True  # forms carry the token themselves; no script reads the cookie
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "onetrip.web.views.csrf_failure"
SECURE_SSL_REDIRECT = BEHIND_TLS
SECURE_HSTS_SECONDS = 31_536_000 if BEHIND_TLS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = os.environ.get("ONETRIP_HSTS_SUBDOMAINS", "1") == "1"
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
WHITENOISE_ADD_HEADERS_FUNCTION = static_headers.add
STATIC_ROOT = Path(os.environ.get("ONETRIP_STATIC", PACKAGE.parent.parent / "var" / "static"))
# Where the book of all manuals lies once it was made; it may be deleted at any time.
MANUALS_ROOT = STATIC_ROOT.parent / "manuals"
# Where pictures of papers lie, encrypted, until their case closes.
PICTURES_ROOT = Path(os.environ.get("ONETRIP_PICTURES", STATIC_ROOT.parent / "pictures"))
# Where the results that departments send lie, encrypted.
RESULTS_ROOT = Path(os.environ.get("ONETRIP_RESULTS", STATIC_ROOT.parent / "results"))
# Pictures of courseware, encrypted under their own ids; part of a backup.
COURSES_ROOT = Path(os.environ.get("ONETRIP_COURSES", STATIC_ROOT.parent / "courses"))
# Where photographs of papers taken at windows lie, encrypted, until their time is over.
PHOTOGRAPHS_ROOT = Path(os.environ.get("ONETRIP_PHOTOGRAPHS", STATIC_ROOT.parent / "photographs"))
# A file with a centre's own days of keeping, kind by kind: "days: {photographs: 90}" (docs/personal-data.md).
RETENTION = os.environ.get("ONETRIP_RETENTION", "")
# Where all three lie instead: a module of `storage/backings/contrib/`; "s3" takes what follows (docs/storage.md).
OBJECTS = os.environ.get("ONETRIP_OBJECTS", "files")
S3: dict[str, Any] = {
    "address": os.environ.get("ONETRIP_S3_ADDRESS", "").rstrip("/"),
    "bucket": os.environ.get("ONETRIP_S3_BUCKET", ""),
    "prefix": os.environ.get("ONETRIP_S3_PREFIX", ""),  # this house's alone: what it does not know there, it deletes
    "region": os.environ.get("ONETRIP_S3_REGION", "us-east-1"),
    "key": os.environ.get("ONETRIP_S3_KEY", ""),
    "secret": os.environ.get("ONETRIP_S3_SECRET", ""),
    "ca": os.environ.get("ONETRIP_S3_CA", ""),  # a file with the certificates to be trusted
    "style": os.environ.get("ONETRIP_S3_STYLE", "path"),  # path | virtual: where the bucket stands in an address
    "patience": float(os.environ.get("ONETRIP_S3_PATIENCE", "6")),  # seconds for one try
}
if OBJECTS == "s3" and not all(S3[name] for name in ("address", "bucket", "prefix", "key", "secret")):
    raise ImproperlyConfigured(
        "With ONETRIP_OBJECTS=s3, ONETRIP_S3_ADDRESS, _BUCKET, _PREFIX, _KEY and _SECRET must be set"
    )
# A scanner for malware, asked about whatever is sent in: "tcp://host:3310" or "unix:///run/clamav/clamd.ctl"; "" for none.
CLAMD = os.environ.get("ONETRIP_CLAMD", "")
CLAMD_PATIENCE = float(os.environ.get("ONETRIP_CLAMD_PATIENCE", "8"))  # seconds for a whole answer
# While it does not answer: "refuse" what is sent, or "keep" it with an event that says it was not looked at.
CLAMD_AWAY = os.environ.get("ONETRIP_CLAMD_AWAY", "refuse")
if CLAMD_AWAY not in ("refuse", "keep"):
    raise ImproperlyConfigured("ONETRIP_CLAMD_AWAY is refuse or keep")
# Where the signed heads of the ledger are written once a day: to be copied away from this machine.
HEADS_ROOT = Path(os.environ.get("ONETRIP_HEADS", STATIC_ROOT.parent / "heads"))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# The log of requests and mistakes, a file a day, as JSON lines; kept for so many days (six months are asked for at level 2
# of the classified protection scheme). What goes to the console is text, or JSON too with ONETRIP_LOG_FORMAT=json.
_LOG_FOLDER = os.environ.get("ONETRIP_LOG_FOLDER", str(STATIC_ROOT.parent / "log"))
LOG_FOLDER = Path(_LOG_FOLDER) if _LOG_FOLDER else None
LOG_DAYS = int(os.environ.get("ONETRIP_LOG_DAYS", "190"))
_LOG_JSON = os.environ.get("ONETRIP_LOG_FORMAT", "") == "json"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"()": "onetrip.operation.logs.Line"},
        "json": {"()": "onetrip.operation.logs.JsonLine"},
    },
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "json" if _LOG_JSON else "line"},
        "file": {"class": "onetrip.operation.logs.DailyFile", "formatter": "json"},
    },
    "root": {"handlers": ["console", "file"], "level": os.environ.get("ONETRIP_LOG", "WARNING")},
    "loggers": {
        # Refusals are normal work and say nothing about the inside; Django would log each as a warning.
        "django.request": {"level": "ERROR"},
        # One line a request: to the file always, to the console where a machine reads it.
        "onetrip.request": {
            "level": "INFO",
            "handlers": ["console", "file"] if _LOG_JSON else ["file"],
            "propagate": False,
        },
    },
}
