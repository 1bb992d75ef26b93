"""Dockerfile and compose file against the code, as far as a machine without an engine can tell."""

import re
from pathlib import Path

import pytest
import yaml

from config.settings import PREFIX, S3Access, Settings
from digitize.cli.table import app

ROOT = Path(__file__).resolve().parents[3]
DEPLOY = ROOT / "deploy"
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
DOCKERFILE = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
OURS = {name: one for name, one in COMPOSE["services"].items() if one["image"] == "digitize"}
COMMANDS = {found.name for found in app.registered_commands}
WANTED = re.compile(r"\$\{(\w+):\?\}")


def settings_named() -> set[str]:
    named = {name for one in OURS.values() for name in one["environment"]}
    return named | set(re.findall(r"^\s+([A-Z_]+)=\S", DOCKERFILE, re.M))


def test_every_setting_that_is_named_exists() -> None:
    known = {PREFIX + name.upper() for name in Settings.model_fields}
    known |= {f"AWS_{name.upper()}" for name in S3Access.model_fields}
    ours = {name for name in settings_named() if name.startswith((PREFIX, "AWS_"))}
    assert len(ours) > 5
    assert ours <= known


@pytest.mark.parametrize("name", OURS)
def test_every_service_runs_a_command_that_there_is(name: str) -> None:
    assert OURS[name]["command"][0] in COMMANDS


def test_the_image_begins_with_a_command_that_there_is() -> None:
    (command,) = re.findall(r'^CMD \["(\w+)"', DOCKERFILE, re.M)
    assert command in COMMANDS
    assert '\nENTRYPOINT ["digitize"]\n' in DOCKERFILE


def test_ports_are_the_ones_that_are_listened_at() -> None:
    server = OURS["server"]
    port = server["command"][server["command"].index("--port") + 1]
    assert server["ports"] == [f"127.0.0.1:{port}:{port}"]
    assert f"127.0.0.1:{port}/readyz" in server["healthcheck"]["test"][-1]
    assert f"\nEXPOSE {port}\n" in DOCKERFILE
    assert Settings.model_fields["serve_port"].default == int(port)


def test_addresses_name_services_that_there_are() -> None:
    environment = OURS["worker"]["environment"]
    hosts = {
        re.search(r"@([a-z]+):", environment[name])[1]  # type: ignore[index]
        for name in ("DIGITIZE_DATABASE", "DIGITIZE_BROKER")
    }
    assert hosts == set(COMPOSE["services"]) - set(OURS)
    assert all(set(one["depends_on"]) == hosts for one in OURS.values())


def test_volumes_are_declared_and_used() -> None:
    used = {
        volume.split(":")[0] for one in COMPOSE["services"].values() for volume in one["volumes"]
    }
    assert used == set(COMPOSE["volumes"])


def test_a_worker_has_the_time_it_drains_in() -> None:
    grace = int(OURS["worker"]["stop_grace_period"].removesuffix("s"))
    assert grace > Settings.model_fields["work_drain_seconds"].default


def test_no_secret_is_in_a_file() -> None:
    """Whatever is secret is asked of the operator's own file, whose example is empty."""
    example = dict(
        line.split("=", 1)
        for line in (DEPLOY / "example.env").read_text().splitlines()
        if line and not line.startswith("#")
    )
    asked = set(WANTED.findall((DEPLOY / "compose.yaml").read_text()))
    assert asked <= example.keys()
    assert not any(example[name] for name in asked)
    assert "/deploy/.env" in (ROOT / ".gitignore").read_text()


def test_the_image_has_the_packages_that_setup_installs() -> None:
    setup = (ROOT / "scripts" / "setup").read_text()
    (packages,) = re.findall(r"^packages_run=\((.*)\)$", setup, re.M)
    assert set(packages.split()) <= set(DOCKERFILE.split())


def test_the_image_has_every_room_that_is_installed() -> None:
    pyproject = (ROOT / "pyproject.toml").read_text()
    (included,) = re.findall(r"^include = \[(.*)\]$", pyproject, re.M)
    copied = re.findall(r"^COPY (\w+) \1$", DOCKERFILE, re.M)
    assert set(copied) == {name.rstrip("*") for name in re.findall(r'"(\w+\*)"', included)}
    ignored = (ROOT / ".dockerignore").read_text().splitlines()
    assert {f"!{room}" for room in copied} <= set(ignored)
