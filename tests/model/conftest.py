"""Directories in memory where the machine has them: these tests flush hundreds of thousands of times, and simulate the failures themselves."""
from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

import pytest


@pytest.fixture
def tmp_path():
    """A new directory, in memory if possible."""
    made = tempfile.mkdtemp(prefix="kubectl-lite-", dir="/dev/shm" if os.access("/dev/shm", os.W_OK) else None)
    yield Path(made)
    shutil.rmtree(made, ignore_errors=True)
