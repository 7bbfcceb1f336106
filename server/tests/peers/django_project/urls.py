"""The routes of the system that is replaced, and the inbox that the tests read."""

from django.urls import include, path, re_path
from rest_framework_simplejwt.views import TokenBlacklistView

from django_project import inbox

urlpatterns = [
    path("api/auth/", include("djoser.urls")),
    path("api/auth/", include("djoser.urls.jwt")),
    path("api/auth/", include("djoser.social.urls")),
    # djoser does not route it; projects add it by hand.
    re_path(r"^api/auth/jwt/blacklist/?$", TokenBlacklistView.as_view()),
    path("inbox.json", inbox.show),
]
