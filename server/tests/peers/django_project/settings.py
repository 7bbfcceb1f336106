"""Settings of the Django project. What a test varies comes from the environment."""

import os
from datetime import timedelta
from urllib.parse import unquote, urlsplit


def flag(name):
    return os.environ.get(name) == "1"


# Known to the tests: they sign tokens with it that are expired, of the wrong type and so on.
SECRET_KEY = "django-peer-secret-key-of-the-tests-and-of-nothing-else"
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1", "localhost"]
ROOT_URLCONF = "django_project.urls"
USE_TZ = True
TIME_ZONE = "UTC"
SITE_NAME = "Peer"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "rest_framework",
    "rest_framework_simplejwt.token_blacklist",
    "djoser",
    "social_django",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
]
# Django's own user: a number for a key, a user name to sign in with, addresses that may repeat.
if flag("PEER_PLAIN_USERS"):
    AUTH_USER_MODEL = "auth.User"
else:
    AUTH_USER_MODEL = "accounts.User"
    INSTALLED_APPS.append("django_project.accounts.apps.AccountsConfig")
# Every table is made as its model stands now: what migrations end in, in a tenth of the time.
MIGRATION_MODULES = {
    name: None
    for name in ("accounts", "auth", "contenttypes", "sessions", "token_blacklist", "social_django", "account", "socialaccount")
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]


def database(url):
    """A file's path is SQLite; `postgres://user:password@host:port/name` is PostgreSQL."""
    if not url.startswith("postgres"):
        options = {"timeout": 30, "transaction_mode": "IMMEDIATE"}
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": url, "OPTIONS": options}
    parts = urlsplit(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname,
        "PORT": parts.port,
    }


DATABASES = {"default": database(os.environ.get("PEER_DATABASE", ":memory:"))}

PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.BCryptSHA256PasswordHasher",
    "django.contrib.auth.hashers.ScryptPasswordHasher",
]
if flag("PEER_CHEAP_HASHES"):
    PASSWORD_HASHERS.insert(0, "django_project.cheap_hashers.CheapPBKDF2")

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

EMAIL_BACKEND = "django_project.inbox.Inbox"
DEFAULT_FROM_EMAIL = "peer@example.com"

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework_simplejwt.authentication.JWTAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_PAGINATION_CLASS": "rest_framework.pagination.PageNumberPagination",
    "PAGE_SIZE": 20,
}
SIMPLE_JWT = {
    "ACCESS_TOKEN_LIFETIME": timedelta(minutes=5),
    "REFRESH_TOKEN_LIFETIME": timedelta(days=1),
    "ROTATE_REFRESH_TOKENS": True,
    "BLACKLIST_AFTER_ROTATION": True,
}
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend", "social_core.backends.facebook.FacebookOAuth2"]
SOCIAL_AUTH_FACEBOOK_KEY = "peer"
SOCIAL_AUTH_FACEBOOK_SECRET = "nobody knows it there"
retype = flag("PEER_RETYPE")
DJOSER = {
    "SEND_ACTIVATION_EMAIL": not flag("PEER_NO_ACTIVATION"),
    "ACTIVATION_URL": "activate/{uid}/{token}",
    "PASSWORD_RESET_CONFIRM_URL": "password/reset/{uid}/{token}",
    "USERNAME_RESET_CONFIRM_URL": "email/reset/{uid}/{token}",
    "PASSWORD_CHANGED_EMAIL_CONFIRMATION": True,
    "USERNAME_CHANGED_EMAIL_CONFIRMATION": True,
    "EMAIL_FRONTEND_PROTOCOL": "http",
    "EMAIL_FRONTEND_DOMAIN": "localhost:3000",
    "EMAIL_FRONTEND_SITE_NAME": "Peer",
    "USER_CREATE_PASSWORD_RETYPE": retype,
    "SET_PASSWORD_RETYPE": retype,
    "PASSWORD_RESET_CONFIRM_RETYPE": retype,
    "SET_USERNAME_RETYPE": retype,
    "SOCIAL_AUTH_ALLOWED_REDIRECT_URIS": ["http://localhost:3000/signed-in"],
    # One opaque token a person is legacy (row A30), and off here.
    "TOKEN_MODEL": None,
}
