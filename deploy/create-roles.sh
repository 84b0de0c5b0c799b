#!/bin/bash
# Runs once in the PostgreSQL container: roles and database as `pes up` makes them.
set -euo pipefail
psql -v ON_ERROR_STOP=1 \
    -v owner="$(cat /run/secrets/owner_password)" \
    -v app="$(cat /run/secrets/app_password)" \
    -v backup="$(cat /run/secrets/backup_password)" <<'SQL'
CREATE ROLE pes_owner LOGIN NOSUPERUSER NOCREATEROLE NOBYPASSRLS PASSWORD :'owner';
CREATE ROLE pes_app LOGIN NOSUPERUSER NOCREATEROLE NOBYPASSRLS PASSWORD :'app';
CREATE ROLE pes_backup LOGIN NOSUPERUSER NOCREATEROLE BYPASSRLS PASSWORD :'backup';
GRANT pg_read_all_data TO pes_backup;
CREATE DATABASE pes OWNER pes_owner;
REVOKE ALL ON DATABASE pes FROM PUBLIC;
GRANT CONNECT ON DATABASE pes TO pes_app, pes_backup;
SQL
