"""What every test stands on: the database, the cast, and clients that watch for traces."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from tests.at_import import reading_modules
from tests.database import Address, TestServer, as_dict, in_database

_server = pytest.StashKey[TestServer]()
_address = pytest.StashKey[Address]()

reading_modules.start()


def pytest_configure(config: pytest.Config) -> None:
    """Start the database in the controller; a worker receives its address."""
    given = getattr(config, "workerinput", None)
    if given is not None:
        config.stash[_address] = Address(**given["arraigo"])
    elif not config.option.collectonly:
        config.stash[_server] = TestServer()
        config.stash[_address] = config.stash[_server].start()
    if _address in config.stash:
        os.environ["ARRAIGO_HOME"] = config.stash[_address].home
        _forget_this_machine()


def _forget_this_machine() -> None:
    """Leave out what the settings took from an installation here: it may be for training."""
    from django.conf import settings

    settings.TRAINING_MODE = False


def pytest_collection_finish() -> None:
    """Let the clock be asked, now that every module has been read."""
    reading_modules.stop()


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Tell a worker where the database is."""
    node.workerinput["arraigo"] = as_dict(node.config.stash[_address])


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the database with the controller."""
    if _server in config.stash:
        config.stash[_server].stop()


@pytest.fixture(scope="session")
def database_address(request: pytest.FixtureRequest) -> Address:
    """Where the tests' server is."""
    return request.config.stash[_address]


@pytest.fixture(scope="session")
def django_db_setup(
    database_address: Address, worker_id: str, django_db_blocker: Any
) -> Iterator[None]:
    """Give this worker its clone of the template, as the web's role."""
    from django.conf import settings
    from django.db import connections

    from arraigo.web.settings import _database

    name = database_address.clone(f"arraigo_test_{worker_id}")
    address = _database(in_database(database_address.web_url, name))
    settings.DATABASES["default"].update(address)
    connections["default"].settings_dict.update(address)
    with django_db_blocker.unblock():
        yield
        connections.close_all()


@pytest.fixture
def cast(db: None) -> SimpleNamespace:
    """The fixed cast: one user per role, by short name (see `arraigo.demo.cast.LOGINS`)."""
    from arraigo.accounts.models import User
    from arraigo.demo.cast import LOGINS

    users = {user.email: user for user in User.objects.all()}
    return SimpleNamespace(**{login.key.replace(".", "_"): users[login.email] for login in LOGINS})


@pytest.fixture
def case(cast: SimpleNamespace) -> Any:
    """An open case of the promotora's."""
    from tests.factories import opened_case

    return opened_case(cast.promotora)


@pytest.fixture
def as_system(db: None) -> Iterator[None]:
    """Run the test's own reads and writes as the system."""
    from arraigo.core.context import SYSTEM, acting_as

    with acting_as(SYSTEM):
        yield


@pytest.fixture
def client_of(db: None) -> Callable[[Any], Any]:
    """Return a function that gives a logged-in client which watches for traces."""
    from tests.client import WatchfulClient, remember_authentication

    def make(user: Any = None) -> WatchfulClient:
        client = WatchfulClient()
        if user is not None:
            client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
            remember_authentication(client)
        return client

    return make
