"""What follows a write of a flow schema or a priority level: the schemas' condition Dangling. Mirrors apiserver's util/flowcontrol controller."""
from __future__ import annotations

from kubectl_lite.api import resources
from kubectl_lite.apiserver.conditions import apply_condition

MANAGER = "api-priority-and-fairness-config-consumer-v1"
GROUP, VERSION = "flowcontrol.apiserver.k8s.io", "v1"
FOUND = ("False", "Found", 'This FlowSchema references the PriorityLevelConfiguration object named "{}" and it exists')
MISSING = ("True", "NotFound", 'This FlowSchema references the PriorityLevelConfiguration object named "{}" but there is no such object')


def stored(scope, obj):
    if obj["kind"] == "FlowSchema":
        _judge(scope.server, obj)
    else:
        _judge_those_of(scope.server, obj)


def marked(scope, obj):
    """Nothing: an object that waits for its finalizers still counts."""


def gone(scope, obj):
    if obj["kind"] == "PriorityLevelConfiguration":
        _judge_those_of(scope.server, obj)


def _judge_those_of(server, level):
    for schema in server.objects.list(resources.find(GROUP, VERSION, "flowschemas"))[0]:
        if _level(schema) == level["metadata"]["name"]:
            _judge(server, schema)


def _judge(server, schema):
    level = _level(schema)
    there = server.objects.find(resources.find(GROUP, VERSION, "prioritylevelconfigurations"), "", level)
    status, reason, message = FOUND if there else MISSING
    apply_condition(server, resources.find(GROUP, VERSION, "flowschemas"), schema, ("Dangling", status, reason, message.format(level)), MANAGER)


def _level(schema):
    return schema["spec"]["priorityLevelConfiguration"]["name"]
