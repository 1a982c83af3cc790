"""`kuberc view` and `kuberc set`: show and write the file of the user's preferences (kubectl's cmd/kuberc)."""
from __future__ import annotations

import os

from kubectl_lite.cli import kuberc
from kubectl_lite.cli.errors import CommandError
from kubectl_lite.machinery.field import go_quote

DEFAULTS, ALIASES, PLUGINS = SECTIONS = ("defaults", "aliases", "credentialplugin")
ALLOWLIST, POLICIES = "Allowlist", ("AllowAll", "DenyAll", "Allowlist")
ENTRY = ("name", "command")  # the field of an entry in the allow list: the older and the newer name
RECOMMENDED = (("apply", "server-side"), ("delete", "interactive"))


def run(ctx, flags, args):
    file, explicit = kuberc.path(ctx.environ, flags["kuberc"] if flags.changed("kuberc") else "")
    if not file:
        raise CommandError(kuberc.OFF)
    if flags.path == "kuberc view":
        return view(ctx, flags, file, explicit)
    check(flags)
    preference = load(file) or new()
    preference[FIELD[flags["section"]][0]] = FIELD[flags["section"]][1](flags, preference)
    if flags["section"] == PLUGINS:
        preference["credentialPluginPolicy"] = flags["policy"]
    return save(ctx, preference, file)


def new() -> dict:
    return {"kind": kuberc.KIND, "apiVersion": f"{kuberc.GROUP}/{kuberc.VERSION}", "defaults": None, "aliases": None}


def load(file: str) -> dict | None:
    """The document of a file as it stands; None where there is no file or nothing in it."""
    from kubectl_lite.machinery import manifests
    try:
        with open(file, encoding="utf-8") as f:
            documents = [d for d in manifests.load_all(f.read()) if d is not None]
    except FileNotFoundError:
        return None
    except OSError as e:
        raise CommandError(f"error reading kuberc file: open {file}: {e.strerror.lower()}") from None
    except manifests.ManifestError as e:
        raise CommandError(f"error parsing kuberc file: {e}") from None
    if not documents:
        return None
    kept = {name: documents[0].get(name) for name in ("kind", "apiVersion", "defaults", "aliases")}
    return {**kept, **{name: value for name, value in documents[0].items() if name in kuberc.FIELDS and name not in kept}}


def save(ctx, preference: dict, file: str) -> None:
    from kubectl_lite.printers.formats import yaml
    os.makedirs(os.path.dirname(file) or ".", exist_ok=True)
    with open(file, "w", encoding="utf-8") as f:
        f.write(yaml.text(preference))
    ctx.print(f"Updated {file}")


def view(ctx, flags, file: str, explicit: bool):
    preference = load(file)
    if preference is None and not os.path.exists(file):
        return _offer(ctx, file, explicit)
    from kubectl_lite.printers import formats
    preference = preference or {}
    shown = {**preference, "defaults": preference.get("defaults") or [], "aliases": preference.get("aliases") or []}
    formats.write(formats.printer(flags["output"], flags, typed=True), shown, ctx.write)


def _offer(ctx, file: str, explicit: bool) -> None:
    """There is no file: an error where the user named it, else the question whether to make one."""
    if explicit:
        raise CommandError(f"kuberc file not found at {file}")
    ctx.write(f"kuberc file not found at {file}\nWould you like to generate a default kuberc file with recommended options? (y/N): ")
    ctx.flush()
    if ctx.stdin.readline().strip().lower() == "y":
        recommended = [{"command": command, "options": [{"name": name, "default": "true"}]} for command, name in RECOMMENDED]
        save(ctx, {**new(), "defaults": recommended}, file)


# ---- set ------------------------------------------------------------------------------------------------------------

def check(flags) -> None:
    """The options that belong together (SetOptions.Validate)."""
    section = flags["section"]
    if section not in SECTIONS:
        raise CommandError('--section must be "defaults", "aliases", or "credentialplugin", got: ' + section)
    if section == ALIASES and not flags["name"]:
        raise CommandError("--name is required when --section=aliases")
    if section == DEFAULTS and flags["name"]:
        raise CommandError("--name should not be specified when --section=defaults")
    if section == DEFAULTS and (flags["prependarg"] or flags["appendarg"]):
        raise CommandError("--prependarg and --appendarg are only valid for --section=aliases")
    if section != PLUGINS and not flags["command"]:
        raise CommandError("--command is required when --section=aliases or --section=defaults")
    if section == PLUGINS:
        _check_policy(flags["policy"], flags["allowlist-entry"])


def _check_policy(policy: str, entries: list) -> None:
    if not policy:
        raise CommandError("--policy is required when --section=credentialplugin")
    if policy not in POLICIES:
        raise CommandError(f"invalid value for --policy: {go_quote(policy)}")
    if bool(entries) != (policy == ALLOWLIST):
        needed = "is required" if policy == ALLOWLIST else "may only be used"
        raise CommandError(f"--allowlist-entry {needed} when --section=credentialplugin and --policy=Allowlist")


def _options(flags) -> list:
    for text in flags["option"]:
        if "=" not in text:
            raise CommandError(f"invalid option format {go_quote(text)}, expected flag=value")
    return [{"name": name.lstrip("-"), "default": value} for name, _, value in (text.partition("=") for text in flags["option"])]


def _defaults(flags, preference) -> list:
    options = _options(flags)
    return _replaced(flags, preference["defaults"] or [], "command", f"defaults for command {go_quote(flags['command'])} already exist",
                     lambda old: {"command": flags["command"], "options": options or old.get("options")})


def _aliases(flags, preference) -> list:
    given = {"prependArgs": flags["prependarg"], "appendArgs": flags["appendarg"], "options": _options(flags)}

    def made(old):
        values = {name: value or old.get(name) for name, value in given.items()}
        return {"name": flags["name"], "command": flags["command"], **{name: value for name, value in values.items() if value}}
    return _replaced(flags, preference["aliases"] or [], "name", f"alias {go_quote(flags['name'])} already exists", made)


def _replaced(flags, entries: list, key: str, exists: str, made) -> list:
    """The entries with the one of this key new or made anew, which wants --overwrite."""
    if not any(entry.get(key) == flags[key] for entry in entries):
        return [*entries, made({})]
    if not flags["overwrite"]:
        raise CommandError(f"{exists}, use --overwrite to replace")
    return [made(entry) if entry.get(key) == flags[key] else entry for entry in entries]


def _allowlist(flags, preference) -> list:
    if flags["policy"] != ALLOWLIST:
        return preference.get("credentialPluginAllowlist")
    entries, problems = [], []
    for pair in (part for text in flags["allowlist-entry"] for part in text.split(",")):
        name, equals, value = pair.partition("=")
        if not equals:
            problems.append(f"improperly formatted allowlist entry: {go_quote(pair)}")
        elif name not in ENTRY:
            problems.append(f"unrecognized allowlist entry field: {go_quote(name)}")
        elif not value.strip():
            problems.append(f"empty value in allowlist entry for field {go_quote(name)}")
        else:
            entries.append({name: value})
    if problems:
        raise CommandError("\n".join(problems))
    return entries


# section -> (field of the file, what makes its new value)
FIELD = {DEFAULTS: ("defaults", _defaults), ALIASES: ("aliases", _aliases), PLUGINS: ("credentialPluginAllowlist", _allowlist)}
