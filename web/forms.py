"""From what a person typed to a typed model, and back to the page with what was typed.

A form model is a pydantic model (`Form`). Before validation the parts that the pickers of
`ui/` send are joined: `name_year/_month/_day` become an ISO day, `name_county` with `name` a
place code. Empty fields count as not given. Messages are Chinese and name the field's `title`.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any, get_args, get_origin

from flask import g
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from werkzeug.datastructures import MultiDict

from runtime.clock import today
from runtime.messages import N_
from web.clean_text import CleanModel, without_control
from web.translate import gettext

MOST_YUAN = 20_000_000  # what fits an integer column as fen
MOST = 2**31 - 1
MANY = (list, set, frozenset, tuple, Sequence)


class Form(CleanModel):
    """Base of form models: unknown fields are ignored, uploads allowed, text is clean."""

    model_config = ConfigDict(extra="ignore", arbitrary_types_allowed=True)

    def check(self) -> None:
        """Raise what the verb would refuse, so that it is shown beside the fields' own errors."""


@dataclass(frozen=True)
class FieldError:
    """One thing to put right; `field` is None where the whole form is meant."""

    field: str | None
    message: str

    @property
    def anchor(self) -> str:
        """Id of the control that the error summary leads to."""
        return (self.field or "").removesuffix("_low")


@dataclass(frozen=True)
class FormState:
    """What the page shows again: the typed fields, what is wrong, whether the row is newer."""

    typed: MultiDict[str, str] = field(default_factory=MultiDict)
    errors: tuple[FieldError, ...] = ()
    stale: bool = False


class FormRefused(Exception):
    """The form cannot be taken as it is; `web.errors` shows its page again."""

    def __init__(self, errors: Sequence[FieldError]) -> None:
        self.errors = tuple(errors)
        super().__init__("; ".join(error.message for error in errors))


class FormAssist(Exception):
    """A button of a picker was pressed: show the page again, filled, without acting."""


def _half_width(value: Any) -> Any:
    return unicodedata.normalize("NFKC", value).strip() if isinstance(value, str) else value


