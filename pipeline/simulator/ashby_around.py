"""The endpoints around people: departments, jobs, openings, teams, projects, offers, referrals, interviews.

Part of the table in `ashby`: name → the permission it asks for (section 5) and what does it.
"""

from collections.abc import Callable, Mapping
from typing import Any

from pipeline.simulator import ashby_departments as departments
from pipeline.simulator import ashby_interviews as interviews
from pipeline.simulator import ashby_jobs as jobs
from pipeline.simulator import ashby_offers as offers
from pipeline.simulator import ashby_openings as openings
from pipeline.simulator import ashby_projects as projects
from pipeline.simulator import ashby_referrals as referrals
from pipeline.simulator import ashby_setup_lists as lists
from pipeline.simulator import ashby_team as team
from pipeline.simulator.ashby_options import AshbyOptions
from pipeline.simulator.ashby_pages import Answer
from pipeline.simulator.ashby_state import AshbyState

ENDPOINTS: Mapping[str, tuple[str, Callable[[AshbyState, AshbyOptions, dict[str, Any]], Answer]]] = {
    "department.archive": ("organizationWrite", departments.department_archive),
    "department.restore": ("organizationWrite", departments.department_restore),
    "location.archive": ("organizationWrite", departments.location_archive),
    "location.restore": ("organizationWrite", departments.location_restore),
    "job.update": ("jobsWrite", jobs.job_update),
    "opening.create": ("jobsWrite", openings.opening_create),
    "opening.info": ("jobsRead", openings.opening_info),
    "opening.search": ("jobsRead", openings.opening_search),
    "opening.list": ("jobsRead", openings.opening_list),
    "opening.update": ("jobsWrite", openings.opening_update),
    "opening.addJob": ("jobsWrite", openings.opening_add_job),
    "opening.removeJob": ("jobsWrite", openings.opening_remove_job),
    "opening.addLocation": ("jobsWrite", openings.opening_add_location),
    "opening.removeLocation": ("jobsWrite", openings.opening_remove_location),
    "opening.setOpeningState": ("jobsWrite", openings.opening_set_state),
    "opening.setArchived": ("jobsWrite", openings.opening_set_archived),
    "hiringTeam.addMember": ("organizationWrite", team.add_member),
    "hiringTeam.removeMember": ("organizationWrite", team.remove_member),
    "application.addHiringTeamMember": ("candidatesWrite", team.application_add_member),
    "application.removeHiringTeamMember": ("candidatesWrite", team.application_remove_member),
    "project.list": ("candidatesRead", projects.project_list),
    "project.search": ("candidatesRead", projects.project_search),
    "project.info": ("candidatesRead", projects.project_info),
    "project.create": ("projectsWrite", projects.project_create),
    "candidate.addProject": ("candidatesWrite", projects.candidate_add_project),
    "candidate.removeProject": ("candidatesWrite", projects.candidate_remove_project),
    "candidate.listProjects": ("candidatesRead", projects.candidate_list_projects),
    "referralForm.info": ("hiringProcessMetadataRead", referrals.form_info),
    "referral.create": ("candidatesWrite", referrals.referral_create),
    "offerProcess.start": ("offersWrite", offers.process_start),
    "offer.start": ("offersWrite", offers.offer_start),
    "offer.create": ("offersWrite", offers.offer_create),
    "offer.setStatus": ("offersWrite", offers.set_status),
    "offer.setDecidedAt": ("offersWrite", offers.set_decided_at),
    "offer.list": ("offersRead", offers.offer_list),
    "offer.info": ("offersRead", offers.offer_info),
    "interview.list": ("interviewsRead", interviews.interview_list),
    "interview.info": ("interviewsRead", interviews.interview_info),
    "interviewSchedule.list": ("interviewsRead", interviews.schedule_list),
    "interviewEvent.list": ("interviewsRead", interviews.event_list),
    "closeReason.list": ("hiringProcessMetadataRead", lists.close_reason_list),
    "communicationTemplate.list": ("hiringProcessMetadataRead", lists.template_list),
    "sourceTrackingLink.list": ("hiringProcessMetadataRead", lists.tracking_link_list),
}
