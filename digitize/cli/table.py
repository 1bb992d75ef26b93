"""The commands, grouped by who gives them: this table is the order in which `digitize --help` shows them.

Each command imports what it does when it is called: a search must not wait for image libraries to load.
"""

import typer

from digitize.cli import (
    accounts,
    archive,
    checking,
    keeping,
    keys,
    owners,
    papers,
    privacy,
    records,
    reports,
    server,
    sheets,
    station,
    upkeep,
)

app = typer.Typer(
    help="Số hóa giấy tờ: từ tệp quét thành hồ sơ đã ký số, tìm được, kiểm chứng được.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
app.command("read")(papers.read)
app.command("run")(papers.run)
app.command("import")(papers.import_register)
app.command("find")(records.find)
app.command("show")(records.show)
app.command("life")(records.life)
app.command("get")(records.get)
app.command("verify")(records.verify)
app.command("report")(reports.report)
app.command("audit")(upkeep.audit)
app.command("backup")(keeping.backup)
app.command("restore")(keeping.restore)
app.command("fixity")(keeping.fixity)
app.add_typer(keys.commands, name="keys")
app.command("retention")(keeping.retention)
app.command("hold")(keeping.hold)
app.command("dispose")(keeping.dispose)
app.command("purpose")(privacy.purpose)
app.command("person")(privacy.person)
app.command("sweep")(privacy.sweep)
app.command("migrate")(upkeep.migrate)
app.command("train")(upkeep.train)
app.command("doctor")(upkeep.doctor)
app.command("serve")(server.serve)
app.command("work")(server.work)
app.command("version")(upkeep.version)
app.command("dossier")(records.dossier)
app.add_typer(accounts.commands, name="accounts")
app.add_typer(archive.commands, name="archive")
app.add_typer(checking.commands, name="check")
app.command("seal")(checking.seal)
app.add_typer(owners.commands, name="owners")
app.add_typer(sheets.commands, name="sheets")
app.add_typer(station.commands, name="station")
app.add_typer(server.commands, name="stations")
