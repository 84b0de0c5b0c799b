"""Signing programs in and out."""

from http import HTTPStatus
from typing import Annotated

from flask import Response, request
from pydantic import BaseModel, Field

from tenants import sessions
from web.api.blueprint import Body, answer, blueprint
from web.edge import current_actor
from web.security import session_token

api = blueprint("session", "登录")


class Credentials(Body):
    """Name and password."""

    username: Annotated[str, Field(min_length=1, max_length=64)]
    password: Annotated[str, Field(min_length=1, max_length=128)]
    tenant_id: int | None = None


class Opened(BaseModel):
    """The token to send as `Authorization: Bearer …`."""

    token: str
    tenant_id: int
    roles: list[str]


class WhoAmI(BaseModel):
    """Who the session acts as."""

    tenant_id: int
    roles: list[str]


@api.post("/sessions", responses={"201": Opened}, security=[])
def open_session(body: Credentials) -> Response:
    """Sign in; the same lock-out as on the page."""
    opened = sessions.sign_in(
        body.username, body.password, request.remote_addr or "", body.tenant_id
    )
    actor = opened.actor
    made = Opened(token=opened.token, tenant_id=actor.tenant_id, roles=sorted(actor.roles))
    return answer(made, HTTPStatus.CREATED)


@api.get("/sessions/current", responses={"200": WhoAmI})
def current() -> Response:
    """Say who the session acts as."""
    actor = current_actor()
    return answer(WhoAmI(tenant_id=actor.tenant_id, roles=sorted(actor.roles)))


@api.delete("/sessions/current", responses={"204": None})
def close_session() -> Response:
    """End the session."""
    current_actor()
    sessions.sign_out(session_token())
    return Response(status=HTTPStatus.NO_CONTENT)
