"""What taking in an interview costs the server, and how many a second it takes in.

    uv run python bench/ingest.py [--quick] [--json]

A registration of about 2.3 kB makes a person, her consent and her case, visible in the transaction
that acknowledges it. Asked of the real server (granian, the web's role, every policy on):

- `cpu_ms`: processor time of one delivery, the web's and PostgreSQL's together; beside it, in the
  same run, that of a `HEAD` to the same address, which passes the same gate (`times_head`);
- `per_second_8`: deliveries a second with 8 clients;
- `storm_201`, `storm_rows`: 20 interviews, each posted by 8 clients at once: answers with 201, and
  rows there are afterwards (160 and 20);
- `soak_201`: the share acknowledged at 50 a second for 30 seconds, or as fast as it goes.
"""

from __future__ import annotations

import json
import sys
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from itertools import count
from pathlib import Path
from typing import Any

import psutil
import psycopg

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.lab import TEMPLATE, Lab, Site, arguments, conclude, lab, show, told

FULL, QUICK = 400, 60
CLIENTS = 8
STORM, TIMES = 20, 8
SOAK_RATE = 50
SOAK_SECONDS, QUICK_SECONDS = 30, 3
DATABASE = "ingest"
_numbers = count(1)

_NAMESPACES = (
    'xmlns:h="http://www.w3.org/1999/xhtml" xmlns:jr="http://openrosa.org/javarosa" '
    'xmlns:orx="http://openrosa.org/xforms" xmlns:odk="http://www.opendatakit.org/xforms" '
    'xmlns:ev="http://www.w3.org/2001/xml-events" xmlns:xsd="http://www.w3.org/2001/XMLSchema" '
    'xmlns:entities="http://www.opendatakit.org/xforms/entities"'
)
_INTERVIEW = """<?xml version='1.0' encoding='UTF-8' ?>\
<data id="registro_minimo" version="{version}" {namespaces}>\
<started_at>{now}</started_at><ended_at>{now}</ended_at><filled_on>{day}</filled_on>\
<person_id>{person}</person_id>\
<consent><consent_who/><consent_rights/><consent_free/>\
<consent_decision>given</consent_decision></consent>\
<age><birth_year>1990</birth_year></age><age_years>36</age_years><may_register>si</may_register>\
<proof><language>es</language><consent_how>witness</consent_how>\
<witness_name>Testigo de Prueba</witness_name></proof>\
<identity><given_names>Persona de Prueba</given_names><surnames>Ficticia {letters}</surnames>\
<sex>f</sex><cui/></identity>\
<contact><department>05</department><municipality>0501</municipality><phone>5555 0101</phone>\
<phone_owner>self</phone_owner></contact>\
<coming_back><returned_on>2026-01-15</returned_on><country>US</country><source>fair</source>\
<thanks/></coming_back>\
<meta><entity dataset="casos" create="1" id="{case}"><label>Persona Ficticia {letters}</label>\
</entity><instanceID>uuid:{instance}</instanceID>\
<instanceName>Registro</instanceName></meta></data>"""


def interview(version: str) -> bytes:
    """Return a registration of somebody fictitious whom nobody has delivered yet."""
    number = next(_numbers)
    letters = "".join(chr(ord("a") + int(digit)) for digit in f"{number:06d}")
    now = time.strftime("%Y-%m-%dT%H:%M:%S.000Z", time.gmtime())
    text = _INTERVIEW.format(
        version=version, namespaces=_NAMESPACES, now=now, day=now[:10], letters=letters,
        person=uuid.uuid4(), case=uuid.uuid4(), instance=uuid.uuid4(),
    )  # fmt: skip
    padding = "<!--" + "." * max(0, 2300 - len(text) - 7) + "-->"
    return text.replace("</data>", f"{padding}</data>").encode()


class Phone:
    """A phone's connection to the site."""

    def __init__(self, site: Site, address: str) -> None:
        self.address = address
        self._connection = HTTPConnection(site.host, site.port, timeout=120)

    def head(self) -> int:
        """Ask whether one may deliver."""
        return self._send("HEAD", b"", {})

    def deliver(self, xml: bytes) -> int:
        """Deliver an interview and return the status of the answer."""
        edge = uuid.uuid4().hex
        head = (
            f'--{edge}\r\nContent-Disposition: form-data; name="xml_submission_file"; '
            'filename="entrevista.xml"\r\nContent-Type: text/xml\r\n\r\n'
        )
        body = head.encode() + xml + f"\r\n--{edge}--\r\n".encode()
        return self._send("POST", body, {"Content-Type": f"multipart/form-data; boundary={edge}"})

    def _send(self, method: str, body: bytes, headers: dict[str, str]) -> int:
        self._connection.request(method, self.address, body, headers)
        answer = self._connection.getresponse()
        answer.read()
        return answer.status


