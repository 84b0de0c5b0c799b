"""Marking Chinese source messages for translation."""


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for "mark, translate later"
    """Mark `message` for extraction; the edge translates it when it is shown."""
    return message
