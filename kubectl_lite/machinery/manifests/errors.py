"""ManifestError: text that is no manifest. The message is Go's; `clear` tells the command line to print it as it stands."""
from __future__ import annotations


class ManifestError(ValueError):
    """What is wrong with a text."""
    clear = True
