"""The connection to Elasticsearch: one client a process, and one way to say that it is down."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from http import HTTPStatus

from elasticsearch import ApiError, ConnectionTimeout, Elasticsearch, TransportError
from elasticsearch import ConnectionError as NoConnection

from runtime.errors import Unavailable
from runtime.messages import N_
from runtime.settings import settings

_TIMEOUT_S = 30


class SearchUnavailable(Unavailable):
    """Elasticsearch does not answer, or cannot now."""

    message = N_("搜索暂时不可用。您可以先浏览最新岗位，其他功能不受影响；请稍后再搜。")


@lru_cache(maxsize=4)
def _client_for(url: str) -> Elasticsearch:
    return Elasticsearch(url, request_timeout=_TIMEOUT_S, max_retries=0)


def client() -> Elasticsearch:
    """Return the process's client for the deployment's Elasticsearch."""
    url = settings().elasticsearch_url
    if not url:
        raise SearchUnavailable
    return _client_for(url)


def is_busy(status: int) -> bool:
    """Tell whether a status means "not now": too many requests, or a fault of the server's."""
    return status == HTTPStatus.TOO_MANY_REQUESTS or status >= HTTPStatus.INTERNAL_SERVER_ERROR


@contextmanager
def reachable() -> Iterator[None]:
    """Turn a dead or overloaded Elasticsearch into SearchUnavailable.

    Whatever else Elasticsearch answers (a bad request, a missing index) passes through: that
    is a fault of ours, not of the server.
    """
    try:
        yield
    except (NoConnection, ConnectionTimeout, TransportError) as error:
        raise SearchUnavailable from error
    except ApiError as error:
        if is_busy(error.status_code):
            raise SearchUnavailable from error
        raise


def health() -> str:
    """Return the cluster's state: green, yellow or red. Raises SearchUnavailable."""
    with reachable():
        status: str = client().cluster.health()["status"]
    return status
