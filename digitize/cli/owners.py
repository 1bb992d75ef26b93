"""The commands for whose records are and which numbers are one person's."""

from typing import Annotated

import typer

from config.settings import load_settings
from digitize.cli.arguments import Json, Wanted, Warehouse
from digitize.cli.process import end

commands = typer.Typer(
    help="Chủ của giấy tờ trong kho và các số của một người.", no_args_is_help=True
)
_Reason = Annotated[str, typer.Option("--reason", help="Lý do.")]
_Link = Annotated[str, typer.Argument(metavar="LINK", help="Mã của cặp số.")]


@commands.command("waiting")
def owners_waiting(
    *,
    limit: Annotated[int, typer.Option(min=1, max=100_000, help="Số dòng nhiều nhất.")] = 200,
    warehouse: Warehouse = None,
    as_json: Json = False,
) -> None:
    """Liệt kê hồ sơ lưu chưa chắc của ai, cũ nhất trước."""
    from workers.commands import owners

    end(owners.waiting(load_settings({"warehouse": warehouse}), limit=limit, as_json=as_json))


@commands.command("show")
def owners_show(wanted: Wanted, *, warehouse: Warehouse = None, as_json: Json = False) -> None:
    """Xem chủ của một hồ sơ lưu, các số in trên giấy và mã kết quả."""
    from workers.commands import owners

    end(owners.show(load_settings({"warehouse": warehouse}), wanted, as_json=as_json))


@commands.command("set")
def owners_set(
    wanted: Wanted,
    owner: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="KIND:NUMBER:NAME...", help="citizen:SỐ:TÊN hoặc organisation:MÃ:TÊN."
        ),
    ] = None,
    *,
    nobody: Annotated[
        bool, typer.Option("--nobody", help="Giấy tờ của cơ quan, không của ai.")
    ] = False,
    warehouse: Warehouse = None,
) -> None:
    """Xác định hoặc sửa chủ của một hồ sơ lưu; bản cũ được giữ."""
    from workers.commands import owners

    settings = load_settings({"warehouse": warehouse})
    end(owners.decide(settings, wanted, owner or [], nobody=nobody))


@commands.command("links")
def owners_links(
    *,
    state: Annotated[
        str, typer.Option(help="proposed, linked, refused hoặc unlinked.")
    ] = "proposed",
    warehouse: Warehouse = None,
    as_json: Json = False,
) -> None:
    """Liệt kê các cặp số theo tình trạng."""
    from workers.commands import owners

    _known(state, ("proposed", "linked", "refused", "unlinked"))
    end(owners.list_links(load_settings({"warehouse": warehouse}), state=state, as_json=as_json))


@commands.command("link")
def owners_link(
    one: Annotated[str, typer.Argument(metavar="NUMBER", help="Số thứ nhất.")],
    other: Annotated[str, typer.Argument(metavar="NUMBER", help="Số thứ hai.")],
    *,
    reason: _Reason,
    kind: Annotated[str, typer.Option(help="citizen hoặc organisation.")] = "citizen",
    warehouse: Warehouse = None,
) -> None:
    """Nối hai số của một người hoặc tổ chức."""
    from workers.commands import owners

    _known(kind, ("citizen", "organisation"))
    end(owners.link(load_settings({"warehouse": warehouse}), kind, one, other, reason=reason))


@commands.command("decide")
def owners_decide(
    link: _Link,
    state: Annotated[str, typer.Argument(metavar="STATE", help="linked, refused hoặc unlinked.")],
    *,
    reason: _Reason = "",
    warehouse: Warehouse = None,
) -> None:
    """Xác nhận, từ chối hoặc tách một cặp số."""
    from workers.commands import owners

    _known(state, ("linked", "refused", "unlinked"))
    end(owners.decide_link(load_settings({"warehouse": warehouse}), link, state, reason=reason))


@commands.command("agencies")
def owners_agencies(
    *,
    confirm: Annotated[bool, typer.Option("--confirm", help="Nối các mã trong bảng.")] = False,
    warehouse: Warehouse = None,
) -> None:
    """Xem, hoặc nối, mã cũ của cơ quan các tỉnh đã sáp nhập với mã nay."""
    from workers.commands import owners

    end(owners.merged_agencies(load_settings({"warehouse": warehouse}), confirm=confirm))


@commands.command("codes")
def owners_codes(*, warehouse: Warehouse = None) -> None:
    """Cấp mã kết quả cho hồ sơ lưu từ trước khi có mã."""
    from workers.commands import owners

    end(owners.give_codes(load_settings({"warehouse": warehouse})))


def _known(word: str, words: tuple[str, ...]) -> None:
    if word not in words:
        raise typer.BadParameter(", ".join(words))
