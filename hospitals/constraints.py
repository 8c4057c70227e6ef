"""Rules that the database itself keeps, on SQLite and PostgreSQL alike.

Django's own constraints cannot say "no two periods of one centre overlap" on SQLite, nor "a
criterion of an edition in use never changes", nor "every change raises the register's version" on
either. These classes say so in ``Meta.constraints``, where a reader of the model looks for them,
and make the triggers (on PostgreSQL, for periods, the exclusion constraint) that refuse even raw
SQL. Migrations handle them as they handle any other constraint.
"""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.core.exceptions import ValidationError
from django.db import models
from django.db.backends.ddl_references import Statement, Table
from django.db.models.constraints import BaseConstraint
from django.db.models.functions import Coalesce


class TriggerConstraint(BaseConstraint):
    """A constraint kept by triggers. A subclass says which, per database, as SQL templates.

    In a template ``%(table)s`` and the names of ``tables()`` stand for quoted table names, so
    that the statement survives SQLite's way of altering a table (make new, copy, rename).
    """

    def sqlite_sql(self, model) -> list[str]:
        """Return the CREATE TRIGGER statements for SQLite."""
        raise NotImplementedError

    def postgresql_sql(self, model) -> list[str]:
        """Return the statements that make the rule on PostgreSQL."""
        raise NotImplementedError

    def postgresql_drop_sql(self, model) -> list[str]:
        """Return the statements that drop the rule on PostgreSQL."""
        raise NotImplementedError

    def tables(self, model) -> dict[str, str]:
        """Return the tables that the templates name, by placeholder."""
        return {"table": model._meta.db_table}

    def constraint_sql(self, model, schema_editor):
        """Called when the table is made: the triggers follow once the table exists."""
        schema_editor.deferred_sql.extend(self._statements(model, schema_editor))

    def create_sql(self, model, schema_editor):
        """Called when the constraint is added to a table that exists (PostgreSQL only)."""
        return self._joined(self.postgresql_sql(model), model, schema_editor)

    def remove_sql(self, model, schema_editor):
        """Called when the constraint is removed (PostgreSQL only; SQLite remakes the table)."""
        return self._joined(self.postgresql_drop_sql(model), model, schema_editor)

    def validate(self, model, instance, exclude=None, using=None):
        """Most of these rules speak only when the database is written to."""

    def __eq__(self, other):
        return type(self) is type(other) and self.deconstruct() == other.deconstruct()

    __hash__ = None

    def _statements(self, model, schema_editor):
        vendor = schema_editor.connection.vendor
        templates = self.sqlite_sql(model) if vendor == "sqlite" else self.postgresql_sql(model)
        return [self._statement(template, model, schema_editor) for template in templates]

    def _joined(self, templates, model, schema_editor):
        return self._statement(";\n".join(templates), model, schema_editor)

    def _statement(self, template, model, schema_editor):
        parts = {
            placeholder: Table(table, schema_editor.quote_name)
            for placeholder, table in self.tables(model).items()
        }
        return Statement(template, **parts)


