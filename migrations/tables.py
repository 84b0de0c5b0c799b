"""Importing this module declares every table, so that metadata is complete."""

import importlib

MODULES = (
    "tenants.registry",
    "tenants.accounts",
    "tenants.sessions",
    "tenants.submissions",
    "tenants.settings",
    "tenants.audit",
    "tenants.consents",
    "tenants.outbox",
    "marketplace.employers.models",
    "marketplace.postings.models",
    "marketplace.seekers.models",
    "marketplace.groups.models",
    "marketplace.applications.models",
    "marketplace.pool.models",
    "marketplace.fairs.models",
    "marketplace.recommendations.models",
    "marketplace.delivery.models",
    "marketplace.saved_searches.models",
    "marketplace.intake.models",
    "search.models",
    "matching.learning.models",
    "workers.models",
)

for _module in MODULES:
    importlib.import_module(_module)
