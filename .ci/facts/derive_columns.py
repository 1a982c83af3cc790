"""Writes the COLUMNS literal of every module in kubectl_lite/printers/columns from the facts' table-columns.json.

    derive_columns.py FACTS_DIR [--check]      with --check nothing is written and a difference exits 1

A module that several resources share takes the columns of the first; all of them must agree. Resources without an
entry in the facts (the scale subresource) keep what their module says.
"""
from __future__ import annotations

import json
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
BLOCK = re.compile(r"^COLUMNS = \(\n(?:    .*\n)*\)\n", re.M)


def literal(columns: list[dict]) -> str:
    rows = [(c["name"], c["type"], c.get("format", ""), c["priority"]) for c in columns]
    return "COLUMNS = (\n" + "".join(f"    ({', '.join(map(json.dumps, row))}),\n" for row in rows) + ")\n"


def wanted(facts: dict) -> dict[str, str]:
    """module name -> its literal."""
    from kubectl_lite.printers.columns import DEFAULT, MODULES
    found: dict[str, str] = {}
    for key, columns in facts.items():
        group_version, resource = key.rsplit("/", 1)
        group = group_version.rpartition("/")[0]
        module = MODULES.get((group, resource), DEFAULT)
        if found.setdefault(module, literal(columns)) != literal(columns):
            sys.exit(f"{key} has other columns than the resources it shares {module}.py with")
    return found


def main() -> None:
    facts = json.loads((Path(sys.argv[1]) / "table-columns.json").read_text())
    stale = []
    for module, text in wanted(facts).items():
        path = ROOT / "kubectl_lite/printers/columns" / f"{module}.py"
        source = path.read_text()
        changed = BLOCK.sub(lambda _: text, source, count=1)
        if changed != source:
            stale.append(module)
            if "--check" not in sys.argv:
                path.write_text(changed)
    print("changed: " + ", ".join(stale) if stale else "nothing to change")
    sys.exit(1 if stale and "--check" in sys.argv else 0)


if __name__ == "__main__":
    main()