class PeriodsDoNotOverlap(TriggerConstraint):
    """No two rows of one owner have periods that share a day. Both bounds are inclusive.

    Arguments:
        owner: the foreign key whose rows are compared with each other.
        first: the date field with the first day.
        last: the date fields with the last day; the first that is filled counts.
        open_ended: whether a period without a last day runs on for ever. Otherwise a period that
            lacks a bound is not compared: nothing is known that could collide.
    """

    def __init__(self, *, owner, first, last, open_ended=False, name, violation_error_message):
        self.owner, self.first, self.last = owner, first, tuple(last)
        self.open_ended = open_ended
        super().__init__(name=name, violation_error_message=violation_error_message)

    def deconstruct(self):
        path, args, kwargs = super().deconstruct()
        rule = {"owner": self.owner, "first": self.first, "last": self.last}
        return path, args, kwargs | rule | {"open_ended": self.open_ended}

    def sqlite_sql(self, model):
        column = {field: model._meta.get_field(field).column for field in self._fields()}
        owner, first = column[self.owner], column[self.first]

        def last_day(row):
            days = [f"{row}.{column[field]}" for field in self.last]
            return f"COALESCE({', '.join([*days, *self._for_ever(), 'NULL'])})"

        overlap = (
            f"SELECT RAISE(ABORT, '{self.name}') WHERE EXISTS (SELECT 1 FROM %(table)s other"
            f" WHERE other.{owner} = NEW.{owner} AND other.id <> NEW.id"
            f" AND other.{first} <= {last_day('NEW')} AND {last_day('other')} >= NEW.{first}"
            # A period known to the year only may have certain bounds that cross: it has no day.
            f" AND other.{first} <= {last_day('other')} AND NEW.{first} <= {last_day('NEW')})"
        )
        # After, not before: only then does a new row have its id.
        return [
            f"CREATE TRIGGER IF NOT EXISTS {self.name}_{when.lower()} AFTER {when} ON %(table)s"
            f" BEGIN {overlap}; END"
            for when in ("INSERT", "UPDATE")
        ]

    def postgresql_sql(self, model):
        raise AssertionError("PostgreSQL has exclusion constraints; see create_sql")

    def constraint_sql(self, model, schema_editor):
        if schema_editor.connection.vendor == "sqlite":
            return super().constraint_sql(model, schema_editor)
        return self._exclusion().constraint_sql(model, schema_editor)

    def create_sql(self, model, schema_editor):
        return self._exclusion().create_sql(model, schema_editor)

    def remove_sql(self, model, schema_editor):
        return self._exclusion().remove_sql(model, schema_editor)

    def validate(self, model, instance, exclude=None, using=None):
        """Raise ``ValidationError`` when the period of ``instance`` meets another of its owner.

        Fields that a form leaves out count with the value that they have: a form that shows the
        last day without letting it be changed would otherwise learn of an overlap too late.
        """
        owner = getattr(instance, model._meta.get_field(self.owner).attname)
        first = getattr(instance, self.first)
        last = next(filter(None, (getattr(instance, field) for field in self.last)), None)
        if owner is None or first is None or (last is None and not self.open_ended):
            return
        if last is not None and last < first:
            return
        others = model._default_manager.using(using).exclude(pk=instance.pk)
        others = others.filter(**{self.owner: owner})
        others = others.annotate(_last_day=Coalesce(*self.last, None))
        reaches = models.Q(_last_day__gte=first) & models.Q(_last_day__gte=models.F(self.first))
        if self.open_ended:
            reaches |= models.Q(_last_day__isnull=True)
        if last is not None:
            others = others.filter(**{f"{self.first}__lte": last})
        if others.filter(reaches, **{f"{self.first}__isnull": False}).exists():
            raise ValidationError(self.get_violation_error_message(), code=self.name)

    def _fields(self):
        return [self.owner, self.first, *self.last]

    def _for_ever(self):
        return ["'9999-12-31'"] if self.open_ended else []

    def _exclusion(self):
        last = Coalesce(*self.last, None) if len(self.last) > 1 else models.F(self.last[0])
        days = models.Func(
            models.F(self.first),
            last,
            RangeBoundary(inclusive_lower=True, inclusive_upper=True),
            function="daterange",
            output_field=DateRangeField(),
        )
        known = models.Q(**{f"{self.first}__isnull": False})
        if not self.open_ended:
            ends = [models.Q(**{f"{field}__isnull": False}) for field in self.last]
            known &= models.Q.create(ends, connector=models.Q.OR)
        # A range whose bounds cross would be an error; the condition is judged before the range.
        crossing = models.Q(**{f"{self.first}__gt": last})
        known &= ~crossing
        return ExclusionConstraint(
            name=self.name,
            expressions=[(self.owner, RangeOperators.EQUAL), (days, RangeOperators.OVERLAPS)],
            condition=known,
            violation_error_message=self.violation_error_message,
        )


class ChangesRaiseVersion(TriggerConstraint):
    """Every change of the table raises the register's version, in the same transaction.

    Triggers, so that no way of writing is forgotten: bulk writes, many-to-many links, raw SQL.

    Arguments:
        links: the link tables of many-to-many fields that count as part of the record.
    """

    def __init__(self, *, name, links=(), violation_error_message=None):
        self.links = tuple(links)
        super().__init__(name=name, violation_error_message=violation_error_message)

    def deconstruct(self):
        path, args, kwargs = super().deconstruct()
        return path, args, kwargs | {"links": self.links}

    def tables(self, model):
        linked = {table: table for table in self.links}
        return super().tables(model) | linked | {"counter": "hospitals_registerversion"}

    def sqlite_sql(self, model):
        return [
            f"CREATE TRIGGER IF NOT EXISTS {self.name}_{table}_{when.lower()}"
            f" AFTER {when} ON %({table})s BEGIN"
            " INSERT OR IGNORE INTO %(counter)s (id, number) VALUES (1, 0);"
            " UPDATE %(counter)s SET number = number + 1, changed_at = CURRENT_TIMESTAMP"
            " WHERE id = 1; END"
            for table in ("table", *self.links)
            for when in ("INSERT", "UPDATE", "DELETE")
        ]

    def postgresql_sql(self, model):
        function = (
            f"CREATE OR REPLACE FUNCTION {self.name}() RETURNS trigger LANGUAGE plpgsql AS $$"
            " BEGIN INSERT INTO %(counter)s (id, number, changed_at) VALUES (1, 1, now())"
            " ON CONFLICT (id) DO UPDATE SET number = %(counter)s.number + 1, changed_at = now();"
            " RETURN NULL; END $$"
        )
        triggers = [
            f"CREATE TRIGGER {self.name} AFTER INSERT OR UPDATE OR DELETE ON %({table})s"
            f" FOR EACH STATEMENT EXECUTE FUNCTION {self.name}()"
            for table in ("table", *self.links)
        ]
        return [function, *triggers]

    def postgresql_drop_sql(self, model):
        return [f"DROP FUNCTION {self.name}() CASCADE"]


