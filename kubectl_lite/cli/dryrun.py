"""--dry-run: what it asks for, and how results say so."""
from __future__ import annotations

from kubectl_lite.cli import goparse
from kubectl_lite.cli.errors import CommandError

NONE, CLIENT, SERVER = "none", "client", "server"
SUFFIX = {NONE: "", CLIENT: " (dry run)", SERVER: " (server dry run)"}


def strategy(ctx, flags) -> str:
    """NONE, CLIENT or SERVER (cmdutil.GetDryRunStrategy; old spellings are warned about as klog does)."""
    value = flags.get("dry-run", NONE)
    if value in SUFFIX:
        return value
    if value == "unchanged":
        ctx.klog("--dry-run is deprecated and can be replaced with --dry-run=client.")
        return CLIENT
    try:
        chosen = CLIENT if goparse.boolean(value) else NONE
    except ValueError:
        raise CommandError(f'Invalid dry-run value ({value}). Must be "none", "server", or "client".') from None
    ctx.klog(f"--dry-run={value} is deprecated (boolean value) and can be replaced with --dry-run={chosen}.")
    return chosen


def validation(flags) -> str:
    """--validate as the server's fieldValidation: Strict, Warn or Ignore (cmdutil.GetValidationDirective)."""
    value = flags.get("validate", "strict")
    if value in ("", "strict"):
        return "Strict"
    if value in ("ignore", "warn"):
        return value.capitalize()
    try:
        return "Strict" if goparse.boolean(value) else "Ignore"
    except ValueError:
        raise CommandError(f'invalid - validate option "{value}"; must be one of: strict (or true), warn, ignore (or false)') from None


def query(strategy: str) -> str:
    """The dryRun parameter of a request."""
    return "All" if strategy == SERVER else ""
