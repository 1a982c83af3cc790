"""The modes of impersonation: whom each is about, which rights it asks for, and who one becomes. Mirrors endpoints/filters/impersonation/mode.go."""
from __future__ import annotations

from kubectl_lite.api.validation.text import domain_prefixed_path
from kubectl_lite.apiserver.authz import chain as authz
from kubectl_lite.apiserver.authz.attributes import Attributes
from kubectl_lite.machinery import names
from kubectl_lite.machinery.field import Path, go_quote
from kubectl_lite.machinery.wire import UserInfo

GROUP, NODE_NAME = "authentication.k8s.io", "authentication.kubernetes.io/node-name"
NODE, NODES, SERVICE_ACCOUNT, MASTERS = "system:node:", "system:nodes", "system:serviceaccount:", "system:masters"
MANY = 4  # from so many values on, the right to all of them is asked for first


def node_of(name: str) -> str:
    """The node that a user is, or ""."""
    found = name.removeprefix(NODE) if name.startswith(NODE) else ""
    return "" if not found or names.dns_subdomain(found) else found


def account_of(name: str) -> tuple | None:
    """(namespace, name) of the service account that a user is, or None."""
    parts = name.split(":")
    if not name.startswith(SERVICE_ACCOUNT) or len(parts) != 4 or names.dns_label(parts[2]) or names.dns_subdomain(parts[3]):
        return None
    return parts[2], parts[3]


def _only_name(user):
    return not user.groups and not user.uid and not user.extra


class Mode:
    """One way to become somebody: `concerns` says whether it is about a wanted user at all. A mode with a name is a constrained one."""

    def __init__(self, name, concerns):
        self.name, self.concerns, self.verb = name, concerns, f"impersonate:{name}" if name else "impersonate"

    def become(self, server, question, wanted) -> UserInfo:
        """The user one becomes; Forbidden for the first right that the asker of the request lacks."""
        user = self._asker(question.user)
        if self.name:
            authz.require(server, question.by(user, f"impersonate-on:{self.name}:{question.verb}"))
        for attributes in self._questions(server, user, wanted):
            authz.require(server, attributes)
        return UserInfo(wanted.name, wanted.groups or self._groups(wanted.name), wanted.uid, wanted.extra)

    def _asker(self, user):
        return user

    def _groups(self, name):
        """The groups that a service account, or (in a constrained mode) a node, has by its name."""
        account = account_of(name)
        if account:
            return "system:serviceaccounts", f"system:serviceaccounts:{account[0]}"
        return (NODES,) if self.name and node_of(name) else ()

    def _questions(self, server, user, wanted):
        yield self._name_question(user, wanted.name)
        if wanted.uid:
            yield self._question(user, "uids", wanted.uid, group=GROUP)
        yield from self._group_questions(server, user, wanted.groups)
        yield from self._extra_questions(server, user, wanted.extra)

    def _question(self, user, resource, name, namespace="", subresource="", group=None):
        group = (GROUP if self.name else "") if group is None else group
        return Attributes(user, self.verb, group, "v1", resource, subresource, namespace, name)

    def _name_question(self, user, name):
        account = account_of(name)
        if account:
            return self._question(user, "serviceaccounts", account[1], account[0])
        if self.name and node_of(name):
            return self._question(user, "nodes", node_of(name))
        return self._question(user, "users", name)

    def _group_questions(self, server, user, groups):
        if self.name and "" in groups:
            raise authz.forbidden(self._question(user, "groups", ""), "impersonating the empty string group is not allowed")
        if self.name and MASTERS in groups:
            raise authz.forbidden(self._question(user, "groups", MASTERS), "impersonating the system:masters group is not allowed")
        if self.name and len(groups) >= MANY and authz.decide(server, self._question(user, "groups", "*"))[0]:
            return
        yield from (self._question(user, "groups", group) for group in groups)

    def _extra_questions(self, server, user, extra):
        if self.name and extra:
            problem = _extra_problem(extra)
            if problem:
                raise authz.forbidden(self._question(user, "userextras", "", group=GROUP), problem)
        many = max(len(extra), sum(map(len, extra.values()))) >= MANY
        if self.name and many and authz.decide(server, self._question(user, "userextras", "*", subresource="*", group=GROUP))[0]:
            return
        yield from (self._question(user, "userextras", value, subresource=key, group=GROUP) for key, values in extra.items() for value in values)


def _extra_problem(extra):
    for key, values in extra.items():
        bad = domain_prefixed_path(key, Path("extra.key")) if key else ()
        if not key:
            return "impersonating the empty string key in extra is not allowed"
        if bad:
            return f"impersonating an invalid key in extra is not allowed: {bad[0]}"
        if key != key.lower():
            return f"impersonating a non-lowercase key in extra is not allowed: {go_quote(key)}"
        if not values or "" in values:
            return f"impersonating {'the empty string value' if values else 'empty values'} in extra is not allowed"
    return ""


class AssociatedNode(Mode):
    """A service account becomes the node on which its pod runs: its right is to no node in particular."""

    def _asker(self, user):
        return UserInfo(user.name, user.groups, user.uid, {"authentication.kubernetes.io/associated-node-keys": sorted(user.extra)})

    def _name_question(self, user, name):
        return self._question(user, "nodes", "*")


def _is_own_node(wanted, user):
    node = node_of(wanted.name)
    return bool(node) and _only_name(wanted) and account_of(user.name) is not None and list(user.extra.get(NODE_NAME) or ()) == [node]


CONSTRAINED = (
    AssociatedNode("associated-node", _is_own_node),
    Mode("arbitrary-node", lambda wanted, user: _only_name(wanted) and bool(node_of(wanted.name))),
    Mode("serviceaccount", lambda wanted, user: _only_name(wanted) and account_of(wanted.name) is not None),
    Mode("user-info", lambda wanted, user: not node_of(wanted.name) and account_of(wanted.name) is None),
)
LEGACY = Mode("", lambda wanted, user: True)
MODES = (*CONSTRAINED, LEGACY)
