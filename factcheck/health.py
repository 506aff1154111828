"""Ask a web server of this project on this machine whether it serves: for the supervisor and for containers.

Standard library only.
"""

import http
import http.client
import sys

from factcheck.environment import read_hosts

PORT = 8000


def is_served(port: int) -> bool:
    """Tell whether the site answers; it does so only to a name that ALLOWED_HOSTS lists."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", "/healthz", headers={"Host": _listed_name()})
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _listed_name() -> str:
    first = read_hosts("ALLOWED_HOSTS")[0]
    return "localhost" if first == "*" else first.removeprefix(".")


if __name__ == "__main__":
    sys.exit(0 if is_served(PORT) else "The site does not answer.")
