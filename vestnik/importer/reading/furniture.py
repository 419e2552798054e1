"""Owns the words by which the furniture around a story is known on pages saved as text."""

from __future__ import annotations

import re

_END = (
    r"коментари|коментар|comments?|\d+ коментара?|\d+ comments?|коментирай\w*|напиши коментар|добави коментар"
    r"|остави коментар|leave a (?:comment|reply)|post a comment|view comments|всички коментари"
    r"|още(?: (?:новини|по темата|статии|публикации|материали|от|за|в))(?: .{0,40})?|още"
    r"|(?:свързани|подобни|сродни|други|последни|най-нови|препоръчани|актуални)\s+(?:новини|статии|публикации"
    r"|материали|теми)"
    r"|свързани|последни|препоръчано|най-(?:четени|коментирани|нови|популярни|гледани)(?: .{0,30})?"
    r"|прочетете (?:още|също)|вижте (?:още|също)|виж още|виж всички|може да харесате|може да ви хареса"
    r"|more news|more stories|more from .{1,40}|more on .{1,40}|related(?: (?:news|stories|articles|posts|topics))?"
    r"|read (?:more|also|next)|see also|you may also like|recommended(?: for you)?|most (?:read|popular|commented)"
    r"|latest(?: news)?|trending|popular|top stories|up next|don't miss|от категорията|от рубриката"
    r"|предишна (?:новина|статия)|следваща (?:новина|статия)|previous (?:article|post)|next (?:article|post)"
)
_SHARE = (
    r"спод(?:ели|елете|еляне)(?: .{0,30})?|share(?: (?:this|on|via|with) .{0,30})?|facebook|фейсбук|twitter|туитър"
    r"|tweet|x|viber|вайбър|telegram|телеграм|whatsapp|linkedin|messenger|pinterest|reddit|email|e-mail|имейл|"
    r"изпрати(?: на приятел| по имейл)?|копирай(?: .{0,20})?|copy link|print|печат|принтирай|разпечатай|отпечатай|запази|save"
    r"|харесай|like|следвай\w*(?: .{0,40})?|последвай\w*(?: .{0,40})?|follow(?: us(?: .{0,40})?| .{0,30} on .{0,30})?|абонирай\w*(?: .{0,60})?"
    r"|subscribe(?: .{0,40})?|бюлетин|newsletter|google news(?: .{0,30})?|размер на шрифта|шрифт|a\+|a-|aa"
)
_PLAIN = (
    r"реклама|advertis(?:e)?ment|ad|спонсорирано(?: съдържание)?|sponsored|меню|menu|начало|home|търсене|търси|search"
    r"|вход|вход / регистрация|изход|регистрация|sign in|log in|login|register|sign up|контакти|contacts?(?: us)?|за нас|about(?: us)?"
    r"|(?:общи )?условия(?: .{0,30})?|terms(?: .{0,30})?|privacy(?: .{0,30})?|поверителност|политика за .{0,40}|бисквитки"
    r"|cookies?(?: .{0,40})?|приемам|accept(?: all)?|ok|затвори|close|към съдържанието|skip to (?:main )?content|назад|back"
    r"|горе|to top|back to top|лайв|на живо|live|видео|video|галерия|gallery|снимки|photos|подкаст(?:и)?|podcasts?"
    r"|прочетен\w*:? ?\d.*|видян\w*:? ?\d.*|преглед\w*:? ?\d.*|\d+ (?:прочитания|преглеждания|гледания|views?|reads?|shares?|споделяния)"
    r"|време за четене.*|\d+ (?:мин|min)\.? (?:четене|read)|reading time.*|чуй(?:те)? .{0,30}|слушай.{0,30}|listen(?: to .{0,30})?"
    r"|[\d:]{1,5}|[\s.,|/•·:+-]*|английски|български|english|bg|en|зареди още|load more|всички новини|all news"
    r"|връзка|линк|photo|снимка|image|увеличи"
)
_COUNT = r"(?:\s*[\(\[]?\s*\d*\s*[\)\]]?)"
_END_RE = re.compile(rf"^(?:{_END}){_COUNT}\s*[:.…»›>→]*$", re.IGNORECASE)
_SHARE_RE = re.compile(rf"^(?:{_SHARE}){_COUNT}\s*[:.…»›>→!]*$", re.IGNORECASE)
_PLAIN_RE = re.compile(rf"^(?:{_PLAIN}){_COUNT}\s*[:.…»›>→]*$", re.IGNORECASE)
_COPYRIGHT = re.compile(
    r"^(?:©|\(c\)|copyright)|всички права запазени|all rights reserved|разработка:|developed by|powered by",
    re.IGNORECASE,
)
_INLINE = re.compile(
    r"^(?:(?:прочетете|четете|вижте|виж|чети|прочети)(?: още| също| повече)?|още по темата|по темата|свързана новина"
    r"|read (?:more|also|next)|see also|related|also read|don't miss)\s*[:：–—-]\s*\S",
    re.IGNORECASE,
)
_COMMENTS = re.compile(
    r"^(?:\d+ )?(?:коментари?а?|comments?)\s*[\(\[]?\s*(\d*)\s*[\)\]]?\s*:?$", re.IGNORECASE
)
_TOPICS = re.compile(
    r"^(?:тагове|таг|етикети|ключови думи|теми|tags?|keywords|topics|filed under)\s*[:：]\s*(?P<names>.+)?$",
    re.IGNORECASE,
)
_AUTHOR = re.compile(
    r"^(?:автор(?:и|ка)?|текст|репортер|journalist|author(?:s)?|written by|reported by|story by|words by)\s*[:：]\s*(?P<names>.{2,120})?$"
    r"|^(?:by|written by)\s+(?P<by>[A-Z][^.:]{2,100})$"
    r"|^(?:от|статия на|репортаж на)\s+(?P<ot>[А-Я][а-я-]+(?:\s[А-Я][а-я.-]*){1,3}(?:,\s.{2,40})?)$",
    re.IGNORECASE,
)
_UPDATED = re.compile(
    r"обновен|актуализиран|последна промяна|редактиран|update|modified|edited", re.IGNORECASE
)
_PUBLISHED = re.compile(
    r"публикуван|публикация|качена|posted|published|дата|date|добавен|създаден|първа публикация",
    re.IGNORECASE,
)
_BREADCRUMB = re.compile(r"^\s*(?:начало|home|новини|news)\s*[>»›/|→]\s*\S", re.IGNORECASE)


