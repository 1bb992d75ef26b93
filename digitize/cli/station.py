"""The commands of a scanning station, on a counter's own PC."""

import typer

from config.settings import load_settings
from digitize.cli.arguments import Json
from digitize.cli.process import end

commands = typer.Typer(help="Trạm quét ở quầy: theo dõi thư mục quét, gửi về máy chủ.")


@commands.callback(invoke_without_command=True)
def station_run(context: typer.Context) -> None:
    """Chạy trạm quét: gửi mọi tệp máy quét ghi ra, giữ tệp nguồn đến khi máy chủ xác nhận."""
    from workers.commands import station as station_command

    if context.invoked_subcommand is None:
        end(station_command.run(load_settings()))


@commands.command("run")
def station_run_named() -> None:
    """Chạy trạm quét (như `digitize station`)."""
    from workers.commands import station as station_command

    end(station_command.run(load_settings()))


@commands.command("status")
def station_status(*, as_json: Json = False) -> None:
    """Trạm đang giữ gì, cần quét lại gì, mạng ra sao, máy chủ đã nhận gì."""
    from workers.commands import station as station_command

    end(station_command.status(load_settings(), as_json=as_json))
