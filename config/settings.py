"""How is this installation set up? The only reader of the environment; `.env.example` explains it."""

import secrets
from pathlib import Path
from typing import Any

import environ

from config.logs import logging_config

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()
if (BASE_DIR / ".env").is_file():
    env.read_env(BASE_DIR / ".env")
_DATABASE_VARIABLES = ("DATABASE_URL", "DATABASE_OWNER_URL", "DATABASE_MAINT_URL", "DATABASE_AUDITOR_URL")
if not any(name in env.ENVIRON for name in _DATABASE_VARIABLES):
    # Written by `manage.py localdb` and tools/dev.py for the database that they made.
    _local = BASE_DIR / ".local" / "database.env"
    if _local.is_file():
        env.read_env(_local)

# --- Kind of installation

DEBUG = False
DEMO = env.bool("DEMO", default=False)  # plain HTTP, a banner on every page, synthetic patients
# Commands may run on a temporary key, the serving process refuses it (config/serving.py).
SECRET_KEY_IS_TEMPORARY = not env.str("SECRET_KEY", default="")
SECRET_KEY = env.str("SECRET_KEY", default="") or secrets.token_urlsafe(
    64
)  # the serving process refuses the second
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
# Key id -> key; the first signs audit events, the others still verify. Without any, one is derived from SECRET_KEY.
AUDIT_MAC_KEYS: dict[str, str] = env.dict("AUDIT_MAC_KEYS", default={})
# Key id -> key for the rounding of statistics; the first rounds months yet to be closed. Without any, derived.
STATISTICS_KEYS: dict[str, str] = env.dict("STATISTICS_KEY", default={})
# The smallest count that statistics tell, where it is to be more than the catalogue says; never less.
STATISTICS_THRESHOLD = env.int("STATISTICS_THRESHOLD", default=0)
# Where jobs put the files they make; shared by every web process and worker. Private to them.
FILES_DIR = Path(env.str("FILES_DIR", default=str(BASE_DIR / ".local" / "files")))
BASE_URL = env.str("BASE_URL", default="http://localhost:8000")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"] if DEMO else [])

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# The language of the interface; a questionnaire speaks the one it was written in (docs/decisions/0016).
LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
TIME_ZONE = env.str("TIME_ZONE", default="UTC")
USE_TZ = True
LOGGING_CONFIG = "logging.config.dictConfig"
LOGGING = logging_config(level=env.str("LOG_LEVEL", default="INFO"))

INSTALLED_APPS = [
    "accounts",
    "screening",
    "config",
    "allauth",
    "allauth.account",
    "crispy_forms",
    "csp",
    "django_htmx",
    "whitenoise.runserver_nostatic",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "config.health.HealthProbes",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "accounts.idle.IdleLimit",
    "accounts.middleware.PracticeScope",
]

# --- Database: one, reached in three roles (docs/decisions; config/routers.py)


def _database(variable: str, **options: str) -> dict[str, Any]:
    if not env.str(variable, default=""):
        return {"ENGINE": "config.unset_database", "NAME": "unset", "OPTIONS": {"variable": variable}}
    database: dict[str, Any] = env.db_url(variable)
    database["OPTIONS"] = {**options, "application_name": "algia", **database.get("OPTIONS", {})}
    return {**database, "CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": True}


_WEB_LIMITS = "-c lock_timeout=3s -c statement_timeout=15s -c idle_in_transaction_session_timeout=60s"
# Our joins begin at the rows that are asked for. To weigh every other order took the planner longer than all else
# that the database does for a page: 45 ms for the list of screenings, 28 ms for a result, 2 ms with this.
_WEB_PLANNING = "-c join_collapse_limit=4 -c from_collapse_limit=4"
DATABASES = {
    "default": _database("DATABASE_URL", options=f"{_WEB_LIMITS} {_WEB_PLANNING}"),
    "owner": _database("DATABASE_OWNER_URL"),
    "maint": _database("DATABASE_MAINT_URL"),
}
DATABASE_ROUTERS = ["config.routers.OwnerMigrates"]

