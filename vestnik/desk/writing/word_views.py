"""What the language panel asks: the typographer, dictionaries, the newsroom's own words."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, JsonResponse
from django.utils.http import http_date, parse_http_date_safe
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vestnik.desk.writing import dictionaries
from vestnik.desk.writing.note_views import said
from vestnik.kit.typography import offers

#: Paragraphs of one question, and signs of all of them.
MOST_TEXTS, MOST_SIGNS = 1_000, 400_000
MOST_BYTES = 2_500_000


def _only_for_writers(request: HttpRequest) -> None:
    if not request.user.has_perm("stories.change_story"):
        raise PermissionDenied


@require_POST
def typography(request: HttpRequest) -> JsonResponse:
    """Suggestions for each of some paragraphs. What is too long is not looked at."""
    _only_for_writers(request)
    asked = said(request, MOST_BYTES)
    texts = asked.get("texts")
    language = str(asked.get("language", ""))
    if not isinstance(texts, list) or len(texts) > MOST_TEXTS:
        return JsonResponse({"suggestions": []})
    left, answer = MOST_SIGNS, []
    for text in texts:
        left -= len(text) if isinstance(text, str) else MOST_SIGNS
        answer.append(_of_one(text, language) if left >= 0 else [])
    return JsonResponse({"suggestions": answer})


def _of_one(text: str, language: str) -> list[dict[str, Any]]:
    return [offers.in_script(text, one) for one in offers.suggestions(text, language)]


@require_safe
def dictionary(request: HttpRequest, language: str, kind: str) -> Any:
    """One of a dictionary's two files, kept by the browser until it changes."""
    _only_for_writers(request)
    files = dictionaries.found(language)
    if files is None or kind not in ("aff", "dic"):
        raise Http404
    path = files[kind == "dic"]
    changed = int(path.stat().st_mtime)
    since = parse_http_date_safe(request.headers.get("If-Modified-Since", ""))
    if since is not None and since >= changed:
        answer: Any = JsonResponse({}, status=304)
        answer.content = b""
    else:
        # As bytes: the file itself says in which encoding it is.
        answer = FileResponse(path.open("rb"), content_type="application/octet-stream")
    answer["Last-Modified"] = http_date(changed)
    answer["Cache-Control"] = "private, max-age=86400"
    return answer


@require_http_methods(["GET", "POST"])
def own_words(request: HttpRequest, language: str) -> JsonResponse:
    """The newsroom's own words; one more, or one less."""
    _only_for_writers(request)
    if request.method == "POST":
        asked = said(request)
        word = str(asked.get("word", ""))
        try:
            if asked.get("remove"):
                dictionaries.remove(word, language)
            else:
                dictionaries.add(word, language, by=request.user)  # type: ignore[arg-type]
        except dictionaries.WordRefused:
            return JsonResponse({}, status=400)
        return JsonResponse({})
    return JsonResponse({"words": dictionaries.own_words(language)})
