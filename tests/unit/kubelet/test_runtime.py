from __future__ import annotations

import pytest

from kubectl_lite.kubelet import runtime
from tests.unit.kubelet.builders import pod


@pytest.mark.parametrize("image, name", [
    ("nginx", "docker.io/library/nginx"), ("nginx:1.29", "docker.io/library/nginx"), ("team/app:1", "docker.io/team/app"),
    ("registry.k8s.io/pause:3.10", "registry.k8s.io/pause"), ("localhost:5000/app", "localhost:5000/app"),
])
def test_image_identity_has_the_full_name_and_a_digest(image, name):
    made, _, digest = runtime.image_id(image).partition("@sha256:")
    assert made == name and len(digest) == 64


def test_identities_last_and_differ():
    assert runtime.container_id(pod(), "a", 0) == runtime.container_id(pod(), "a", 0) != runtime.container_id(pod(), "a", 1)
    assert runtime.image_size("nginx") == runtime.image_size("nginx") >= 1024 * 1024


def test_pull_times_read_like_go_durations():
    assert runtime.pull_time("nginx").endswith("s")
