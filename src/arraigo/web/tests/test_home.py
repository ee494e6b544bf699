"""The installation's folder and its secrets."""

import base64
import stat
from pathlib import Path

import pytest

from arraigo.web import home as installation_home
from arraigo.web.embedded import DatabaseTrouble, find_binaries
from arraigo.web.home import (
    SOCKET_PATH_LIMIT,
    ensure_secrets,
    home,
    is_prepared,
    is_training,
    load_secrets,
    mark_prepared,
    mark_training,
    socket_folder,
)


def test_secrets_are_made_once_and_only_their_owner_reads_them(tmp_path):
    made = ensure_secrets(tmp_path / "new")
    kept = tmp_path / "new" / "secrets.json"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert ensure_secrets(tmp_path / "new") == made == load_secrets(tmp_path / "new")
    assert not (tmp_path / "new" / "secrets.json.new").exists()
    assert len(base64.b64decode(made.master_key)) == 32


def test_two_installations_share_nothing(tmp_path):
    one, other = ensure_secrets(tmp_path / "a"), ensure_secrets(tmp_path / "b")
    assert not set(vars(one).values()) & set(vars(other).values())


def test_a_folder_without_secrets_has_none(tmp_path):
    assert load_secrets(tmp_path) is None


def test_the_folder_is_the_chosen_one(tmp_path, monkeypatch):
    monkeypatch.setenv("ARRAIGO_HOME", str(tmp_path / "x" / ".." / "y"))
    assert home() == tmp_path / "y"


def test_the_socket_fits_into_the_kernels_limit(tmp_path):
    deep = tmp_path / ("d" * 200)
    assert len(str(socket_folder(deep)).encode()) <= SOCKET_PATH_LIMIT
    assert socket_folder(deep) != socket_folder(deep / "other")
    assert socket_folder(Path("/srv/a")) == Path("/srv/a/postgres/run")


def test_training_is_marked_for_good(tmp_path):
    assert not is_training(tmp_path)
    mark_training(tmp_path)
    assert is_training(tmp_path)


def test_another_version_prepares_again(tmp_path, monkeypatch):
    package = tmp_path / "package"
    migration = package / "people" / "migrations" / "0001_initial.py"
    migration.parent.mkdir(parents=True)
    migration.write_text("first")
    monkeypatch.setattr(installation_home, "__file__", str(package / "web" / "home.py"))
    assert not is_prepared(tmp_path)
    mark_prepared(tmp_path)
    assert is_prepared(tmp_path)
    migration.with_name("0002_more.py").write_text("second")
    assert not is_prepared(tmp_path)


def test_the_binaries_are_found_here():
    folder = find_binaries()
    assert (folder / "initdb").exists()
    assert (folder / "postgres").exists()


def test_without_binaries_it_says_what_to_do(monkeypatch, tmp_path):
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    monkeypatch.setattr("shutil.which", lambda _name: None)
    monkeypatch.setattr(Path, "glob", lambda _self, _pattern: [])
    with pytest.raises(DatabaseTrouble, match="DATABASE_URL"):
        find_binaries()


def test_a_postgresql_of_the_machine_will_do(monkeypatch, tmp_path):
    for name in ("initdb", "postgres"):
        (tmp_path / name).touch()
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    monkeypatch.setattr("shutil.which", lambda _name: str(tmp_path / "initdb"))
    assert find_binaries() == tmp_path
