"""The JSON API under /api/v1: the verbs of the pages, for programs.

Signs in with the pages' cookie and `X-CSRF-Token`, or with the token of `POST /sessions` as a
bearer key. Refusals are problem+json (RFC 9457). The description is made from this code.
"""

from web.api import changes, employer, jobs, officer, organiser, seeker, session

BLUEPRINTS = (
    session.api,
    jobs.api,
    changes.api,
    seeker.api,
    employer.api,
    officer.api,
    organiser.api,
)
