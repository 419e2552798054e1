"""Every public address ever given: what it answers, and never to anybody else."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from vestnik.changes.errors import NotADelete
from vestnik.changes.public import PublicManager, PublicModel, PublicQuerySet
from vestnik.kit import clock
from vestnik.press import keys
from vestnik.stories.errors import AddressTaken
from vestnik.stories.events import AddressAnswers


class AddressQuerySet(PublicQuerySet[Any]):
    """Addresses."""

    def of(self, subject: str) -> Self:
        """All addresses ever given to one subject ("story:42")."""
        return self.filter(subject=subject)

    def delete(self) -> tuple[int, dict[str, int]]:
        raise NotADelete("An address is never deleted: it answers 200, 301 or 410 for ever.")

    def give(self, path: str, subject: str) -> Address:
        """Make `path` the address of a subject; its earlier addresses lead there from now on.

        Raises AddressTaken when the path was ever given to another subject.
        """
        address = self.filter(path=path).first()
        if address is not None and address.subject != subject:
            raise AddressTaken(_("The address %s is taken.") % path)
        if address is None:
            address = self.model(path=path, subject=subject)
        self.of(subject).filter(state=Address.State.LIVE).exclude(path=path).update(
            state=Address.State.MOVED, since=clock.instant()
        )
        if address.pk is None or address.state != Address.State.LIVE:
            address.state, address.reason, address.since = Address.State.LIVE, "", clock.instant()
            address.save()
        return address

    def close(self, subject: str, *, reason: str) -> None:
        """Let every address of a subject answer 410, with a reason that readers see."""
        self.of(subject).update(state=Address.State.GONE, reason=reason, since=clock.instant())


class AddressManager(PublicManager.from_queryset(AddressQuerySet)):  # type: ignore[misc]
    """The manager of addresses."""


class Address(PublicModel):
    """One public path. `subject` is "kind:id"; a redirect made by hand has a `target` instead."""

    class State(models.TextChoices):
        LIVE = "live", _("answers")
        MOVED = "moved", _("leads on (301)")
        GONE = "gone", _("gone (410)")

    appeared = changed = disappeared = AddressAnswers

    key_fields = {"path": keys.address, "subject": keys.addresses_of}

    path = models.CharField(_("path"), max_length=255, unique=True)
    # Not a relation: an address outlives its subject (an erased story leaves only this).
    subject = models.CharField(_("subject"), max_length=80, blank=True, db_index=True)
    target = models.CharField(_("leads to"), max_length=500, blank=True)
    state = models.CharField(_("state"), max_length=5, choices=State, default=State.LIVE)
    reason = models.TextField(_("reason"), blank=True)
    since = models.DateTimeField(_("since"), default=clock.instant)

    objects: ClassVar[AddressManager] = AddressManager()

    class Meta(PublicModel.Meta):
        verbose_name = _("address")
        verbose_name_plural = _("addresses")
        indexes = (models.Index(fields=["state", "-id"], name="stories_address_by_state"),)
        constraints = (
            models.UniqueConstraint(
                fields=("subject",),
                condition=models.Q(state="live"),
                name="stories_address_one_live",
            ),
            models.CheckConstraint(
                name="stories_address_path_from_root",
                condition=models.Q(path__startswith="/"),
            ),
            models.CheckConstraint(
                name="stories_address_state",
                condition=models.Q(state__in=("live", "moved", "gone")),
            ),
            # Exactly one of the two says where it leads: a subject of ours or a path by hand.
            models.CheckConstraint(
                name="stories_address_subject_or_target",
                condition=(models.Q(subject="") & ~models.Q(target=""))
                | (~models.Q(subject="") & models.Q(target="")),
            ),
        )

    def __str__(self) -> str:
        return self.path

    @classmethod
    def key_of(cls, pk: Any) -> str | None:
        return None

    def log_subject(self) -> str:
        return keys.address(self.path)

    def public_keys(self) -> frozenset[str]:
        return frozenset({keys.address(self.path), keys.addresses_of(self.subject)})

    def save(self, *args: Any, **kwargs: Any) -> None:
        # An address by hand answers nothing itself; as "live" there could be one only.
        if self.target and self.state == self.State.LIVE:
            self.state = self.State.MOVED
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        raise NotADelete("An address is never deleted: it answers 200, 301 or 410 for ever.")
