"""Keeps what visitors search for out of every log."""

import logging
import re

QUERY = re.compile(r"\?[^\s\"'<>]+")


class WithoutQuery(logging.Filter):
    """Cut the query string from addresses: it holds search words and postcodes."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record through, with "?…" in the place of each query string."""
        record.msg = QUERY.sub("?…", record.getMessage())
        record.args = ()
        return True
