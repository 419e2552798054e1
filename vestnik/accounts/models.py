"""The user: anyone who signs in, journalist or reader, and what a role demands of the sign-in."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser, BaseUserManager, Group
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from vestnik.changes.actor import Actor


class UserManager(BaseUserManager["User"]):
    """Makes users; addresses are compared without regard to case."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """A user with no rights. Raises ValueError without an e-mail address."""
        if not email:
            raise ValueError("A user needs an e-mail address.")
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        """A user with every right, for the first sign-in and for emergencies."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=username or "")


class User(AbstractUser):
    """A person with a sign-in. Who signs a story is a byline, which need not be a user."""

    username = None  # type: ignore[assignment]
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(_("e-mail address"), unique=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = UserManager()  # type: ignore[misc,assignment]

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = (
            models.UniqueConstraint(Lower("email"), name="accounts_user_email_any_case"),
        )

    def __str__(self) -> str:
        return self.get_full_name() or self.email

    def log_subject(self) -> str:
        """What the audit trail calls the person."""
        return f"user:{self.pk}"

    def as_actor(self) -> Actor:
        """Who acts, as plain values for the logs."""
        return Actor(self.pk, str(self))


class SecondFactorDemand(models.Model):
    """A role whose people must have a second factor: the row's presence is the demand."""

    group = models.OneToOneField(
        Group, on_delete=models.CASCADE, primary_key=True, related_name="second_factor_demand"
    )

    def __str__(self) -> str:
        return f"Second factor demanded of {self.group}"


class Tally(models.Model):
    """Tries of one kind by one address or at one account; counted anew after `ends`.

    `key` is a digest: the table names nobody who tried.
    """

    key = models.CharField(max_length=64, primary_key=True)
    ends = models.DateTimeField(db_index=True)
    count = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.count} until {self.ends:%H:%M:%S}"


class Invitation(models.Model):
    """An open invitation: the link whose `nonce` this is lets the person choose how to come in, once."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="invitation")
    nonce = models.CharField(max_length=32)
    until = models.DateTimeField()

    def __str__(self) -> str:
        return f"Invitation of {self.user} until {self.until:%Y-%m-%d %H:%M}"
