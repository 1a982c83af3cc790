"""Environment variables of containers: arguments to variables, merging, references (kubectl's set/env package)."""
from __future__ import annotations

import base64

from kubectl_lite.cli.errors import CommandError
from kubectl_lite.machinery import names
from kubectl_lite.machinery.errors import ApiError


def is_argument(arg: str) -> bool:
    """Whether an argument is a variable (`A=1`, `A-`, or `-` for standard input) and no resource."""
    return "=" in arg and arg[0] != "=" or arg.endswith("-")


def split(args: list[str]) -> tuple[list[str], list[str]]:
    """(resources, variable arguments)."""
    resources, variables = [], []
    for arg in args:
        if is_argument(arg):
            variables.append(arg)
        elif variables:
            raise CommandError(f"all resources must be specified before environment changes: {arg}")
        else:
            resources.append(arg)
    return resources, variables


def parse(specs: list[str], ctx) -> tuple[list[dict], list[str]]:
    """(variables to set, names to remove); `-` reads lines from standard input."""
    new, remove = {}, []
    for spec in specs:
        if spec == "-":
            for line in ctx.read_stdin().decode("utf-8", "surrogateescape").splitlines():
                if line and not line.startswith("#"):
                    _add(new, line)
        elif "=" in spec:
            _add(new, spec)
        elif spec.endswith("-"):
            remove.append(spec[:-1])
        else:
            raise CommandError(f"unknown environment variable: {spec}")
    if any(name in new for name in remove):
        raise CommandError("can not both modify and remove the same environment variable in the same command")
    return [{"name": name, "value": value} for name, value in new.items()], remove


def _add(new, text):
    name, equals, value = text.partition("=")
    problems = names.env_var_name(name)
    if problems or not equals:
        raise CommandError(f"\"{name}\" is not a valid key name: {'; '.join(problems)}")
    new[name] = value


def overwrites(env: list, new: list) -> list:
    """Errors for variables that have another value already."""
    present = {v["name"]: v.get("value", "") for v in env}
    return [CommandError(f"'{v['name']}' already has a value ({present[v['name']]}), and --overwrite is false") for v in new if v["name"] in present]


def updated(env: list, new: list, remove: list) -> list:
    """The list with variables replaced in place, removed, and added at the end."""
    fresh = {v["name"]: v for v in new}
    out = [fresh.pop(v["name"], v) for v in env if v["name"] not in remove]
    return out + [v for v in new if v["name"] in fresh]


def ref_text(source: dict) -> str:
    """How a reference is shown."""
    if "configMapKeyRef" in source:
        return f"configmap {source['configMapKeyRef'].get('name', '')}, key {source['configMapKeyRef']['key']}"
    if "secretKeyRef" in source:
        return f"secret {source['secretKeyRef'].get('name', '')}, key {source['secretKeyRef']['key']}"
    if "fieldRef" in source:
        return f"field path {source['fieldRef']['fieldPath']}"
    if "resourceFieldRef" in source:
        ref = source["resourceFieldRef"]
        return f"resource field {ref['containerName'] + '/' if ref.get('containerName') else ''}{ref['resource']}"
    return "invalid valueFrom"


class Resolver:
    """Values of references, looked up once per object."""

    def __init__(self, ctx, namespace, obj):
        self.ctx, self.namespace, self.obj, self.known = ctx, namespace, obj, {}

    def value(self, source: dict) -> str:
        """The value; CommandError when there is none."""
        if "configMapKeyRef" in source:
            return self._key("configmaps", source["configMapKeyRef"])
        if "secretKeyRef" in source:
            text = self._key("secrets", source["secretKeyRef"])
            return base64.b64decode(text).decode("utf-8", "replace")
        raise CommandError(f"invalid {ref_text(source)}: it has no value before the pod runs")

    def _key(self, plural, ref) -> str:
        name = ref.get("name", "")
        try:
            if (plural, name) not in self.known:
                self.known[plural, name] = self.ctx.client.get(("", plural), name, self.namespace)
        except ApiError as e:
            raise CommandError(str(e)) from None
        data = self.known[plural, name].get("data") or {}
        if ref["key"] not in data:
            raise CommandError(f"key {ref['key']} not found in {plural[:-1]} {name}")
        return data[ref["key"]]
