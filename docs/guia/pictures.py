"""Takes the guide's pictures from a running training installation, as a phone shows them.

`uv run arraigo demo` in one terminal, then `uv run python docs/guia/pictures.py` in another.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

FOLDER = Path(__file__).resolve().parent / "fotos"
PHONE = {"width": 360, "height": 780}
PASSWORD = "capacitacion-2026"  # noqa: S105 -- every training account has it
OPEN_CASE = "main th a[href*='/casos/']"


def log_in(browser: Browser, address: str, key: str) -> Page:
    """Return a phone on which this training account has entered."""
    page = browser.new_context(viewport=PHONE, device_scale_factor=2, locale="es-GT").new_page()
    page.set_default_timeout(15_000)
    page.goto(f"{address}/cuenta/entrar/")
    page.locator("input[name=login]").fill(f"{key}@capacitacion.example")
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(lambda url: "/cuenta/" not in url)
    return page


def keep(page: Page, name: str) -> None:
    """Keep what the screen shows."""
    page.screenshot(path=FOLDER / f"{name}.png")


def promotora(page: Page, address: str) -> None:
    """Picture a promotora's day."""
    keep(page, "hoy")
    page.goto(f"{address}/registrar/")
    keep(page, "registrar-busqueda")
    page.goto(f"{address}/registrar/nueva/")
    keep(page, "registrar-formulario")
    page.goto(f"{address}/casos/?paso=4")
    page.locator(OPEN_CASE).first.click()
    keep(page, "caso")
    case = page.url
    page.get_by_role("link", name="Ver el plan").first.click()
    keep(page, "plan")
    page.goto(case)
    page.get_by_role("link", name="Referir a un servicio").first.click()
    keep(page, "referir")
    for name, path in (("indicadores", "/indicadores/"), ("pagos", "/pagos/")):
        page.goto(address + path)
        keep(page, name)


def main() -> None:
    """Take all pictures at the address given, or at the usual one."""
    address = sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000"
    FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        promotora(log_in(browser, address, "promotora"), address)
        anybody = browser.new_page(viewport=PHONE, device_scale_factor=2, locale="es-GT")
        anybody.goto(f"{address}/quejas/")
        keep(anybody, "queja")
        browser.close()


if __name__ == "__main__":
    main()
