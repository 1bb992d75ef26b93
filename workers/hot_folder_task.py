"""The station's question whether a file is whole, asked of a child process: the hot folder's files come from anywhere."""

from pathlib import Path

from workers.station.completeness import require_whole


def require_whole_in_child(_tools: object, path: Path) -> None:
    """Raises what `require_whole` raises."""
    require_whole(path)
