"""Settings of a Django whose people sign in elsewhere with its word, through django-oauth-toolkit."""

import os
from pathlib import Path

SECRET_KEY = "toolkit-peer-secret-key-of-the-tests-and-of-nothing-else"
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1"]
ROOT_URLCONF = "toolkit_project.urls"
USE_TZ = True

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "oauth2_provider",
]
# Every table is made as its model stands now: what migrations end in, in a tenth of the time.
MIGRATION_MODULES = {name: None for name in ("auth", "contenttypes", "sessions", "oauth2_provider")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": os.environ["PEER_DATABASE"],
        "OPTIONS": {"timeout": 30, "transaction_mode": "IMMEDIATE"},
    }
}

# As Django's own start-up template has them: SecurityMiddleware sends COOP same-origin.
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        # Before the toolkit's own, whose frame loads a style sheet from elsewhere.
        "DIRS": [Path(__file__).parent / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    }
]
AUTHENTICATION_BACKENDS = ["toolkit_project.people.Anybody"]
LOGIN_URL = "/accounts/login/"

OAUTH2_PROVIDER = {
    "OIDC_ENABLED": True,
    "OIDC_ISS_ENDPOINT": os.environ["PEER_ISSUER"],
    "OIDC_RSA_PRIVATE_KEY": os.environ["PEER_KEY"],
    "OAUTH2_VALIDATOR_CLASS": "toolkit_project.people.Claims",
    "SCOPES": {"openid": "Who you are", "profile": "Your name", "email": "Your address"},
}
