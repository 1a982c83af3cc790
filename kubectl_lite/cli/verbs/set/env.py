"""`set env`: sets, removes, lists and imports environment variables of pod templates."""
from __future__ import annotations

import re

from kubectl_lite.cli import dryrun, envvars, podtemplate, printing, setcommon, targets
from kubectl_lite.cli.errors import CommandError, raise_all


def run(ctx, flags, args):
    strategy = dryrun.strategy(ctx, flags)
    printer = printing.Printer(ctx, flags, "env updated", strategy, typed=True)
    resources, specs = envvars.split(args)
    _check(flags, resources, strategy)
    new, remove = envvars.parse(specs + flags["env"], ctx)
    new += _imported(ctx, flags)
    found = setcommon.find(ctx, flags, resources, every=False)
    job = _Job(ctx, flags, new, remove, podtemplate.Setter(ctx, flags, strategy, printer, "env update to pod template:"))
    targets.visit(found, job.list if flags["list"] else job.change)


def _check(flags, resources, strategy):
    setcommon.check(flags, resources, strategy)
    if flags["list"] and flags["output"]:
        raise CommandError("--list and --output may not be specified together")
    if flags["keys"] and not flags["from"]:
        raise CommandError("when specifying --keys, a configmap or secret must be provided with --from")


def _imported(ctx, flags) -> list[dict]:
    """Variables that refer to the keys of the --from object."""
    if not flags["from"]:
        return []
    out = []
    for info in targets.find(ctx, flags, flags["from"].split("/", 1) if "/" in flags["from"] else [flags["from"]], files=False):
        if isinstance(info, Exception):
            raise info
        ref = {"ConfigMap": "configMapKeyRef", "Secret": "secretKeyRef"}.get(info.resource.kind)
        if ref is None:
            raise CommandError("unsupported resource specified in --from")
        for key in sorted(info.obj.get("data") or {}):
            if not flags["keys"] or key in flags["keys"]:
                out.append({"name": flags["prefix"] + _env_name(ctx, key), "valueFrom": {ref: {"key": key, "name": info.name}}})
    return out


def _env_name(ctx, key) -> str:
    name = re.sub(r"[^a-zA-Z0-9_]", "_", key).upper()
    if name != key:
        ctx.error(f"Warning: key {key} transferred to {name}\n")
    return name


class _Job:
    def __init__(self, ctx, flags, new, remove, setter):
        self.ctx, self.flags, self.new, self.remove, self.setter = ctx, flags, new, remove, setter

    def _containers(self, spec, obj) -> list:
        pattern = self.flags["containers"]
        chosen = setcommon.selected(spec.get("containers") or [], pattern) + setcommon.selected(spec.get("initContainers") or [], pattern)
        if not chosen:
            self.ctx.error(f"Warning: {obj['kind']}/{obj['metadata']['name']} does not have any containers matching \"{pattern}\"\n")
        return chosen

    def change(self, info):
        def mutate(obj):
            problems = []
            for container in self._containers(podtemplate.spec_of(obj), obj):
                problems += self._update(container)
            raise_all(problems)
        self.setter.apply(info, mutate)

    def _update(self, container) -> list:
        env = container.get("env") or []
        if not self.flags["overwrite"]:
            problems = envvars.overwrites(env, self.new)
            if problems:
                return problems
        env = envvars.updated(env, self.new, self.remove)
        container["env"] = env
        if not env:
            del container["env"]
        return []

    def list(self, info):
        if not podtemplate.has_spec(info.obj):
            return
        resolver = envvars.Resolver(self.ctx, info.namespace, info.obj) if self.flags["resolve"] else None
        for container in self._containers(podtemplate.spec_of(info.obj), info.obj):
            self.ctx.print(f"# {info.obj['kind']} {info.name}, container {container['name']}")
            for variable in envvars.updated(container.get("env") or [], self.new, self.remove):
                self._show(variable, resolver)

    def _show(self, variable, resolver):
        source = variable.get("valueFrom")
        if source is None:
            self.ctx.print(f"{variable['name']}={variable.get('value', '')}")
            return
        if resolver is not None:
            try:
                self.ctx.print(f"{variable['name']}={resolver.value(source)}")
                return
            except CommandError as e:
                self.ctx.error(f"error retrieving reference for {variable['name']}: {e}\n")
        self.ctx.print(f"# {variable['name']} from {envvars.ref_text(source)}")
