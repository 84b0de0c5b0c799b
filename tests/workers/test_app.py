"""The options on which survival depends: each answers a failure that was measured."""

from kombu import Connection

from workers.app import DURABLE, HARD_LIMIT_SECONDS, VISIBILITY_SECONDS, app
from workers.tasks import delivery, matching, schedule


def test_a_killed_worker_gives_its_tasks_back_soon(broker: str) -> None:
    options = app.conf.broker_transport_options
    assert options["visibility_timeout"] == VISIBILITY_SECONDS <= 30
    assert options["unacked_restore_interval"] <= 2
    assert options["unacked_restore_throttle"] == 1
    assert options["unacked_mutex_expire"] <= 10


def test_kombu_knows_these_options(broker: str) -> None:
    with Connection(broker, transport_options=app.conf.broker_transport_options) as connection:
        channel = connection.default_channel
        for name in ("visibility_timeout", "unacked_restore_interval", "unacked_restore_throttle"):
            assert getattr(channel, name) == app.conf.broker_transport_options[name]


def test_a_task_is_acknowledged_late_and_requeued_when_its_process_is_lost(broker: str) -> None:
    assert app.conf.task_acks_late
    assert app.conf.task_reject_on_worker_lost
    assert app.conf.worker_prefetch_multiplier == 1
    for task in (matching.chunk, matching.push, delivery.send_due, schedule.tick, schedule.run):
        assert task.acks_late
        assert task.reject_on_worker_lost
        assert task.ignore_result


def test_only_json_travels_and_no_result_is_kept(broker: str) -> None:
    assert app.conf.accept_content == ["json"]
    assert app.conf.task_serializer == "json"
    assert app.conf.result_backend is None


def test_pauses_between_tries_stay_within_the_visibility_timeout(broker: str) -> None:
    assert DURABLE["retry_backoff_max"] < VISIBILITY_SECONDS
    assert DURABLE["time_limit"] == HARD_LIMIT_SECONDS


def test_every_task_has_a_queue_that_workers_read(broker: str) -> None:
    read = {queue.name for queue in app.conf.task_queues}
    app.loader.import_default_modules()
    ours = [name for name in app.tasks if not name.startswith("celery.")]
    assert len(ours) >= 6
    for name in ours:
        assert app.amqp.router.route({}, name)["queue"].name in read


def test_the_beat_sends_nothing_but_ticks_that_expire(broker: str) -> None:
    (entry,) = app.conf.beat_schedule.values()
    assert entry["task"] == "schedule.tick"
    assert entry["options"]["expires"] <= 10


def test_a_task_goes_to_one_queue_only(broker: str) -> None:
    keys = [(queue.exchange.name, queue.routing_key) for queue in app.conf.task_queues]
    assert len(set(keys)) == len(keys)
