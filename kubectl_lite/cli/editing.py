"""Editing objects as text until they are valid or the user gives up (kubectl's editor options): `edit`, `apply edit-last-applied`, `create --edit`."""
from __future__ import annotations

import os

from kubectl_lite.cli import editor
from kubectl_lite.cli.errors import CommandError, Exit
from kubectl_lite.machinery.errors import ApiError

ROUNDS_MAX = 100
HEADER = """# Please edit the object below. Lines beginning with a '#' will be ignored,
# and an empty file will abort the edit. If an error occurs while saving this file will be
# reopened with the relevant failures.
#
"""
APPLY_HEADER = """# Please edit the 'last-applied-configuration' annotations below.
# Lines beginning with a '#' will be ignored, and an empty file will abort the edit.
#
"""


class Session:
    """One edit of several objects.

    `objects` is what the user sees; `commit(obj)` takes one edited object and may raise ApiError; `subject` names the first object
    in messages (`configmaps "a"`).
    """

    def __init__(self, ctx, flags, objects: list[dict], subject: str, commit, header: str = HEADER):
        self.ctx, self.flags, self.subject, self.commit, self.header = ctx, flags, subject, commit, header
        self.json = flags["output"] == "json"
        self.original = self._text(objects[0] if len(objects) == 1 else {"apiVersion": "v1", "items": objects, "kind": "List", "metadata": {}})
        self.reasons: list[tuple] = []
        self.path = ""

    def _text(self, value) -> str:
        if self.json:
            from kubectl_lite.machinery import gojson
            return gojson.indented(value) + "\n"
        from kubectl_lite.printers.formats import yaml
        return yaml.text(value)

    def run(self) -> None:
        """Edit until it is saved, cancelled or hopeless."""
        edited = ""
        for _ in range(ROUNDS_MAX):
            failed, before = bool(self.reasons), edited
            edited = self._edit(edited if failed else "")
            if failed and editor.stripped(before) == editor.stripped(edited):
                break
            self.reasons = []
            objects = self._objects(edited)
            if objects is None:
                continue
            if not objects:
                return
            self._save(objects)
            if not self.reasons:
                self._forget()
                return
        self._kept()
        raise CommandError("Edit cancelled, no valid changes were saved.")

    def _edit(self, kept: str) -> str:
        """One visit of the editor; what was edited before is offered again after an error."""
        notes = "".join(_reason(head, others) for head, others in self.reasons)
        self._forget()
        body = editor.stripped(kept) + "\n" if kept else self.original
        edited, self.path = editor.launch(self.ctx, self.header + notes + body, ".json" if self.json else ".yaml", self.flags["windows-line-endings"])
        return edited

    def _objects(self, edited: str) -> list | None:
        """The edited objects; [] to stop, None to try again."""
        from kubectl_lite.machinery import manifests
        text = editor.stripped(edited)
        if text == editor.stripped(self.original):
            self._forget()
            self.ctx.error("Edit cancelled, no changes made.\n")
            return []
        try:
            values = [v for v in manifests.load_all(text) if v is not None]
            _check(values)
        except ValueError as e:
            self._invalid(f"The edited file failed validation: {e}")
            return None
        objects = [item for v in values for item in (v["items"] if isinstance(v.get("items"), list) else [v])]
        for obj in objects:
            if self.ctx.client.mapper.find_kind(obj["apiVersion"], obj["kind"]) is None:
                self.reasons.append((f'The edited file had a syntax error: no matches for kind "{obj["kind"]}" in version "{obj["apiVersion"]}"', []))
                return None
        return objects

    def _save(self, objects) -> None:
        for obj in objects:
            try:
                self.commit(obj)
            except ApiError as e:
                self._refused(e)
            except CommandError:
                self._kept()
                raise

    def _refused(self, error) -> None:
        """A refusal of the server: an invalid object is edited again, anything else ends the edit and keeps the file."""
        if error.reason == "Invalid":
            causes = error.details.get("causes") or []
            self._invalid(*(f"{c.get('field', '')}: {c.get('message', '')}" for c in causes))
            return
        if error.reason == "NotFound":
            self.ctx.error(f"error: {self.subject} could not be found on the server\n"
                           f'The edits you made on deleted resources have been saved to "{self.path}"\n')
        else:
            self.ctx.error(f"error: {self.subject} could not be patched: {error.message}\n"
                           f"You can run `kubectl replace -f {self.path}` to try this update again.\n")
        raise Exit(1)

    def _invalid(self, *others) -> None:
        self.reasons.append((f"{self.subject} was not valid", list(others)))
        self.ctx.error(f"error: {self.subject} is invalid\n")

    def _kept(self) -> None:
        if self.path and os.path.exists(self.path):
            self.ctx.error(f'A copy of your changes has been stored to "{self.path}"\n')

    def _forget(self) -> None:
        if self.path and os.path.exists(self.path):
            os.unlink(self.path)
        self.path = ""


def _check(values) -> None:
    if not values:
        raise ValueError("EOF")
    for value in values:
        if not isinstance(value, dict):
            raise ValueError("invalid object to validate")
        for field in ("apiVersion", "kind"):
            if not value.get(field):
                raise ValueError(f"{field} not set")


def _reason(head: str, others: list[str]) -> str:
    def hashed(text):
        return text.replace("\n", "\n# ")
    lines = [f"# {hashed(head)}{':' if others else ''}", *(f"# * {hashed(o)}" for o in others), "#"]
    return "\n".join(lines) + "\n"


def create(ctx, flags, query) -> None:
    """`create --edit`."""
    from kubectl_lite.cli import lastapplied, printing, targets
    found = targets.find(ctx, flags, [], fetch=False, selectors=True)
    found.check()
    if not len(found):
        raise CommandError("no objects passed to create")
    printer = printing.Printer(ctx, flags, "created")

    def commit(obj):
        row = ctx.client.mapper.find_kind(obj["apiVersion"], obj["kind"])
        obj = lastapplied.updated(obj, flags["save-config"])
        printer.print(ctx.client.create(row, obj, (obj["metadata"].get("namespace") or ctx.namespace) if row.namespaced else "", **query))
    first = found.infos[0]
    Session(ctx, flags, [i.obj for i in found.infos], f'{first.resource.group_resource} "{first.name}"', commit).run()
