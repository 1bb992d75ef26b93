"""What an import would do, as a table for people and one JSON object for programs."""

from workers.commands.output import print_json, print_lines, print_table
from workers.importing.headings import FILE
from workers.importing.plan import Plan
from workers.importing.register import Register


def print_plan(register: Register, made: Plan, *, as_json: bool) -> None:
    """How the register is understood, how many rows have their file, and the first that do not."""
    if as_json:
        print_json(_plan_json(register, made))
    else:
        _print_table(register, made)


def _plan_json(register: Register, made: Plan) -> dict[str, object]:
    return {
        "register": str(register.path),
        "encoding": register.sheet.encoding,
        "delimiter": register.sheet.delimiter,
        "sheet": register.sheet.name,
        "header_row": register.header.row,
        "columns": dict(register.mapping.columns),
        "unused": list(register.unused_headings),
        "rows": made.rows,
        "found": made.found,
        "files": made.files,
        "not_in_register": made.unnamed,
        "refused": made.refused,
        "problems": dict(made.problems),
        "examples": [
            {"row": number, "code": error.code, "detail": error.detail}
            for number, error in made.examples
        ],
    }


def _print_table(register: Register, made: Plan) -> None:
    form = (
        register.sheet.name or f"{register.sheet.encoding}, phân cách {register.sheet.delimiter!r}"
    )
    print_lines(f"Sổ {register.path.name} ({form}), dòng tiêu đề {register.header.row}")
    columns = [
        (column, str(heading), str(made.filled[column] if column != FILE else made.rows))
        for column, heading in register.mapping.columns.items()
    ]
    print_table(("Cột", "Tiêu đề trong sổ", "Số dòng có giá trị"), columns)
    print_lines(
        f"{made.rows} dòng, {made.found} dòng có tệp; trong thư mục có {made.files} tệp, {made.unnamed} tệp không có trong sổ.",
        *(f"  dòng {number}: {error.message} ({error.detail})" for number, error in made.examples),
        "Chưa có gì được nhập. Chạy lại không có --dry-run để nhập.",
    )
