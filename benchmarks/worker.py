"""The product's Celery application, for a worker that does nothing but matching.

Without what a whole deployment's worker also keeps: the relay to the index and the watchdog,
which would write 20,000 documents while a cycle is timed.
"""

from workers.app import app

app.conf.imports = ("workers.tasks.matching",)
