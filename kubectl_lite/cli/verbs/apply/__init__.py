"""`apply`: makes objects as the files say, client-side (three-way patch) or server-side, and prunes what is no longer there."""
from __future__ import annotations

from kubectl_lite.cli import applyclient, applyprune, applyserver, deletion, dryrun, printing, targets
from kubectl_lite.cli.errors import CommandError, UsageError, is_final, raise_all


def run(ctx, flags, args):
    if args:
        raise UsageError(flags.path, f"Unexpected args: [{' '.join(args)}]")
    strategy = dryrun.strategy(ctx, flags)
    deletion.asked_cascade(ctx, flags["cascade"])
    targets.require_files(flags)
    allowed = applyprune.allowed(ctx, flags)
    _check(flags, strategy)
    run_ = _Run(ctx, flags, strategy)
    errors = run_.apply_all(targets.find(ctx, flags, [], fetch=False, selectors=True))
    raise_all(errors)
    run_.print_objects()
    if flags["prune"]:
        applyprune.prune(ctx, flags, strategy, run_.applied, allowed)
    return 0


def _check(flags, strategy):
    server_side = flags["server-side"]
    if flags["force-conflicts"] and not server_side:
        raise CommandError("--force-conflicts only works with --server-side")
    if strategy == dryrun.CLIENT and server_side:
        raise CommandError("--dry-run=client doesn't work with --server-side (did you mean --dry-run=server instead?)")
    if flags["force"] and server_side:
        raise CommandError("--force cannot be used with --server-side")
    if strategy == dryrun.SERVER and flags["force"]:
        raise CommandError("--dry-run=server cannot be used with --force")
    if flags["subresource"] and not server_side:
        raise CommandError("--subresource can only be specified for --server-side")
    applyprune.check(flags)


class _Run:
    """One run over all objects: applies each, and prints lines at once but whole objects at the end."""

    def __init__(self, ctx, flags, strategy):
        self.ctx, self.flags, self.strategy = ctx, flags, strategy
        self.printer = printing.Printer(ctx, flags, "configured", strategy)
        self.whole = self.printer.format is not None
        self.applied = []      # (info, object as it is now)
        manager = flags["field-manager"] if flags.changed("field-manager") else ("kubectl" if flags["server-side"] else "kubectl-client-side-apply")
        self.query = {"fieldManager": manager, "fieldValidation": dryrun.validation(flags), "dryRun": dryrun.query(strategy)}

    def apply_all(self, found) -> list:
        """Apply every target; the errors."""
        errors = list(found.errors)
        for info in found.infos:
            try:
                self._apply(info)
            except (KeyboardInterrupt, BrokenPipeError):
                raise
            except Exception as e:
                if is_final(e):
                    raise
                errors.append(e)
        if not errors and not found.infos:
            errors.append(CommandError("no objects passed to apply"))
        return errors

    def _apply(self, info):
        if not info.name:
            generate = info.obj["metadata"].get("generateName")
            if generate:
                raise CommandError(f"from {generate}: cannot use generate name with apply")
        one = applyserver.apply if self.flags["server-side"] else applyclient.apply
        obj, word = one(self.ctx, self.flags, info, self.strategy, self.query)
        self.applied.append((info, obj))
        if (obj.get("metadata") or {}).get("deletionTimestamp") and word != "created":
            self.ctx.error(f"Warning: Detected changes to resource {info.name} which is currently being deleted.\n")
        if not self.whole:
            self.printer.print(obj, word + dryrun.SUFFIX[self.strategy])

    def print_objects(self):
        """-o yaml and its like: one object alone, several as a List."""
        if not self.whole or not self.applied:
            return
        objects = [obj for _, obj in self.applied]
        if len(objects) == 1:
            return self.printer.print(objects[0])
        whole = {"kind": "List", "apiVersion": "v1", "metadata": {}, "items": [_sorted(obj) for obj in objects]}
        printing.Printer(self.ctx, self.flags, "configured", self.strategy, typed=True).print(whole)


def _sorted(value):
    """A value with the fields of its objects by name: Go's List is typed, what it holds is not."""
    if isinstance(value, dict):
        return {key: _sorted(value[key]) for key in sorted(value)}
    return [_sorted(item) for item in value] if isinstance(value, list) else value
