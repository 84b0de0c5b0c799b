"""Elasticsearch: mappings and document builders, cached vectors, index handler, queries, rebuild,
reconciliation.

The index answers with ids and scores only; whoever shows a hit reads its row again from
PostgreSQL, under row-level security and consent.
"""
