"""What the verb would refuse in a form whose fields are wrong already: all is shown at once."""

from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel

from runtime.errors import Invalid
from web.forms import FieldError, Form
from web.translate import gettext


def verb_errors(
    model: type[BaseModel], raw: Any, found: Sequence[FieldError]
) -> tuple[FieldError, ...]:
    """Return what `model.check` refuses in the fields that are right; `found`: the wrong ones."""
    wrong = {error.field for error in found}
    if not issubclass(model, Form) or not isinstance(raw, dict) or None in wrong:
        return ()
    try:
        _of_right_fields(model, raw, wrong).check()
    except Invalid as error:
        faults = [fault for fault in error.faults() if fault.field not in wrong]
        return tuple(
            FieldError(each.field, gettext(each.message, **each.params)) for each in faults
        )
    return ()


def _of_right_fields(model: type[Form], raw: dict[str, Any], wrong: set[str | None]) -> Form:
    """Return the form with its right fields; wrong ones stand as if nothing was written."""
    needed = [name for name, info in model.model_fields.items() if info.is_required()]
    empty: dict[str, Any] = dict.fromkeys(needed, "")
    form = model.model_construct(**empty)
    for name in model.model_fields.keys() & raw.keys() - wrong:
        model.__pydantic_validator__.validate_assignment(form, name, raw[name])
    return form
