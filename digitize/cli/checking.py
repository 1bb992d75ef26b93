"""The checker's commands: what waits for a person, and what the person says of it."""

from typing import Annotated

import typer

from config.settings import load_settings
from digitize.cli.arguments import Json, Wanted, Warehouse
from digitize.cli.process import end

Values = Annotated[
    list[str] | None, typer.Argument(metavar="KEY=VALUE...", help="Trường và giá trị đúng.")
]
AsPrinted = Annotated[
    bool, typer.Option("--as-printed", help="Chấp nhận giá trị sai quy cách như in trên giấy.")
]
commands = typer.Typer(help="Giấy tờ chờ người kiểm tra: xem, sửa, duyệt, loại.")


@commands.callback(invoke_without_command=True)
def check_list(
    context: typer.Context, *, warehouse: Warehouse = None, as_json: Json = False
) -> None:
    """Liệt kê giấy tờ chờ kiểm tra và lý do."""
    from workers.commands import check as check_command

    if context.invoked_subcommand is None:
        end(check_command.waiting(load_settings({"warehouse": warehouse}), as_json=as_json))


@commands.command("show")
def check_show(wanted: Wanted, *, warehouse: Warehouse = None, as_json: Json = False) -> None:
    """Xem một giấy tờ chờ kiểm tra."""
    from workers.commands import check as check_command

    end(check_command.show(load_settings({"warehouse": warehouse}), wanted, as_json=as_json))


@commands.command("correct")
def check_correct(
    wanted: Wanted,
    values: Values = None,
    *,
    type_code: Annotated[str | None, typer.Option("--type", help="Mã loại giấy tờ đúng.")] = None,
    as_printed: AsPrinted = False,
    warehouse: Warehouse = None,
) -> None:
    """Sửa trường hoặc loại theo đúng giấy tờ; KEY= (để trống) xóa trường."""
    from workers.commands import check as check_command

    end(
        check_command.correct(
            load_settings({"warehouse": warehouse}),
            wanted,
            values=dict(_key_value(pair) for pair in values or []),
            type_code=type_code,
            as_printed=as_printed,
        )
    )


def _key_value(pair: str) -> tuple[str, str]:
    key, separator, value = pair.partition("=")
    if not separator:
        raise typer.BadParameter(f"{pair}: cần dạng KEY=VALUE")
    return key, value


@commands.command("approve")
def check_approve(
    wanted: Wanted,
    values: Values = None,
    *,
    as_printed: AsPrinted = False,
    warehouse: Warehouse = None,
) -> None:
    """Duyệt: giấy tờ được ký số và lưu kho ngay. Trường quan trọng do người thứ hai nhập lại: KEY=VALUE."""
    from workers.commands import check as check_command

    end(
        check_command.approve(
            load_settings({"warehouse": warehouse}),
            wanted,
            values=dict(_key_value(pair) for pair in values or []),
            as_printed=as_printed,
        )
    )


@commands.command("reject")
def check_reject(
    wanted: Wanted,
    *,
    reason: Annotated[
        str, typer.Option(help="Mã lý do: rescan, not_ours, duplicate, secret_paper.")
    ] = "rescan",
    warehouse: Warehouse = None,
) -> None:
    """Loại: giấy tờ không được lưu kho; tệp và trang vẫn được giữ."""
    from workers.commands import check as check_command

    end(check_command.reject(load_settings({"warehouse": warehouse}), wanted, code=reason))
