"""The field manager: the managedFields step of one write, from entry list to entry list.

`FieldManager` is made per resource (node, API version, subresource). update() and apply() change nothing they are given, except that update()
writes metadata.managedFields of the new object, which is the caller's own. Mirrors fieldmanager's chain of managers, flattened in its order.
"""
from __future__ import annotations

import json

from kubectl_lite.machinery import errors
from kubectl_lite.machinery.managedfields import conflicts, entries, typed, updater
from kubectl_lite.machinery.managedfields.nodes import Undeclared
from kubectl_lite.machinery.managedfields.sets import SELF, difference, from_paths, intersection, union

LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration"
LAST_APPLIED_LIMIT = 256 * 1024
BEFORE_FIRST_APPLY = "before-first-apply"
KUBECTL = "kubectl"
SELF_CHANGE = ("current-operation", "", "", "")

# never owned: what identifies the object or belongs to the server
STRIPPED_TOP = ("f:apiVersion", "f:kind")
STRIPPED_META = (SELF, "f:name", "f:namespace", "f:creationTimestamp", "f:selfLink", "f:uid", "f:clusterName", "f:generation",
                 "f:managedFields", "f:resourceVersion")


class FieldManager:
    """`node` is the type's node, `zero` the empty object, `ignored` a filter of sets for what this endpoint does not write."""
    __slots__ = ("node", "version", "kind", "subresource", "zero", "ignored", "converter", "now")

    def __init__(self, node, version, kind, now, zero=None, subresource="", ignored=None, converter=None):
        self.node, self.version, self.kind, self.subresource, self.now = node, version, kind, subresource, now
        self.zero, self.ignored = zero if zero is not None else {}, ignored
        self.converter = converter or updater.Converter(node)

    def create(self, obj: dict, manager: str) -> None:
        """Record the fields of a new object; nothing is recorded when the object does not fit its schema."""
        obj["metadata"].pop("managedFields", None)
        try:
            fields = self.node.beyond(self.zero, obj)
        except Undeclared:
            return
        fields = strip(self.ignored(fields) if self.ignored else fields)
        if fields:
            who = entries.identifier(manager, entries.UPDATE, self.version, self.subresource)
            obj["metadata"]["managedFields"] = entries.encode({who: updater.Owned(fields, self.version, False)}, {who: self.now()})

    def update(self, live: dict, obj: dict, manager: str) -> None:
        """Record who owns what after live became obj; an object without any owner stays without."""
        managers, times = self._decoded(live, obj)
        obj["metadata"].pop("managedFields", None)
        if not managers:
            return
        who = entries.identifier(manager, entries.UPDATE, self.version, self.subresource)
        try:
            managers, times = self._update(live, obj, managers, times, who)
        except Undeclared:
            pass
        entries.cap(managers, times)
        _write(obj, managers, times)

    def _update(self, live, obj, managers, times, who):
        managers = updater.update(self.converter, live, obj, self.version, managers, SELF_CHANGE, self.ignored)
        mine = managers.pop(SELF_CHANGE, None)
        fields = strip(mine.fields) if mine else {}
        if fields:
            before = managers.get(who)
            managers[who] = updater.Owned(union(fields, before.fields) if before else fields, self.version, False)
            times = {**times, who: self.now()}
        return managers, times

    def _decoded(self, live, obj):
        """The entries to start from: the new object's if it brings readable ones, else the live object's; [{}] resets them."""
        brought = obj["metadata"].get("managedFields")
        if not self.subresource:
            if brought in ([{}], [{"fieldsType": ""}]):
                return {}, {}
            try:
                managers, times = entries.decode(brought)
                if managers:
                    return managers, times
            except entries.Unreadable:
                pass
        try:
            return entries.decode(live["metadata"].get("managedFields"))
        except entries.Unreadable:
            return {}, {}

    def apply(self, live: dict | None, config: dict, manager: str, force: bool = False) -> dict:
        """The object after manager applied config, not yet defaulted, sharing parts with live and config; ApiError for a refusal.

        `live` is None when the object is to be created. When nothing changes but owners the result is live with new managedFields.
        """
        base = live if live is not None else {**self.zero, "apiVersion": self.version, "kind": self.kind}
        try:
            managers, times = entries.decode((base.get("metadata") or {}).get("managedFields"))
        except entries.Unreadable as e:
            raise errors.ApiError(errors.status(500, "", f"failed to decode managed fields: {e}")) from None
        self._check(config)
        if not managers and live is not None:
            managers, times = self._before_first_apply(base, managers, times)
        who = entries.identifier(manager, entries.APPLY, self.version, self.subresource)
        merged, managers, times = self._apply(base, config, managers, times, who, force)
        out = dict(merged)
        out["metadata"] = dict(merged.get("metadata") or {})
        out["metadata"].pop("managedFields", None)
        if manager == KUBECTL:
            _keep_last_applied(out["metadata"], config)
        _write(out, managers, times)
        return out

    def _check(self, config):
        api_version, kind = config.get("apiVersion") or "", config.get("kind") or ""
        if (api_version, kind) != (self.version, self.kind):
            raise errors.bad_request(f"invalid object type: {gvk_text(api_version, kind)}, expected: {gvk_text(self.version, self.kind)}")
        if metadata_of(config).get("managedFields") is not None:
            raise errors.bad_request("metadata.managedFields must be nil")
        try:
            typed.check(self.node, config)
        except typed.Misfit as e:
            raise _failure(f"failed to create typed patch object ({object_text(config)}): {e}") from None

    def _before_first_apply(self, live, managers, times):
        """An object that has no owners yet: give all its fields to one."""
        who = entries.identifier(BEFORE_FIRST_APPLY, entries.UPDATE, self.version)
        try:
            return self._update({**self.zero, "metadata": {}}, {**live, "metadata": _unmanaged(live["metadata"])}, managers, times, who)
        except Undeclared:
            return managers, times

    def _apply(self, live, config, managers, times, who, force):
        base = {**live, "metadata": {k: v for k, v in (live.get("metadata") or {}).items() if k != "managedFields"}}
        try:
            merged, owners = self._apply_or_take_over(base, config, managers, who, force)
        except updater.Conflicts as e:
            raise conflicts.error(e.args[0]) from None
        except Undeclared as e:
            raise _failure(f"failed to create typed live object ({object_text(live)}): {e.args[0]}") from None
        mine = owners.pop(who, None)
        fields = strip(mine.fields) if mine else {}
        if fields:
            owners[who] = mine._replace(fields=fields)
        if merged is None:
            return base, owners, times
        return merged, owners, {**times, who: self.now()}

    def _apply_or_take_over(self, live, config, managers, who, force):
        """Apply; kubectl also takes what its own client-side apply has set and nobody has changed since."""
        def run(forced):
            return updater.apply(self.converter, live, config, self.version, managers, who, forced, self.ignored)
        try:
            return run(force)
        except updater.Conflicts as e:
            if who[0] != KUBECTL:
                raise
            allowed = self._set_by_client(live)
            if allowed is None:
                raise
            left = [(name, path) for name, path in e.args[0] if not intersection(from_paths([path]), allowed)]
            if left:
                raise updater.Conflicts(left) from None
            return run(True)

    def _set_by_client(self, live):
        """The fields of the last-applied annotation that the live object still has as they were; None when there is none to trust."""
        text = ((live.get("metadata") or {}).get("annotations") or {}).get(LAST_APPLIED)
        try:
            applied = json.loads(text) if text else None
        except ValueError:
            return None
        if not isinstance(applied, dict) or applied.get("apiVersion") != self.version:
            return None
        try:
            typed.check(self.node, applied)
            change = updater.compare(self.node, applied, live)
            fields = self.node.field_set(applied)
        except (typed.Misfit, Undeclared):
            return None
        for part in change:
            fields = difference(fields, part)
        return fields


