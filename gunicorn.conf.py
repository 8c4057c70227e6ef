"""How gunicorn serves the register; it reads this file by itself from the working folder."""

import os
import sys

wsgi_app = "stz_registry.wsgi"
bind = os.environ.get("BIND", "127.0.0.1:8000")
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = 4
timeout = 30
max_requests = 5000  # a fresh worker now and then, so that no slow leak grows for weeks
max_requests_jitter = 500
control_socket_disable = True  # nobody steers it from outside, so there is no socket for it

# %(U)s is the path without its query string, so no search word or postcode is logged; the
# visitor's address (%(h)s) and the referring page (%(f)s) are left out for the same reason.
accesslog = "-"
access_log_format = '"%(m)s %(U)s %(H)s" %(s)s %(b)s %(M)sms'


def console(stream: str) -> dict:
    """Describe a handler that cuts query strings, also from gunicorn's own error messages."""
    return {
        "class": "logging.StreamHandler",
        "formatter": "generic",
        "filters": ["without_query"],
        "stream": f"ext://sys.{stream}",
    }


logconfig_dict = {
    "filters": {"without_query": {"()": "stz_registry.logs.WithoutQuery"}},
    "handlers": {"console": console("stdout"), "error_console": console("stderr")},
    "loggers": {  # not passed on to the register's own loggers: each line appears once
        "gunicorn.access": {"level": "INFO", "handlers": ["console"], "propagate": False},
        "gunicorn.error": {"level": "INFO", "handlers": ["error_console"], "propagate": False},
    },
    "root": {"level": "WARNING", "handlers": []},
}


def on_starting(server) -> None:
    """Refuse unsafe settings once, in one sentence, before any worker starts."""
    from django.core.exceptions import ImproperlyConfigured

    try:
        import stz_registry.settings  # noqa: F401  (reading it is the check)
    except ImproperlyConfigured as refusal:
        sys.exit(str(refusal))
