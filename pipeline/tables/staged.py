"""One raw resource each, typed."""

from pipeline.tables.table import table

STAGED_LEVER = (
    table(
        "staged",
        "stg_lever__user",
        "user_id",
        "one Lever user",
        "user_id VARCHAR; name VARCHAR; email VARCHAR; username VARCHAR; access_role VARCHAR;"
        "is_deactivated BOOLEAN; created_at TIMESTAMPTZ; deactivated_at TIMESTAMPTZ",
    ),
    table(
        "staged",
        "stg_lever__stage",
        "lever_stage_id",
        "one Lever stage; position counts from 0 in pipeline order",
        "lever_stage_id VARCHAR; name VARCHAR; position BIGINT",
    ),
    table(
        "staged",
        "stg_lever__archive_reason",
        "archive_reason_id",
        "one Lever archive reason; is_hired for the reason that means hired",
        "archive_reason_id VARCHAR; name VARCHAR; status VARCHAR; is_hired BOOLEAN",
    ),
    table(
        "staged",
        "stg_lever__source",
        "source",
        "one Lever source with Lever's own count of its opportunities",
        "source VARCHAR; count_opportunities BIGINT",
    ),
    table(
        "staged",
        "stg_lever__tag",
        "tag",
        "one Lever tag with Lever's own count of its opportunities",
        "tag VARCHAR; count_opportunities BIGINT",
    ),
    table(
        "staged",
        "stg_lever__posting",
        "posting_id",
        "one Lever posting; a posting that is only named by an application and can't be read has is_readable false",
        "posting_id VARCHAR; title VARCHAR; state VARCHAR; is_confidential BOOLEAN; is_readable BOOLEAN;"
        "department VARCHAR; team VARCHAR; location VARCHAR; commitment VARCHAR; owner_user_id VARCHAR;"
        "hiring_manager_user_id VARCHAR; created_at TIMESTAMPTZ; updated_at TIMESTAMPTZ",
    ),
    table(
        "staged",
        "stg_lever__opportunity",
        "opportunity_id",
        "one Lever opportunity with its application, newest copy; problem names what could not be read",
        "opportunity_id VARCHAR; contact_id VARCHAR; name VARCHAR; headline VARCHAR; is_confidential BOOLEAN;"
        "location VARCHAR; emails VARCHAR[]; phones STRUCT(type VARCHAR, value VARCHAR)[]; links VARCHAR[];"
        "tags VARCHAR[]; sources VARCHAR[]; lever_stage_id VARCHAR; archive_reason_id VARCHAR;"
        "archived_at TIMESTAMPTZ; is_archived BOOLEAN; origin VARCHAR; sourced_by_user_id VARCHAR;"
        "owner_user_id VARCHAR; created_at TIMESTAMPTZ; updated_at TIMESTAMPTZ; last_interaction_at TIMESTAMPTZ;"
        "last_advanced_at TIMESTAMPTZ; snoozed_until TIMESTAMPTZ; is_anonymized BOOLEAN; deleted_at TIMESTAMPTZ;"
        "opportunity_location VARCHAR; count_applications BIGINT; application_id VARCHAR; application_type VARCHAR;"
        "posting_id VARCHAR; application_user_id VARCHAR; problem VARCHAR",
    ),
    table(
        "staged",
        "stg_lever__stage_change",
        "opportunity_id position",
        "one stage change; position counts from 0 in Lever's order",
        "opportunity_id VARCHAR; position BIGINT; lever_stage_id VARCHAR; changed_at TIMESTAMPTZ; user_id VARCHAR",
    ),
    table(
        "staged",
        "stg_lever__note",
        "note_id",
        "one Lever note (a thread), newest copy; problem names what could not be read",
        "note_id VARCHAR; opportunity_id VARCHAR; user_id VARCHAR; is_secret BOOLEAN; created_at TIMESTAMPTZ;"
        "deleted_at TIMESTAMPTZ; problem VARCHAR",
    ),
    table(
        "staged",
        "stg_lever__feedback",
        "feedback_id",
        "one Lever feedback, drafts (no completed_at) and deleted ones too; problem names what could not be read",
        "feedback_id VARCHAR; opportunity_id VARCHAR; template_id VARCHAR; title VARCHAR; type VARCHAR;"
        "user_id VARCHAR; interview_id VARCHAR; panel_id VARCHAR; is_secret BOOLEAN; created_at TIMESTAMPTZ;"
        "completed_at TIMESTAMPTZ; deleted_at TIMESTAMPTZ; problem VARCHAR",
    ),
    table(
        "staged",
        "stg_lever__feedback_template",
        "template_id",
        "one Lever feedback template that is listed or was asked for by its id",
        "template_id VARCHAR; title VARCHAR",
    ),
    table(
        "staged",
        "stg_lever__form",
        "form_id",
        "one filled profile form; is_secret if it or its template says so, or nobody knows; problem names what could "
        "not be read",
        "form_id VARCHAR; opportunity_id VARCHAR; template_id VARCHAR; title VARCHAR; user_id VARCHAR;"
        "is_secret BOOLEAN; created_at TIMESTAMPTZ; completed_at TIMESTAMPTZ; deleted_at TIMESTAMPTZ;"
        "problem VARCHAR",
    ),
    table(
        "staged",
        "stg_lever__question",
        "question_id",
        "what one applicant wrote: the cover text (comments) and the answers to custom questions "
        "(stg_lever__answer); question_id is the application's id. Referral forms are stg_lever__referral's",
        "question_id VARCHAR; opportunity_id VARCHAR; comments VARCHAR; created_at TIMESTAMPTZ; problem VARCHAR",
    ),
    table(
        "staged",
        "stg_lever__referral",
        "referral_id",
        "one referral; problem names what could not be read",
        "referral_id VARCHAR; opportunity_id VARCHAR; title VARCHAR; referrer_user_id VARCHAR; user_id VARCHAR;"
        "created_at TIMESTAMPTZ; completed_at TIMESTAMPTZ; problem VARCHAR",
    ),
    table(
        "staged",
        "stg_lever__answer",
        "entity lever_id position",
        "one field of one filled form: entity is feedback, form, question or referral, lever_id its id; position "
        "counts from 0 in Lever's order; value is Lever's JSON word for word, told the same for a person to read (null "
        "if empty)",
        "entity VARCHAR; lever_id VARCHAR; position BIGINT; form_title VARCHAR; field_id VARCHAR; label VARCHAR;"
        "type VARCHAR; value VARCHAR; told VARCHAR; currency VARCHAR; language VARCHAR;"
        "scores STRUCT(label VARCHAR, score BIGINT, comment VARCHAR)[]",
    ),
    table(
        "staged",
        "stg_lever__interview",
        "interview_id",
        "one interview, canceled ones and those that only their panel names too; without a panel it is its own",
        "interview_id VARCHAR; opportunity_id VARCHAR; panel_id VARCHAR; subject VARCHAR; note VARCHAR;"
        "interviewers STRUCT(user_id VARCHAR, name VARCHAR, email VARCHAR)[]; timezone VARCHAR;"
        "starts_at TIMESTAMPTZ; duration_minutes BIGINT; location VARCHAR; user_id VARCHAR; canceled_at TIMESTAMPTZ;"
        "created_at TIMESTAMPTZ; problem VARCHAR",
    ),
    table(
        "staged",
        "stg_lever__panel",
        "panel_id",
        "one panel of interviews; is_listed is false for one that only an interview names, whose times are then its "
        "interviews'",
        "panel_id VARCHAR; opportunity_id VARCHAR; starts_at TIMESTAMPTZ; ends_at TIMESTAMPTZ; timezone VARCHAR;"
        "note VARCHAR; user_id VARCHAR; canceled_at TIMESTAMPTZ; created_at TIMESTAMPTZ; is_listed BOOLEAN;"
        "problem VARCHAR",
    ),
    table(
        "staged",
        "stg_lever__offer",
        "offer_id",
        "one offer; fields as a person reads them, in Lever's order",
        "offer_id VARCHAR; opportunity_id VARCHAR; posting_id VARCHAR; status VARCHAR; creator_user_id VARCHAR;"
        "fields STRUCT(label VARCHAR, identifier VARCHAR, told VARCHAR)[];"
        "signatures STRUCT(role VARCHAR, name VARCHAR, email VARCHAR, first_opened_at TIMESTAMPTZ,"
        " last_opened_at TIMESTAMPTZ, signed_at TIMESTAMPTZ, is_signed BOOLEAN)[];"
        "sent_document VARCHAR; signed_document VARCHAR; created_at TIMESTAMPTZ; approved_at TIMESTAMPTZ;"
        "sent_at TIMESTAMPTZ; problem VARCHAR",
    ),
    table(
        "staged",
        "stg_lever__attachment",
        "attachment_id",
        "one resume, file, offer document or file in an answer that Lever names (attachment_id is <kind>/<id>), and "
        "what became of its bytes: outcome kept, doubtful, refused, none (a resume without a file), or null (never "
        "asked for)",
        "attachment_id VARCHAR; opportunity_id VARCHAR; kind VARCHAR; object_id VARCHAR; name VARCHAR; ext VARCHAR;"
        "is_secret BOOLEAN; status VARCHAR; uploaded_at TIMESTAMPTZ; created_at TIMESTAMPTZ; outcome VARCHAR;"
        "sha256 VARCHAR; bytes BIGINT; listed_bytes BIGINT; content_type VARCHAR; why VARCHAR",
    ),
    table(
        "staged",
        "stg_lever__requisition",
        "requisition_id",
        "one requisition",
        "requisition_id VARCHAR; code VARCHAR; name VARCHAR; status VARCHAR; is_confidential BOOLEAN;"
        "is_backfill BOOLEAN; employment_status VARCHAR; team VARCHAR; department VARCHAR; location VARCHAR;"
        "posting_ids VARCHAR[]; owner_user_id VARCHAR; hiring_manager_user_id VARCHAR; created_at TIMESTAMPTZ;"
        "closed_at TIMESTAMPTZ",
    ),
    table(
        "staged",
        "stg_lever__note_comment",
        "note_id position",
        "one comment of a note; position counts from 0 in Lever's order",
        "note_id VARCHAR; position BIGINT; user_id VARCHAR; text VARCHAR; score BIGINT; created_at TIMESTAMPTZ",
    ),
)

