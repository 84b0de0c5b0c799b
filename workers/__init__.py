"""Work off the request's path: Celery app, relay, schedule. Tasks are thin wrappers of verbs.

Three things run:

- `celery -A workers.app worker`: works off tasks. Its main process also keeps one relay alive.
- `celery -A workers.app beat`: sends one tick every ten seconds and knows nothing else; what is
  due stands in PostgreSQL, so that two beats double nothing and a stopped one loses nothing.
- `python -m workers.relay`: the relay by itself, where it is wanted apart from workers. Any
  number may run: outbox rows are leased.
"""
