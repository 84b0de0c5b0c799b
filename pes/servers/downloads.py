"""Artifacts from the Maven repository that this machine is configured to use."""

import shutil
import time
from pathlib import Path
from zipfile import ZipFile

from pes.servers.errors import DownloadFailed
from pes.servers.processes import Command, run_to_end

ATTEMPTS = 4
PAUSE_SECONDS = 5


def fetch(artifact: str, folder: Path, log: Path) -> Path:
    """Copy one artifact into an empty folder and return the file. Raises DownloadFailed."""
    line = ("mvn", "-B", "-ntp", "dependency:copy")
    options = (f"-Dartifact={artifact}", f"-DoutputDirectory={folder}")
    for attempt in range(ATTEMPTS):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        if run_to_end(Command((*line, *options), folder), log) == 0:
            return next(folder.iterdir())
        time.sleep(PAUSE_SECONDS * attempt)
    raise DownloadFailed(artifact=artifact, log=log)


def unpack(archive: Path, folder: Path) -> None:
    """Unpack a ZIP file that all users may read, with its programs executable."""
    with ZipFile(archive) as content:
        content.extractall(folder)
    for path in (folder, *folder.rglob("*")):
        executable = path.is_dir() or path.parent.name == "bin"
        path.chmod(0o755 if executable else 0o644)
