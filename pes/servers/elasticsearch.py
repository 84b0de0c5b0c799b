"""Elasticsearch from a Maven artifact, with a configuration folder of its own."""

import http.client
import shutil
from dataclasses import dataclass
from pathlib import Path

from pes.servers.accounts import account_for, give
from pes.servers.downloads import fetch, unpack
from pes.servers.ports import LOOPBACK
from pes.servers.processes import Command
from pes.servers.record import held
from pes.servers.server import Server
from pes.servers.tools import java_home
from pes.servers.versions import ELASTICSEARCH, ELASTICSEARCH_ARTIFACT

HEAP = "512m"
FILES = Path(__file__).parent / "elasticsearch_config"


@dataclass
class Elasticsearch(Server):
    """The embedded search server: one node, loopback only, no security, data kept."""

    name = "elasticsearch"
    stop_seconds = 30
    start_seconds = 300  # 8 s on an idle machine

    @property
    def home(self) -> Path:
        """The unpacked distribution, shared by the deployments of a checkout."""
        return self.layout.software / f"elasticsearch-{ELASTICSEARCH}"

    @property
    def data(self) -> Path:
        """Indices, configuration, temporary files and the pid file."""
        return self.layout.data / self.name

    def prepare(self) -> None:
        """Fetch the distribution, write the configuration."""
        with held(self.layout.software, self.name):
            if not self.home.exists():
                self.say("下载")
                self._install()
        account = account_for(self.data)
        for part in ("config/jvm.options.d", "indices", "logs", "tmp"):
            (self.data / part).mkdir(parents=True, exist_ok=True)
        for file in FILES.iterdir():
            shutil.copyfile(file, self.data / "config" / file.name)
        (self.data / "pid").unlink(missing_ok=True)
        give(self.data, account)

    def command(self) -> Command:
        """The launcher; it ends once the server answers, the server goes on."""
        settings = {
            "http.port": self.port,
            "path.data": self.data / "indices",
            "path.logs": self.data / "logs",
        }
        line = [str(self.home / "bin" / "elasticsearch"), "-d", "-p", str(self.data / "pid")]
        line += [f"-E{key}={value}" for key, value in settings.items()]
        environment = {
            "ES_PATH_CONF": str(self.data / "config"),
            "ES_TMPDIR": str(self.data / "tmp"),
            "ES_JAVA_HOME": str(java_home()),
            "ES_JAVA_OPTS": f"-Xms{HEAP} -Xmx{HEAP}",
        }
        return Command(tuple(line), self.data, account_for(self.data), environment)

    def healthy(self) -> bool:
        """Whether the cluster is yellow or green."""
        connection = http.client.HTTPConnection(LOOPBACK, self.port, timeout=3)
        try:
            connection.request("GET", "/_cluster/health?wait_for_status=yellow&timeout=1s")
            return connection.getresponse().status == http.client.OK
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def pid(self) -> int | None:
        """The server's process, from its pid file."""
        file = self.data / "pid"
        text = file.read_text("ascii").strip() if file.is_file() else ""
        return int(text) if text else None  # empty for the moment between making and writing

    def address(self) -> str:
        """The HTTP address."""
        return f"http://{LOOPBACK}:{self.port}"

    def _install(self) -> None:
        partial = self.home.with_name(f"{self.home.name}.partial")
        archive = fetch(ELASTICSEARCH_ARTIFACT, partial / "download", self.layout.log(self.name))
        unpack(archive, partial / "unpacked")
        (partial / "unpacked" / self.home.name).rename(self.home)
        shutil.rmtree(partial)
