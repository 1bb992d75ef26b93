"""`digitize accounts`: who may sign in; a first password is shown once, when it is made."""

from collections.abc import Sequence

from config.settings import Settings
from digitize.access import Role, Viewer
from digitize.errors import BadConfiguration
from digitize.rows import Owner, OwnerKind
from storage.accounts import Account, Accounts
from workers.accounts.keeping import KeepingAccounts, NewAccount
from workers.commands.exit_codes import ExitCode
from workers.commands.output import print_json, print_lines, print_table, say
from workers.services import Services, build_services, open_services

PAGE = 500


def add(
    settings: Settings,
    account_id: str,
    *,
    name: str,
    roles: Sequence[str],
    owner_number: str,
    is_vouched_for: bool,
    as_json: bool,
) -> ExitCode:
    """Make an account of the settings' agency and print its first password, if it has one. Raises `AccountTaken`, `BadConfiguration`."""
    given = frozenset(map(_role, roles))
    stands_for_agency = not given <= {Role.OPERATOR, Role.CITIZEN}
    owner = Owner(kind=OwnerKind.CITIZEN, number=owner_number, name=name) if owner_number else None
    new = NewAccount(
        id=account_id,
        name=name or account_id,
        roles=given,
        agency=settings.agency_code if stands_for_agency else "",
        owner=owner,
        is_vouched_for=is_vouched_for,
    )
    with build_services(settings) as services:
        password = _keeping(services).make(new, by=_operator(settings))
    if as_json:
        print_json({"account": account_id, "password": password or None})
    elif is_vouched_for:
        say(f"Đã thêm {account_id}; người này đăng nhập bằng hệ thống đăng nhập chung.")
    elif given == {Role.SYSTEM}:
        say("Khóa của hệ thống, chỉ hiện một lần; gửi kèm mỗi yêu cầu: Authorization: Bearer KHÓA")
        print_lines(password)
    else:
        say("Mật khẩu lần đầu, chỉ hiện một lần; người dùng phải đổi khi đăng nhập:")
        print_lines(password)
    return ExitCode.OK


def list_all(settings: Settings, *, as_json: bool) -> ExitCode:
    with open_services(settings) as services:
        accounts = _all(Accounts(services.database))
    if as_json:
        for account in accounts:
            print_json(_json(account))
    else:
        titles = ("Tên đăng nhập", "Tên", "Cơ quan", "Vai trò", "Đóng")
        print_table(titles, [_row(account) for account in accounts])
    return ExitCode.OK


def reset(settings: Settings, account_id: str) -> ExitCode:
    """Another first password; second factor and sessions end. Raises `NoSuchAccount`."""
    with open_services(settings) as services:
        password = _keeping(services).reset(account_id, by=_operator(settings))
    say(
        "Mật khẩu mới (hoặc khóa mới của hệ thống), chỉ hiện một lần; người dùng phải đổi khi đăng nhập:"
    )
    print_lines(password)
    return ExitCode.OK


def close(settings: Settings, account_id: str) -> ExitCode:
    """Nobody signs in to it any more. Raises `NoSuchAccount`."""
    with open_services(settings) as services:
        _keeping(services).close(account_id, by=_operator(settings))
    say(f"Đã đóng tài khoản {account_id}.")
    return ExitCode.OK


def reopen(settings: Settings, account_id: str) -> ExitCode:
    """Raises `NoSuchAccount`."""
    with open_services(settings) as services:
        _keeping(services).reopen(account_id, by=_operator(settings))
    say(f"Đã mở lại tài khoản {account_id}.")
    return ExitCode.OK


def _keeping(services: Services) -> KeepingAccounts:
    return KeepingAccounts(services.database, clock=services.clock)


def _operator(settings: Settings) -> Viewer:
    """Whoever works at this machine's command line."""
    return Viewer(account=settings.officer, roles=frozenset({Role.OPERATOR}))


def _role(text: str) -> Role:
    try:
        return Role(text)
    except ValueError:
        known = ", ".join(role.value for role in Role if role is not Role.STATION)
        raise BadConfiguration(f"no such role: {text} ({known})") from None


def _all(accounts: Accounts) -> Sequence[Account]:
    found: list[Account] = []
    while some := accounts.listed(after=found[-1].id if found else "", limit=PAGE):
        found.extend(some)
    return found


def _json(account: Account) -> dict[str, object]:
    return {
        "account": account.id,
        "name": account.name,
        "agency": account.agency,
        "roles": sorted(account.roles),
        "closed_at": account.closed_at and account.closed_at.isoformat(),
        "second_factor": account.totp_secret is not None,
    }


def _row(account: Account) -> tuple[str, ...]:
    closed = f"{account.closed_at.astimezone():%d/%m/%Y}" if account.closed_at else ""
    return account.id, account.name, account.agency, ", ".join(sorted(account.roles)), closed
