"""The OpenAPI description as the library makes it, put right where it says other than is served."""

from http import HTTPStatus
from typing import Any

from pydantic import BaseModel, RootModel, create_model

PROBLEM_JSON = "application/problem+json"


def list_of(model: type[BaseModel]) -> type[BaseModel]:
    """Return the model of an answer that is a list of `model`, for `responses` of a verb."""
    base: Any = RootModel[list[model]]  # type: ignore[valid-type]  # a type made at run time
    made: type[BaseModel] = create_model(f"{model.__name__}Array", __base__=base)
    return made


def with_problems(described: dict[str, Any]) -> dict[str, Any]:
    """Return the description with every refusal as problem+json: the library knows only JSON."""
    for verbs in described["paths"].values():
        for verb in verbs.values():
            for status, response in verb["responses"].items():
                if int(status) >= HTTPStatus.BAD_REQUEST:
                    content = response.get("content", {})
                    response["content"] = {PROBLEM_JSON: next(iter(content.values()))}
    return described