STAGED_ASHBY = (
    table(
        "staged",
        "stg_ashby__user",
        "user_id",
        "one Ashby user",
        "user_id VARCHAR; name VARCHAR; email VARCHAR; is_enabled BOOLEAN",
    ),
    table(
        "staged",
        "stg_ashby__department",
        "department_id",
        "one Ashby department",
        "department_id VARCHAR; name VARCHAR; parent_id VARCHAR; is_archived BOOLEAN",
    ),
    table(
        "staged",
        "stg_ashby__location",
        "location_id",
        "one Ashby location",
        "location_id VARCHAR; name VARCHAR; is_archived BOOLEAN",
    ),
    table(
        "staged",
        "stg_ashby__job",
        "job_id",
        "one Ashby job",
        "job_id VARCHAR; title VARCHAR; status VARCHAR; is_confidential BOOLEAN; department_id VARCHAR;"
        "location_id VARCHAR; default_interview_plan_id VARCHAR",
    ),
    table(
        "staged",
        "stg_ashby__interview_plan",
        "interview_plan_id",
        "one Ashby interview plan",
        "interview_plan_id VARCHAR; title VARCHAR; is_archived BOOLEAN",
    ),
    table(
        "staged",
        "stg_ashby__interview_stage",
        "interview_stage_id",
        "one interview stage of one plan",
        "interview_stage_id VARCHAR; interview_plan_id VARCHAR; title VARCHAR; type VARCHAR; position BIGINT",
    ),
    table(
        "staged",
        "stg_ashby__archive_reason",
        "archive_reason_id",
        "one Ashby archive reason",
        "archive_reason_id VARCHAR; name VARCHAR; reason_type VARCHAR; is_archived BOOLEAN",
    ),
    table(
        "staged",
        "stg_ashby__source",
        "source_id",
        "one Ashby source",
        "source_id VARCHAR; title VARCHAR; is_archived BOOLEAN",
    ),
    table(
        "staged",
        "stg_ashby__tag",
        "tag_id",
        "one Ashby candidate tag",
        "tag_id VARCHAR; title VARCHAR; is_archived BOOLEAN",
    ),
    table(
        "staged",
        "stg_ashby__custom_field",
        "custom_field_id",
        "one Ashby custom field definition",
        "custom_field_id VARCHAR; title VARCHAR; object_type VARCHAR; field_type VARCHAR; is_archived BOOLEAN;"
        "is_private BOOLEAN; options STRUCT(label VARCHAR, value VARCHAR, is_archived BOOLEAN)[]",
    ),
    table(
        "staged",
        "stg_ashby__feedback_form",
        "form_id",
        "one feedback form",
        "form_id VARCHAR; title VARCHAR; is_archived BOOLEAN; is_default BOOLEAN",
    ),
    table(
        "staged",
        "stg_ashby__feedback_field",
        "form_id path",
        "one field of one feedback form; position counts from 0 over all its sections; a submission names it by path",
        "form_id VARCHAR; path VARCHAR; position BIGINT; title VARCHAR; type VARCHAR; is_required BOOLEAN;"
        "is_nullable BOOLEAN; options STRUCT(label VARCHAR, value VARCHAR)[]",
    ),
    table(
        "staged",
        "stg_ashby__hiring_team_role",
        "role_id",
        "one role in an application's hiring team",
        "role_id VARCHAR; title VARCHAR",
    ),
    table(
        "staged",
        "stg_ashby__opening",
        "opening_id",
        "one opening",
        "opening_id VARCHAR; identifier VARCHAR; state VARCHAR; is_archived BOOLEAN; job_ids VARCHAR[]",
    ),
    table(
        "staged",
        "stg_ashby__candidate",
        "candidate_id",
        "one Ashby candidate, newest copy",
        "candidate_id VARCHAR; name VARCHAR; primary_email VARCHAR; emails VARCHAR[]; phone VARCHAR;"
        "linkedin_url VARCHAR; github_url VARCHAR; website_url VARCHAR; source_id VARCHAR; tag_ids VARCHAR[];"
        "custom_values STRUCT(custom_field_id VARCHAR, value VARCHAR)[]; application_ids VARCHAR[];"
        "files STRUCT(file_id VARCHAR, name VARCHAR, handle VARCHAR)[]; resume_file_id VARCHAR;"
        "created_at TIMESTAMPTZ; updated_at TIMESTAMPTZ",
    ),
)

