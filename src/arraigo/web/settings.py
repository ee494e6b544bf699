"""Settings. Everything an administrator may change comes from the environment."""

from __future__ import annotations

import base64
import hashlib
from datetime import timedelta
from pathlib import Path
from typing import Any

import environ
from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _

from arraigo.web.home import Secrets, embedded_url, home, is_training, load_secrets
from arraigo.web.provision import address_parts

env = environ.Env()
PACKAGE = Path(__file__).resolve().parent.parent

ARRAIGO_HOME = home()
_secrets = load_secrets(ARRAIGO_HOME) or Secrets.fresh()

SECRET_KEY = env.str("ARRAIGO_SECRET_KEY", default=_secrets.secret_key)
MASTER_KEY = base64.b64decode(env.str("ARRAIGO_MASTER_KEY", default=_secrets.master_key))
SEARCH_KEY = hashlib.sha256(b"search" + MASTER_KEY).digest()
DEBUG = False
TRAINING_MODE = env.bool("ARRAIGO_TRAINING", default=is_training(ARRAIGO_HOME))
BASE_URL = env.str("ARRAIGO_BASE_URL", default="http://127.0.0.1:8000").rstrip("/")
HTTPS = BASE_URL.startswith("https://")
ALLOWED_HOSTS = env.list("ARRAIGO_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS = [BASE_URL]

# Database: the web's role by default; the owner's for migrations only.
DATABASE_URL = env.str(
    "DATABASE_URL", default=embedded_url(ARRAIGO_HOME, "arraigo_web", _secrets.web_password)
)
DATABASE_OWNER_URL = env.str(
    "DATABASE_OWNER_URL",
    default=embedded_url(ARRAIGO_HOME, "arraigo_owner", _secrets.owner_password),
)
DATABASE_WEB_ROLE = address_parts(DATABASE_URL)["user"]


def _database(url: str) -> dict[str, Any]:
    parts = address_parts(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.pop("dbname"),
        "USER": parts.pop("user"),
        "PASSWORD": parts.pop("password", ""),
        "HOST": parts.pop("host", ""),
        "PORT": parts.pop("port", ""),
        "OPTIONS": {**parts, "application_name": "arraigo"},
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    }


AS_OWNER = env.str("ARRAIGO_ROLE", default="web") == "owner"
DATABASES = {"default": _database(DATABASE_OWNER_URL if AS_OWNER else DATABASE_URL)}
if AS_OWNER:
    # Migrations check foreign keys on tables whose policies ask who acts: the system does.
    DATABASES["default"]["OPTIONS"]["options"] = "-c arraigo.actor_kind=system"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

ROOMS = [
    "core", "ui", "territory", "organizations", "accounts", "directory", "people", "casework",
    "profiling", "plans", "learning", "jobs", "referrals", "coordination", "indicators",
    "reports", "contracts", "rights", "desk", "field", "public", "demo",
]  # fmt: skip

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    *[f"arraigo.{room}" for room in ROOMS],
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "csp",
    "django_cotton",
    "django_htmx",
    "pgtrigger",
    "phonenumber_field",
    "procrastinate.contrib.django",
]

MIDDLEWARE = [
    "arraigo.web.headers.HeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # pads at random against BREACH
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "arraigo.accounts.language.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "arraigo.accounts.freshness.SessionLimits",
    "arraigo.accounts.held.HoldingLoginRequired",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "arraigo.accounts.middleware.AccessMiddleware",
    "arraigo.accounts.middleware.ContextMiddleware",
    "arraigo.accounts.harvest.middleware.HarvestMiddleware",
    "axes.middleware.AxesMiddleware",
    "arraigo.web.addresses.NoNul",
]

ROOT_URLCONF = "arraigo.web.urls"
WSGI_APPLICATION = "arraigo.web.wsgi.application"
FORM_RENDERER = "arraigo.ui.forms.FormRenderer"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "arraigo.accounts.navigation.shell",
            ],
        },
    }
]

