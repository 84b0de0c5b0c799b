"""The OpenAPI description as the library makes it, put right where it says other than is served."""

from http import HTTPStatus
from typing import Any

from pydantic import BaseModel, RootModel, create_model

from tenants.work import begin
from web.data_licence import CC0_ADDRESS, licence_of
from web.edge import visitor
from web.translate import gettext

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


def with_licence(described: dict[str, Any]) -> dict[str, Any]:
    """Return the description with what the visitor's tenant says of the rights in its data."""
    with begin(visitor(), read_only=True) as work:
        licence = licence_of(work)
    if licence is None:
        return described
    text = gettext(
        "岗位数据按 CC0 1.0 提供，可自由使用，无需署名：%(address)s", address=CC0_ADDRESS
    )
    info = described["info"]
    said = {**info, "description": f"{info['description']}\n\n{text}", "x-data-licence": licence}
    return {**described, "info": said}
