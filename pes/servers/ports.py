"""Free ports on the loopback address."""

import socket
from contextlib import closing

LOOPBACK = "127.0.0.1"
SEARCHED = 200


def is_free(port: int, host: str = LOOPBACK) -> bool:
    """Whether nothing listens on the port."""
    with closing(socket.socket(socket.AF_INET, socket.SOCK_STREAM)) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def free_port(preferred: int, taken: frozenset[int] = frozenset()) -> int:
    """The first free port from `preferred` upwards that is not in `taken`."""
    for port in range(preferred, preferred + SEARCHED):
        if port not in taken and is_free(port):
            return port
    with closing(socket.socket(socket.AF_INET, socket.SOCK_STREAM)) as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])