STAGED_READ_BACK = (
    table(
        "staged",
        "stg_ashby__application",
        "application_id",
        "one Ashby application, read back",
        "application_id VARCHAR; candidate_id VARCHAR; job_id VARCHAR; status VARCHAR; interview_stage_id VARCHAR;"
        "archive_reason_id VARCHAR; archived_at TIMESTAMPTZ; source_id VARCHAR; credited_to_user_id VARCHAR;"
        "custom_values STRUCT(custom_field_id VARCHAR, value VARCHAR)[];"
        "hiring_team STRUCT(user_id VARCHAR, role VARCHAR)[]; created_at TIMESTAMPTZ",
    ),
    table(
        "staged",
        "stg_ashby__application_history",
        "application_id position",
        "one history event of an Ashby application; position is its stageNumber",
        "application_id VARCHAR; position BIGINT; interview_stage_id VARCHAR; entered_at TIMESTAMPTZ",
    ),
    table(
        "staged",
        "stg_ashby__note",
        "ashby_note_id",
        "one note of an Ashby candidate, read back; lever_marker is the <kind>:<id> of its marker line",
        "ashby_note_id VARCHAR; candidate_id VARCHAR; content VARCHAR; is_private BOOLEAN; lever_marker VARCHAR;"
        "created_at TIMESTAMPTZ",
    ),
    table(
        "staged",
        "stg_ashby__feedback",
        "ashby_feedback_id",
        "one feedback submission, read back; answers by the path of their field, each value as JSON; lever_marker is "
        "the <kind>:<id> of the marker line in one of them",
        "ashby_feedback_id VARCHAR; application_id VARCHAR; form_id VARCHAR; user_id VARCHAR;"
        "submitted_at TIMESTAMPTZ; answers STRUCT(path VARCHAR, value VARCHAR)[]; lever_marker VARCHAR",
    ),
    table(
        "staged",
        "stg_ashby__file",
        "file_id",
        "one file of ours whose bytes were asked for: outcome given (sha256, bytes), refused or no_address",
        "file_id VARCHAR; candidate_id VARCHAR; name VARCHAR; outcome VARCHAR; sha256 VARCHAR; bytes BIGINT;"
        "why VARCHAR",
    ),
)
