"""What may be asked of a log."""
from __future__ import annotations

import pytest

INVALID = 'PodLogOptions "p" is invalid: '
BOTH = "at most one of `sinceTime` or `sinceSeconds` may be specified"


@pytest.mark.parametrize("query, code, text", [
    ({"tailLines": "-1"}, 422, INVALID + "tailLines: Invalid value: -1: must be greater than or equal to 0"),
    ({"limitBytes": "0", "sinceSeconds": "0"}, 422,
     INVALID + "[limitBytes: Invalid value: 0: must be greater than 0, sinceSeconds: Invalid value: 0: must be greater than 0]"),
    ({"sinceSeconds": "1", "sinceTime": "2026-01-01T00:00:00Z"}, 422, INVALID + f"[]: Forbidden: {BOTH}"),
    ({"stream": "Stdout"}, 422, INVALID + "stream: Forbidden: may not be specified"),
    ({"tailLines": "1_0"}, 400, 'strconv.ParseInt: parsing "1_0": invalid syntax'),
    ({"tailLines": "9" * 20}, 400, f'strconv.ParseInt: parsing "{"9" * 20}": value out of range'),
    ({"sinceTime": "now"}, 400, 'parsing time "now" as "2006-01-02T15:04:05Z07:00": cannot parse "now" as "2006"'),
])
def test_options_that_make_no_sense(world, query, code, text):
    world.post("pods", {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": {"containers": [{"name": "c", "image": "x"}]}})
    assert world.send("GET", "pods/p/log", tailLines="0", sinceSeconds="5").status == 200
    answer = world.send("GET", "pods/p/log", **query)
    assert (answer.status, answer.body["message"]) == (code, text)
