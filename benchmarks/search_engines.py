"""The search of the register beside what one would ordinarily use: the databases' own full text.

Each engine gets the same names and the same values of the filters, and answers a question with the
first 25 centres, the total, and how many centres each value of each filter has among them.
"""

import sqlite3
from collections.abc import Iterable, Sequence
from urllib.parse import unquote

import psycopg

from centres.search.listing import Listing, counts
from centres.search.ranking import find
from centres.search.snapshot import Snapshot

PAGE = 25
Row = tuple[int, str]
Fact = tuple[int, str, str]


def rows_of(snapshot: Snapshot) -> Iterable[Row]:
    """Yield the number of each centre and all its names as one text."""
    for number, names in enumerate(snapshot.index.names):
        yield number, " \n".join(name.text for name in names)


def facts_of(snapshot: Snapshot) -> Iterable[Fact]:
    """Yield number, filter and value of each value that a centre has."""
    for name, values in snapshot.values.items():
        for value, numbers in values.items():
            for number in numbers:
                yield number, name, value


class Ours:
    name = "register"

    def __init__(self, snapshot: Snapshot, day):
        self.snapshot, self.day = snapshot, day

    def search(self, question: str) -> int:
        found = find(self.snapshot.index, question)
        counts(self.snapshot, found.items, {}, self.day)
        listing = Listing(found.buckets)
        return len(listing[:PAGE]) and len(listing)


class SqliteFts:
    """SQLite FTS5: words by prefix, and trigrams when these find nothing."""

    name = "SQLite FTS5"

    def __init__(self, snapshot: Snapshot, file: str):
        self.db = sqlite3.connect(file)
        self.db.executescript(
            """
            CREATE VIRTUAL TABLE words USING fts5(body, tokenize="unicode61 remove_diacritics 2");
            CREATE VIRTUAL TABLE grams USING fts5(body, tokenize="trigram");
            CREATE TABLE facts (number INTEGER, name TEXT, value TEXT);
            """
        )
        rows = list(rows_of(snapshot))
        self.db.executemany("INSERT INTO words (rowid, body) VALUES (?, ?)", rows)
        self.db.executemany("INSERT INTO grams (rowid, body) VALUES (?, ?)", rows)
        self.db.executemany("INSERT INTO facts VALUES (?, ?, ?)", facts_of(snapshot))
        self.db.executescript("CREATE INDEX facts_by_number ON facts (number); ANALYZE;")
        self.db.commit()

    def search(self, question: str) -> int:
        words = " ".join(f'"{word}"*' for word in question.replace('"', " ").split())
        if not (total := self._search("words", words)):
            grams = {question[at : at + 3] for at in range(len(question) - 2)}
            total = self._search("grams", " OR ".join(f'"{gram}"' for gram in sorted(grams)))
        return total

    def _search(self, table: str, match: str) -> int:
        if not match:
            return 0
        found = f"SELECT rowid FROM {table} WHERE {table} MATCH ?"
        self.db.execute(f"{found} ORDER BY rank LIMIT {PAGE}", [match]).fetchall()
        self.db.execute(
            f"SELECT name, value, count(*) FROM facts WHERE number IN ({found}) GROUP BY 1, 2",
            [match],
        ).fetchall()
        return self.db.execute(f"SELECT count(*) FROM ({found})", [match]).fetchone()[0]


class PostgresqlFts:
    """PostgreSQL full text in Dutch, and trigrams when that finds nothing."""

    name = "PostgreSQL"

    def __init__(self, snapshot: Snapshot, url: str):
        folder = unquote(url.partition("@")[2]).strip("/").rpartition("/")[0]
        self.db = psycopg.connect(host=f"/{folder}", dbname="postgres", user="stz", autocommit=True)
        self.db.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        self.db.execute("DROP TABLE IF EXISTS docs, facts")
        self.db.execute("CREATE TABLE docs (number integer PRIMARY KEY, body text)")
        self.db.execute("CREATE TABLE facts (number integer, name text, value text)")
        self._copy("docs", rows_of(snapshot))
        self._copy("facts", facts_of(snapshot))
        self.db.execute(
            "ALTER TABLE docs ADD words tsvector GENERATED ALWAYS AS"
            " (to_tsvector('dutch', body)) STORED"
        )
        for index in (
            "docs USING gin (words)",
            "docs USING gin (body gin_trgm_ops)",
            "facts (number)",
        ):
            self.db.execute(f"CREATE INDEX ON {index}")
        self.db.execute("VACUUM ANALYZE docs")
        self.db.execute("VACUUM ANALYZE facts")

    def _copy(self, table: str, rows: Iterable[Sequence]) -> None:
        with self.db.cursor().copy(f"COPY {table} FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)

    def search(self, question: str) -> int:
        query = "plainto_tsquery('dutch', %s)"
        total = self._search(f"words @@ {query}", f"ts_rank(words, {query}) DESC", question)
        if not total:
            total = self._search("%s <%% body", "word_similarity(%s, body) DESC", question)
        return total

    def _search(self, condition: str, order: str, question: str) -> int:
        found = f"SELECT number FROM docs WHERE {condition}"
        self.db.execute(
            f"{found} ORDER BY {order}, number LIMIT {PAGE}", [question, question]
        ).fetchall()
        self.db.execute(
            f"SELECT name, value, count(*) FROM facts WHERE number IN ({found}) GROUP BY 1, 2",
            [question],
        ).fetchall()
        return self.db.execute(f"SELECT count(*) FROM ({found}) AS f", [question]).fetchone()[0]
