"""kill -9 of each server: the next start brings it back with everything it had acknowledged."""

import psycopg
import pytest
import redis
from elasticsearch import Elasticsearch

from pes.servers import DATA_SERVERS, Addresses, Supervisor
from tests.pes.support import libpq

pytestmark = pytest.mark.crash


def write(name: str, addresses: Addresses) -> None:
    if name == "postgresql":
        with psycopg.connect(libpq(addresses.owner_url)) as connection:
            connection.execute("CREATE TABLE kept (word text)")
            connection.execute("INSERT INTO kept VALUES ('kept')")
    elif name == "valkey":
        with redis.from_url(addresses.valkey_url) as client:
            client.rpush("kept", "kept")
    else:
        with Elasticsearch(addresses.elasticsearch_url) as client:
            client.index(index="kept", id="1", document={"word": "kept"})


def read(name: str, addresses: Addresses) -> str:
    if name == "postgresql":
        with psycopg.connect(libpq(addresses.owner_url)) as connection:
            (word,) = connection.execute("SELECT word FROM kept").fetchone() or ("",)
            return str(word)
    if name == "valkey":
        with redis.from_url(addresses.valkey_url) as client:
            return client.lrange("kept", 0, 0)[0].decode()
    with Elasticsearch(addresses.elasticsearch_url) as client:
        return str(client.get(index="kept", id="1")["_source"]["word"])


@pytest.mark.parametrize("name", DATA_SERVERS)
def test_a_killed_server_comes_back_with_its_data(mortal: Supervisor, name: str) -> None:
    before = mortal.fleet.addresses()
    write(name, before)
    if name == "valkey":
        with redis.from_url(before.valkey_url) as client:
            client.execute_command("WAITAOF", 1, 0, 2000)

    mortal.kill(name)
    assert mortal.status()[name].state == "down"
    assert mortal.died() == [name]

    after = mortal.start(DATA_SERVERS)
    assert after == before
    assert read(name, after) == "kept"
    assert {each.state for each in map(mortal.status().get, DATA_SERVERS) if each} == {"up"}


def test_a_clean_restart_keeps_ports_and_data(mortal: Supervisor) -> None:
    with redis.from_url(mortal.fleet.addresses().valkey_url) as client:
        client.set("clean", "yes")
    before = mortal.fleet.addresses()

    mortal.stop()
    assert all(status.state == "down" for status in mortal.status().values())
    after = mortal.start(DATA_SERVERS)

    assert after == before
    with redis.from_url(after.valkey_url) as client:
        assert client.get("clean") == b"yes"
