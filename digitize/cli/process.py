"""The process around a command: how it begins, what its children are spared, how errors become exit codes."""

import sys
from collections.abc import Callable
from importlib.machinery import ModuleSpec
from typing import NoReturn

import typer
from typer.exceptions import TyperException

from config.settings import fault_point
from digitize.errors import DigitizeError
from digitize.fault_point import arm
from workers.commands.exit_codes import ExitCode, exit_code
from workers.commands.output import say, say_error


def exit_code_of(app: typer.Typer) -> int:
    """Run the command that the words of the command line name. Errors of ours become a sentence and a code; nothing else is caught."""
    _speak_utf8()
    _spare_children_this_module()
    try:
        arm(fault_point())
        return int(app(standalone_mode=False) or ExitCode.OK)
    except TyperException as error:
        say(error.format_message())
        return ExitCode.BAD_ARGUMENTS
    except typer.Abort:
        return ExitCode.INTERRUPTED
    except DigitizeError as error:
        say_error(error)
        return exit_code(error)


def end(code: ExitCode) -> NoReturn:
    raise typer.Exit(int(code))


def _spare_children_this_module() -> None:
    """A child process runs the console script again, imports and all, unless the main module has the name of a package's."""
    sys.modules["__main__"].__spec__ = ModuleSpec("digitize.__main__", loader=None)


def _speak_utf8() -> None:
    """Vietnamese goes out as UTF-8 whatever the locale of the terminal says."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure: Callable[..., None] | None = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")
