"""Text without the characters that nobody types and PostgreSQL or a page cannot hold."""

import re
from typing import Any

from pydantic import BaseModel, model_validator

CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


class CleanModel(BaseModel):
    """Base of everything that takes text from outside, from forms and programs alike."""

    @model_validator(mode="before")
    @classmethod
    def clean_texts(cls, sent: Any) -> Any:
        """Take control characters away before a field is looked at."""
        return without_control(sent)


def without_control(value: Any) -> Any:
    """Return `value` with its texts, however deep, free of all but tabs and line breaks."""
    if isinstance(value, str):
        return CONTROL.sub("", value)
    if isinstance(value, list):
        return [without_control(item) for item in value]
    if isinstance(value, dict):
        return {key: without_control(item) for key, item in value.items()}
    return value
