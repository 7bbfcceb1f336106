"""Who there is, and what is said of them: the same as end2end/harness/peers/person.ts says."""

import os

from django.contrib.auth import get_user_model
from django.contrib.auth.backends import ModelBackend
from oauth2_provider.oauth2_validators import OAuth2Validator


class Anybody(ModelBackend):
    """Whoever knows the password that everybody has; an account is made for them."""

    def authenticate(self, request, username=None, password=None, **_):
        if not username or password != os.environ["PEER_PASSWORD"]:
            return None
        email = f"{username}@example.com"
        user, _ = get_user_model().objects.get_or_create(username=username, defaults={"email": email})
        return user


class Claims(OAuth2Validator):
    oidc_claim_scope = OAuth2Validator.oidc_claim_scope | {"email": "email", "email_verified": "email"}

    def get_additional_claims(self):
        return {
            "name": lambda request: request.user.username.capitalize(),
            "email": lambda request: request.user.email,
            "email_verified": lambda request: True,
        }