# Shared by the workers of one host, because sign-in limits are counted in it.
CACHE_DIR = env.str("CACHE_DIR", default="")
# When it is full a third is forgotten, whichever; Django's own 300 would let other entries push the limits out.
CACHE_OPTIONS = {"MAX_ENTRIES": 10_000}
CACHES: dict[str, dict[str, Any]] = {
    "default": (
        {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": CACHE_DIR}
        if CACHE_DIR
        else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    )
    | {"OPTIONS": CACHE_OPTIONS}
}

# --- Jobs (docs/decisions; measured: by default Celery on Redis loses or repeats work when a worker dies)

REDIS_URL = env.str("REDIS_URL", default="")
JOB_HARD_LIMIT_SECONDS = 900
JOB_LEASE_SECONDS = env.int("JOB_LEASE_SECONDS", default=30)  # how long a worker may stay silent
JOB_SWEEP_SECONDS = env.int("JOB_SWEEP_SECONDS", default=10)  # how often the sweep looks for what was lost
JOB_UNSENT_SECONDS = env.int("JOB_UNSENT_SECONDS", default=30)  # how old a message is before it is sent again
JOB_TIDY_SECONDS = 600
JOB_FILES_KEPT_HOURS = 24
CELERY_BROKER_URL = REDIS_URL or "redis://127.0.0.1:1/0"  # nobody listens there: the sweep sends later
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 3600,  # above the hard limit, else a long task is handed out twice
    "unacked_restore_interval": 10,  # look for what a dead worker held each 10 s ...
    "unacked_restore_throttle": 1,  # ... and not only each tenth time
    "max_retries": 0,
    "socket_connect_timeout": 0.5,
    "socket_timeout": 5,
    "global_keyprefix": env.str("REDIS_KEY_PREFIX", default="algia:"),
}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None  # a worker waits for its broker as long as it takes
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_TASKS_PER_CHILD = 200
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 10
CELERY_TASK_TIME_LIMIT = JOB_HARD_LIMIT_SECONDS
CELERY_TASK_SOFT_TIME_LIMIT = JOB_HARD_LIMIT_SECONDS - 60
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TIMEZONE = "UTC"
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BEAT_SCHEDULE_FILENAME = env.str("BEAT_SCHEDULE", default=str(BASE_DIR / ".local" / "beat-schedule"))
CELERY_BEAT_SCHEDULE = {
    # They expire, so that none pile up while no worker is there.
    name: {"task": name, "schedule": seconds, "options": {"expires": seconds}}
    for name, seconds in {"jobs.sweep": JOB_SWEEP_SECONDS, "jobs.tidy": JOB_TIDY_SECONDS}.items()
}

# --- Pages and static files

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "config.context.installation",
                "accounts.context.permissions",
            ],
        },
    }
]
CRISPY_ALLOWED_TEMPLATE_PACKS = ["nhsuk"]
CRISPY_TEMPLATE_PACK = "nhsuk"
CRISPY_FAIL_SILENTLY = False

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "build" / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# --- Sign-in

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # accounts are made by the practice, there is no open sign-up
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "http" if DEMO else "https"
# A clinic sits behind one address: the limits per address leave room for thirty sign-ins at eight o'clock.
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": "30/m/ip,5/5m/key"}
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
vars().update(env.email_url("EMAIL_URL", default="consolemail://"))
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="algia@localhost")

# --- Hardening; DEMO=1 is plain HTTP on this machine and therefore goes without TLS and __Host- names

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
        "object-src": ["'none'"],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    feature: []
    for feature in (
        "accelerometer",
        "camera",
        "display-capture",
        "fullscreen",
        "geolocation",
        "gyroscope",
        "hid",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "serial",
        "usb",
    )
}
_SECURE = not DEMO
SESSION_COOKIE_NAME = "__Host-sessionid" if _SECURE else "sessionid"
SESSION_COOKIE_SECURE = _SECURE
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 60 * 60
# After how long without anything that a person does somebody is signed out (accounts/idle.py).
SESSION_IDLE_MINUTES = env.int("SESSION_IDLE_MINUTES", default=60)
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_NAME = "__Host-csrftoken" if _SECURE else "csrftoken"
CSRF_COOKIE_SECURE = _SECURE
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_TRUSTED_ORIGINS = [BASE_URL] if BASE_URL.startswith("https://") else []
LANGUAGE_COOKIE_SECURE = _SECURE
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SECURE_SSL_REDIRECT = _SECURE
SECURE_REDIRECT_EXEMPT = [r"^livez$", r"^readyz$"]
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if _SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = _SECURE
SECURE_HSTS_PRELOAD = _SECURE
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("BEHIND_TLS_PROXY", default=False) else None
)
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
