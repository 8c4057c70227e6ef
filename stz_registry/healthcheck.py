"""Ask the register on this machine whether it is alive: `python -m stz_registry.healthcheck`.

The container image has no curl, and the register answers to its own host names only.
"""

import os
import sys
import urllib.request


def main() -> int:
    """Return 0 when /healthz answers 200."""
    port = os.environ.get("BIND", "127.0.0.1:8000").rpartition(":")[2]
    host = os.environ.get("ALLOWED_HOSTS", "localhost").split(",")[0].strip().lstrip(".")
    request = urllib.request.Request(f"http://127.0.0.1:{port}/healthz", headers={"Host": host})
    try:
        with urllib.request.urlopen(request, timeout=4) as response:
            return 0 if response.status == 200 else 1
    except OSError as error:  # refused, timed out, or an answer that is an error
        print(f"/healthz: {error}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
