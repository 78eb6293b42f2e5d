"""Every call that may be sent to Ashby. Anything else can't be: that is what keeps the move quiet.

Not here on purpose, because they tell somebody or can't be undone: application.transfer, application.changeStage,
interviewSchedule.create, jobPosting.setStatus, approvals, sequences, candidate.anonymize, candidate.pushToHris,
applicationForm.submit, applicationFeedbackRequest.create, referral.create, offers, referralForm.info (it creates a
form).
"""

READS = frozenset(
    {
        "apiKey.info",
        "application.info",
        "application.list",
        "application.listHistory",
        "applicationFeedback.list",
        "applicationHiringTeamRole.list",
        "archiveReason.list",
        "candidate.info",
        "candidate.list",
        "candidate.listNotes",
        "candidate.search",
        "candidateTag.list",
        "customField.info",
        "customField.list",
        "department.list",
        "feedbackFormDefinition.list",
        "file.info",
        "interviewPlan.list",
        "interviewStage.list",
        "job.info",
        "job.list",
        "location.list",
        "opening.list",
        "source.list",
        "user.list",
    }
)

WRITES = frozenset(
    {
        "application.addHiringTeamMember",
        "application.create",
        "applicationFeedback.submit",
        "candidate.addTag",
        "candidate.create",
        "candidate.createNote",
        "candidate.update",
        "candidate.uploadFile",
        "candidate.uploadResume",
        "candidateTag.create",
        "customField.create",
        "customField.setValues",
        "customField.updateSelectableValues",
        "department.create",
        "job.create",
        "job.setStatus",
        "location.create",
        "opening.create",
    }
)
"""The operations of ready rows. job.setStatus opens jobs and closes them: it publishes no posting."""

UPLOADS = frozenset({"file.createFileUploadHandle"})
"""Sent on the way to a write, never as one: its effect is an address, and another one does no harm (10(d))."""

NOTIFYING = frozenset({"candidate.update", "candidate.createNote"})
"""Writes with a `sendNotifications` parameter: it is always sent, and always false (rule N2)."""
