"""README against the code: every setting, command and exit code is there, and none that does not exist."""

import re
from pathlib import Path

from config.settings import PREFIX, Settings
from digitize.cli.table import app
from workers.commands.exit_codes import ExitCode

README = (Path(__file__).resolve().parents[2] / "README.md").read_text()


def test_the_readme_has_every_setting_and_no_other() -> None:
    named = set(re.findall(rf"`({PREFIX}[A-Z_]+)`", README)) - {f"{PREFIX}*"}
    assert named == {PREFIX + name.upper() for name in Settings.model_fields}


def test_the_readme_gives_the_defaults_of_the_code() -> None:
    rows = dict(re.findall(rf"^\| `{PREFIX}([A-Z_]+)` \| `([^`]+)` \|", README, re.M))
    defaults = {
        name.upper(): str(field.default)
        for name, field in Settings.model_fields.items()
        if name.upper() in rows
    }
    assert rows == defaults


def test_the_readme_has_every_command() -> None:
    commands = {command.name for command in app.registered_commands} | {"check"}
    assert all(
        f"`digitize {name}" in README or f"`{name} " in README for name in commands - {"version"}
    )


def test_the_readme_has_every_exit_code() -> None:
    listed = README.split("**Exit codes**:")[1].split("\n\n")[0]
    assert {int(number) for number in re.findall(r"\b(\d+) ", listed)} == set(ExitCode)
