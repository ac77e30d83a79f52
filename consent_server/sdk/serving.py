"""What our servers have in common, beside what they serve (docs/howto/serve.md)."""

import socket

from consent_server.kernel.errors import SettingError

HEADER_READ_MS = 5_000
BUFFER_BYTES = 65_536
RESPAWN_SECONDS = 0.5


def require_free(host: str, port: int) -> None:
    """Refuse an address that is taken: granian would share it with whoever has it.

    Raises:
        SettingError: Nobody can listen there.
    """
    try:
        family, kind, _, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM
        )[0]
        with socket.socket(family, kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
            probe.listen()
    except OSError as error:
        raise SettingError(
            f"nobody can listen at {host}:{port} ({error.strerror}); is it taken? Name "
            "another one with --host and --port, or end what listens there"
        ) from error
