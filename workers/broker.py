"""Putting tasks on the broker, and asking how many wait there."""

from typing import Any

from kombu.exceptions import OperationalError

from runtime.errors import Unavailable
from runtime.messages import N_
from workers.app import app


class BrokerUnavailable(Unavailable):
    """The broker does not answer; what was to be sent stands in PostgreSQL and is sent later."""

    message = N_("后台任务队列暂时不可用，已提交的内容不会丢失，恢复后会自动继续。")


_AWAY = (OperationalError, AttributeError)
"""What kombu raises while the broker is away; the second, where its channel has lost it."""


def send(task: str, *args: Any) -> None:
    """Put a task on the broker by its name; arguments are ids only. Raises BrokerUnavailable."""
    try:
        app.send_task(task, args=args)
    except _AWAY as error:
        raise BrokerUnavailable from error


def waiting(queue: str) -> int:
    """Return how many tasks wait in a queue. Raises BrokerUnavailable."""
    try:
        with app.connection_for_write() as connection:
            connection.ensure_connection(max_retries=1, timeout=4)
            channel: Any = connection.default_channel
            return int(channel.queue_declare(queue=queue, durable=True).message_count)
    except _AWAY as error:
        raise BrokerUnavailable from error
