"""What joins and decides, between the staged tables and the writes."""

from pipeline.tables.decided import MAPPING_KINDS, decision_of
from pipeline.tables.table import every, table

INT_MAPPING = tuple(
    table(
        "staged",
        f"int_mapping_{kind}",
        "lever_id",
        f"one decision about a Lever {kind.replace('_', ' ')}: people's where there is one, else exact, else proposed",
        decision_of(kind),
    )
    for kind in MAPPING_KINDS
)

STAGED_INT = (
    table(
        "staged",
        "int_run_option",
        "accept_proposals",
        "the one row of options that this transform ran with",
        "accept_proposals BOOLEAN",
    ),
    *INT_MAPPING,
    table(
        "staged",
        "int_contact",
        "contact_id",
        "one contact that any opportunity names; was_person if a former load named a person after it",
        "contact_id VARCHAR; was_person BOOLEAN",
    ),
    table(
        "staged",
        "int_opportunity_email",
        "opportunity_id position",
        "one e-mail as one opportunity lists it; no canonical email: it is malformed (P1)",
        "opportunity_id VARCHAR; position BIGINT; contact_id VARCHAR; written VARCHAR; email VARCHAR",
    ),
    table(
        "staged",
        "int_contact_email",
        "contact_id email",
        "one canonical e-mail of one contact; only joining ones make two contacts one person (P1, P2)",
        "contact_id VARCHAR; email VARCHAR; is_joining BOOLEAN; count_contacts BIGINT; reason VARCHAR",
    ),
    table(
        "staged",
        "int_contact_person",
        "contact_id",
        "one contact and the person it belongs to; made by connected components (P1)",
        "contact_id VARCHAR; person_id VARCHAR",
    ),
    table(
        "staged",
        "int_opportunity_verdict",
        "opportunity_id",
        "one opportunity and what keeps it from an application; no reason_code: nothing does",
        "opportunity_id VARCHAR; reason_code VARCHAR; is_confidential BOOLEAN; unplaced_stage VARCHAR;"
        "interview_plan_id VARCHAR",
    ),
    table(
        "staged",
        "int_opportunity",
        "opportunity_id",
        "one opportunity and its fate: write (an application), merged, excluded or held",
        "opportunity_id VARCHAR; contact_id VARCHAR; person_id VARCHAR; posting_id VARCHAR; is_confidential BOOLEAN;"
        "fate VARCHAR; rule VARCHAR; reason_code VARCHAR; reason VARCHAR; is_visible BOOLEAN;"
        "created_at TIMESTAMPTZ; active_at TIMESTAMPTZ",
    ),
    table(
        "staged",
        "int_person_opportunity",
        "opportunity_id",
        "one visible opportunity of one person; recency 0 is the most recently active, age 0 the oldest (P4, P7)",
        "person_id VARCHAR; opportunity_id VARCHAR; recency BIGINT; age BIGINT",
    ),
    table(
        "staged",
        "int_person_email",
        "person_id email",
        "one e-mail of one person; is_native if the candidate gets it as its own (P2); place orders them",
        "person_id VARCHAR; email VARCHAR; is_native BOOLEAN; place BIGINT",
    ),
    table(
        "staged",
        "int_person_phone",
        "person_id number",
        "one phone number of one person; place orders them (P4)",
        "person_id VARCHAR; number VARCHAR; type VARCHAR; place BIGINT",
    ),
    table(
        "staged",
        "int_person_link",
        "person_id link",
        "one link of one person; kind is linkedin, github, website, or null for what is no web address (P4)",
        "person_id VARCHAR; link VARCHAR; kind VARCHAR; place BIGINT",
    ),
    table(
        "staged",
        "int_person_source",
        "person_id source",
        "one source of one person; place orders them, the oldest opportunity's first (P7)",
        "person_id VARCHAR; source VARCHAR; place BIGINT",
    ),
    table(
        "staged",
        "int_person_reach",
        "person_id",
        "one person's e-mails, phones and links: those for the candidate's own fields and the rest (P4)",
        "person_id VARCHAR; primary_email VARCHAR; alternate_emails VARCHAR[]; other_emails VARCHAR[]; phone VARCHAR;"
        "other_phones VARCHAR[]; linkedin_url VARCHAR; github_url VARCHAR; website_url VARCHAR; other_links VARCHAR[]",
    ),
    table(
        "staged",
        "int_person_profile",
        "person_id",
        "one person's name, headlines, sources and times, from the visible opportunities (P4, P5, P7)",
        "person_id VARCHAR; name VARCHAR; headline VARCHAR; sources VARCHAR[]; created_at TIMESTAMPTZ;"
        "active_at TIMESTAMPTZ",
    ),
    table(
        "staged",
        "int_person_match",
        "person_id",
        "one person and the candidate in Ashby that it is already: ours, found, several or none (P3)",
        "person_id VARCHAR; ashby_candidate_id VARCHAR; ashby_match VARCHAR; count_candidates BIGINT",
    ),
    table(
        "staged",
        "int_person_verdict",
        "person_id",
        "one person and what keeps it from being written; no reason_code: nothing does",
        "person_id VARCHAR; reason_code VARCHAR; active_at TIMESTAMPTZ",
    ),
    table(
        "staged",
        "int_person",
        "person_id",
        "one person: what P3 to P7 make of all of the opportunities, and the candidate found in Ashby",
        "person_id VARCHAR; fate VARCHAR; rule VARCHAR; reason_code VARCHAR; reason VARCHAR; name VARCHAR;"
        "primary_email VARCHAR; alternate_emails VARCHAR[]; phone VARCHAR; other_phones VARCHAR[]; headline VARCHAR;"
        "linkedin_url VARCHAR; github_url VARCHAR; website_url VARCHAR; other_links VARCHAR[];"
        "source VARCHAR; other_sources VARCHAR[]; contact_ids VARCHAR[]; created_at TIMESTAMPTZ;"
        "active_at TIMESTAMPTZ; ashby_candidate_id VARCHAR; ashby_match VARCHAR",
    ),
    table(
        "staged",
        "int_posting_target",
        "posting_id",
        "one posting and the Ashby job it becomes: an existing one (ashby_job_id) or one to create (job_write_key)",
        "posting_id VARCHAR; fate VARCHAR; rule VARCHAR; reason_code VARCHAR; reason VARCHAR; ashby_job_id VARCHAR;"
        "job_write_key VARCHAR; interview_plan_id VARCHAR; is_confidential_job BOOLEAN",
    ),
    table(
        "staged",
        "int_stage_use",
        "posting_id lever_stage_id",
        "one Lever stage that opportunities of one posting are or were in, and how many",
        "posting_id VARCHAR; lever_stage_id VARCHAR; records BIGINT",
    ),
    table(
        "staged",
        "int_stage_target",
        "posting_id lever_stage_id",
        "one Lever stage as used by one posting's opportunities, and its interview stage in the job's plan (A5)",
        "posting_id VARCHAR; lever_stage_id VARCHAR; interview_stage_id VARCHAR; is_left_out BOOLEAN; records BIGINT",
    ),
    table(
        "staged",
        "int_candidacy",
        "opportunity_id",
        "one opportunity whose posting has a job, and how its stage changes end (A3)",
        "opportunity_id VARCHAR; posting_id VARCHAR; interview_plan_id VARCHAR; lever_stage_id VARCHAR;"
        "last_position BIGINT; ends_at_current_stage BOOLEAN; advanced_at TIMESTAMPTZ",
    ),
    table(
        "staged",
        "int_closing",
        "opportunity_id",
        "one archived opportunity that has a job, and the event that ends its history (A4)",
        "opportunity_id VARCHAR; is_hired BOOLEAN; interview_stage_id VARCHAR; entered_at TIMESTAMPTZ;"
        "ashby_archive_reason_id VARCHAR",
    ),
    table(
        "staged",
        "int_history",
        "opportunity_id position",
        "one event of an application's history in order (A3, A4); no interview_stage_id: it can't be placed",
        "opportunity_id VARCHAR; position BIGINT; lever_stage_id VARCHAR; interview_stage_id VARCHAR;"
        "entered_at TIMESTAMPTZ; ashby_archive_reason_id VARCHAR",
    ),
    table(
        "staged",
        "int_tag_target",
        "tag",
        "one Lever tag that somebody has, and the tag in Ashby that it becomes (P7)",
        "tag VARCHAR; tag_key VARCHAR; fate VARCHAR; ashby_tag_id VARCHAR; tag_write_key VARCHAR",
    ),
    table(
        "staged",
        "int_tag",
        "person_id tag",
        "one tag that belongs on one person (P7, A2)",
        "person_id VARCHAR; tag VARCHAR; tag_key VARCHAR; fate VARCHAR; rule VARCHAR; reason_code VARCHAR;"
        "reason VARCHAR; ashby_tag_id VARCHAR; tag_write_key VARCHAR",
    ),
    table(
        "staged",
        "int_application_note",
        "opportunity_id",
        "one application as text: a person's older one to a job, which Ashby may refuse (A1)",
        "opportunity_id VARCHAR; person_id VARCHAR; content VARCHAR; is_private BOOLEAN; created_at TIMESTAMPTZ",
    ),
    table(
        "staged",
        "int_note_text",
        "note_id",
        "one note as the text that the candidate's note gets (N1, N3)",
        "note_id VARCHAR; content VARCHAR",
    ),
    table(
        "staged",
        "int_feedback_text",
        "feedback_id",
        "one feedback as the text of a note, for where no form of Ashby's can take it (F1, F2, A1, N3)",
        "feedback_id VARCHAR; content VARCHAR",
    ),
    table(
        "staged",
        "int_interview_text",
        "panel_id",
        "one panel with its interviews as the text of a note (I1, N3)",
        "panel_id VARCHAR; content VARCHAR",
    ),
    table(
        "staged",
        "int_offer_text",
        "offer_id",
        "one offer with every field as the text of a note (O1, N3)",
        "offer_id VARCHAR; content VARCHAR",
    ),
    table(
        "staged",
        "int_form_text",
        "form_id",
        "one filled profile form, or what an applicant wrote (its id is the application's), as the text of a note "
        "(R2, N3)",
        "form_id VARCHAR; content VARCHAR",
    ),
    table(
        "staged",
        "int_referral_text",
        "referral_id",
        "one referral as the text of a note (R2, N3)",
        "referral_id VARCHAR; content VARCHAR",
    ),
    table(
        "staged",
        "int_child",
        "entity lever_id",
        "one note, feedback, interview (a panel), offer, file, form (question notes too) or referral: what it becomes "
        "on the candidate (note, form or file; null if nothing), who may see it, and its fate",
        "entity VARCHAR; lever_id VARCHAR; opportunity_id VARCHAR; person_id VARCHAR; becomes VARCHAR; fate VARCHAR;"
        "rule VARCHAR; reason_code VARCHAR; reason VARCHAR; write_key VARCHAR; is_private BOOLEAN;"
        "created_at TIMESTAMPTZ",
    ),
    table(
        "staged",
        "int_child_text",
        "entity lever_id",
        "one thing of int_child that is or may become a note, as its text with the marker (N1, N3)",
        "entity VARCHAR; lever_id VARCHAR; content VARCHAR",
    ),
    table(
        "staged",
        "int_feedback_fit",
        "feedback_id form_id",
        "one form in Ashby that may take one feedback (place 0 its own, 1 the generic one), and which of its answers "
        "have a field there: part 0 is the answer, further ones the criteria of a scorecard; value is null where the "
        "field takes the text as told (F1)",
        "feedback_id VARCHAR; form_id VARCHAR; place BIGINT; is_generic BOOLEAN;"
        "fits STRUCT(position BIGINT, part BIGINT, path VARCHAR, value VARCHAR)[]",
    ),
    table(
        "staged",
        "int_feedback_target",
        "feedback_id",
        "one feedback that hangs on an application and the form in Ashby that takes it; no form_id: it becomes a note; "
        "text_path is the field that takes what has no field of its own, with the marker (F1)",
        "feedback_id VARCHAR; form_id VARCHAR; is_generic BOOLEAN; text_path VARCHAR; user_id VARCHAR;"
        "reason_code VARCHAR",
    ),
    table(
        "staged",
        "int_feedback_value",
        "feedback_id path",
        "one field of one submission: its value as Ashby takes it (JSON), and the Lever answers that are in it as text",
        "feedback_id VARCHAR; path VARCHAR; position BIGINT; title VARCHAR; type VARCHAR; value VARCHAR; told VARCHAR",
    ),
    table(
        "staged",
        "int_file",
        "attachment_id",
        "one file whose bytes we have, as Ashby gets it: its name carries the Lever id; is_resume for the newest "
        "resume of its person (R1)",
        "attachment_id VARCHAR; opportunity_id VARCHAR; file_name VARCHAR; is_resume BOOLEAN; sha256 VARCHAR;"
        "bytes BIGINT; content_type VARCHAR",
    ),
    table(
        "staged",
        "int_owner",
        "opportunity_id",
        "one opportunity with an owner who joins the hiring team of its application; no reason_code: does (A6)",
        "opportunity_id VARCHAR; ashby_user_id VARCHAR; role_id VARCHAR; role VARCHAR; reason_code VARCHAR",
    ),
    table(
        "staged",
        "int_opening",
        "requisition_id",
        "one requisition and the opening in Ashby that it is or becomes; fate write, found, excluded or held",
        "requisition_id VARCHAR; identifier VARCHAR; fate VARCHAR; rule VARCHAR; reason_code VARCHAR; reason VARCHAR;"
        "ashby_opening_id VARCHAR; opening_write_key VARCHAR",
    ),
    table(
        "staged",
        "int_note_text",
        "note_id",
        "one note as the text that the candidate's note gets (N1, N3)",
        "note_id VARCHAR; content VARCHAR",
    ),
    table(
        "staged",
        "int_custom_value",
        "entity_of owner_id title",
        "one custom value that belongs on a candidate or an application (P4, P7, P8), and its fate; field_value is the "
        "JSON that a field of this type takes",
        "entity_of VARCHAR; owner_id VARCHAR; title VARCHAR; value VARCHAR; fate VARCHAR; rule VARCHAR;"
        "reason_code VARCHAR; reason VARCHAR; ashby_custom_field_id VARCHAR; field_write_key VARCHAR;"
        "field_type VARCHAR; field_value VARCHAR",
    ),
    table(
        "staged",
        "int_custom_option",
        "custom_field_id value",
        "one option that a select field of Ashby's has or gets before a value needs it; is_new for those it gets",
        "custom_field_id VARCHAR; position BIGINT; label VARCHAR; value VARCHAR; is_archived BOOLEAN; is_new BOOLEAN",
    ),
    table(
        "staged",
        "int_contact_fate",
        "contact_id",
        "one contact and what becomes of it; a person's first contact stands for the person (P1)",
        "contact_id VARCHAR; person_id VARCHAR; fate VARCHAR; rule VARCHAR; reason_code VARCHAR; reason VARCHAR",
    ),
    table(
        "staged",
        "int_fate",
        "entity lever_id",
        "one Lever record of any entity and what transform decided: write, found, merged, excluded, held (C1)",
        "entity VARCHAR; lever_id VARCHAR; person_id VARCHAR; fate VARCHAR; rule VARCHAR; reason_code VARCHAR;"
        "reason VARCHAR; write_key VARCHAR",
    ),
)

EVERY_MAPPING = every("every_mapping", "table_name lever_id", "every decision of every kind", INT_MAPPING)
