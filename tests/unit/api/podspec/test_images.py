import pytest

from kubectl_lite.api.podspec import images


@pytest.mark.parametrize("image, tag", [
    ("nginx", "latest"), ("nginx:1.25", "1.25"), ("nginx:latest", "latest"), ("registry.example.com:5000/x/y", "latest"),
    ("localhost/x:2", "2"), ("busybox@sha256:" + "0" * 64, ""), ("busybox:1@sha256:" + "0" * 64, "1"),
    ("Nginx", ""), ("a b", ""), ("x" * 300, ""), ("a" * 64, ""), ("", ""), ("nginx:", ""), ("UPPER/x", "latest"),
])
def test_tags(image, tag):
    assert images.tag_of(image) == tag


def test_only_the_latest_image_is_always_pulled():
    assert images.pull_policy("nginx") == "Always" and images.pull_policy("nginx:1") == "IfNotPresent"
    assert images.pull_policy("not a name") == "IfNotPresent"
