"""How many requests a minute a program may make: by its key where it has one, else by address.

Counted in Valkey, for all processes together, in windows of a minute. When Valkey does not
answer, nobody is refused: a limit must not become an outage.
"""

import hashlib
import hmac
import ipaddress
import time
from functools import lru_cache

from flask import Flask, Response, g, request
from redis import Redis, RedisError

from runtime.errors import TooMany
from runtime.logging import get_logger
from runtime.messages import N_
from runtime.settings import settings
from web.security import current_session

WINDOW_S = 60
TIMEOUT_S = 0.25
IPV6_NETWORK = 64  # what one household or machine is given
LIMITED = ("/api/v1/", "/jobs.atom")
DESCRIPTION = "/api/v1/openapi.json"
OF_PRODUCTION = {"anonymous": 60, "key": 600}

log = get_logger(__name__)


class TooManyRequests(TooMany):
    """A program asks faster than it may."""

    message = N_(
        "请求过于频繁：每分钟最多 %(limit)d 次。请在 %(seconds)d 秒后重试，或登录取得更高的额度。"
    )


def start_limits(app: Flask) -> None:
    """Count before a view runs; say in a header how long to wait."""
    app.before_request(check_limit)
    app.after_request(_say_when)


def check_limit() -> None:
    """Count this request. Raises TooManyRequests beyond the limit of whoever asks."""
    if not request.path.startswith(LIMITED) or request.path == DESCRIPTION:
        return
    kind, who = _caller()
    limit = limit_of(kind)
    if not limit:
        return
    now = int(time.time())
    if _count(kind, who, now // WINDOW_S) > limit:
        g.retry_after = WINDOW_S - now % WINDOW_S
        raise TooManyRequests(limit=limit, seconds=g.retry_after)


def limit_of(kind: str) -> int:
    """Return the requests a minute that `anonymous` or a `key` may make; 0 for any number.

    Unless a deployment says otherwise, only production has limits.
    """
    known = {"anonymous": settings().api_per_minute, "key": settings().api_per_minute_key}
    given = known[kind]
    if given is not None:
        return given
    return OF_PRODUCTION[kind] if settings().environment == "production" else 0


def _caller() -> tuple[str, str]:
    """An account is one caller however many sessions it opens; an invalid key is none."""
    opened = current_session()
    if opened is not None and opened.actor.account_id is not None:
        return "key", str(opened.actor.account_id)
    return "anonymous", _network(request.remote_addr or "")


def _network(address: str) -> str:
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if parsed.version == 4:  # noqa: PLR2004 - of the Internet Protocol
        return str(parsed)
    return str(ipaddress.ip_network((parsed, IPV6_NETWORK), strict=False))


def _count(kind: str, who: str, window: int) -> int:
    """Count one more; the name holds no address, only a keyed hash of it."""
    secret = settings().secret_key.encode() or b"-"
    name = hmac.new(secret, f"{kind}|{who}".encode(), hashlib.sha256).hexdigest()[:32]
    key = f"pes:limit:{name}:{window}"
    try:
        with _valkey(settings().valkey_url).pipeline(transaction=True) as pipe:
            pipe.incr(key)
            pipe.expire(key, 2 * WINDOW_S)
            counted = pipe.execute()[0]
    except RedisError as error:
        log.warning("limits_not_counted", error=type(error).__name__)
        return 0
    return int(counted)


@lru_cache(maxsize=4)
def _valkey(url: str) -> Redis:
    return Redis.from_url(url, socket_timeout=TIMEOUT_S, socket_connect_timeout=TIMEOUT_S)


def _say_when(response: Response) -> Response:
    if "retry_after" in g:
        response.headers["Retry-After"] = str(g.retry_after)
    return response
