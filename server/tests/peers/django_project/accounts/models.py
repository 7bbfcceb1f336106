"""A user who signs in by address, with a UUID for a key (row I02)."""

import uuid

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models


class Manager(UserManager):
    """Takes the address first, as djoser and `createsuperuser` hand it over."""

    def create_user(self, email, username, password=None, **more):
        return super().create_user(username, email, password, **more)

    def create_superuser(self, email, username, password=None, **more):
        return super().create_superuser(username, email, password, is_active=True, is_admin=True, **more)


class User(AbstractUser):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(max_length=254, unique=True)
    is_admin = models.BooleanField(default=False)
    # Nobody signs in before the activation mail was answered.
    is_active = models.BooleanField(default=False)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["username"]

    objects = Manager()

    class Meta:
        ordering = ["email"]