# People who work here: e-mail login, second factor for those who approve or see everything.
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
_SHORTEST_PASSWORD = 12
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": _SHORTEST_PASSWORD},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "arraigo.accounts.passwords.ContextWordsValidator",
        "OPTIONS": {"shortest": _SHORTEST_PASSWORD},
    },
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "arraigo.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_FORMS = {
    "login": "arraigo.accounts.forms.LoginForm",
    "change_password": "arraigo.accounts.forms.ChangePasswordForm",
    "reset_password": "arraigo.accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "arraigo.accounts.forms.ResetPasswordKeyForm",
    "reauthenticate": "arraigo.accounts.forms.ReauthenticateForm",
}
PASSWORD_RESET_TIMEOUT = 60 * 60
MFA_ADAPTER = "arraigo.accounts.adapter.MFAAdapter"
MFA_TOTP_ISSUER = "Arraigo"
MFA_TOTP_TOLERANCE = 1  # a phone's clock may be half a minute off
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"  # a key alone opens: it asks for finger, face or PIN
MFA_RATE_LIMITS = {"webauthn_login": "60/m/ip"}  # an office shares one address
MFA_FORMS = {
    "authenticate": "arraigo.accounts.forms.AuthenticateForm",
    "reauthenticate": "arraigo.accounts.forms.ReauthenticateCodeForm",
    "activate_totp": "arraigo.accounts.forms.ActivateTOTPForm",
    "add_webauthn": "arraigo.accounts.passkeys.AddForm",
    "edit_webauthn": "arraigo.accounts.passkeys.RenameForm",
    "login_webauthn": "arraigo.accounts.passkeys.LoginForm",
    "authenticate_webauthn": "arraigo.accounts.passkeys.AuthenticateForm",
    "reauthenticate_webauthn": "arraigo.accounts.passkeys.ReauthenticateForm",
}

# Wrong passwords are counted by axes, in the database: 6 for one address from one place lock it
# for 15 minutes. Wrong codes, mails for a new password and used codes are counted by allauth in
# the cache, which all web processes share.
AXES_FAILURE_LIMIT = 6
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_FORM_FIELD = "login"
AXES_USERNAME_CALLABLE = "arraigo.accounts.lockout.typed_address"
AXES_CLIENT_IP_CALLABLE = "arraigo.accounts.lockout.client_ip"
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "login"]
AXES_LOCKOUT_CALLABLE = "arraigo.accounts.lockout.locked_page"
ACCOUNT_RATE_LIMITS = {"login_failed": "5/5m/key"}
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "accounts_shared_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
    # What must not be written anywhere: it ends with the process.
    "memory": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
}
# How many proxies of ours stand before the web server; with 0, X-Forwarded-For is not believed.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("ARRAIGO_PROXIES", default=0)

SESSION_ENGINE = "arraigo.accounts.sessions.store"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
CSRF_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_NAME = "__Host-language" if HTTPS else "language"
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = HTTPS
# A message of a page may name a case: it waits in the session, not in a cookie of the browser.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# Spanish of Guatemala first; English complete as well.
LANGUAGE_CODE = "es-gt"
LANGUAGES = [("es-gt", _("español")), ("en", _("inglés"))]
LOCALE_PATHS = [PACKAGE / "locale"]
FORMAT_MODULE_PATH = "arraigo.ui.formats"
TIME_ZONE = "America/Guatemala"
USE_TZ = True
USE_THOUSAND_SEPARATOR = True
PHONENUMBER_DEFAULT_REGION = "GT"
PHONENUMBER_DB_FORMAT = "E164"

STATIC_URL = "/static/"
STATIC_ROOT = ARRAIGO_HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
FILES_ROOT = ARRAIGO_HOME / "files"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
# What is uploaded stays in memory until it is sealed: nothing of it touches the disk in clear.
FILE_UPLOAD_HANDLERS = [
    "arraigo.core.reading.uploads.BoundedUpload",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
]
FILE_UPLOAD_MAX_MEMORY_SIZE = 11 * 1024 * 1024  # what BoundedUpload lets in

vars().update(env.email_url("EMAIL_URL", default="dummymail://"))
if "EMAIL_URL" not in env:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = ARRAIGO_HOME / "mail"
DEFAULT_FROM_EMAIL = env.str("ARRAIGO_FROM", default="Arraigo <arraigo@localhost>")

# What is written is told in docs/security.md: no line holds what was typed or shown.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"worthwhile": {"()": "arraigo.core.logs.Worthwhile"}},
    "formatters": {"discreet": {"()": "arraigo.core.logs.DiscreetFormatter"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "discreet",
            "filters": ["worthwhile"],
        }
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "arraigo": {"level": "INFO"},
        "axes": {"level": "ERROR"},
        "django": {"level": "INFO", "handlers": []},  # nor does Django mail what failed
    },
}
SILENCED_SYSTEM_CHECKS: list[str] = []
PROCRASTINATE_WORKER_DEFAULTS = {"name": "arraigo", "delete_jobs": "successful"}
