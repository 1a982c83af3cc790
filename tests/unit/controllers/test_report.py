from __future__ import annotations

from kubectl_lite.controllers.report import Report, key_text


def test_one_line_a_participant():
    report = Report()
    for name in ("a", "b"):
        report.wrote("replicaset-controller", "create", "pods", name)
    report.wrote("replicaset-controller", "create", "events", "e")
    report.wrote("scheduler", "create", "pods/binding", "a")
    assert report.lines() == ["replicaset-controller: create 2 pods", "scheduler: create 1 pods/binding"] and report.count() == 3


def test_nothing_to_do():
    assert Report().lines() == ["nothing to do"] and Report().converged


def test_what_waits_comes_with_its_number():
    report = Report()
    report.waiting = [(4.6, "job-controller", ("demo", "a")), (9, "job-controller", ("demo", "b"))]
    assert report.lines()[1] == "waits for time: job-controller demo/a in 5s (and 1 more)"


def test_keys_read_like_names():
    assert key_text(("", "node1")) == "node1" and key_text(("demo", "web")) == "demo/web" and key_text("demo") == "demo"
