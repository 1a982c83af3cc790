"""The describe texts of the printers matrix: what kubectl printed of each stored base, compared to the byte where runs do not differ."""
from __future__ import annotations

import difflib
import re

from kubectl_lite.api import resources
from kubectl_lite.machinery.errors import ApiError
from kubectl_lite.printers.describe import DescribeError, describer

SUFFIX = "bcdfghjklmnpqrstvwxz2456789"
LOOSE = [(re.compile(pattern), to) for pattern, to in (
    (r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "<UID>"),
    (r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)", "<TIME>"),
    (r"[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d [+-]\d{4}", "<TIME>"),
    (r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d [+-]\d{4} \w+", "<TIME>"),
    (rf"(kube-api-access-)[{SUFFIX}]{{5}}\b", r"\1<RAND>"),
    (r"(?<![\w.])(\d+y)?(\d+d)?(\d+h)?(\d+m)?\d+m?s(?![\w])|(?<![\w.])\d+[mhd](?![\w])", "<AGE>"),
    (r"(?<![\w.])\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}(?![\w.])", "<IP>"),
    (r"(Resource Version:\s+)\d+", r"\1<RV>"), (r"(NodePort:\s+(\S+  )?)3\d{4}", r"\1<PORT>"), (r" +$", ""))]


def describe(cluster, case, base):
    """None, or (wanted, given) lines that differ."""
    if case["describe"] is None:
        return None
    path, _live = cluster.live(case["base"], base)
    group, _, version = base["apiVersion"].rpartition("/")
    preferred = resources.versions(group)[0]
    obj = cluster.must("GET", path.replace(f"/{version}/", f"/{preferred}/", 1))
    given, wanted = loose(text_of(cluster, obj)), loose(case["describe"])
    if given == wanted:
        return None
    changes = [line for line in difflib.ndiff(wanted, given) if line[0] in "+-"]
    return "\n".join(line for line in changes if line[0] == "-"), "\n".join(line for line in changes if line[0] == "+")


def text_of(cluster, obj) -> str:
    """The description of a stored object, with all that its describer asks for."""
    module = describer(obj["apiVersion"].rpartition("/")[0], obj["kind"])
    related = {name: _answer(cluster.request("GET", path, **query)) for name, (path, query) in module.related(obj).items()}
    try:
        return module.describe(obj, related, cluster.server.env.now())
    except DescribeError as e:
        return str(e)


def _answer(response):
    return response.body if response.status < 300 else ApiError(response.body)


def loose(text: str) -> list[str]:
    lines = []
    for line in text.strip("\n").splitlines():
        for pattern, to in LOOSE:
            line = pattern.sub(to, line)
        lines.append(line)
    return lines
