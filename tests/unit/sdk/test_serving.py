"""An address to listen at."""

import socket

import pytest

from consent_server.kernel.errors import SettingError
from consent_server.sdk.serving import require_free

pytestmark = pytest.mark.usefixtures("socket_enabled")


def test_refuses_an_address_that_is_taken() -> None:
    with socket.create_server(("127.0.0.1", 0), reuse_port=True) as taken:
        port = taken.getsockname()[1]

        with pytest.raises(SettingError, match=f"127.0.0.1:{port}"):
            require_free("127.0.0.1", port)

    require_free("127.0.0.1", port)


def test_refuses_an_address_of_another_machine() -> None:
    with pytest.raises(SettingError, match=r"192\.0\.2\.1"):
        require_free("192.0.2.1", 8000)
