"""watch: the changes of a collection as events, selected, from a revision or from the present state.

Mirrors the watch cache's contract: without a resourceVersion (or with "0") synthetic ADDED events of what exists come first; objects that
enter or leave the selection are ADDED or DELETED; bookmarks on wish; ERROR (410) when the revision was compacted.
"""
from __future__ import annotations

from kubectl_lite.apiserver import selection
from kubectl_lite.apiserver.options import whole_number
from kubectl_lite.apiserver.objects import read, versioned
from kubectl_lite.apiserver.negotiation import PARTIAL, TABLE, form
from kubectl_lite.apiserver.representation import partial, table
from kubectl_lite.apiserver.verbs import listoptions
from kubectl_lite.apiserver.verbs.list import LATEST, fetch, not_ahead
from kubectl_lite.machinery import errors
from kubectl_lite.machinery.errors import ApiError
from kubectl_lite.machinery.wire import Response

BOOKMARK_SECONDS = 60.0
INITIAL_EVENTS_END = "k8s.io/initial-events-end"


def run(scope) -> Response:
    """GET with watch=true."""
    chosen = selection.of(scope)
    listoptions.check(scope.request, watching=True)
    if scope.name and not chosen.name:
        chosen.name = scope.name
    return Response(200, stream=Stream(scope, chosen))


class Stream:
    """The events of one watch; see machinery/wire.Response."""

    def __init__(self, scope, chosen):
        self.scope, self.chosen = scope, chosen
        request = scope.request
        self.bookmarks = request.flag("allowWatchBookmarks")
        self.form, self.columns_sent = form(scope), False
        timeout = whole_number(request.param("timeoutSeconds"))
        self.deadline = scope.env.now() + timeout if timeout > 0 else None
        self.bookmarked = scope.env.now()
        self.pending, self.ended = [], False
        self._start(request)

    def _start(self, request):
        version, initial = listoptions.plain_resource_version(request), request.query.get("sendInitialEvents")
        send = request.flag("sendInitialEvents") if initial else not version
        if initial:
            not_ahead(self.scope, version)
        after = version if version and not send else self._initial(send, bool(initial))
        self.after = after  # perhaps a revision to come: what happens until then is not told
        try:
            self.watch = self.scope.objects.watch(self.scope.resource, self.scope.namespace, "", min(after, self.scope.server.store.revision()))
        except ApiError as e:
            self.watch = None
            self.pending.append({"type": "ERROR", "object": e.status})
            self.ended = True

    def _initial(self, send, mark_end):
        objs, metadata = fetch(self.scope, self.chosen, LATEST)
        if send:
            self.pending += [self._event("ADDED", obj) for obj in objs if self._named(obj)]
        if send and mark_end and self.bookmarks:
            self.pending.append(self._bookmark(metadata["resourceVersion"], {INITIAL_EVENTS_END: "true"}))
        return int(metadata["resourceVersion"])

    def poll(self, timeout=0):
        """The next events; [] after `timeout` seconds (None: wait for ever); StopIteration at the end of the watch."""
        if self.pending:
            events, self.pending = self.pending, []
            return events
        if self.ended or self.deadline is not None and self.scope.env.now() >= self.deadline:
            raise StopIteration
        return self._changes(self._wait(timeout)) or self._maybe_bookmark()

    def close(self):
        """End the watch."""
        self.ended = True
        if self.watch:
            self.watch.close()

    def _wait(self, timeout):
        limits = [t for t in (timeout, self.deadline and self.deadline - self.scope.env.now()) if t is not None]
        return max(0.0, min(limits)) if limits else None

    def _changes(self, timeout):
        try:
            changes = self.watch.poll(timeout)
        except Exception as e:
            from kubectl_lite.storage.protocol import Compacted
            if not isinstance(e, Compacted):
                raise
            self.ended = True
            return [{"type": "ERROR", "object": errors.expired(f"too old resource version: {e.asked} ({e.oldest})").status}]
        return [event for event in map(self._translate, changes) if event]

    def _translate(self, change):
        """A store event as a watch event, by what the selection saw before and sees now."""
        resource = self.scope.resource
        if change.revision <= self.after:
            return None
        old = read(resource, change.previous.value, self.scope.objects) if change.previous else None
        if change.type == "DELETE":
            return self._event("DELETED", versioned(old, change.revision)) if old and self._selected(old) else None
        new = read(resource, change.value, self.scope.objects)
        saw, sees = old is not None and self._selected(old), self._selected(new)
        if sees:
            return self._event("MODIFIED" if saw else "ADDED", new)
        return self._event("DELETED", versioned(old, change.revision)) if saw else None

    def _selected(self, obj):
        return self._named(obj) and self.chosen.matches(obj)

    def _named(self, obj):
        return not self.chosen.name or obj["metadata"]["name"] == self.chosen.name

    def _event(self, type_, obj):
        return {"type": type_, "object": self._formed(obj)}

    def _formed(self, obj):
        if self.form.kind == TABLE:
            body = table(self.scope, [obj], {"resourceVersion": obj["metadata"]["resourceVersion"]}, not self.columns_sent)
            self.columns_sent = True
            return body
        return partial(obj, self.form.version) if self.form.kind == PARTIAL else obj

    def _maybe_bookmark(self):
        now = self.scope.env.now()
        if not self.bookmarks or now - self.bookmarked < BOOKMARK_SECONDS:
            return []
        self.bookmarked = now
        return [self._bookmark(str(self.watch.progress()), None)]

    def _bookmark(self, version, annotations):
        resource, metadata = self.scope.resource, {"resourceVersion": version, **({"annotations": annotations} if annotations else {})}
        obj = {**_zero(resource), "kind": resource.kind, "apiVersion": resource.api_version, "metadata": metadata}
        return {"type": "BOOKMARK", "object": partial(obj, self.form.version) if self.form.kind == PARTIAL else obj}


def _zero(resource):
    """What Go writes of an object of which nothing is known."""
    if resource.crd:
        return {}
    from kubectl_lite.api import codec
    return codec.zero(resource.schema)
