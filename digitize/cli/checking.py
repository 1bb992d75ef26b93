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


PageNumber = Annotated[int, typer.Argument(metavar="TRANG", min=1, help="Số trang trong tệp quét.")]


@commands.command("split")
def check_split(wanted: Wanted, page: PageNumber, *, warehouse: Warehouse = None) -> None:
    """Tách: từ trang này là một giấy tờ khác."""
    from workers.commands import arrange

    end(arrange.split(load_settings({"warehouse": warehouse}), wanted, page))


@commands.command("merge")
def check_merge(
    wanted: Wanted,
    other: Annotated[str, typer.Argument(metavar="ID2", help="Giấy tờ liền trước hoặc liền sau.")],
    *,
    warehouse: Warehouse = None,
) -> None:
    """Ghép hai giấy tờ liền nhau trong cùng tệp quét."""
    from workers.commands import arrange

    end(arrange.merge(load_settings({"warehouse": warehouse}), wanted, other))


@commands.command("turn")
def check_turn(
    wanted: Wanted,
    page: PageNumber,
    degrees: Annotated[
        int, typer.Argument(metavar="ĐỘ", help="90, 180 hoặc 270 độ theo chiều kim đồng hồ.")
    ] = 180,
    *,
    warehouse: Warehouse = None,
) -> None:
    """Xoay trang rồi đọc lại."""
    from workers.commands import arrange

    end(arrange.turn(load_settings({"warehouse": warehouse}), wanted, page, degrees))


@commands.command("set-aside")
def check_set_aside(wanted: Wanted, page: PageNumber, *, warehouse: Warehouse = None) -> None:
    """Để riêng một trang: không thuộc giấy tờ nào, vẫn được giữ."""
    from workers.commands import arrange

    end(arrange.set_aside(load_settings({"warehouse": warehouse}), wanted, page))


@commands.command("take-back")
def check_take_back(wanted: Wanted, page: PageNumber, *, warehouse: Warehouse = None) -> None:
    """Đưa một trang đã để riêng trở lại giấy tờ này."""
    from workers.commands import arrange

    end(arrange.take_back(load_settings({"warehouse": warehouse}), wanted, page))


@commands.command("rescan")
def check_rescan(
    wanted: Wanted,
    pages: Annotated[
        list[int] | None,
        typer.Argument(metavar="TRANG...", help="Các trang cần quét lại; không ghi là cả giấy tờ."),
    ] = None,
    *,
    reason: Annotated[str, typer.Option(help="Lý do, ví dụ: bị mờ.")] = "",
    warehouse: Warehouse = None,
) -> None:
    """Loại và yêu cầu quầy quét lại, kèm trang và lý do."""
    from workers.commands import arrange

    end(arrange.rescan(load_settings({"warehouse": warehouse}), wanted, pages or [], reason=reason))


def seal(
    wanted: Annotated[
        list[str] | None, typer.Argument(metavar="ID...", help="Giấy tờ cần ký số.")
    ] = None,
    *,
    warehouse: Warehouse = None,
    as_json: Json = False,
) -> None:
    """Liệt kê giấy tờ chờ người ký (DIGITIZE_SEALING=by_signer), hoặc ký số các giấy tờ được nêu."""
    from workers.commands import sealing as sealing_command

    settings = load_settings({"warehouse": warehouse})
    if wanted:
        end(sealing_command.seal(settings, wanted))
    else:
        end(sealing_command.waiting(settings, as_json=as_json))