class Meter:
    """The processor time of the web's and PostgreSQL's processes, in seconds."""

    def __init__(self, made: Lab) -> None:
        server = int((made.server.data / "postmaster.pid").read_text().splitlines()[0])
        mine = [each.pid for each in psutil.Process().children(recursive=True)]
        self.roots = [psutil.Process(pid) for pid in {server, *mine}]

    def read(self) -> float:
        """Return the time spent so far."""
        every = {each.pid: each for root in self.roots for each in _family(root)}
        return sum(_spent(each) for each in every.values())


def _family(root: psutil.Process) -> Iterator[psutil.Process]:
    try:
        yield root
        yield from root.children(recursive=True)
    except psutil.NoSuchProcess:
        return


def _spent(process: psutil.Process) -> float:
    try:
        times = process.cpu_times()
    except psutil.NoSuchProcess:
        return 0.0
    return float(times.user + times.system + times.children_user + times.children_system)


def cost(meter: Meter, number: int, act: Callable[[], int], status: int) -> float:
    """Return the processor's milliseconds of one of `number` acts, all of which must succeed."""
    began = meter.read()
    for _ in range(number):
        assert act() == status
    return (meter.read() - began) * 1000 / number


def rate(site: Site, about: dict[str, str], number: int) -> float:
    """Return how many deliveries a second 8 clients get acknowledged."""
    waiting = [interview(about["version"]) for _ in range(number)]
    here = threading.local()

    def deliver(xml: bytes) -> int:
        if not hasattr(here, "phone"):
            here.phone = Phone(site, about["address"])
        status: int = here.phone.deliver(xml)
        return status

    with ThreadPoolExecutor(CLIENTS) as clients:
        began = time.perf_counter()
        statuses = list(clients.map(deliver, waiting))
        took = time.perf_counter() - began
    assert set(statuses) == {201}, set(statuses)
    return number / took


def storm(site: Site, about: dict[str, str]) -> int:
    """Return how many of 20 × 8 posts of the same interviews are acknowledged."""
    acknowledged = 0
    with ThreadPoolExecutor(TIMES) as clients:
        for _ in range(STORM):
            xml = interview(about["version"])
            phones = [Phone(site, about["address"]) for _ in range(TIMES)]
            statuses = clients.map(Phone.deliver, phones, [xml] * TIMES)
            acknowledged += sum(status == 201 for status in statuses)
    return acknowledged


def soak(site: Site, about: dict[str, str], seconds: int) -> tuple[float, float]:
    """Return the share acknowledged, and the rate kept, of 50 deliveries a second."""
    number = SOAK_RATE * seconds
    waiting = [interview(about["version"]) for _ in range(number)]
    began = time.perf_counter()

    def deliver(each: tuple[int, bytes]) -> int:
        turn, xml = each
        time.sleep(max(0.0, began + turn / SOAK_RATE - time.perf_counter()))
        return Phone(site, about["address"]).deliver(xml)

    with ThreadPoolExecutor(2 * CLIENTS) as clients:
        statuses = list(clients.map(deliver, enumerate(waiting)))
    return statuses.count(201) / number, number / (time.perf_counter() - began)


def rows_of(made: Lab) -> int:
    """Return how many deliveries the database holds."""
    with psycopg.connect(made.server.superuser_url, dbname=DATABASE) as connection:
        row = connection.execute("SELECT count(*) FROM field_submission").fetchone()
    assert row is not None
    return int(row[0])


def run(*, quick: bool) -> dict[str, Any]:
    """Fill a programme, deliver to it, and return the figures."""
    number, seconds = (QUICK, QUICK_SECONDS) if quick else (FULL, SOAK_SECONDS)
    with lab() as made:
        began = time.perf_counter()
        made.run("bench.fill", "sow", "5", database=TEMPLATE)
        made.clone(DATABASE)
        made.settle()
        about = json.loads(made.run("bench.phones", database=DATABASE, role="web"))
        told("database and phone", began)
        with made.site(DATABASE) as site:
            phone, meter = Phone(site, about["address"]), Meter(made)
            for _ in range(10):
                phone.deliver(interview(about["version"]))
            head = cost(meter, number, phone.head, 204)
            cpu = cost(meter, number, lambda: phone.deliver(interview(about["version"])), 201)
            told("one by one", began)
            per_second = rate(site, about, number)
            before = rows_of(made)
            acknowledged = storm(site, about)
            rows = rows_of(made) - before
            share, kept = soak(site, about, seconds)
            told("all", began)
    return {
        "bench": "ingest", "deliveries": number, "cpu_ms": round(cpu, 1),
        "head_cpu_ms": round(head, 1), "times_head": round(cpu / head, 1) if head else 0.0,
        "per_second_8": round(per_second, 1), "storm_201": acknowledged, "storm_rows": rows,
        "soak_201": round(share, 4), "soak_per_second": round(kept, 1),
    }  # fmt: skip


if __name__ == "__main__":
    options = arguments(
        "What taking in an interview costs.",
        quick=f"{QUICK} deliveries instead of {FULL}, and a soak of {QUICK_SECONDS} seconds",
    )
    result = run(quick=options.quick)
    show("Taking in", ("figure", "value"), [(name, str(value)) for name, value in result.items()])
    conclude(result, as_json=options.json)