def ends_story(line: str) -> bool:
    """Whether nothing of the story comes after this line, once its text has begun."""
    return bool(_END_RE.match(line) or _COPYRIGHT.search(line))


def is_share(line: str) -> bool:
    """Whether the line offers sharing, following or printing."""
    return bool(_SHARE_RE.match(line))


def is_furniture(line: str) -> bool:
    """Whether the line is page furniture of any sort and never part of a story."""
    return bool(
        _PLAIN_RE.match(line) or ends_story(line) or is_share(line) or _INLINE.match(line)
        or _BREADCRUMB.match(line)
    )  # fmt: skip


def comment_count(line: str) -> int | None:
    """The number that a heading of comments names (0 when none); None for other lines."""
    match = _COMMENTS.match(line)
    return int(match[1] or 0) if match else None


def topics(line: str) -> tuple[str, ...] | None:
    """The topics of a line „Тагове: …“; None for other lines, empty when they come below."""
    match = _TOPICS.match(line)
    if match is None:
        return None
    return tuple(
        name.strip(" #.")
        for name in re.split(r"[,;|•#]", match["names"] or "")
        if name.strip(" #.")
    )


def author(line: str) -> str | None:
    """The names of a line „Автор: …“ or "By …"; "" when they come below, None for other lines."""
    match = _AUTHOR.match(line)
    if match is None or (match["ot"] and not match["ot"][0].isupper()):
        return None
    return match["names"] or match["by"] or match["ot"] or ""


def around_update(text: str) -> tuple[str, str]:
    """What stands before the word that tells of a change, and from it on; "" for what is not there."""
    found = _UPDATED.search(text)
    return (text, "") if found is None else (text[: found.start()], text[found.start() :])


def says_updated(text: str) -> bool:
    """Whether the words around a date call it a change."""
    return bool(_UPDATED.search(text))


def says_published(text: str) -> bool:
    """Whether the words around a date call it the publication."""
    return bool(_PUBLISHED.search(text))


def breadcrumb(line: str) -> str:
    """The section that a breadcrumb line ends in; "" for other lines."""
    if not _BREADCRUMB.match(line):
        return ""
    steps = [step.strip() for step in re.split(r"[>»›/|→]", line) if step.strip()]
    return steps[-1] if len(steps) > 1 and len(steps[-1]) <= 40 else ""