def _fen(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    text = re.sub(r"[,\s元¥]", "", unicodedata.normalize("NFKC", value))
    try:
        amount = Decimal(text)
    except InvalidOperation as error:
        raise ValueError(N_("金额只填数字，例如 5000。")) from error
    if not amount.is_finite() or abs(amount) > MOST_YUAN:
        raise ValueError(N_("金额只填数字，例如 5000。"))
    return int(amount * 100)


FenFromYuan = Annotated[int, BeforeValidator(_fen)]
"""Yuan as people type them (`5,000`, `５０００`, `5000元`), kept as fen."""

HalfWidth = Annotated[str, BeforeValidator(_half_width)]
"""Text whose full-width digits and letters become half-width: phones, numbers, codes."""

WholeNumber = Annotated[int, BeforeValidator(_half_width), Field(ge=-MOST, le=MOST)]
"""A whole number, full-width digits included."""


def read_fields(model: type[BaseModel], sent: MultiDict[str, str]) -> dict[str, Any]:
    """Return what `model` is validated against: cleaned, joined, without empty fields."""
    raw: dict[str, Any] = {}
    for name in sent:
        values = [_clean(name, value) for value in sent.getlist(name)]
        values = [value for value in values if value]
        if values:
            raw[name] = values if _takes_many(model, name) else values[-1]
    _join_dates(raw)
    _join_places(raw)
    return raw


def _clean(name: str, value: str) -> str:
    if "password" in name:
        return value
    return str(without_control(value.replace("\r\n", "\n"))).strip()


def _takes_many(model: type[BaseModel], name: str) -> bool:
    info = model.model_fields.get(name)
    return info is not None and _is_many(info.annotation)


def _is_many(annotation: Any) -> bool:
    kind = get_origin(annotation) or annotation
    if kind in MANY:
        return True
    return any(_is_many(part) for part in get_args(annotation) if part is not type(None))


def _join_dates(raw: dict[str, Any]) -> None:
    for name in {key.removesuffix("_year") for key in raw if key.endswith("_year")}:
        parts = [_half_width(raw.get(f"{name}_{part}", "")) for part in ("year", "month", "day")]
        raw[name] = "-".join(
            part.zfill(width) for part, width in zip(parts, (4, 2, 2), strict=True)
        )


def _join_places(raw: dict[str, Any]) -> None:
    for key in [key for key in raw if key.endswith("_county")]:
        name, county = key.removesuffix("_county"), raw[key]
        if not str(raw.get(name, "")).startswith(county):
            raw[name] = county


def field_errors(model: type[BaseModel], error: ValidationError) -> list[FieldError]:
    """Say in Chinese what pydantic found, one message a field, in the order of the form."""
    found: dict[str | None, str] = {}
    for item in error.errors(include_url=False):
        name = str(item["loc"][0]) if item["loc"] else None
        found.setdefault(name, message_of(item, _label(model, name)))
    order = list(model.model_fields)
    known = sorted(found, key=lambda name: order.index(name) if name in order else len(order))
    return [FieldError(name, found[name]) for name in known]


def _label(model: type[BaseModel], name: str | None) -> str:
    info = model.model_fields.get(name or "")
    return gettext(info.title) if info and info.title else gettext("这一项")


def message_of(item: Mapping[str, Any], label: str) -> str:
    """Return the Chinese sentence for one pydantic error about the field called `label`."""
    context = dict(item.get("ctx") or {})
    kind = str(item["type"])
    if kind in {"value_error", "assertion_error"}:
        return gettext(str(context.get("error", "")))
    if kind in {"too_long", "too_short"} and isinstance(item["input"], str):
        kind = f"string_{kind}"  # pydantic counts a text that was cleaned first as a list
    for prefix, message in MESSAGES.items():
        if kind.startswith(prefix):
            return gettext(message, label=label, year=_example_year(item), **_limits(context))
    return gettext("%(label)s填得不对，请检查。", label=label)


def _example_year(item: Mapping[str, Any]) -> int:
    """A year that could be meant: people were born in 1970, everything else is yet to come."""
    born = str(next(iter(item["loc"]), "")).startswith(("birth", "born"))
    return 1970 if born else today().year + 1


def _limits(context: Mapping[str, Any]) -> dict[str, Any]:
    names = ("min_length", "max_length", "ge", "gt", "le", "lt")
    return {"limit": next((context[name] for name in names if name in context), "")}


MESSAGES = {
    "missing": N_("请填写%(label)s。"),
    "string_too_short": N_("%(label)s至少写 %(limit)s 个字。"),
    "string_too_long": N_("%(label)s最多写 %(limit)s 个字，请写短一些。"),
    "string_pattern": N_("%(label)s的写法不对，请检查。"),
    "too_short": N_("%(label)s至少选 %(limit)s 个。"),
    "too_long": N_("%(label)s最多选 %(limit)s 个。"),
    "int": N_("%(label)s只能填数字，例如 3。"),
    "float": N_("%(label)s只能填数字，例如 3。"),
    "decimal": N_("%(label)s只能填数字，例如 3。"),
    "greater_than": N_("%(label)s不能小于 %(limit)s。"),
    "less_than": N_("%(label)s不能大于 %(limit)s。"),
    "date": N_("%(label)s请写真实的年、月、日，例如 %(year)d 年 5 月 1 日。"),
    "enum": N_("请从给出的选项里选%(label)s。"),
    "literal_error": N_("请从给出的选项里选%(label)s。"),
    "bool": N_("请从给出的选项里选%(label)s。"),
}


def form_state() -> FormState | None:
    """Return what was typed when this page is shown again, else None."""
    state: FormState | None = g.get("form_state")
    return state


def typed(name: str, stored: Any) -> Any:
    """Return what was typed into `name`, or the stored value on a fresh page."""
    state = form_state()
    if state is not None and name in state.typed:
        return state.typed[name]
    return "" if stored is None else stored


def typed_list(name: str, stored: Any) -> list[str]:
    """Return the chosen values of `name` as texts: typed ones, else the stored value or list."""
    state = form_state()
    if state is not None:
        return state.typed.getlist(name)
    if stored is None or stored == "":
        return []
    values = stored if isinstance(stored, list | tuple | set | frozenset) else [stored]
    return [str(value) for value in values]


def errors_of(name: str) -> list[str]:
    """Return the messages to show at `name`, each once."""
    state = form_state()
    found = (error.message for error in state.errors if error.field == name) if state else ()
    return list(dict.fromkeys(found))


def form_errors() -> tuple[FieldError, ...]:
    """Return every error of the refused form, for the summary."""
    state = form_state()
    return state.errors if state else ()


def is_stale(name: str, stored: Any) -> bool:
    """Tell whether somebody else changed `name` while this person was typing."""
    state = form_state()
    if state is None or not state.stale or name not in state.typed:
        return False
    return str(stored or "").strip() != state.typed[name].strip()
