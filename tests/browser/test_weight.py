"""How much travels to a cheap phone: the first visit and the pages after it."""

from __future__ import annotations

FIRST_VISIT = 100_000  # bytes on the wire, everything counted
LATER_PAGE = 30_000


def test_the_first_visit_and_later_pages_are_light(visitor):
    somebody = visitor()
    network = somebody.context.new_cdp_session(somebody.page)
    network.send("Network.enable")
    received: list[float] = []
    network.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))

    somebody.go("/cuenta/entrar/")
    somebody.page.wait_for_load_state("networkidle")
    first = sum(received)
    assert 5_000 < first <= FIRST_VISIT, first

    somebody.log_in("promotora")
    for path in ("/hoy/", "/registrar/", "/directorio/", "/indicadores/", "/pagos/"):
        received.clear()
        somebody.go(path)
        somebody.page.wait_for_load_state("networkidle")
        assert 0 < sum(received) <= LATER_PAGE, path
