"""The public pages: what a patient, a referrer or a journalist reads."""
