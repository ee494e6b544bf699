"""A real server on its own database, and a real Chromium at 360 px."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    sync_playwright,
)

from arraigo.accounts.training import PASSWORD
from tests.database import Address
from tests.ports import free_port

PHONE = {"width": 360, "height": 780}
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
SCREENSHOTS = Path(__file__).resolve().parent.parent.parent / ".screenshots"


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what lies here as browser tests; each module keeps to one worker and one server.

    First of all, because xdist reads the groups in a hook of the same name.
    """
    for item in items:
        if Path(__file__).parent in Path(item.path).parents:
            item.add_marker("browser")
            item.add_marker(pytest.mark.xdist_group(item.path.name))


@dataclass(frozen=True)
class Server:
    """A running Arraigo of the module's own."""

    url: str
    environment: dict[str, str]
    mail: Path

    def run_jobs(self) -> None:
        """Run every queued job, as the worker does."""
        subprocess.run(
            [sys.executable, "-m", "arraigo", "worker", "--once"],
            env=self.environment,
            check=True,
            capture_output=True,
        )

    def make(self, script: str) -> Any:
        """Run a script on this server's database; return the JSON it prints last, or None."""
        told = subprocess.run(
            [sys.executable, "-c", f"import django, json; django.setup()\n{script}"],
            env={**os.environ, **self.environment},
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        )
        return json.loads(told.stdout.splitlines()[-1]) if told.stdout else None

    def messages(self) -> list[str]:
        """Return the text of every message sent so far, oldest first."""
        from email import message_from_bytes, policy

        files = sorted(self.mail.glob("*.log"), key=lambda path: path.stat().st_mtime_ns)
        texts = []
        for path in files:
            for part in path.read_bytes().split(b"-" * 79):
                if part.strip():
                    message = message_from_bytes(part.strip(), policy=policy.default)
                    texts.append(f"{message['subject']}\n{message.get_body().get_content()}")
        return texts


@pytest.fixture(scope="module")
def server(
    database_address: Address, request: pytest.FixtureRequest, tmp_path_factory: Any
) -> Iterator[Server]:
    """Serve a fresh clone of the template with granian, as in production."""
    port = free_port()
    name = f"arraigo_test_{Path(request.path).stem}"
    mail = tmp_path_factory.mktemp("mail")
    environment = {
        **database_address.environment(database_address.clone(name)),
        "ARRAIGO_BASE_URL": f"http://127.0.0.1:{port}",
        "ARRAIGO_TRAINING": "1",
        "EMAIL_URL": f"filemail:///{mail}",
        "DJANGO_SETTINGS_MODULE": "arraigo.web.settings",
    }
    process = subprocess.Popen(
        [
            sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(port),
            "--workers", "1", "--blocking-threads", "1", "--no-ws", "--log-level", "warning",
            "arraigo.web.wsgi:application",
        ],
        env=environment,
    )  # fmt: skip
    try:
        _wait_for(f"http://127.0.0.1:{port}/salud/", process)
        yield Server(f"http://127.0.0.1:{port}", environment, mail)
    finally:
        process.terminate()
        process.wait(60)


