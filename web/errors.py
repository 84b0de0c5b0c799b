"""Refusals become answers here and nowhere else: page, htmx fragment or problem+json."""

from http import HTTPStatus
from typing import Any, cast

import structlog
from flask import (
    Flask,
    Response,
    current_app,
    g,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)  # fmt: skip
from pydantic import BaseModel, ValidationError
from sqlalchemy.exc import DataError, DBAPIError, OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException

from runtime.errors import (
    Invalid,
    NotAllowed,
    NotFound,
    ServiceError,
    Stale,
    TooMany,
    Unavailable,
    WrongState,
)  # fmt: skip
from runtime.messages import N_
from web.edge import SEE_OTHER, SignInRequired, form_page, wants_fragment
from web.forms import FieldError, FormAssist, FormRefused, FormState, field_errors
from web.i18n import explain
from web.resume import kept_fields, seal_form
from web.security import UNSAFE
from web.translate import gettext

log = structlog.get_logger()

STATUS: tuple[tuple[type[ServiceError], HTTPStatus], ...] = (
    (NotAllowed, HTTPStatus.FORBIDDEN),
    (NotFound, HTTPStatus.NOT_FOUND),
    (Invalid, HTTPStatus.UNPROCESSABLE_ENTITY),
    (WrongState, HTTPStatus.CONFLICT),
    (TooMany, HTTPStatus.TOO_MANY_REQUESTS),
    (Unavailable, HTTPStatus.SERVICE_UNAVAILABLE),
)
SHOWN_ON_THE_FORM = (Invalid, WrongState, TooMany)
TITLES = {
    400: N_("这个请求没看懂"),
    401: N_("请先登录"),
    403: N_("您不能办理这一项"),
    404: N_("没有找到这个页面"),
    405: N_("这个请求没看懂"),
    409: N_("内容已经变化"),
    413: N_("文件太大了"),
    422: N_("有内容需要改一下"),
    429: N_("请稍等一会儿"),
    500: N_("出了点问题"),
    503: N_("服务正在恢复"),
}
TEXTS = {
    404: N_("地址可能写错了，或者内容已经删除。请返回首页，或用上面的栏目重新查找。"),
    413: N_("文件或内容超过了上限。请把文件分成几份再上传。"),
    500: N_("不是您的错，我们已经记下这个问题。请过几分钟再试；急事请拨打 12333。"),
    503: N_("系统暂时连不上数据库，您填的内容还在下面。请过一会儿按“再试一次”。"),
}
DEFAULT_TEXT = N_("操作没有完成。请返回上一页重试，或拨打 12333 咨询。")


class DatabaseAway(Unavailable):
    """PostgreSQL does not answer."""

    message = TEXTS[503]


def start_errors(app: Flask) -> None:
    """Register every mapping."""
    app.register_error_handler(FormRefused, on_form_refused)
    app.register_error_handler(FormAssist, on_form_assist)
    app.register_error_handler(SignInRequired, on_sign_in_required)
    app.register_error_handler(ServiceError, on_service_error)
    app.register_error_handler(StaleDataError, on_stale_row)
    app.register_error_handler(DBAPIError, on_database_error)
    app.register_error_handler(HTTPException, on_http_error)
    app.register_error_handler(Exception, on_unexpected)


def wants_json() -> bool:
    """Tell whether the client is a program."""
    if request.path.startswith("/api/"):
        return True
    accept = request.accept_mimetypes
    return accept["application/json"] > accept["text/html"]


def status_of(error: ServiceError) -> HTTPStatus:
    """Return the HTTP status of a service's refusal."""
    return next(
        (status for kind, status in STATUS if isinstance(error, kind)), HTTPStatus.BAD_REQUEST
    )


def on_form_refused(error: FormRefused) -> Response:
    """422: the page again, with what was typed and what to put right."""
    if wants_json():
        return problem(422, gettext(Invalid.message), "invalid", error.errors)
    typed = request.form if request.method in UNSAFE else request.args
    return show_again(FormState(typed, error.errors), 422)


def refuse_input(error: ValidationError) -> Response:
    """422 for a program whose input does not fit the API's description."""
    found = field_errors(BaseModel, error)
    return problem(422, gettext(Invalid.message), "invalid", tuple(found))


def on_form_assist(_: FormAssist) -> Response:
    """A picker's button: the page again, filled, nothing done."""
    return show_again(FormState(request.form), 200)


