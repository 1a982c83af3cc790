import pytest
from .terminal import Terminal


@pytest.fixture
def kubectl(tmp_path):
    return Terminal(tmp_path)
