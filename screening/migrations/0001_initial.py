"""The tables of the rooms, as their models describe them."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import screening.audit.models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0002_walls"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AuditEvent",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("event_id", models.UUIDField(unique=True)),
                ("practice_id", models.UUIDField(null=True)),
                (
                    "xid",
                    screening.audit.models.TransactionIdField(
                        db_default=models.Func(
                            function="pg_current_xact_id", output_field=models.BigIntegerField()
                        )
                    ),
                ),
                (
                    "recorded_at",
                    models.DateTimeField(
                        db_default=models.Func(
                            function="clock_timestamp", output_field=models.DateTimeField()
                        )
                    ),
                ),
                ("body", models.TextField()),
                ("mac", models.BinaryField()),
                ("mac_key_id", models.TextField()),
                (
                    "type",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Func(
                            models.F("body"), template="((%(expressions)s::jsonb #>> '{type}'))"
                        ),
                        output_field=models.TextField(),
                    ),
                ),
                (
                    "actor",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Func(
                            models.F("body"), template="((%(expressions)s::jsonb #>> '{actor,id}')::uuid)"
                        ),
                        output_field=models.UUIDField(),
                    ),
                ),
                (
                    "entity_type",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Func(
                            models.F("body"), template="((%(expressions)s::jsonb #>> '{entity,type}'))"
                        ),
                        output_field=models.TextField(),
                    ),
                ),
                (
                    "entity_id",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Func(
                            models.F("body"), template="((%(expressions)s::jsonb #>> '{entity,id}'))"
                        ),
                        output_field=models.TextField(),
                    ),
                ),
                (
                    "subject",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Func(
                            models.F("body"), template="((%(expressions)s::jsonb #>> '{subject}')::uuid)"
                        ),
                        output_field=models.UUIDField(),
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["practice_id", "id"], name="auditevent_practice"),
                    models.Index(fields=["practice_id", "subject", "id"], name="auditevent_subject"),
                    models.Index(fields=["practice_id", "actor", "id"], name="auditevent_actor"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Encounter",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("opened_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                (
                    "clinician",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "practice",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.practice",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Questionnaire",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("key", models.SlugField(max_length=80)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "practice",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.practice",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="QuestionnaireVersion",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("version", models.CharField(max_length=40)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("in_review", "In Review"),
                            ("published", "Published"),
                            ("retired", "Retired"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="draft",
                        max_length=12,
                    ),
                ),
                ("bundle", models.JSONField()),
                ("digest", models.CharField(max_length=71)),
                ("rules_digest", models.CharField(max_length=71)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("published_at", models.DateTimeField(blank=True, null=True)),
                (
                    "practice",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.practice",
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "questionnaire",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="screening.questionnaire",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Response",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("in_progress", "In Progress"),
                            ("submitted", "Submitted"),
                            ("signed", "Signed"),
                            ("superseded", "Superseded"),
                            ("entered_in_error", "Entered In Error"),
                        ],
                        default="in_progress",
                        max_length=16,
                    ),
                ),
                ("answers", models.JSONField(default=dict)),
                ("set_aside", models.JSONField(default=dict)),
                ("lock_number", models.PositiveIntegerField(default=1)),
                ("started_at", models.DateTimeField()),
                ("saved_at", models.DateTimeField()),
                ("sitting", models.CharField(blank=True, default="", max_length=16)),
                ("sitting_steps", models.JSONField(default=list)),
                ("submission_key", models.UUIDField(blank=True, null=True)),
                ("submitted_at", models.DateTimeField(blank=True, null=True)),
                ("signed_at", models.DateTimeField(blank=True, null=True)),
                ("amendment", models.TextField(blank=True, default="")),
                (
                    "amends",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="amended_by",
                        to="screening.response",
                    ),
                ),
                (
                    "encounter",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="responses",
                        to="screening.encounter",
                    ),
                ),
                (
                    "practice",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.practice",
                    ),
                ),
                (
                    "signed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "submitted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="screening.questionnaireversion",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="OwnDifferential",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("conditions", models.JSONField(default=list)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "practice",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.practice",
                    ),
                ),
                (
                    "response",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="own_differentials",
                        to="screening.response",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Assessment",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("engine", models.PositiveSmallIntegerField()),
                ("digest", models.CharField(max_length=71)),
                ("inputs_digest", models.CharField(max_length=71)),
                ("decision", models.JSONField()),
                ("decision_digest", models.CharField(max_length=71)),
                ("made_at", models.DateTimeField()),
                (
                    "practice",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.practice",
                    ),
                ),
                (
                    "response",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assessments",
                        to="screening.response",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Subject",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("reference_ciphertext", models.BinaryField()),
                ("reference_index", models.BinaryField()),
                ("birth_year", models.PositiveSmallIntegerField()),
                (
                    "sex",
                    models.CharField(
                        choices=[
                            ("female", "Female"),
                            ("male", "Male"),
                            ("other", "Other"),
                            ("unknown", "Unknown"),
                        ],
                        max_length=7,
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "practice",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.practice",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="encounter",
            name="subject",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="encounters",
                to="screening.subject",
            ),
        ),
        migrations.CreateModel(
            name="Verdict",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("condition", models.CharField(max_length=20)),
                (
                    "judgement",
                    models.CharField(
                        choices=[
                            ("agree", "Agree"),
                            ("disagree", "Disagree"),
                            ("already_known", "Already Known"),
                        ],
                        max_length=13,
                    ),
                ),
                ("reason", models.TextField(blank=True, default="")),
                ("at", models.DateTimeField()),
                (
                    "assessment",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="verdicts",
                        to="screening.assessment",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "practice",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.practice",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="questionnaire",
            constraint=models.UniqueConstraint(
                fields=("practice", "key"), name="questionnaire_key_once", nulls_distinct=False
            ),
        ),
        migrations.AddConstraint(
            model_name="questionnaireversion",
            constraint=models.UniqueConstraint(fields=("questionnaire", "version"), name="version_once"),
        ),
        migrations.AddConstraint(
            model_name="questionnaireversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("status__in", ["draft", "in_review", "published", "retired", "withdrawn"])
                ),
                name="version_status_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="questionnaireversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("status__in", ["draft", "in_review"]), ("published_at__isnull", False), _connector="OR"
                ),
                name="version_published_at_some_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="questionnaireversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("digest__regex", "^sha256:[0-9a-f]{64}$"),
                    ("rules_digest__regex", "^sha256:[0-9a-f]{64}$"),
                ),
                name="version_has_digests",
            ),
        ),
        migrations.AddIndex(
            model_name="response",
            index=models.Index(fields=["practice", "status", "-saved_at"], name="response_list_of_practice"),
        ),
        migrations.AddConstraint(
            model_name="response",
            constraint=models.UniqueConstraint(fields=("practice", "id"), name="response_of_practice"),
        ),
        migrations.AddConstraint(
            model_name="response",
            constraint=models.UniqueConstraint(
                fields=("practice", "submission_key"), name="response_submission_key_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="response",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("status__in", ["in_progress", "submitted", "signed", "superseded", "entered_in_error"])
                ),
                name="response_status_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="response",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("status__in", ["in_progress", "entered_in_error"]),
                    models.Q(("submission_key__isnull", False), ("submitted_at__isnull", False)),
                    _connector="OR",
                ),
                name="response_submitted_with_a_key",
            ),
        ),
        migrations.AddIndex(
            model_name="owndifferential",
            index=models.Index(fields=["practice", "response"], name="owndifferential_response"),
        ),
        migrations.AddConstraint(
            model_name="assessment",
            constraint=models.UniqueConstraint(fields=("practice", "id"), name="assessment_of_practice"),
        ),
        migrations.AddConstraint(
            model_name="assessment",
            constraint=models.UniqueConstraint(
                fields=("practice", "response"), name="assessment_once_per_response"
            ),
        ),
        migrations.AddConstraint(
            model_name="subject",
            constraint=models.UniqueConstraint(fields=("practice", "id"), name="subject_of_practice"),
        ),
        migrations.AddConstraint(
            model_name="subject",
            constraint=models.UniqueConstraint(
                fields=("practice", "reference_index"), name="subject_once_per_reference"
            ),
        ),
        migrations.AddConstraint(
            model_name="subject",
            constraint=models.CheckConstraint(
                condition=models.Q(("birth_year__range", (1900, 2200))), name="subject_birth_year_plausible"
            ),
        ),
        migrations.AddConstraint(
            model_name="subject",
            constraint=models.CheckConstraint(
                condition=models.Q(("sex__in", ["female", "male", "other", "unknown"])),
                name="subject_sex_known",
            ),
        ),
        migrations.AddIndex(
            model_name="encounter",
            index=models.Index(fields=["practice", "subject"], name="encounter_subject_of_practice"),
        ),
        migrations.AddConstraint(
            model_name="encounter",
            constraint=models.UniqueConstraint(fields=("practice", "id"), name="encounter_of_practice"),
        ),
        migrations.AddIndex(
            model_name="verdict",
            index=models.Index(fields=["practice", "assessment"], name="verdict_assessment"),
        ),
        migrations.AddConstraint(
            model_name="verdict",
            constraint=models.CheckConstraint(
                condition=models.Q(("judgement__in", ["agree", "disagree", "already_known"])),
                name="verdict_judgement_known",
            ),
        ),
    ]
