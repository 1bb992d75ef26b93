"""The commands for people's accounts at the desk."""

from typing import Annotated

import typer

from config.settings import load_settings
from digitize.cli.arguments import Json, Warehouse
from digitize.cli.process import end

commands = typer.Typer(help="Tài khoản của những người dùng trang web.", no_args_is_help=True)
_Id = Annotated[str, typer.Argument(metavar="ID", help="Tên đăng nhập: a-z, 0-9, dấu . _ -")]


@commands.command("add")
def accounts_add(
    account_id: _Id,
    *,
    role: Annotated[
        list[str],
        typer.Option(
            "--role",
            help="Vai trò, có thể lặp lại: counter_officer, checker, signer, agency_manager, operator, citizen, system.",
        ),
    ],
    name: Annotated[str, typer.Option("--name", help="Họ tên.")] = "",
    agency: Annotated[str | None, typer.Option("--agency", help="Mã cơ quan.")] = None,
    owner: Annotated[
        str, typer.Option("--owner", help="Số định danh cá nhân, cho tài khoản công dân.")
    ] = "",
    oidc: Annotated[
        bool,
        typer.Option("--oidc", help="Đăng nhập bằng hệ thống đăng nhập chung, không có mật khẩu."),
    ] = False,
    warehouse: Warehouse = None,
    as_json: Json = False,
) -> None:
    """Thêm một tài khoản và in mật khẩu lần đầu của nó (chỉ một lần)."""
    from workers.commands import accounts

    settings = load_settings({"warehouse": warehouse, "agency_code": agency})
    end(
        accounts.add(
            settings,
            account_id,
            name=name,
            roles=role,
            owner_number=owner,
            is_vouched_for=oidc,
            as_json=as_json,
        )
    )


@commands.command("list")
def accounts_list(*, warehouse: Warehouse = None, as_json: Json = False) -> None:
    """Liệt kê các tài khoản."""
    from workers.commands import accounts

    end(accounts.list_all(load_settings({"warehouse": warehouse}), as_json=as_json))


@commands.command("reset")
def accounts_reset(account_id: _Id, *, warehouse: Warehouse = None) -> None:
    """Cấp lại mật khẩu lần đầu; bỏ xác thực hai lớp và mọi phiên đang mở."""
    from workers.commands import accounts

    end(accounts.reset(load_settings({"warehouse": warehouse}), account_id))


@commands.command("close")
def accounts_close(account_id: _Id, *, warehouse: Warehouse = None) -> None:
    """Đóng tài khoản; có hiệu lực ngay."""
    from workers.commands import accounts

    end(accounts.close(load_settings({"warehouse": warehouse}), account_id))


@commands.command("reopen")
def accounts_reopen(account_id: _Id, *, warehouse: Warehouse = None) -> None:
    """Mở lại tài khoản đã đóng."""
    from workers.commands import accounts

    end(accounts.reopen(load_settings({"warehouse": warehouse}), account_id))
