"""Deployment settings, clock, ids, errors, logging: what every package stands on."""
