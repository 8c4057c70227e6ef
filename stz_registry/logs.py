"""What is written to the log: never what visitors search for, no secret address, and no noise."""

import logging
import re

QUERY = re.compile(r"\?[^\s\"'<>]+")
CALENDAR_KEY = re.compile(r"(?<=/)[^/\s]+(?=\.ics\b)")


class WithoutQuery(logging.Filter):
    """Cut the query string from addresses: it holds search words and postcodes.

    The key in the address of a calendar goes too: whoever has it can open the calendar.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record through, with "?…" in the place of each query string."""
        record.msg = CALENDAR_KEY.sub("…", QUERY.sub("?…", record.getMessage()))
        record.args = ()
        return True


class ShortRefusals(logging.Filter):
    """Say in one line that somebody was refused: that is an answer, not a failure."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record through, a refusal (403) without its traceback."""
        if getattr(record, "status_code", None) == 403:
            record.exc_info = record.exc_text = None
        return True
