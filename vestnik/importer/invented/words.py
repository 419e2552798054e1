"""Reads lists of names that are written as running text."""


def words(text: str) -> tuple[str, ...]:
    """Names of one word each, with white space between them."""
    return tuple(text.split())


def listed(text: str) -> tuple[str, ...]:
    """Names of one or more words, with commas between them; lines may be broken anywhere."""
    return tuple(" ".join(name.split()) for name in text.split(","))
