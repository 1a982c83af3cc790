"""SortError: objects without the field they are to be sorted by, or a path that is none. Apart from sorting.py, which takes longer to import."""
from __future__ import annotations

from kubectl_lite.cli.errors import CommandError


class SortError(CommandError):
    """Says why nothing could be sorted."""