def on_service_error(error: ServiceError) -> Response:
    """Map a verb's refusal; on a form's page when it is about the form."""
    status, text = status_of(error), explain(error)
    wrong = tuple(
        FieldError(fault.field, gettext(fault.message, **fault.params)) for fault in error.faults()
    )
    if wants_json():
        return problem(status, text, error.code, wrong if error.field else ())
    if request.method in UNSAFE and isinstance(error, SHOWN_ON_THE_FORM) and form_page():
        state = FormState(request.form, wrong, stale=isinstance(error, Stale))
        return show_again(state, status)
    return answer(status, text)


def on_stale_row(_: StaleDataError) -> Response:
    """409: somebody else saved first; both texts are shown at the fields."""
    return on_service_error(Stale())


def on_database_error(error: DBAPIError) -> Response:
    """503 when the database is away, 404 for impossible ids, 500 for anything else it says."""
    if isinstance(error, DataError):  # an id or figure beyond what a column can hold
        return on_service_error(NotFound())
    if not (isinstance(error, OperationalError) or error.connection_invalidated):
        return on_unexpected(error)
    log.warning("database_away", error=type(error.orig).__name__)
    g.signed_in, g.without_database = None, True
    return on_service_error(DatabaseAway())


def on_http_error(error: HTTPException) -> Response:
    """Errors of the web server itself: unknown address, wrong method, too large."""
    if error.code is None or error.code < HTTPStatus.BAD_REQUEST:
        return cast("Response", error.get_response())
    response = answer(error.code, gettext(TEXTS.get(error.code, DEFAULT_TEXT)))
    for name, value in error.get_headers():
        if name.lower() in {"allow", "retry-after"}:
            response.headers[name] = value
    return response


def on_unexpected(error: Exception) -> Response:
    """500: written to the log with its trace, without what was typed."""
    if current_app.testing or current_app.debug:
        raise error
    log.error("request_failed", endpoint=request.endpoint, exc_info=error)
    return answer(500, gettext(TEXTS[500]))


def on_sign_in_required(_: SignInRequired) -> Response:
    """Lead to sign-in; what was typed into a form whose session ended comes along, sealed."""
    if wants_json():
        return problem(401, gettext(TITLES[401]), "sign_in_required")
    if request.method not in UNSAFE:
        address = url_for("account.login", next=request.full_path.rstrip("?"))
        if wants_fragment():
            return _fragment_headers("", 401, {"HX-Redirect": address})
        return cast("Response", redirect(address, SEE_OTHER))
    page = render_template("account/login.html", kept=seal_form(), next=request.path)
    return _fragment_headers(page, 401, {"HX-Retarget": "body", "HX-Reswap": "innerHTML"})


def show_again(state: FormState, status: int) -> Response:
    """Call the view of the form's page once more, filled with `state`."""
    page = form_page()
    if page is None or g.get("shown_again"):
        text = "；".join(error.message for error in state.errors) or gettext(DEFAULT_TEXT)
        return answer(status, text)
    g.form_state, g.shown_again = state, True
    endpoint, args = page
    try:
        response = make_response(current_app.view_functions[endpoint](**args))
    except SignInRequired as error:
        return on_sign_in_required(error)
    except ServiceError as error:
        return answer(status_of(error), explain(error))
    if response.status_code == HTTPStatus.OK:
        response.status_code = status
    return response


def answer(status: int, text: str) -> Response:
    """Return an error as a page that helps, a fragment for the message area, or problem+json."""
    if wants_json():
        return problem(status, text, HTTPStatus(status).name.lower())
    if wants_fragment():
        body = render_template("errors/fragment.html", text=text, status=status)
        headers = {"HX-Retarget": "#pes-notices", "HX-Reswap": "innerHTML show:window:top"}
        return _fragment_headers(body, status, headers)
    context: dict[str, Any] = {
        "status": status,
        "heading": gettext(TITLES.get(status, TITLES[500])),
    }
    if status == HTTPStatus.SERVICE_UNAVAILABLE and request.method in UNSAFE:
        context["kept_fields"] = kept_fields()
    return make_response(render_template("errors/error.html", text=text, **context), status)


def problem(status: int, text: str, code: str, errors: tuple[FieldError, ...] = ()) -> Response:
    """Return an RFC 9457 problem document."""
    body: dict[str, Any] = {
        "type": f"urn:openpes:problem:{code}",
        "title": gettext(TITLES.get(int(status), TITLES[500])),
        "status": int(status),
        "detail": text,
        "code": code,
    }
    if errors:
        body["errors"] = [{"field": item.field, "message": item.message} for item in errors]
    response = jsonify(body)
    response.status_code, response.content_type = int(status), "application/problem+json"
    return response


def _fragment_headers(body: str, status: int, headers: dict[str, str]) -> Response:
    response = make_response(body, status)
    if wants_fragment():
        response.headers.update(headers)
    return response