def strip(fields: dict) -> dict:
    """A set without the fields that nobody owns."""
    out = {k: v for k, v in fields.items() if k not in STRIPPED_TOP}
    meta = out.get("f:metadata")
    if meta is not None:
        meta = {k: v for k, v in meta.items() if k not in STRIPPED_META or v and k != SELF}
        if meta:
            out["f:metadata"] = meta
        else:
            del out["f:metadata"]
    return out


def same_but_times(obj: dict, old: dict) -> None:
    """When obj differs from old in nothing but the times of its managedFields, give it the old times; obj is changed."""
    new_entries, old_entries = obj["metadata"].get("managedFields"), old["metadata"].get("managedFields")
    if not new_entries or not old_entries or len(new_entries) != len(old_entries) or new_entries == old_entries:
        return
    if any(_timeless(a) != _timeless(b) for a, b in zip(new_entries, old_entries)):
        return
    if {**obj, "metadata": _unmanaged(obj["metadata"])} == {**old, "metadata": _unmanaged(old["metadata"])}:
        obj["metadata"]["managedFields"] = old_entries


def _timeless(entry):
    return {k: v for k, v in entry.items() if k != "time"}


def _unmanaged(meta):
    return {k: v for k, v in meta.items() if k not in ("managedFields", "resourceVersion")} if "managedFields" in meta else meta


def _write(obj, managers, times):
    found = entries.encode(managers, times)
    if found:
        obj["metadata"]["managedFields"] = found


def _keep_last_applied(meta, config):
    """Server-side apply by kubectl keeps the annotation of client-side apply true where it exists."""
    notes = meta.get("annotations") or {}
    if LAST_APPLIED not in notes:
        return
    text = last_applied_text(config)
    notes = {**notes, LAST_APPLIED: text}
    if len(text.encode()) > LAST_APPLIED_LIMIT:
        del notes[LAST_APPLIED]
    meta["annotations"] = notes


def last_applied_text(config: dict) -> str:
    """A configuration as the last-applied annotation holds it."""
    from kubectl_lite.machinery.field import go_json
    meta = dict(metadata_of(config))
    if LAST_APPLIED in (meta.get("annotations") or {}):
        meta["annotations"] = {k: v for k, v in meta["annotations"].items() if k != LAST_APPLIED}
        if not meta["annotations"]:
            del meta["annotations"]
    return go_json({**config, "metadata": meta}) + "\n"


def metadata_of(obj: dict) -> dict:
    """An object's metadata; {} where it has none worth the name."""
    found = obj.get("metadata")
    return found if isinstance(found, dict) else {}


def gvk_text(api_version: str, kind: str) -> str:
    """A kind as Go prints a GroupVersionKind; what is no text counts as nothing."""
    group, _, version = (api_version if isinstance(api_version, str) else "").rpartition("/")
    return f"{group}/{version}, Kind={kind if isinstance(kind, str) else ''}"


def object_text(obj: dict) -> str:
    """An object as the field manager names it: namespace/name; group/version, Kind=kind."""
    meta, api_version = metadata_of(obj), obj.get("apiVersion")
    gvk = gvk_text(api_version, obj.get("kind"))
    return f"{meta.get('namespace') or ''}/{meta.get('name') or ''}; {gvk}"


def _failure(text):
    return errors.ApiError(errors.status(500, "", text))

