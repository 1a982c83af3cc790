"""A terminal for tests: runs command lines in this process on a state directory of its own."""
import io
import json

from kubectl_lite.cli.main import main


class Terminal:
    def __init__(self, folder):
        self.environ = {"KUBECTL_LITE_STATE": str(folder / "state"), "KUBECTL_LITE_NODES": "0", "HOME": str(folder), "PATH": ""}

    def __call__(self, *argv, stdin=""):
        """(exit status, stdout, stderr) of one command line."""
        out, err = io.StringIO(), io.StringIO()
        status = main(list(argv), io.StringIO(stdin), out, err, self.environ)
        return status, out.getvalue(), err.getvalue()

    def create(self, *objects):
        """Create objects; fails loudly."""
        for obj in objects:
            status, _, err = self("create", "-f", "-", stdin=json.dumps(obj))
            assert status == 0, err