class FrozenRows(TriggerConstraint):
    """Nothing is added to, changed in or removed from a row whose owner is closed.

    A subclass names the column of the owner that tells since when it is.

    Arguments:
        owner: the foreign key to the owner, or ``id`` when the row is the owner itself.
        owner_table: the table that holds the owners.
    """

    since: str
    """The column of the owner that is filled once it is closed."""

    # Of an update both count: nothing moves out of a closed owner, nor into one.
    _ROWS = {"INSERT": ["NEW"], "UPDATE": ["OLD", "NEW"], "DELETE": ["OLD"]}

    def __init__(self, *, owner, owner_table, name, violation_error_message):
        self.owner, self.owner_table = owner, owner_table
        super().__init__(name=name, violation_error_message=violation_error_message)

    def deconstruct(self):
        path, args, kwargs = super().deconstruct()
        return path, args, kwargs | {"owner": self.owner, "owner_table": self.owner_table}

    def tables(self, model):
        table = super().tables(model)["table"]  # new__… while SQLite remakes it
        return {"table": table, "owners": table if self.owner == "id" else self.owner_table}

    def sqlite_sql(self, model):
        return [
            f"CREATE TRIGGER IF NOT EXISTS {self.name}_{when.lower()} BEFORE {when} ON %(table)s"
            f" BEGIN SELECT RAISE(ABORT, '{self.name}')"
            f" WHERE {self._is_closed(model, *rows)}; END"
            for when, rows in self._ROWS.items()
        ]

    def postgresql_sql(self, model):
        column = model._meta.get_field(self.owner).column
        checks = "".join(
            f" IF TG_OP = '{when}' THEN"
            # Whoever closes the owner at this moment is waited for.
            f" PERFORM 1 FROM %(owners)s WHERE id = {rows[-1]}.{column} FOR SHARE;"
            f" IF {self._is_closed(model, *rows)} THEN {self._refuse()} END IF; END IF;"
            for when, rows in self._ROWS.items()
        )
        return [
            f"CREATE OR REPLACE FUNCTION {self.name}() RETURNS trigger LANGUAGE plpgsql AS $$"
            f" BEGIN {checks} RETURN COALESCE(NEW, OLD); END $$",
            f"CREATE TRIGGER {self.name} BEFORE INSERT OR UPDATE OR DELETE ON %(table)s"
            f" FOR EACH ROW EXECUTE FUNCTION {self.name}()",
        ]

    def postgresql_drop_sql(self, model):
        return [f"DROP FUNCTION {self.name}() CASCADE"]

    def _refuse(self):
        return (
            f"RAISE EXCEPTION '{self.name}'"
            f" USING ERRCODE = 'check_violation', CONSTRAINT = '{self.name}';"
        )

    def _is_closed(self, model, *rows):
        column = model._meta.get_field(self.owner).column
        ids = ", ".join(f"{row}.{column}" for row in rows)
        return (
            f"EXISTS (SELECT 1 FROM %(owners)s owner"
            f" WHERE owner.id IN ({ids}) AND owner.{self.since} IS NOT NULL)"
        )


class FrozenOnceInUse(FrozenRows):
    """Nothing in an edition of the criteria changes once it is in use.

    Arguments:
        edition: the foreign key to the edition, or ``id`` when the row is the edition itself.
        edition_table: the table that holds the editions, with a column ``in_use_since``.
    """

    since = "in_use_since"

    def __init__(self, *, edition, edition_table, name, violation_error_message):
        super().__init__(
            owner=edition,
            owner_table=edition_table,
            name=name,
            violation_error_message=violation_error_message,
        )

    def deconstruct(self):
        path, args, kwargs = super().deconstruct()
        del kwargs["owner"], kwargs["owner_table"]
        return path, args, kwargs | {"edition": self.owner, "edition_table": self.owner_table}


class FrozenOnceReleased(FrozenRows):
    """Nothing that was released is ever edited: a correction is a record of its own.

    The table of the owner has a column ``released_at``.
    """

    since = "released_at"
