"""Names the signed-in user as the actor of everything that a request changes."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from vestnik.changes.actor import NOBODY, Actor, acting


class ActorMiddleware:
    """Asks for the user only when something is written: a printed page never touches the session."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        def who() -> Actor:
            user = getattr(request, "user", None)
            return user.as_actor() if user is not None and user.is_authenticated else NOBODY

        with acting(who):
            return self.get_response(request)
