"""Reads the imports of every source file."""
from __future__ import annotations

import ast
from pathlib import Path

from tests.tidy.layers import PACKAGE

ROOT = Path(__file__).parents[2] / PACKAGE


def sources() -> list[Path]:
    """Every module of the package."""
    return sorted(p for p in ROOT.rglob("*.py"))


def name(path: Path) -> str:
    """A file's path inside the package."""
    return path.relative_to(ROOT).as_posix()


def room(path: Path) -> str:
    """The package (or single module) at the top that a file belongs to."""
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


def imported(path: Path) -> list[tuple[str, int, bool]]:
    """(module, line, whether at module level) of every import statement, and of string arguments of import_module."""
    tree = ast.parse(path.read_text())
    top = set(map(id, tree.body))
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [(alias.name, node.lineno, id(node) in top) for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            found += [(f"{node.module}.{alias.name}", node.lineno, id(node) in top) for alias in node.names]
    return found
