"""The phone's requests through the network, and its camera: it reads the code on a screen."""

from __future__ import annotations

import http.client
import io
from urllib.parse import urlsplit

import zxingcpp
from PIL import Image

from tests.openrosa.collect import Collect, Reply, Transport


def over_network(server: str) -> Transport:
    """Return a transport that asks a real server."""
    where = urlsplit(server)

    def send(method: str, path: str, headers: dict[str, str], body: bytes) -> Reply:
        asking = http.client.HTTPConnection(where.hostname or "", where.port, timeout=60)
        try:
            asking.request(method, path, body or None, {**headers, "User-Agent": "Collect"})
            answer = asking.getresponse()
            return Reply(answer.status, dict(answer.getheaders()), answer.read())
        finally:
            asking.close()

    return send


def scan(picture: bytes, server: str) -> Collect:
    """Return a phone set up by the code in a photo of the screen, and refreshed."""
    (code,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(picture)))
    phone = Collect(code.text, over_network(server))
    phone.refresh()
    return phone
