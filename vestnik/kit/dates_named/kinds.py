"""Owns the words beside a date that say what waits on it, and whether a sentence looks ahead."""

import re

_AHEAD = re.compile(
    r"\b(?:ще|няма да|предстои|предстоят|предстоящ\w*|трябва|следва да|насроч\w+|отлож\w+|отсроч\w+"
    r"|обеща\w*|увери\w*|закани\w*|зарече|гарантира\w*|очаква\w*|планира\w*|предвижда\w*|предвиден\w*|надява\w*|възнамерява\w*"
    r"|възложи\w*|задължи\w*|разпореди\w*|изтича\w*|краен|срок\w*|готв\w+|кани\w* се|поиска\w* да|да бъд\w+"
    r"|да се произнес\w+|влиза\w* в сила|започва|започват|стартира|открива се|свиква\w*|призова\w*)\b",
    re.IGNORECASE,
)
_COURT = re.compile(
    r"\b(?:съд|дело|делото|дела|делата|съдът|съда|съдия\w*|съдии\w*|съдебн\w+|подсъдим\w*|обвиняем\w*"
    r"|присъда\w*|обжалва\w*|касацион\w+|апелатив\w+|вкс|вас|подсъдн\w+|прокур\w+|процес\w* срещу"
    r"|мярка за неотклонение|мярката му|разпоредително|екстрадици\w+"
    r")\b",
    re.IGNORECASE,
)
_PROMISE = re.compile(
    r"\b(?:обеща\w*|обещава\w*|обещание\w*|обещания\w*|увери\w*|уверява\w*|ангажимент\w*|ангажира\w*|гарантира\w*"
    r"|зарече|закани\w*|твърдо реш\w+|планира\w*|възнамерява\w*"
    r"|(?:каза|заяви|обяви|съобщи|посочи|допълни|подчерта|категоричн\w+ е)\w*,?\s+че\s+(?:\w+\s+){0,6}?ще)\b",
    re.IGNORECASE,
)
_DUTY = re.compile(
    r"\b(?:краен|срок\w*|най-късно|не по-късно|трябва|длъжн\w+|задължен\w*|задължи\w*|изтича\w*|разпореди\w*"
    r"|подава\w*|кандидатства\w*|плати\w*|плаща\w*|внес\w+|възложи\w*|ултиматум\w*)\b",
    re.IGNORECASE,
)
_UNTIL = re.compile(
    r"(?:най-късно\s+)?до\b|преди\b|в срок|в рамките|не по-късно|в\s+\S+\s+срок", re.IGNORECASE
)


def looks_ahead(sentence: str) -> bool:
    """Whether a date that may be past or to come is to come here."""
    return _AHEAD.search(sentence) is not None


def is_court(sentence: str) -> bool:
    """Whether a court is to act on the day."""
    return _COURT.search(sentence) is not None


def is_promise(sentence: str) -> bool:
    """Whether somebody has given his word."""
    return _PROMISE.search(sentence) is not None


def is_deadline(sentence: str, words: str) -> bool:
    """Whether something must be done by the day, which `words` name."""
    return _UNTIL.match(words) is not None or _DUTY.search(sentence) is not None
