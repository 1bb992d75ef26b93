"""The commands of the server that stations send to, and of their keys."""

from typing import Annotated

import typer

from config.settings import load_settings
from digitize.cli.arguments import Jobs, Json, Warehouse
from digitize.cli.process import end

commands = typer.Typer(help="Các trạm quét được gửi tệp về máy chủ này.", no_args_is_help=True)


def serve(
    *,
    host: Annotated[str | None, typer.Option("--host", help="Địa chỉ lắng nghe.")] = None,
    port: Annotated[
        int | None, typer.Option("--port", min=0, max=65535, help="Cổng; 0: cổng trống bất kỳ.")
    ] = None,
    warehouse: Warehouse = None,
    jobs: Jobs = None,
) -> None:
    """Chạy máy chủ: nhận tệp từ các trạm quét, đọc, ký số, lưu kho."""
    settings = load_settings(
        {"serve_host": host, "serve_port": port, "warehouse": warehouse, "jobs": jobs}
    )
    from web.serving import serve as serve_here

    end(serve_here(settings))


def work(
    *,
    processes: Annotated[
        int | None, typer.Option("--processes", "-p", min=1, max=512, help="Số tiến trình.")
    ] = None,
    waiting: Annotated[
        bool, typer.Option("--set-aside", help="Chỉ liệt kê việc được để riêng và lý do.")
    ] = False,
    again: Annotated[
        str | None,
        typer.Option("--again", metavar="ID", help="Làm lại tệp quét hoặc giấy tờ được để riêng."),
    ] = None,
    warehouse: Warehouse = None,
    as_json: Json = False,
) -> None:
    """Chạy các tiến trình xử lý của một cụm máy: nhận việc từ bộ chia việc (DIGITIZE_BROKER) đến khi được bảo dừng."""
    from workers.commands import work as work_command

    if again is not None and waiting:
        raise typer.BadParameter("--set-aside, --again: chỉ chọn một")
    settings = load_settings({"warehouse": warehouse})
    if again is not None:
        end(work_command.again(settings, again))
    if waiting:
        end(work_command.set_aside(settings, as_json=as_json))
    end(work_command.work(settings, processes=processes))


@commands.command("add")
def stations_add(
    station_id: Annotated[str, typer.Argument(metavar="ID", help="Mã trạm: a-z, 0-9, dấu gạch.")],
    *,
    name: Annotated[str, typer.Option("--name", help="Tên trạm, ví dụ: Quầy 3.")] = "",
    agency: Annotated[str | None, typer.Option("--agency", help="Mã cơ quan của trạm.")] = None,
    warehouse: Warehouse = None,
    as_json: Json = False,
) -> None:
    """Thêm một trạm quét và in khóa của nó (chỉ một lần)."""
    from workers.commands import stations as stations_command

    settings = load_settings({"warehouse": warehouse, "agency_code": agency})
    end(stations_command.add(settings, station_id, name=name, as_json=as_json))


@commands.command("list")
def stations_list(*, warehouse: Warehouse = None, as_json: Json = False) -> None:
    """Liệt kê các trạm quét."""
    from workers.commands import stations as stations_command

    settings = load_settings({"warehouse": warehouse})
    end(stations_command.list_all(settings, as_json=as_json))


@commands.command("revoke")
def stations_revoke(
    station_id: Annotated[str, typer.Argument(metavar="ID", help="Mã trạm.")],
    *,
    warehouse: Warehouse = None,
) -> None:
    """Thu hồi khóa của một trạm quét; có hiệu lực ngay."""
    from workers.commands import stations as stations_command

    end(stations_command.revoke(load_settings({"warehouse": warehouse}), station_id))
