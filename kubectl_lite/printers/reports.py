"""Reports: tables that are ours and not kubectl's (history), laid out by the tabulate library. Its only importer."""
from __future__ import annotations


def table(head: list[str], rows: list[list[str]]) -> str:
    """Rows under a head, columns two spaces apart, a newline at the end."""
    from tabulate import tabulate
    text = tabulate(rows, head, tablefmt="plain", disable_numparse=True)
    return "\n".join(line.rstrip() for line in text.splitlines()) + "\n"
