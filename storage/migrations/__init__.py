"""Schema revisions, oldest first, run by Alembic from inside the program: nobody has a migration command to forget."""

from pathlib import Path

from sqlalchemy import Connection


def upgrade(connection: Connection, *, to: str = "head") -> None:
    """Bring the schema behind this connection to that revision, the newest by default, inside its transaction."""
    # Alembic costs a fifth of a second to import; a warehouse that is new or up to date never needs it.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", Path(__file__).parent.as_posix().replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, to)
