"""The Celery application and how its tasks survive.

Each option below answers a failure that was measured: late acknowledgement and requeueing for
a killed pool child, short restore intervals for a killed worker, one prefetched task so that a
dead worker holds only what it works on. Leases in PostgreSQL hold whatever the broker does
twice, and the sweeps of `workers.ticks` whatever it forgets.
"""

from typing import Any, Final

from celery import Celery
from kombu import Exchange, Queue
from sqlalchemy.exc import OperationalError

from runtime.errors import Unavailable
from runtime.settings import settings

VISIBILITY_SECONDS: Final = 30
SOFT_LIMIT_SECONDS, HARD_LIMIT_SECONDS = 90, 120
TICK_SECONDS = 10

QUICK, MATCHING, PUSHES, TICKS = "pes.quick", "pes.matching", "pes.pushes", "pes.ticks"
QUEUES = (QUICK, MATCHING, PUSHES, TICKS)
"""Read in turn, so that the chunks of a cycle hold up neither a new posting nor the clock."""

DURABLE: Final[dict[str, Any]] = {
    "acks_late": True,
    "reject_on_worker_lost": True,
    "acks_on_failure_or_timeout": True,
    "ignore_result": True,
    "autoretry_for": (OperationalError, Unavailable),
    "max_retries": 5,
    "retry_backoff": 1,
    "retry_backoff_max": 10,
    "retry_jitter": True,
    "soft_time_limit": SOFT_LIMIT_SECONDS,
    "time_limit": HARD_LIMIT_SECONDS,
}
"""Options of every task: acknowledged when done, requeued when its worker is lost, tried again
with growing pauses while a server is down. What fails for another reason counts in the row that
it works on, and is parked there for a person after three tries."""


def configuration() -> dict[str, Any]:
    """Return Celery's settings for this deployment."""
    return {
        "broker_url": settings().valkey_url,
        "broker_connection_retry_on_startup": True,
        "broker_connection_max_retries": None,
        "broker_connection_timeout": 4,
        "broker_transport_options": {
            "visibility_timeout": VISIBILITY_SECONDS,
            "unacked_restore_interval": 2,
            "unacked_restore_throttle": 1,
            "unacked_mutex_expire": 10,
            "socket_keepalive": True,
            "socket_connect_timeout": 4,
            "health_check_interval": 10,
        },
        "task_serializer": "json",
        "accept_content": ["json"],
        "result_backend": None,
        "task_ignore_result": True,
        "task_acks_late": True,
        "task_reject_on_worker_lost": True,
        "task_publish_retry_policy": {"max_retries": 1, "interval_start": 0.2},
        "worker_prefetch_multiplier": 1,
        "worker_cancel_long_running_tasks_on_connection_loss": False,
        "worker_hijack_root_logger": False,
        "worker_max_tasks_per_child": 500,
        "task_queues": [Queue(name, Exchange("pes"), name) for name in QUEUES],
        "task_default_queue": QUICK,
        "task_routes": {
            "matching.chunk": {"queue": MATCHING},
            "matching.push": {"queue": PUSHES},
            "schedule.tick": {"queue": TICKS},
        },
        "timezone": "Asia/Shanghai",
        "beat_schedule": {
            "tick": {
                "task": "schedule.tick",
                "schedule": TICK_SECONDS,
                "options": {"expires": TICK_SECONDS},
            }
        },
        "imports": (
            "workers.lifecycle",
            "workers.tasks.matching",
            "workers.tasks.delivery",
            "workers.tasks.intake",
            "workers.tasks.schedule",
        ),
    }


app = Celery("openpes")
app.add_defaults(configuration)  # read when it is first needed, not at import
