"""Why a patch cannot be applied, as three classes that the API server answers differently."""
from __future__ import annotations


class PatchError(Exception):
    """A patch that does not fit its object; the API server gives the text as it is (500 without a reason)."""


class BadPatch(PatchError):
    """A patch of the wrong form: BadRequest (400)."""


class Inapplicable(PatchError):
    """A patch that the library refused: 422 with the server's general sentence; the text stays in the log."""


class TestFailed(Inapplicable):
    """A `test` operation found another value: the document is not the one that the patch was made for."""

    __test__ = False  # the name is no test to pytest
