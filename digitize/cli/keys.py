"""The commands about keys: those that seal, and those with which agencies' papers are encrypted."""

from typing import Annotated

import typer

from config.settings import load_settings
from digitize.cli.arguments import Json, Officer, Warehouse
from digitize.cli.process import end

commands = typer.Typer(
    help="Khóa: khóa ký số của kho, và khóa mã hóa giấy tờ của từng cơ quan.",
    invoke_without_command=True,
)


@commands.callback()
def keys(
    context: typer.Context,
    *,
    accept: Annotated[
        bool,
        typer.Option(
            "--accept", help="Từ nay khóa trên máy này là khóa của kho (cơ quan đã đổi khóa)."
        ),
    ] = False,
    reason: Annotated[str, typer.Option("--reason", help="Vì sao đổi khóa.")] = "",
    officer: Officer = None,
    warehouse: Warehouse = None,
    as_json: Json = False,
) -> None:
    """So dấu vân tay khóa ký số trên máy này với khóa mà kho đã ghi nhận; liệt kê khóa mã hóa của các cơ quan."""
    if context.invoked_subcommand is not None:
        return
    from workers.commands import keys as keys_command

    settings = load_settings({"warehouse": warehouse})
    if not accept:
        end(keys_command.keys(settings, as_json=as_json))
    officer = settings.officer if officer is None else officer
    end(keys_command.accept(settings, officer=officer, reason=reason, as_json=as_json))


@commands.command("make")
def make(
    agency: Annotated[str, typer.Argument(metavar="AGENCY", help="Mã cơ quan.")],
    *,
    rotate: Annotated[
        bool, typer.Option("--rotate", help="Thay khóa: khóa mới để ghi, khóa cũ vẫn để đọc.")
    ] = False,
    officer: Officer = None,
    warehouse: Warehouse = None,
    as_json: Json = False,
) -> None:
    """Tạo khóa mã hóa giấy tờ của một cơ quan, trong thư mục DIGITIZE_AGENCY_KEYS; hãy cất một bản ở nơi khác."""
    from workers.commands import agency_keys

    settings = load_settings({"warehouse": warehouse, "officer": officer})
    end(agency_keys.make(settings, agency, is_rotation=rotate, as_json=as_json))


@commands.command("apply")
def apply(*, officer: Officer = None, warehouse: Warehouse = None, as_json: Json = False) -> None:
    """Mã hóa những gì đã lưu từ trước và đổi sang khóa mới; dừng lúc nào cũng được, chạy lại là làm tiếp."""
    from workers.commands import agency_keys

    settings = load_settings({"warehouse": warehouse, "officer": officer})
    end(agency_keys.apply(settings, as_json=as_json))
