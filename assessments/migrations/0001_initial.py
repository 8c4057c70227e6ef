import django.core.validators
import django.db.models.deletion
import django.db.models.functions.datetime
import simple_history.models
from django.conf import settings
from django.db import migrations, models

import assessments.evidence
import assessments.models.applications
import assessments.models.committee
import assessments.models.findings
import assessments.models.rounds
import hospitals.constraints


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("centres", "0002_announced_rounds"),
        ("hospitals", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="AssessmentRound",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("year", models.PositiveSmallIntegerField(verbose_name="year")),
                ("number", models.PositiveSmallIntegerField(verbose_name="number in the year")),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="centres.criteriaedition",
                        verbose_name="edition of the criteria",
                    ),
                ),
                ("opens_on", models.DateField(verbose_name="opens on")),
                (
                    "closes_on",
                    models.DateField(
                        help_text="The last day on which an application is in time.",
                        verbose_name="closes on",
                    ),
                ),
                ("meets_on", models.DateField(verbose_name="committee meets on")),
                ("planned_release_on", models.DateField(verbose_name="planned release")),
                (
                    "term_years",
                    models.PositiveSmallIntegerField(
                        default=assessments.models.rounds.default_term,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(8),
                        ],
                        verbose_name="term in years",
                    ),
                ),
                (
                    "capacity",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="How many applications it can assess in this round; empty when not known.",
                        null=True,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="capacity of the committee",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "planned"),
                            ("open", "open for applications"),
                            ("assessing", "being assessed"),
                            ("released", "released"),
                            ("cancelled", "cancelled"),
                        ],
                        default="planned",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "release_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="release scheduled at"
                    ),
                ),
                (
                    "scheduled_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="scheduled by",
                    ),
                ),
                (
                    "released_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="released at"),
                ),
                (
                    "released_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="released by",
                    ),
                ),
                (
                    "published",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="centres.publishedround",
                        verbose_name="published round",
                    ),
                ),
            ],
            options={
                "verbose_name": "assessment round",
                "verbose_name_plural": "assessment rounds",
                "ordering": ["-year", "-number"],
                "indexes": [
                    models.Index(fields=["state", "release_at"], name="round_by_state_and_moment")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("year", "number"),
                        name="assessment_round_number_stands_once_per_year",
                        violation_error_message="This round is there already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("number__range", (1, 99)), ("year__range", (2017, 2199))
                        ),
                        name="assessment_round_has_a_year_and_a_number",
                        violation_error_message="The year lies from 2017 (when STZ began) and the number from 1.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("closes_on__gte", models.F("opens_on")),
                            ("meets_on__gt", models.F("closes_on")),
                            ("planned_release_on__gte", models.F("meets_on")),
                        ),
                        name="round_dates_are_in_order",
                        violation_error_message="The dates are not in order: opening, closing, then the meeting on a later day, then the release.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("term_years__range", (1, 8)),
                            models.Q(
                                ("capacity__isnull", True), ("capacity__gte", 1), _connector="OR"
                            ),
                        ),
                        name="round_has_a_term_and_a_capacity",
                        violation_error_message="The term is 1 to 8 years and the capacity at least 1.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                ["planned", "open", "assessing", "released", "cancelled"],
                            ),
                            models.Q(
                                models.Q(
                                    models.Q(("state", "released"), _negated=True),
                                    ("published__isnull", True),
                                    ("released_at__isnull", True),
                                    ("released_by__isnull", True),
                                ),
                                models.Q(
                                    ("published__isnull", False),
                                    ("released_at__isnull", False),
                                    ("state", "released"),
                                ),
                                _connector="OR",
                            ),
                        ),
                        name="released_round_is_complete",
                        violation_error_message="A released round has a moment and a published round.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("release_at__isnull", True), ("scheduled_by__isnull", True)),
                            models.Q(
                                ("release_at__isnull", False), ("scheduled_by__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="scheduled_release_has_a_person",
                        violation_error_message="A scheduled release has a moment and the person who scheduled it.",
                    ),
                    hospitals.constraints.FrozenOnceReleased(
                        name="released_round_does_not_change",
                        owner="id",
                        owner_table="assessments_assessmentround",
                        violation_error_message="This was released and does not change any more. A correction is a new decision.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CommitteeMember",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="account",
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("chair", "chair"),
                            ("deputy", "deputy chair"),
                            ("member", "member"),
                        ],
                        default="member",
                        max_length=6,
                        verbose_name="role",
                    ),
                ),
                ("member_from", models.DateField(verbose_name="member from")),
                (
                    "member_through",
                    models.DateField(blank=True, null=True, verbose_name="member through"),
                ),
                (
                    "calendar_key",
                    models.CharField(
                        default=assessments.models.committee.calendar_key,
                        editable=False,
                        max_length=43,
                        unique=True,
                    ),
                ),
            ],
            options={
                "verbose_name": "committee member",
                "verbose_name_plural": "committee members",
                "ordering": ["user__last_name", "user__username"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("role__in", ["chair", "deputy", "member"]),
                            models.Q(
                                ("member_through__isnull", True),
                                ("member_through__gte", models.F("member_from")),
                                _connector="OR",
                            ),
                        ),
                        name="committee_member_has_a_role_and_a_period",
                        violation_error_message="The last day lies before the first day.",
                    )
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="Contact",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "hospital",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="hospitals.hospital",
                        verbose_name="hospital",
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("email", models.EmailField(max_length=254, verbose_name="e-mail")),
                (
                    "position",
                    models.CharField(
                        blank=True,
                        default="",
                        help_text="Such as: quality manager.",
                        max_length=200,
                        verbose_name="position",
                    ),
                ),
                (
                    "user",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="account",
                    ),
                ),
                (
                    "contact_through",
                    models.DateField(
                        blank=True,
                        help_text="Empty: until further notice.",
                        null=True,
                        verbose_name="contact through",
                    ),
                ),
            ],
            options={
                "verbose_name": "contact of a hospital",
                "verbose_name_plural": "contacts of hospitals",
                "ordering": ["hospital__sort_key", "name", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("hospital", "email"),
                        name="contact_stands_once_per_hospital",
                        violation_error_message="This person is a contact of this hospital already.",
                    )
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="HistoricalAssessmentRound",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("history_change_reason", models.TextField(blank=True, default="")),
                ("year", models.PositiveSmallIntegerField(verbose_name="year")),
                ("number", models.PositiveSmallIntegerField(verbose_name="number in the year")),
                ("opens_on", models.DateField(verbose_name="opens on")),
                (
                    "closes_on",
                    models.DateField(
                        help_text="The last day on which an application is in time.",
                        verbose_name="closes on",
                    ),
                ),
                ("meets_on", models.DateField(verbose_name="committee meets on")),
                ("planned_release_on", models.DateField(verbose_name="planned release")),
                (
                    "term_years",
                    models.PositiveSmallIntegerField(
                        default=assessments.models.rounds.default_term,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(8),
                        ],
                        verbose_name="term in years",
                    ),
                ),
                (
                    "capacity",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="How many applications it can assess in this round; empty when not known.",
                        null=True,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="capacity of the committee",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "planned"),
                            ("open", "open for applications"),
                            ("assessing", "being assessed"),
                            ("released", "released"),
                            ("cancelled", "cancelled"),
                        ],
                        default="planned",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "release_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="release scheduled at"
                    ),
                ),
                (
                    "released_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="released at"),
                ),
                (
                    "edition",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="centres.criteriaedition",
                        verbose_name="edition of the criteria",
                    ),
                ),
                (
                    "scheduled_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="scheduled by",
                    ),
                ),
                (
                    "released_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="released by",
                    ),
                ),
                (
                    "published",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="centres.publishedround",
                        verbose_name="published round",
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical assessment round",
                "verbose_name_plural": "historical assessment rounds",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
                "indexes": [],
                "constraints": [],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalCommitteeMember",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("history_change_reason", models.TextField(blank=True, default="")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("chair", "chair"),
                            ("deputy", "deputy chair"),
                            ("member", "member"),
                        ],
                        default="member",
                        max_length=6,
                        verbose_name="role",
                    ),
                ),
                ("member_from", models.DateField(verbose_name="member from")),
                (
                    "member_through",
                    models.DateField(blank=True, null=True, verbose_name="member through"),
                ),
                (
                    "calendar_key",
                    models.CharField(
                        db_index=True,
                        default=assessments.models.committee.calendar_key,
                        editable=False,
                        max_length=43,
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="account",
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical committee member",
                "verbose_name_plural": "historical committee members",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
                "indexes": [],
                "constraints": [],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalContact",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("history_change_reason", models.TextField(blank=True, default="")),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("email", models.EmailField(max_length=254, verbose_name="e-mail")),
                (
                    "position",
                    models.CharField(
                        blank=True,
                        default="",
                        help_text="Such as: quality manager.",
                        max_length=200,
                        verbose_name="position",
                    ),
                ),
                (
                    "contact_through",
                    models.DateField(
                        blank=True,
                        help_text="Empty: until further notice.",
                        null=True,
                        verbose_name="contact through",
                    ),
                ),
                (
                    "hospital",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="hospitals.hospital",
                        verbose_name="hospital",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="account",
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical contact of a hospital",
                "verbose_name_plural": "historical contacts of hospitals",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
                "indexes": [],
                "constraints": [],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="LateException",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="late_exceptions",
                        to="assessments.assessmentround",
                        verbose_name="round",
                    ),
                ),
                (
                    "hospital",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="hospitals.hospital",
                        verbose_name="hospital",
                    ),
                ),
                (
                    "centre",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="centres.centre",
                        verbose_name="centre",
                    ),
                ),
                ("last_day", models.DateField(verbose_name="may be submitted through")),
                ("reason", models.TextField(verbose_name="reason")),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="asked by",
                    ),
                ),
                (
                    "granted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="granted by",
                    ),
                ),
            ],
            options={
                "verbose_name": "late exception",
                "verbose_name_plural": "late exceptions",
                "ordering": ["round", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="late_exception_has_a_reason",
                        violation_error_message="An exception has a reason.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("granted_by__isnull", True),
                            models.Q(("granted_by", models.F("asked_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="late_exception_takes_two_people",
                        violation_error_message="A second person does this: not the one who did the first step.",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="Employer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="employers",
                        to="assessments.committeemember",
                        verbose_name="member",
                    ),
                ),
                (
                    "hospital",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="hospitals.hospital",
                        verbose_name="STZ hospital",
                    ),
                ),
                (
                    "outside_name",
                    models.CharField(
                        blank=True, default="", max_length=200, verbose_name="employer outside STZ"
                    ),
                ),
                (
                    "employed_from",
                    models.DateField(blank=True, null=True, verbose_name="employed from"),
                ),
                (
                    "employed_through",
                    models.DateField(
                        blank=True,
                        help_text="Empty: until now.",
                        null=True,
                        verbose_name="employed through",
                    ),
                ),
            ],
            options={
                "verbose_name": "employer",
                "verbose_name_plural": "employers",
                "ordering": [
                    "member",
                    models.OrderBy(models.F("employed_through"), descending=True, nulls_first=True),
                    "pk",
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("hospital__isnull", True),
                                models.Q(("outside_name", ""), _negated=True),
                            ),
                            models.Q(("hospital__isnull", False), ("outside_name", "")),
                            _connector="OR",
                        ),
                        name="employer_is_inside_or_outside_stz",
                        violation_error_message="Choose an STZ hospital or give the name of an employer outside STZ, not both.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("employed_from__isnull", True),
                            ("employed_through__isnull", True),
                            ("employed_through__gte", models.F("employed_from")),
                            _connector="OR",
                        ),
                        name="employment_ends_after_it_starts",
                        violation_error_message="The last day lies before the first day.",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="HistoricalLateException",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("history_change_reason", models.TextField(blank=True, default="")),
                ("last_day", models.DateField(verbose_name="may be submitted through")),
                ("reason", models.TextField(verbose_name="reason")),
                (
                    "round",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="assessments.assessmentround",
                        verbose_name="round",
                    ),
                ),
                (
                    "hospital",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="hospitals.hospital",
                        verbose_name="hospital",
                    ),
                ),
                (
                    "centre",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="centres.centre",
                        verbose_name="centre",
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="asked by",
                    ),
                ),
                (
                    "granted_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="granted by",
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical late exception",
                "verbose_name_plural": "historical late exceptions",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
                "indexes": [],
                "constraints": [],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalEmployer",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("history_change_reason", models.TextField(blank=True, default="")),
                (
                    "outside_name",
                    models.CharField(
                        blank=True, default="", max_length=200, verbose_name="employer outside STZ"
                    ),
                ),
                (
                    "employed_from",
                    models.DateField(blank=True, null=True, verbose_name="employed from"),
                ),
                (
                    "employed_through",
                    models.DateField(
                        blank=True,
                        help_text="Empty: until now.",
                        null=True,
                        verbose_name="employed through",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="assessments.committeemember",
                        verbose_name="member",
                    ),
                ),
                (
                    "hospital",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="hospitals.hospital",
                        verbose_name="STZ hospital",
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical employer",
                "verbose_name_plural": "historical employers",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
                "indexes": [],
                "constraints": [],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Application",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "reference",
                    models.CharField(
                        default=assessments.models.applications.application_reference,
                        editable=False,
                        max_length=10,
                        unique=True,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^AAN-[0123456789ABCDEFGHJKMNPQRSTVWXYZ]{6}\\Z",
                                "A permanent id looks like AAN-7K3QXM.",
                            )
                        ],
                        verbose_name="permanent id",
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="applications",
                        to="assessments.assessmentround",
                        verbose_name="round",
                    ),
                ),
                (
                    "hospital",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="hospitals.hospital",
                        verbose_name="hospital",
                    ),
                ),
                (
                    "centre",
                    models.ForeignKey(
                        blank=True,
                        help_text="Empty for a centre that the register does not know: fill in its name below.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="centres.centre",
                        verbose_name="centre",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("new", "new"), ("reassessment", "reassessment")],
                        default="new",
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                (
                    "proposed_name",
                    models.CharField(
                        blank=True, default="", max_length=200, verbose_name="official name"
                    ),
                ),
                (
                    "proposed_name_en",
                    models.CharField(
                        blank=True, default="", max_length=200, verbose_name="English name"
                    ),
                ),
                (
                    "proposed_plain_name",
                    models.CharField(
                        blank=True, default="", max_length=200, verbose_name="plain name"
                    ),
                ),
                (
                    "proposed_plain_name_en",
                    models.CharField(
                        blank=True, default="", max_length=200, verbose_name="plain English name"
                    ),
                ),
                (
                    "proposed_kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("condition", "condition"),
                            ("diagnostics", "diagnostics"),
                            ("treatment", "treatment"),
                            ("organisation", "organisation of care"),
                        ],
                        default="",
                        max_length=12,
                        verbose_name="kind of centre",
                    ),
                ),
                (
                    "proposed_for_whom",
                    models.TextField(blank=True, default="", verbose_name="for whom"),
                ),
                (
                    "patient_organisation",
                    models.CharField(
                        blank=True, default="", max_length=200, verbose_name="patient organisation"
                    ),
                ),
                (
                    "patient_statement",
                    models.TextField(
                        blank=True, default="", verbose_name="statement of the patient organisation"
                    ),
                ),
                (
                    "patient_statement_on",
                    models.DateField(blank=True, null=True, verbose_name="date of the statement"),
                ),
                ("contact_name", models.CharField(max_length=200, verbose_name="contact person")),
                (
                    "contact_email",
                    models.EmailField(
                        help_text="The letters go to this address.",
                        max_length=254,
                        verbose_name="e-mail of the contact person",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "draft, not submitted"),
                            ("submitted", "submitted"),
                            ("returned", "returned for completion"),
                            ("in_assessment", "in assessment"),
                            ("decided", "decided, not released"),
                            ("released", "released"),
                            ("withdrawn", "withdrawn"),
                        ],
                        db_index=True,
                        default="draft",
                        max_length=13,
                        verbose_name="state",
                    ),
                ),
                (
                    "submitted_on",
                    models.DateField(blank=True, null=True, verbose_name="submitted on"),
                ),
                (
                    "late_exception",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="application",
                        to="assessments.lateexception",
                        verbose_name="late exception",
                    ),
                ),
                (
                    "accepted_on",
                    models.DateField(blank=True, null=True, verbose_name="accepted on"),
                ),
                (
                    "withdrawn_on",
                    models.DateField(blank=True, null=True, verbose_name="withdrawn on"),
                ),
                (
                    "released_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="released at"),
                ),
                (
                    "proposed_conditions",
                    models.ManyToManyField(
                        blank=True,
                        related_name="+",
                        to="centres.condition",
                        verbose_name="conditions",
                    ),
                ),
                (
                    "proposed_specialties",
                    models.ManyToManyField(
                        blank=True,
                        related_name="+",
                        to="centres.specialty",
                        verbose_name="specialties",
                    ),
                ),
                (
                    "proposed_partners",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Who works there may not assess this application.",
                        related_name="+",
                        to="hospitals.hospital",
                        verbose_name="partner hospitals",
                    ),
                ),
            ],
            options={
                "verbose_name": "application",
                "verbose_name_plural": "applications",
                "ordering": ["round", "hospital__sort_key", "reference"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("centre__isnull", False),
                            models.Q(("state", "withdrawn"), _negated=True),
                        ),
                        fields=("round", "centre"),
                        name="centre_applies_once_per_round",
                        violation_error_message="This centre has an application in this round already.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("centre__isnull", True),
                            models.Q(("state", "withdrawn"), _negated=True),
                        ),
                        fields=("round", "hospital", "proposed_name"),
                        name="proposed_centre_applies_once_per_round",
                        violation_error_message="This hospital proposes a centre of this name in this round already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("centre__isnull", False), ("proposed_name", "")),
                            models.Q(
                                ("centre__isnull", True),
                                models.Q(("proposed_name", ""), _negated=True),
                                models.Q(("proposed_kind", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="application_is_for_one_centre",
                        violation_error_message="Choose a centre of the register, or propose one with its name and its kind; not both.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind", "new"),
                            models.Q(("centre__isnull", False), ("kind", "reassessment")),
                            _connector="OR",
                        ),
                        name="reassessment_is_of_a_known_centre",
                        violation_error_message="A reassessment is of a centre in the register.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    "draft",
                                    "submitted",
                                    "returned",
                                    "in_assessment",
                                    "decided",
                                    "released",
                                    "withdrawn",
                                ],
                            ),
                            models.Q(
                                ("state__in", ["draft", "withdrawn"]),
                                ("submitted_on__isnull", False),
                                _connector="OR",
                            ),
                        ),
                        name="application_has_a_known_state",
                        violation_error_message="An application that was submitted has its day.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["draft", "submitted", "returned", "withdrawn"]),
                            ("accepted_on__isnull", False),
                            _connector="OR",
                        ),
                        name="assessed_application_was_accepted",
                        violation_error_message="An application in assessment was accepted on a day.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "withdrawn"), ("withdrawn_on__isnull", False)),
                            models.Q(
                                models.Q(("state", "withdrawn"), _negated=True),
                                ("withdrawn_on__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="withdrawn_application_has_its_day",
                        violation_error_message="A withdrawn application has its day.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("released_at__isnull", False), ("state", "released")),
                            models.Q(
                                models.Q(("state", "released"), _negated=True),
                                ("released_at__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="released_application_has_its_moment",
                        violation_error_message="A released application has its moment.",
                    ),
                    hospitals.constraints.FrozenOnceReleased(
                        name="released_application_does_not_change",
                        owner="id",
                        owner_table="assessments_application",
                        violation_error_message="This was released and does not change any more. A correction is a new decision.",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="HistoricalApplication",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("history_change_reason", models.TextField(blank=True, default="")),
                (
                    "reference",
                    models.CharField(
                        db_index=True,
                        default=assessments.models.applications.application_reference,
                        editable=False,
                        max_length=10,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^AAN-[0123456789ABCDEFGHJKMNPQRSTVWXYZ]{6}\\Z",
                                "A permanent id looks like AAN-7K3QXM.",
                            )
                        ],
                        verbose_name="permanent id",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("new", "new"), ("reassessment", "reassessment")],
                        default="new",
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                (
                    "proposed_name",
                    models.CharField(
                        blank=True, default="", max_length=200, verbose_name="official name"
                    ),
                ),
                (
                    "proposed_name_en",
                    models.CharField(
                        blank=True, default="", max_length=200, verbose_name="English name"
                    ),
                ),
                (
                    "proposed_plain_name",
                    models.CharField(
                        blank=True, default="", max_length=200, verbose_name="plain name"
                    ),
                ),
                (
                    "proposed_plain_name_en",
                    models.CharField(
                        blank=True, default="", max_length=200, verbose_name="plain English name"
                    ),
                ),
                (
                    "proposed_kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("condition", "condition"),
                            ("diagnostics", "diagnostics"),
                            ("treatment", "treatment"),
                            ("organisation", "organisation of care"),
                        ],
                        default="",
                        max_length=12,
                        verbose_name="kind of centre",
                    ),
                ),
                (
                    "proposed_for_whom",
                    models.TextField(blank=True, default="", verbose_name="for whom"),
                ),
                (
                    "patient_organisation",
                    models.CharField(
                        blank=True, default="", max_length=200, verbose_name="patient organisation"
                    ),
                ),
                (
                    "patient_statement",
                    models.TextField(
                        blank=True, default="", verbose_name="statement of the patient organisation"
                    ),
                ),
                (
                    "patient_statement_on",
                    models.DateField(blank=True, null=True, verbose_name="date of the statement"),
                ),
                ("contact_name", models.CharField(max_length=200, verbose_name="contact person")),
                (
                    "contact_email",
                    models.EmailField(
                        help_text="The letters go to this address.",
                        max_length=254,
                        verbose_name="e-mail of the contact person",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "draft, not submitted"),
                            ("submitted", "submitted"),
                            ("returned", "returned for completion"),
                            ("in_assessment", "in assessment"),
                            ("decided", "decided, not released"),
                            ("released", "released"),
                            ("withdrawn", "withdrawn"),
                        ],
                        db_index=True,
                        default="draft",
                        max_length=13,
                        verbose_name="state",
                    ),
                ),
                (
                    "submitted_on",
                    models.DateField(blank=True, null=True, verbose_name="submitted on"),
                ),
                (
                    "accepted_on",
                    models.DateField(blank=True, null=True, verbose_name="accepted on"),
                ),
                (
                    "withdrawn_on",
                    models.DateField(blank=True, null=True, verbose_name="withdrawn on"),
                ),
                (
                    "released_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="released at"),
                ),
                (
                    "round",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="assessments.assessmentround",
                        verbose_name="round",
                    ),
                ),
                (
                    "hospital",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="hospitals.hospital",
                        verbose_name="hospital",
                    ),
                ),
                (
                    "centre",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="Empty for a centre that the register does not know: fill in its name below.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="centres.centre",
                        verbose_name="centre",
                    ),
                ),
                (
                    "late_exception",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="assessments.lateexception",
                        verbose_name="late exception",
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical application",
                "verbose_name_plural": "historical applications",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
                "indexes": [],
                "constraints": [],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Approval",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="approvals",
                        to="assessments.application",
                        verbose_name="application",
                    ),
                ),
                (
                    "body",
                    models.CharField(
                        choices=[("board", "hospital board"), ("medical_staff", "medical staff")],
                        max_length=13,
                        verbose_name="approved by",
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="name of who signed")),
                ("approved_on", models.DateField(verbose_name="approved on")),
            ],
            options={
                "verbose_name": "approval",
                "verbose_name_plural": "approvals",
                "ordering": ["application", "body"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("application", "body"),
                        name="body_approves_an_application_once",
                        violation_error_message="This approval is there already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("body__in", ["board", "medical_staff"]),
                            models.Q(("name", ""), _negated=True),
                        ),
                        name="approval_has_a_body_and_a_name",
                        violation_error_message="Say who approved, and the name of who signed.",
                    ),
                    hospitals.constraints.FrozenOnceReleased(
                        name="released_approval_does_not_change",
                        owner="application",
                        owner_table="assessments_application",
                        violation_error_message="This was released and does not change any more. A correction is a new decision.",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="CompletionRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="completion_requests",
                        to="assessments.application",
                        verbose_name="application",
                    ),
                ),
                ("question", models.TextField(verbose_name="what is asked")),
                ("due_on", models.DateField(verbose_name="to be completed through")),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="asked by",
                    ),
                ),
                ("asked_on", models.DateField(verbose_name="asked on")),
                (
                    "answered_on",
                    models.DateField(blank=True, null=True, verbose_name="completed on"),
                ),
                (
                    "criteria",
                    models.ManyToManyField(
                        related_name="+", to="centres.criterion", verbose_name="criteria"
                    ),
                ),
            ],
            options={
                "verbose_name": "request for completion",
                "verbose_name_plural": "requests for completion",
                "ordering": ["application", "-asked_on", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("answered_on__isnull", True)),
                        fields=("application",),
                        name="application_has_one_open_completion_request",
                        violation_error_message="There is an open request for completion already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("due_on__gte", models.F("asked_on")),
                            models.Q(("question", ""), _negated=True),
                        ),
                        name="completion_is_due_after_it_is_asked",
                        violation_error_message="Say what is asked, and a day that is not past.",
                    ),
                    hospitals.constraints.FrozenOnceReleased(
                        name="released_completion_request_does_not_change",
                        owner="application",
                        owner_table="assessments_application",
                        violation_error_message="This was released and does not change any more. A correction is a new decision.",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="ConflictDeclaration",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="declarations",
                        to="assessments.committeemember",
                        verbose_name="member",
                    ),
                ),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="declarations",
                        to="assessments.application",
                        verbose_name="application",
                    ),
                ),
                ("has_conflict", models.BooleanField(verbose_name="has a conflict of interest")),
                ("reason", models.TextField(blank=True, default="", verbose_name="which interest")),
                ("declared_on", models.DateField(verbose_name="declared on")),
            ],
            options={
                "verbose_name": "declaration of interest",
                "verbose_name_plural": "declarations of interest",
                "ordering": ["application", "member"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("member", "application"),
                        name="member_declares_once_per_application",
                        violation_error_message="This declaration is there already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("has_conflict", False),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="conflict_has_a_reason",
                        violation_error_message="Say which interest.",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="Assignment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assignments",
                        to="assessments.application",
                        verbose_name="application",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assignments",
                        to="assessments.committeemember",
                        verbose_name="assessor",
                    ),
                ),
                (
                    "confirmed_on",
                    models.DateField(blank=True, null=True, verbose_name="confirmed on"),
                ),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="confirmed by",
                    ),
                ),
                (
                    "submitted_on",
                    models.DateField(blank=True, null=True, verbose_name="findings submitted on"),
                ),
                (
                    "set_aside_on",
                    models.DateField(
                        blank=True,
                        help_text="A conflict of interest came to light after the findings were submitted.",
                        null=True,
                        verbose_name="set aside on",
                    ),
                ),
            ],
            options={
                "verbose_name": "assignment",
                "verbose_name_plural": "assignments",
                "ordering": ["application", "member"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("application", "member"),
                        name="member_assesses_an_application_once",
                        violation_error_message="This member assesses this application already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("confirmed_by__isnull", True), ("confirmed_on__isnull", True)
                            ),
                            models.Q(
                                ("confirmed_by__isnull", False), ("confirmed_on__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="confirmed_assignment_has_a_person",
                        violation_error_message="A confirmed assignment has a day and the person who confirmed it.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("submitted_on__isnull", True),
                            ("confirmed_on__isnull", False),
                            _connector="OR",
                        ),
                        name="only_a_confirmed_assessor_submits_findings",
                        violation_error_message="Only a confirmed assessor submits findings.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("set_aside_on__isnull", True),
                            ("submitted_on__isnull", False),
                            _connector="OR",
                        ),
                        name="only_submitted_findings_are_set_aside",
                        violation_error_message="Only findings that were submitted are set aside.",
                    ),
                    hospitals.constraints.FrozenOnceReleased(
                        name="released_assignment_does_not_change",
                        owner="application",
                        owner_table="assessments_application",
                        violation_error_message="This was released and does not change any more. A correction is a new decision.",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="assessments.application",
                        verbose_name="application",
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("recognised", "recognised"),
                            ("with_requirements", "recognised with requirements"),
                            ("not_recognised", "not recognised"),
                            ("deferred", "deferred"),
                        ],
                        max_length=17,
                        verbose_name="outcome",
                    ),
                ),
                (
                    "reasons",
                    models.TextField(
                        help_text="The hospital reads these in its letter.", verbose_name="reasons"
                    ),
                ),
                ("decided_on", models.DateField(verbose_name="decided on")),
                (
                    "decided_by",
                    models.CharField(
                        help_text="Such as: the committee, meeting of 3 June.",
                        max_length=200,
                        verbose_name="decided by",
                    ),
                ),
                (
                    "valid_from",
                    models.DateField(
                        blank=True,
                        help_text="Empty: the day of the release, or the day after the term that still runs.",
                        null=True,
                        verbose_name="recognised from",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="recorded by",
                    ),
                ),
                (
                    "replaces",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="assessments.decision",
                        verbose_name="replaces",
                    ),
                ),
                (
                    "correction_reason",
                    models.TextField(
                        blank=True, default="", verbose_name="why it replaces the other"
                    ),
                ),
                (
                    "recognition",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="centres.recognition",
                        verbose_name="recognition",
                    ),
                ),
                (
                    "released_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="released at"),
                ),
                (
                    "released_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="released by",
                    ),
                ),
            ],
            options={
                "verbose_name": "decision",
                "verbose_name_plural": "decisions",
                "ordering": ["application", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("replaces__isnull", True)),
                        fields=("application",),
                        name="application_has_one_first_decision",
                        violation_error_message="There is a decision on this application already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "outcome__in",
                                ["recognised", "with_requirements", "not_recognised", "deferred"],
                            ),
                            models.Q(("reasons", ""), _negated=True),
                        ),
                        name="decision_has_an_outcome_and_reasons",
                        violation_error_message="A decision has an outcome and reasons.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_from__isnull", True),
                            ("outcome__in", ["recognised", "with_requirements"]),
                            _connector="OR",
                        ),
                        name="only_a_recognition_has_a_first_day",
                        violation_error_message="Only a recognition has a first day.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("correction_reason", ""), ("replaces__isnull", True)),
                            models.Q(
                                ("replaces__isnull", False),
                                models.Q(("correction_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="replacing_decision_has_a_reason",
                        violation_error_message="A decision that replaces another says why.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("replaces__isnull", True),
                            models.Q(("replaces", models.F("pk")), _negated=True),
                            _connector="OR",
                        ),
                        name="decision_does_not_replace_itself",
                        violation_error_message="A decision does not replace itself.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("released_at__isnull", True), ("released_by__isnull", True)),
                            models.Q(
                                ("released_at__isnull", False), ("released_by__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="released_decision_has_a_person",
                        violation_error_message="A released decision has the person who released it.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("released_by__isnull", True),
                            models.Q(("released_by", models.F("recorded_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="decision_takes_two_people",
                        violation_error_message="A second person does this: not the one who did the first step.",
                    ),
                    hospitals.constraints.FrozenOnceReleased(
                        name="released_decision_does_not_change",
                        owner="id",
                        owner_table="assessments_decision",
                        violation_error_message="This was released and does not change any more. A correction is a new decision.",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="Answer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="assessments.application",
                        verbose_name="application",
                    ),
                ),
                (
                    "criterion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="centres.criterion",
                        verbose_name="criterion",
                    ),
                ),
                ("text", models.TextField(verbose_name="answer")),
            ],
            options={
                "verbose_name": "answer",
                "verbose_name_plural": "answers",
                "ordering": ["application", "criterion__number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("application", "criterion"),
                        name="criterion_is_answered_once",
                        violation_error_message="This criterion has an answer already.",
                    ),
                    hospitals.constraints.FrozenOnceReleased(
                        name="released_answer_does_not_change",
                        owner="application",
                        owner_table="assessments_application",
                        violation_error_message="This was released and does not change any more. A correction is a new decision.",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="Document",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="documents",
                        to="assessments.application",
                        verbose_name="application",
                    ),
                ),
                (
                    "criterion",
                    models.ForeignKey(
                        blank=True,
                        help_text="Empty: it belongs to the whole application.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="centres.criterion",
                        verbose_name="criterion",
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                (
                    "file",
                    models.FileField(
                        max_length=120,
                        storage=assessments.evidence.evidence_storage,
                        upload_to=assessments.evidence.random_name,
                        verbose_name="file",
                    ),
                ),
                ("file_name", models.CharField(max_length=200, verbose_name="name of the file")),
                ("content_type", models.CharField(max_length=100, verbose_name="type")),
                ("size", models.PositiveIntegerField(verbose_name="size in bytes")),
                ("sha256", models.CharField(max_length=64, verbose_name="hash")),
                ("added_on", models.DateField(verbose_name="added on")),
                (
                    "added_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="added by",
                    ),
                ),
            ],
            options={
                "verbose_name": "document",
                "verbose_name_plural": "documents",
                "ordering": ["application", "criterion__number", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("size__gt", 0),
                            models.Q(("file", ""), _negated=True),
                            models.Q(("sha256", ""), _negated=True),
                        ),
                        name="document_has_a_file",
                        violation_error_message="The file is empty.",
                    ),
                    hospitals.constraints.FrozenOnceReleased(
                        name="released_document_does_not_change",
                        owner="application",
                        owner_table="assessments_application",
                        violation_error_message="This was released and does not change any more. A correction is a new decision.",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="Extension",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "application",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="extension",
                        to="assessments.application",
                        verbose_name="application",
                    ),
                ),
                (
                    "recognition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="centres.recognition",
                        verbose_name="recognition",
                    ),
                ),
                ("through", models.DateField(verbose_name="extended through")),
                ("reason", models.TextField(verbose_name="reason, public")),
                ("applied_on", models.DateField(blank=True, null=True, verbose_name="applied on")),
                ("dropped_on", models.DateField(blank=True, null=True, verbose_name="dropped on")),
            ],
            options={
                "verbose_name": "extension during reassessment",
                "verbose_name_plural": "extensions during reassessment",
                "ordering": ["application"],
                "indexes": [
                    models.Index(
                        condition=models.Q(
                            ("applied_on__isnull", True), ("dropped_on__isnull", True)
                        ),
                        fields=["recognition"],
                        name="extension_that_waits",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="extension_has_a_reason",
                        violation_error_message="An extension has a reason.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Consensus",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="consensus",
                        to="assessments.application",
                        verbose_name="application",
                    ),
                ),
                (
                    "criterion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="centres.criterion",
                        verbose_name="criterion",
                    ),
                ),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("meets", "meets"),
                            ("partly", "partly meets"),
                            ("not", "does not meet"),
                            ("cannot_judge", "cannot be judged"),
                        ],
                        max_length=12,
                        verbose_name="verdict",
                    ),
                ),
                ("reason", models.TextField(blank=True, default="", verbose_name="reason")),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="recorded by",
                    ),
                ),
            ],
            options={
                "verbose_name": "consensus",
                "verbose_name_plural": "consensus",
                "ordering": ["application", "criterion__number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("application", "criterion"),
                        name="consensus_stands_once_per_criterion",
                        violation_error_message="There is a consensus on this criterion already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("verdict", "meets"),
                            models.Q(
                                ("verdict__in", ["partly", "not", "cannot_judge"]),
                                models.Q(("reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="consensus_has_a_reason_unless_met",
                        violation_error_message="Give a reason, unless the criterion is met.",
                    ),
                    hospitals.constraints.FrozenOnceReleased(
                        name="released_consensus_does_not_change",
                        owner="application",
                        owner_table="assessments_application",
                        violation_error_message="This was released and does not change any more. A correction is a new decision.",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="OutboxMessage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("letter", "letter about a decision"),
                            ("reminder", "reminder"),
                            ("assignment", "assignment"),
                            ("notice", "notice to staff"),
                        ],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("key", models.CharField(editable=False, max_length=200, unique=True)),
                (
                    "application",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="assessments.application",
                        verbose_name="application",
                    ),
                ),
                (
                    "to_name",
                    models.CharField(blank=True, default="", max_length=200, verbose_name="to"),
                ),
                ("to_email", models.EmailField(max_length=254, verbose_name="address")),
                ("subject", models.CharField(max_length=300, verbose_name="subject")),
                ("body", models.TextField(verbose_name="text")),
                ("message_id", models.CharField(editable=False, max_length=200, unique=True)),
                ("sha256", models.CharField(editable=False, max_length=64, verbose_name="hash")),
                (
                    "created_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        verbose_name="written at",
                    ),
                ),
                (
                    "next_attempt_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        verbose_name="next attempt",
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="attempts")),
                (
                    "sending_since",
                    models.DateTimeField(blank=True, null=True, verbose_name="sending since"),
                ),
                ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="sent at")),
                (
                    "gave_up_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="given up at"),
                ),
                ("last_error", models.TextField(blank=True, default="", verbose_name="last error")),
            ],
            options={
                "verbose_name": "mail",
                "verbose_name_plural": "outbox",
                "ordering": ["-created_at", "-pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("gave_up_at__isnull", True), ("sent_at__isnull", True)),
                        fields=["next_attempt_at"],
                        name="mail_that_waits",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("sent_at__isnull", True), ("gave_up_at__isnull", True), _connector="OR"
                        ),
                        name="mail_is_sent_or_given_up",
                        violation_error_message="A mail was sent or given up, not both.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalApplication_proposed_conditions",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "application",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_tablespace="",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="assessments.application",
                    ),
                ),
                (
                    "condition",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_tablespace="",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="centres.condition",
                    ),
                ),
                (
                    "history",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        to="assessments.historicalapplication",
                    ),
                ),
                ("m2m_history_id", models.AutoField(primary_key=True, serialize=False)),
            ],
            options={
                "verbose_name": "HistoricalApplication_proposed_conditions",
                "indexes": [],
                "constraints": [],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalApplication_proposed_specialties",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "application",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_tablespace="",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="assessments.application",
                    ),
                ),
                (
                    "specialty",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_tablespace="",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="centres.specialty",
                    ),
                ),
                (
                    "history",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        to="assessments.historicalapplication",
                    ),
                ),
                ("m2m_history_id", models.AutoField(primary_key=True, serialize=False)),
            ],
            options={
                "verbose_name": "HistoricalApplication_proposed_specialties",
                "indexes": [],
                "constraints": [],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalApplication_proposed_partners",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "application",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_tablespace="",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="assessments.application",
                    ),
                ),
                (
                    "hospital",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_tablespace="",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="hospitals.hospital",
                    ),
                ),
                (
                    "history",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        to="assessments.historicalapplication",
                    ),
                ),
                ("m2m_history_id", models.AutoField(primary_key=True, serialize=False)),
            ],
            options={
                "verbose_name": "HistoricalApplication_proposed_partners",
                "indexes": [],
                "constraints": [],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalApproval",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("history_change_reason", models.TextField(blank=True, default="")),
                (
                    "body",
                    models.CharField(
                        choices=[("board", "hospital board"), ("medical_staff", "medical staff")],
                        max_length=13,
                        verbose_name="approved by",
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="name of who signed")),
                ("approved_on", models.DateField(verbose_name="approved on")),
                (
                    "application",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="assessments.application",
                        verbose_name="application",
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical approval",
                "verbose_name_plural": "historical approvals",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
                "indexes": [],
                "constraints": [],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalCompletionRequest",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("history_change_reason", models.TextField(blank=True, default="")),
                ("question", models.TextField(verbose_name="what is asked")),
                ("due_on", models.DateField(verbose_name="to be completed through")),
                ("asked_on", models.DateField(verbose_name="asked on")),
                (
                    "answered_on",
                    models.DateField(blank=True, null=True, verbose_name="completed on"),
                ),
                (
                    "application",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="assessments.application",
                        verbose_name="application",
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="asked by",
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical request for completion",
                "verbose_name_plural": "historical requests for completion",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
                "indexes": [],
                "constraints": [],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalConflictDeclaration",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("history_change_reason", models.TextField(blank=True, default="")),
                ("has_conflict", models.BooleanField(verbose_name="has a conflict of interest")),
                ("reason", models.TextField(blank=True, default="", verbose_name="which interest")),
                ("declared_on", models.DateField(verbose_name="declared on")),
                (
                    "member",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="assessments.committeemember",
                        verbose_name="member",
                    ),
                ),
                (
                    "application",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="assessments.application",
                        verbose_name="application",
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical declaration of interest",
                "verbose_name_plural": "historical declarations of interest",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
                "indexes": [],
                "constraints": [],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalAssignment",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("history_change_reason", models.TextField(blank=True, default="")),
                (
                    "confirmed_on",
                    models.DateField(blank=True, null=True, verbose_name="confirmed on"),
                ),
                (
                    "submitted_on",
                    models.DateField(blank=True, null=True, verbose_name="findings submitted on"),
                ),
                (
                    "set_aside_on",
                    models.DateField(
                        blank=True,
                        help_text="A conflict of interest came to light after the findings were submitted.",
                        null=True,
                        verbose_name="set aside on",
                    ),
                ),
                (
                    "application",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="assessments.application",
                        verbose_name="application",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="assessments.committeemember",
                        verbose_name="assessor",
                    ),
                ),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="confirmed by",
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical assignment",
                "verbose_name_plural": "historical assignments",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
                "indexes": [],
                "constraints": [],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalAnswer",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("history_change_reason", models.TextField(blank=True, default="")),
                ("text", models.TextField(verbose_name="answer")),
                (
                    "application",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="assessments.application",
                        verbose_name="application",
                    ),
                ),
                (
                    "criterion",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="centres.criterion",
                        verbose_name="criterion",
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical answer",
                "verbose_name_plural": "historical answers",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
                "indexes": [],
                "constraints": [],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalDocument",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("history_change_reason", models.TextField(blank=True, default="")),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                ("file", models.TextField(max_length=120, verbose_name="file")),
                ("file_name", models.CharField(max_length=200, verbose_name="name of the file")),
                ("content_type", models.CharField(max_length=100, verbose_name="type")),
                ("size", models.PositiveIntegerField(verbose_name="size in bytes")),
                ("sha256", models.CharField(max_length=64, verbose_name="hash")),
                ("added_on", models.DateField(verbose_name="added on")),
                (
                    "application",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="assessments.application",
                        verbose_name="application",
                    ),
                ),
                (
                    "criterion",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="Empty: it belongs to the whole application.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="centres.criterion",
                        verbose_name="criterion",
                    ),
                ),
                (
                    "added_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="added by",
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical document",
                "verbose_name_plural": "historical documents",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
                "indexes": [],
                "constraints": [],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalExtension",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("history_change_reason", models.TextField(blank=True, default="")),
                ("through", models.DateField(verbose_name="extended through")),
                ("reason", models.TextField(verbose_name="reason, public")),
                ("applied_on", models.DateField(blank=True, null=True, verbose_name="applied on")),
                ("dropped_on", models.DateField(blank=True, null=True, verbose_name="dropped on")),
                (
                    "application",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="assessments.application",
                        verbose_name="application",
                    ),
                ),
                (
                    "recognition",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="centres.recognition",
                        verbose_name="recognition",
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical extension during reassessment",
                "verbose_name_plural": "historical extensions during reassessment",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
                "indexes": [],
                "constraints": [],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalConsensus",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("history_change_reason", models.TextField(blank=True, default="")),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("meets", "meets"),
                            ("partly", "partly meets"),
                            ("not", "does not meet"),
                            ("cannot_judge", "cannot be judged"),
                        ],
                        max_length=12,
                        verbose_name="verdict",
                    ),
                ),
                ("reason", models.TextField(blank=True, default="", verbose_name="reason")),
                (
                    "application",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="assessments.application",
                        verbose_name="application",
                    ),
                ),
                (
                    "criterion",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="centres.criterion",
                        verbose_name="criterion",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="recorded by",
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical consensus",
                "verbose_name_plural": "historical consensus",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
                "indexes": [],
                "constraints": [],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalOutboxMessage",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("history_change_reason", models.TextField(blank=True, default="")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("letter", "letter about a decision"),
                            ("reminder", "reminder"),
                            ("assignment", "assignment"),
                            ("notice", "notice to staff"),
                        ],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("key", models.CharField(db_index=True, editable=False, max_length=200)),
                (
                    "to_name",
                    models.CharField(blank=True, default="", max_length=200, verbose_name="to"),
                ),
                ("to_email", models.EmailField(max_length=254, verbose_name="address")),
                ("subject", models.CharField(max_length=300, verbose_name="subject")),
                ("body", models.TextField(verbose_name="text")),
                ("message_id", models.CharField(db_index=True, editable=False, max_length=200)),
                ("sha256", models.CharField(editable=False, max_length=64, verbose_name="hash")),
                (
                    "created_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        verbose_name="written at",
                    ),
                ),
                (
                    "next_attempt_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        verbose_name="next attempt",
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="attempts")),
                (
                    "sending_since",
                    models.DateTimeField(blank=True, null=True, verbose_name="sending since"),
                ),
                ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="sent at")),
                (
                    "gave_up_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="given up at"),
                ),
                ("last_error", models.TextField(blank=True, default="", verbose_name="last error")),
                (
                    "application",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="assessments.application",
                        verbose_name="application",
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical mail",
                "verbose_name_plural": "historical outbox",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
                "indexes": [],
                "constraints": [],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Requirement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "decision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="requirements",
                        to="assessments.decision",
                        verbose_name="decision",
                    ),
                ),
                ("text", models.TextField(verbose_name="what is required")),
                ("evidence", models.TextField(verbose_name="how it is shown")),
                ("due_on", models.DateField(verbose_name="due on")),
            ],
            options={
                "verbose_name": "requirement",
                "verbose_name_plural": "requirements",
                "ordering": ["decision", "due_on", "pk"],
                "indexes": [models.Index(fields=["due_on"], name="requirement_by_due_day")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("text", ""), _negated=True),
                            models.Q(("evidence", ""), _negated=True),
                        ),
                        name="requirement_says_what_and_how",
                        violation_error_message="Say what is required and how it is shown.",
                    ),
                    hospitals.constraints.FrozenOnceReleased(
                        name="released_requirement_does_not_change",
                        owner="decision",
                        owner_table="assessments_decision",
                        violation_error_message="This was released and does not change any more. A correction is a new decision.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Objection",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "decision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="objections",
                        to="assessments.decision",
                        verbose_name="decision",
                    ),
                ),
                ("received_on", models.DateField(verbose_name="received on")),
                ("term_through", models.DateField(verbose_name="term for objecting through")),
                ("grounds", models.TextField(verbose_name="grounds")),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("founded", "founded"),
                            ("partly_founded", "partly founded"),
                            ("unfounded", "unfounded"),
                            ("inadmissible", "inadmissible"),
                            ("withdrawn", "withdrawn by the hospital"),
                        ],
                        default="",
                        max_length=14,
                        verbose_name="outcome",
                    ),
                ),
                ("decided_on", models.DateField(blank=True, null=True, verbose_name="decided on")),
                (
                    "effect",
                    models.TextField(blank=True, default="", verbose_name="effect and reasons"),
                ),
                (
                    "new_decision",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="assessments.decision",
                        verbose_name="new decision",
                    ),
                ),
            ],
            options={
                "verbose_name": "objection",
                "verbose_name_plural": "objections",
                "ordering": ["-received_on", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("outcome", "")),
                        fields=("decision",),
                        name="decision_has_one_open_objection",
                        violation_error_message="There is an open objection already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_on__isnull", True), ("effect", ""), ("outcome", "")),
                            models.Q(
                                ("decided_on__isnull", False),
                                (
                                    "outcome__in",
                                    [
                                        "founded",
                                        "partly_founded",
                                        "unfounded",
                                        "inadmissible",
                                        "withdrawn",
                                    ],
                                ),
                                models.Q(("effect", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="objection_outcome_is_complete_or_absent",
                        violation_error_message="An outcome has its day and what it does.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("grounds", ""), _negated=True),
                        name="objection_has_grounds",
                        violation_error_message="Say on which grounds.",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="Finding",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "assignment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="findings",
                        to="assessments.assignment",
                        verbose_name="assignment",
                    ),
                ),
                (
                    "criterion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="centres.criterion",
                        verbose_name="criterion",
                    ),
                ),
                (
                    "verdict",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("meets", "meets"),
                            ("partly", "partly meets"),
                            ("not", "does not meet"),
                            ("cannot_judge", "cannot be judged"),
                        ],
                        default="",
                        max_length=12,
                        verbose_name="verdict",
                    ),
                ),
                ("reason", models.TextField(blank=True, default="", verbose_name="reason")),
            ],
            options={
                "verbose_name": "finding",
                "verbose_name_plural": "findings",
                "ordering": ["assignment", "criterion__number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("assignment", "criterion"),
                        name="assessor_judges_a_criterion_once",
                        violation_error_message="There is a finding on this criterion already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("verdict__in", ["", "meets", "partly", "not", "cannot_judge"])
                        ),
                        name="finding_has_a_known_verdict",
                        violation_error_message="Choose a verdict.",
                    ),
                    assessments.models.findings.FrozenOnceSubmitted(
                        name="submitted_finding_does_not_change",
                        owner="assignment",
                        owner_table="assessments_assignment",
                        violation_error_message="These findings were submitted and do not change any more.",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="Letter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "decision",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="letter",
                        to="assessments.decision",
                        verbose_name="decision",
                    ),
                ),
                ("subject", models.CharField(max_length=300, verbose_name="subject")),
                ("body", models.TextField(verbose_name="text")),
                ("sha256", models.CharField(editable=False, max_length=64, verbose_name="hash")),
                ("written_for", models.DateField(verbose_name="written for a release on")),
                (
                    "approved_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="approved by",
                    ),
                ),
                ("approved_at", models.DateTimeField(verbose_name="approved at")),
                (
                    "message",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="letter",
                        to="assessments.outboxmessage",
                        verbose_name="mail",
                    ),
                ),
            ],
            options={
                "verbose_name": "letter",
                "verbose_name_plural": "letters",
                "ordering": ["-approved_at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("body", ""), _negated=True),
                            models.Q(("sha256", ""), _negated=True),
                        ),
                        name="letter_has_a_text",
                        violation_error_message="A letter has a text.",
                    ),
                    hospitals.constraints.FrozenOnceReleased(
                        name="released_letter_does_not_change",
                        owner="decision",
                        owner_table="assessments_decision",
                        violation_error_message="This was released and does not change any more. A correction is a new decision.",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="SentReminder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=30, verbose_name="kind")),
                ("step", models.CharField(max_length=10, verbose_name="step")),
                ("about", models.CharField(max_length=60, verbose_name="about")),
                ("email", models.EmailField(max_length=254, verbose_name="address")),
                ("day", models.DateField(verbose_name="day")),
                (
                    "application",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="assessments.application",
                        verbose_name="application",
                    ),
                ),
                (
                    "centre",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="centres.centre",
                        verbose_name="centre",
                    ),
                ),
                (
                    "message",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="assessments.outboxmessage",
                        verbose_name="mail",
                    ),
                ),
            ],
            options={
                "verbose_name": "sent reminder",
                "verbose_name_plural": "sent reminders",
                "ordering": ["-day", "kind", "email"],
                "indexes": [models.Index(fields=["day"], name="reminder_by_day")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("about", "kind", "step", "email"),
                        name="person_is_reminded_once_per_step",
                        violation_error_message="This person was reminded of this already.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalCompletionRequest_criteria",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "completionrequest",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_tablespace="",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="assessments.completionrequest",
                    ),
                ),
                (
                    "criterion",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_tablespace="",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="centres.criterion",
                    ),
                ),
                (
                    "history",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        to="assessments.historicalcompletionrequest",
                    ),
                ),
                ("m2m_history_id", models.AutoField(primary_key=True, serialize=False)),
            ],
            options={
                "verbose_name": "HistoricalCompletionRequest_criteria",
                "indexes": [],
                "constraints": [],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalDecision",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("history_change_reason", models.TextField(blank=True, default="")),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("recognised", "recognised"),
                            ("with_requirements", "recognised with requirements"),
                            ("not_recognised", "not recognised"),
                            ("deferred", "deferred"),
                        ],
                        max_length=17,
                        verbose_name="outcome",
                    ),
                ),
                (
                    "reasons",
                    models.TextField(
                        help_text="The hospital reads these in its letter.", verbose_name="reasons"
                    ),
                ),
                ("decided_on", models.DateField(verbose_name="decided on")),
                (
                    "decided_by",
                    models.CharField(
                        help_text="Such as: the committee, meeting of 3 June.",
                        max_length=200,
                        verbose_name="decided by",
                    ),
                ),
                (
                    "valid_from",
                    models.DateField(
                        blank=True,
                        help_text="Empty: the day of the release, or the day after the term that still runs.",
                        null=True,
                        verbose_name="recognised from",
                    ),
                ),
                (
                    "correction_reason",
                    models.TextField(
                        blank=True, default="", verbose_name="why it replaces the other"
                    ),
                ),
                (
                    "released_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="released at"),
                ),
                (
                    "application",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="assessments.application",
                        verbose_name="application",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="recorded by",
                    ),
                ),
                (
                    "replaces",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="assessments.decision",
                        verbose_name="replaces",
                    ),
                ),
                (
                    "recognition",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="centres.recognition",
                        verbose_name="recognition",
                    ),
                ),
                (
                    "released_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="released by",
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical decision",
                "verbose_name_plural": "historical decisions",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
                "indexes": [],
                "constraints": [],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalRequirement",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("history_change_reason", models.TextField(blank=True, default="")),
                ("text", models.TextField(verbose_name="what is required")),
                ("evidence", models.TextField(verbose_name="how it is shown")),
                ("due_on", models.DateField(verbose_name="due on")),
                (
                    "decision",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="assessments.decision",
                        verbose_name="decision",
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical requirement",
                "verbose_name_plural": "historical requirements",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
                "indexes": [],
                "constraints": [],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalObjection",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("history_change_reason", models.TextField(blank=True, default="")),
                ("received_on", models.DateField(verbose_name="received on")),
                ("term_through", models.DateField(verbose_name="term for objecting through")),
                ("grounds", models.TextField(verbose_name="grounds")),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("founded", "founded"),
                            ("partly_founded", "partly founded"),
                            ("unfounded", "unfounded"),
                            ("inadmissible", "inadmissible"),
                            ("withdrawn", "withdrawn by the hospital"),
                        ],
                        default="",
                        max_length=14,
                        verbose_name="outcome",
                    ),
                ),
                ("decided_on", models.DateField(blank=True, null=True, verbose_name="decided on")),
                (
                    "effect",
                    models.TextField(blank=True, default="", verbose_name="effect and reasons"),
                ),
                (
                    "decision",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="assessments.decision",
                        verbose_name="decision",
                    ),
                ),
                (
                    "new_decision",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="assessments.decision",
                        verbose_name="new decision",
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical objection",
                "verbose_name_plural": "historical objections",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
                "indexes": [],
                "constraints": [],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalFinding",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("history_change_reason", models.TextField(blank=True, default="")),
                (
                    "verdict",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("meets", "meets"),
                            ("partly", "partly meets"),
                            ("not", "does not meet"),
                            ("cannot_judge", "cannot be judged"),
                        ],
                        default="",
                        max_length=12,
                        verbose_name="verdict",
                    ),
                ),
                ("reason", models.TextField(blank=True, default="", verbose_name="reason")),
                (
                    "assignment",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="assessments.assignment",
                        verbose_name="assignment",
                    ),
                ),
                (
                    "criterion",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="centres.criterion",
                        verbose_name="criterion",
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical finding",
                "verbose_name_plural": "historical findings",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
                "indexes": [],
                "constraints": [],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalLetter",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("history_change_reason", models.TextField(blank=True, default="")),
                ("subject", models.CharField(max_length=300, verbose_name="subject")),
                ("body", models.TextField(verbose_name="text")),
                ("sha256", models.CharField(editable=False, max_length=64, verbose_name="hash")),
                ("written_for", models.DateField(verbose_name="written for a release on")),
                ("approved_at", models.DateTimeField(verbose_name="approved at")),
                (
                    "decision",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="assessments.decision",
                        verbose_name="decision",
                    ),
                ),
                (
                    "approved_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="approved by",
                    ),
                ),
                (
                    "message",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="assessments.outboxmessage",
                        verbose_name="mail",
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical letter",
                "verbose_name_plural": "historical letters",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
                "indexes": [],
                "constraints": [],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="RequirementCheck",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "requirement",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="check_result",
                        to="assessments.requirement",
                        verbose_name="requirement",
                    ),
                ),
                ("is_met", models.BooleanField(verbose_name="met")),
                ("judged_on", models.DateField(verbose_name="judged on")),
                (
                    "judged_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="judged by",
                    ),
                ),
                ("explanation", models.TextField(verbose_name="what was shown")),
            ],
            options={
                "verbose_name": "judgement of a requirement",
                "verbose_name_plural": "judgements of requirements",
                "ordering": ["requirement"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("explanation", ""), _negated=True),
                        name="requirement_check_has_an_explanation",
                        violation_error_message="Say what was shown.",
                    )
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="HistoricalRequirementCheck",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("history_change_reason", models.TextField(blank=True, default="")),
                ("is_met", models.BooleanField(verbose_name="met")),
                ("judged_on", models.DateField(verbose_name="judged on")),
                ("explanation", models.TextField(verbose_name="what was shown")),
                (
                    "requirement",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="assessments.requirement",
                        verbose_name="requirement",
                    ),
                ),
                (
                    "judged_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="judged by",
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical judgement of a requirement",
                "verbose_name_plural": "historical judgements of requirements",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
                "indexes": [],
                "constraints": [],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
    ]