def _wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(200):
        assert process.poll() is None, "the server died"
        with contextlib.suppress(OSError), urlopen(url, timeout=5) as answer:
            assert answer.status == 200
            return
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(0.1)
    raise AssertionError("the server does not answer")


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium. Without one the browser tests are skipped, in CI they fail.

    It lives no longer than its module: Playwright's event loop keeps Django's ORM from working
    in this process.
    """
    path = shutil.which("chromium") or shutil.which("google-chrome")
    if path is None:
        if os.environ.get("CI"):
            pytest.fail("no Chromium on this machine: install the package «chromium»")
        pytest.skip("no Chromium on this machine: install the package «chromium»")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_ARGUMENTS)
        yield browser
        browser.close()


class Visitor:
    """Somebody at a phone: goes to pages, taps, types, and counts the taps."""

    def __init__(self, context: BrowserContext, server: Server) -> None:
        self.context, self.server = context, server
        self.page: Page = context.new_page()
        self.page.set_default_timeout(15_000)
        self.taps = 0
        self.troubles: list[str] = []
        self.page.on("pageerror", lambda error: self.troubles.append(str(error)))
        self.page.on("console", self._hear)

    def _hear(self, line: ConsoleMessage) -> None:
        """Note what the browser complains of, but for a form that came back with errors (422)."""
        if line.type == "error" and "status of 422" not in line.text:
            self.troubles.append(line.text)

    def go(self, path: str) -> None:
        """Open an address of this server (path or whole)."""
        self.page.goto(path if path.startswith("http") else self.server.url + path)

    def tap(self, name: str, role: str = "button", exact: bool = False) -> None:
        """Tap the button or link of this name, and count it."""
        self.taps += 1
        self.page.get_by_role(role, name=name, exact=exact).first.click()  # type: ignore[arg-type]

    def choose(self, label: str) -> None:
        """Tap the choice with this label, and count it."""
        self.taps += 1
        self.page.get_by_label(label).first.check()

    def type(self, label: str, text: str) -> None:
        """Type into the field of this label; typed fields are not taps."""
        self.page.get_by_label(label).first.fill(text)

    def sees(self, text: str) -> None:
        """Wait until the page shows this text."""
        self.page.get_by_text(text).first.wait_for()

    def sign(self) -> None:
        """Draw a line on the signature pad, and count it as a tap."""
        self.taps += 1
        pad = self.page.locator("canvas").first
        pad.scroll_into_view_if_needed()
        box = pad.bounding_box()
        assert box is not None
        mouse = self.page.mouse
        mouse.move(box["x"] + 40, box["y"] + 60)
        mouse.down()
        mouse.move(box["x"] + 140, box["y"] + 90, steps=6)
        mouse.move(box["x"] + 200, box["y"] + 40, steps=6)
        mouse.up()

    def log_in(self, key: str) -> None:
        """Enter as one of the cast, with the second factor where her role needs it."""
        self.go("/cuenta/entrar/")
        self.page.locator("input[name=login]").fill(f"{key}@capacitacion.example")
        self.page.locator("input[name=password]").fill(PASSWORD)
        self.page.locator("main form button[type=submit]").first.click()
        self.page.wait_for_url(lambda url: not url.endswith("/cuenta/entrar/"))
        code = self.page.locator("input[name=code]")
        if code.count():
            code.fill(training_code())
            second = self.page.url
            self.page.locator("main form button[type=submit]").first.click()
            self.page.wait_for_url(lambda url: url != second)

    def look(self, name: str) -> None:
        """Check the page as it stands: a picture of it, no serious axe finding, no overflow."""
        SCREENSHOTS.mkdir(exist_ok=True)
        self.page.screenshot(path=SCREENSHOTS / f"{name}.png", full_page=True)
        assert_accessible(self.page, name)
        wide = self.page.evaluate("document.documentElement.scrollWidth")
        assert wide <= PHONE["width"], f"{name} is {wide} px wide"
        assert not self.troubles, f"{name}: {self.troubles}"

    def look_on_a_laptop(self, name: str) -> None:
        """Take a picture of the page as it stands on a laptop."""
        self.page.set_viewport_size({"width": 1280, "height": 800})
        self.page.screenshot(path=SCREENSHOTS / f"{name}-laptop.png", full_page=True)
        self.page.set_viewport_size(PHONE)


def training_code() -> str:
    """Return the six digits of the training accounts' second factor at this moment."""
    from allauth.mfa.totp.internal.auth import (
        format_hotp_value,
        hotp_value,
        yield_hotp_counters_from_time,
    )

    from arraigo.demo.cast import TOTP_SECRET

    counter = next(iter(yield_hotp_counters_from_time()))
    return str(format_hotp_value(hotp_value(TOTP_SECRET, counter)))


def assert_accessible(page: Page, name: str) -> None:
    """Fail on any serious or critical finding of axe."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    serious = [
        f"{finding['id']}: {finding['nodes'][0]['html']}"
        for finding in found
        if finding["impact"] in {"serious", "critical"}
    ]
    assert not serious, f"{name}: {serious}"


@pytest.fixture
def visitor(chromium: Browser, server: Server) -> Iterator[Callable[..., Visitor]]:
    """Return a function that sends somebody with a phone of their own (no shared cookies)."""
    contexts = []

    def send(key: str = "", **options: Any) -> Visitor:
        context = chromium.new_context(viewport=PHONE, locale="es-GT", bypass_csp=False, **options)
        contexts.append(context)
        somebody = Visitor(context, server)
        if key:
            somebody.log_in(key)
        return somebody

    yield send
    for context in contexts:
        context.close()
