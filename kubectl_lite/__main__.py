"""`python -m kubectl_lite`."""
from kubectl_lite.cli.main import console

if __name__ == "__main__":
    console()
