"""The clinician's own part: what was answered to flags and suggestions, notes, mode, amendment and error."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_walls"),
        ("screening", "0008_work_ups"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="FlagAcknowledgement",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("flag", models.CharField(max_length=20)),
                (
                    "reason_code",
                    models.CharField(
                        choices=[
                            ("acted", "Acted on now"),
                            ("referred", "Referred or arranged already"),
                            ("known", "Known and looked into before"),
                            ("mistaken", "The answer behind it is wrong"),
                            ("other", "Another reason"),
                        ],
                        max_length=9,
                    ),
                ),
                ("reason", models.TextField(blank=True, default="")),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Note",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("text", models.TextField()),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name="owndifferential",
            name="other",
            field=models.TextField(blank=True, default=""),
        ),
        migrations.AddField(
            model_name="owndifferential",
            name="skip_code",
            field=models.CharField(
                blank=True,
                choices=[
                    ("none_yet", "I have no differential yet"),
                    ("urgent", "There is no time: this patient is urgent"),
                    ("not_mine", "I only read this result for somebody else"),
                    ("other", "Another reason"),
                ],
                default="",
                max_length=9,
            ),
        ),
        migrations.AddField(
            model_name="owndifferential",
            name="skip_reason",
            field=models.TextField(blank=True, default=""),
        ),
        migrations.AddField(
            model_name="response",
            name="mode",
            field=models.CharField(
                blank=True,
                choices=[
                    ("interview", "Asked by the clinician"),
                    ("self", "Filled in by the patient, then entered"),
                    ("telephone", "By telephone or video"),
                    ("proxy", "Answered by somebody else for the patient"),
                    ("", "Not recorded"),
                ],
                default="",
                max_length=9,
            ),
        ),
        migrations.AddField(
            model_name="response",
            name="void_reason",
            field=models.TextField(blank=True, default=""),
        ),
        migrations.AddField(
            model_name="response",
            name="voided_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="response",
            name="voided_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="verdict",
            name="reason_code",
            field=models.CharField(
                blank=True,
                choices=[
                    ("fits", "Fits the whole picture"),
                    ("working", "Is my working diagnosis"),
                    ("explained", "Another condition explains it better"),
                    ("excluded", "Already excluded by examination or tests"),
                    ("answer", "An answer it rests on is wrong or in doubt"),
                    ("rule", "I do not share the rule or its source"),
                    ("record", "Stands in the record already"),
                    ("other", "Another reason"),
                ],
                default="",
                max_length=9,
            ),
        ),
        migrations.AddConstraint(
            model_name="owndifferential",
            constraint=models.CheckConstraint(
                condition=models.Q(("skip_code__in", ["", "none_yet", "urgent", "not_mine", "other"])),
                name="owndifferential_skip_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="response",
            constraint=models.UniqueConstraint(
                condition=models.Q(("amends__isnull", False), ("status", "in_progress")),
                fields=("practice", "amends"),
                name="response_one_open_amendment",
            ),
        ),
        migrations.AddConstraint(
            model_name="response",
            constraint=models.CheckConstraint(
                condition=models.Q(("mode__in", ["interview", "self", "telephone", "proxy", ""])),
                name="response_mode_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="response",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "signed"), _negated=True),
                    models.Q(("signed_at__isnull", False), ("signed_by__isnull", False)),
                    _connector="OR",
                ),
                name="response_signed_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="response",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "entered_in_error"), _negated=True),
                    models.Q(
                        ("voided_at__isnull", False),
                        ("voided_by__isnull", False),
                        models.Q(("void_reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="response_voided_with_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="response",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("amends__isnull", True), models.Q(("amendment", ""), _negated=True), _connector="OR"
                ),
                name="response_amended_with_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="verdict",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "reason_code__in",
                        ["", "fits", "working", "explained", "excluded", "answer", "rule", "record", "other"],
                    )
                ),
                name="verdict_reason_known",
            ),
        ),
        migrations.AddField(
            model_name="flagacknowledgement",
            name="assessment",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="acknowledgements",
                to="screening.assessment",
            ),
        ),
        migrations.AddField(
            model_name="flagacknowledgement",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="flagacknowledgement",
            name="practice",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.practice",
            ),
        ),
        migrations.AddField(
            model_name="note",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="note",
            name="practice",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.practice",
            ),
        ),
        migrations.AddField(
            model_name="note",
            name="response",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="notes",
                to="screening.response",
            ),
        ),
        migrations.AddIndex(
            model_name="flagacknowledgement",
            index=models.Index(fields=["practice", "assessment"], name="flagacknowledgement_assessment"),
        ),
        migrations.AddConstraint(
            model_name="flagacknowledgement",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason_code__in", ["acted", "referred", "known", "mistaken", "other"])),
                name="flagacknowledgement_reason_known",
            ),
        ),
        migrations.AddIndex(
            model_name="note",
            index=models.Index(fields=["practice", "response"], name="note_response"),
        ),
        migrations.AddConstraint(
            model_name="note",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True), name="note_says_something"
            ),
        ),
    ]
