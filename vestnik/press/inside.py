"""What the press process asks of the application: an answer as it is right now, and to do what is due.

Known by a word derived from the site's secret; to everybody else these addresses are not there.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Callable
from functools import partial, wraps
from typing import Any

from django.conf import settings
from django.db import close_old_connections
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from vestnik.kit import urgent
from vestnik.press import answers, figures
from vestnik.press.answering import Answer
from vestnik.press.gate.application import WORD_HEADER, word

View = Callable[..., HttpResponse]


def _of_the_node(view: View) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, **rest: Any) -> HttpResponse:
        said = request.headers.get(WORD_HEADER, "")
        if not hmac.compare_digest(said.encode(), word(settings.SECRET_KEY).encode()):
            raise Http404
        return view(request, **rest)

    return guarded


def _answered(path: str) -> Answer:
    # In a thread that knows nothing of requests.
    close_old_connections()
    try:
        return answers.answer(path)
    finally:
        close_old_connections()


@csrf_exempt
@require_safe
@_of_the_node
def answer(request: HttpRequest, path: str) -> HttpResponse:
    """The answer of a public path, its parts filled in; in the header `Vestnik-Answer` what belongs to it."""
    answered = urgent.done(partial(_answered, f"/{path}"))
    response = HttpResponse(answered.body)
    response["Vestnik-Answer"] = json.dumps(
        {
            "status": answered.status,
            "headers": answered.headers,
            "stale": answered.stale,
            "invented": answered.invented,
        }
    )
    return response


@csrf_exempt
@require_safe
@_of_the_node
def headers(request: HttpRequest) -> HttpResponse:
    """Nothing but what is put on every public answer; asked every few seconds, whether anybody is here.

    So what was counted since the last print is kept, also when no further print comes.
    """
    figures.keep_if_due()
    return HttpResponse()


@csrf_exempt
@require_safe
@_of_the_node
def settle(request: HttpRequest) -> HttpResponse:
    """Do what is due."""
    answers.follower().look_again()
    answers.follower().look()
    return HttpResponse(status=204)
