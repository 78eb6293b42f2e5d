"""Every call that may be sent to Ashby. Anything else can't be: that is what keeps the move quiet.

Not here on purpose, because they tell somebody or can't be undone: application.transfer, application.changeStage,
interviewSchedule.create, jobPosting.setStatus, approvals, sequences, candidate.anonymize, candidate.pushToHris,
applicationForm.submit, applicationFeedbackRequest.create, referralForm.info (it creates a form).
"""

READS = frozenset(
    {
        "apiKey.info",
        "application.info",
        "application.list",
        "application.listHistory",
        "archiveReason.list",
        "candidate.info",
        "candidate.list",
        "candidate.listNotes",
        "candidate.search",
        "candidateTag.list",
        "customField.list",
        "department.list",
        "interviewPlan.list",
        "interviewStage.list",
        "job.list",
        "location.list",
        "source.list",
        "user.list",
    }
)

WRITES = frozenset(
    {
        "application.create",
        "candidate.addTag",
        "candidate.create",
        "candidate.createNote",
        "candidate.update",
        "candidateTag.create",
        "customField.create",
        "customField.setValues",
        "job.create",
    }
)

NOTIFYING = frozenset({"candidate.update", "candidate.createNote"})
"""Writes with a `sendNotifications` parameter: it is always sent, and always false (rule N2)."""
