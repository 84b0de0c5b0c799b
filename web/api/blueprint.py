"""How an API module begins: one blueprint, its refusals described."""

from collections.abc import Collection
from http import HTTPStatus
from typing import Annotated, Any

from flask import Response, jsonify
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag
from pydantic import BaseModel, ConfigDict, Field

from tenants.access import Role
from web.api.schemas import Problem
from web.clean_text import CleanModel
from web.edge import guard

LARGEST_ID = 2**63 - 1
Id = Annotated[int, Field(ge=1, le=LARGEST_ID)]
REFUSALS = dict.fromkeys(
    ("400", "401", "403", "404", "409", "413", "415", "422", "429", "503"), Problem
)


class Body(CleanModel):
    """Base of request bodies: unknown fields are ignored, text is clean and stripped."""

    model_config = ConfigDict(extra="ignore", str_strip_whitespace=True)


class Paged(Body):
    """Which page of a list."""

    limit: Annotated[int, Field(ge=1, le=100)] = 20
    offset: Annotated[int, Field(ge=0, le=10_000)] = 0


def blueprint(name: str, title: str, roles: Collection[Role] = ()) -> APIBlueprint:
    """Return a blueprint of the API; `title` groups its verbs in the description.

    With `roles`, others are refused before their input is read.
    """
    made = APIBlueprint(
        f"api_{name}",
        __name__,
        url_prefix="/api/v1",
        abp_tags=[Tag(name=title)],
        abp_responses=REFUSALS,  # type: ignore[arg-type]  # the library wants invariant values
        abp_security=[{"session": []}, {"bearer": []}],
    )
    if roles:
        guard(made, roles)
    return made


def answer(value: BaseModel | list[Any] | dict[str, Any], status: int = HTTPStatus.OK) -> Response:
    """Return a model, or a list of them, as JSON."""
    if isinstance(value, BaseModel):
        body: Any = value.model_dump(mode="json")
    elif isinstance(value, list):
        body = [item.model_dump(mode="json") for item in value]
    else:
        body = value
    response = jsonify(body)
    response.status_code = status
    return response
