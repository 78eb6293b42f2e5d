"""What hangs on a posting in Lever: the questions of its application form, and who may see it (section 2.13).

Questions follow from the posting: one form for everybody outside, one for colleagues, EEO questions where the posting
is published, a consent text in one country. Custom questions are shared between postings and keep their ids.
"""

from random import Random
from typing import Any

from pipeline.simulator.lever_pages import Query, bad_request
from pipeline.simulator.lever_state import Posting, World
from pipeline.simulator.world_writing import uid

DECLINE = "Decline to self-identify"
EEO_OPTIONS = {
    "gender": ("Gender", ("Female", "Male", DECLINE)),
    "race": ("Race", ("Hispanic or Latino", "Two or More Races (Not Hispanic or Latino)", DECLINE)),
    "veteran": ("Veteran status", ("I am a veteran", "I am not a veteran", DECLINE)),
}
PERSONAL = (
    # text, name, type, required
    ("Full name", "fullName", "text", True),
    ("Email", "email", "text", True),
    ("Current company", "currentCompany", "text", False),
    ("Current location", "currentLocation", "text", False),
    ("Phone", "phone", "text", False),
    ("Resume", "resume", "file-upload", False),
    ("Additional information", "additionalInformation", "textarea", False),
)
ROLES: tuple[dict[str, Any], ...] = (
    {"id": "admin", "name": "Admin", "isReadOnly": True},
    {"id": "limited", "name": "Limited Team Member", "isReadOnly": True, "conditions": {}},
    {"id": "owner", "name": "Super Admin", "isReadOnly": True},
    {"id": "team", "name": "Team Member", "isReadOnly": True},
)
ROLE_OF = {"super admin": "owner", "admin": "admin", "team member": "team", "limited team member": "limited"}


def questions(world: World, query: Query, posting: Posting) -> dict[str, Any]:
    """GET /postings/:id/apply (distribution=internal|external)."""
    named = query.get("distribution", ["internal", "external"])
    if not {"internal", "external"}.issuperset(named):
        raise bad_request("distribution must be internal or external")
    custom = [form for form in _custom(world, posting) if not set(named).isdisjoint(form["distribution"])]
    eeo = {"eeoQuestions": _eeo()} if posting.state == "published" and "external" in named else {}
    return {
        "data": {
            "id": posting.id,
            "text": posting.text,
            "customQuestions": custom,
            **eeo,
            "personalInformation": [
                {"text": text, "name": name, "type": kind, "required": required, "value": None}
                for text, name, kind, required in PERSONAL
            ],
            "urls": [
                {"text": name, "name": name, "type": "text", "required": False, "value": None}
                for name in ("LinkedIn", "Other")
            ],
            "consentDisclosures": _consent() if posting.location == "Ghent" else None,
        }
    }


def members(world: World, posting: Posting) -> dict[str, Any]:
    """GET /postings/:id/users: without `data`, as recorded; colleagues who own or follow the posting."""
    named = dict.fromkeys((posting.owner, posting.hiring_manager, *posting.followers))
    return {
        "posting": {"id": posting.id, "text": posting.text},
        "users": [
            {
                "id": user.id,
                "name": user.name,
                "email": user.email,
                "inheritedFromRoleId": ROLE_OF.get(user.access_role),
                "conditions": {},
            }
            for user in world.users
            if user.id in named
        ],
        "roles": list(ROLES),
    }


def _custom(world: World, posting: Posting) -> list[dict[str, Any]]:
    if posting.state in ("draft", "gone"):
        return []
    return [
        {
            "id": _id(world, "education"),
            "text": "Education",
            "fields": [
                {
                    **_field(world, "degree", "Highest degree?", "dropdown"),
                    "prompt": "",
                    "options": [{"text": text} for text in ("None", "Bachelor’s degree", "Master’s degree")],
                    "value": None,
                },
                {**_field(world, "university", "Which university?", "university"), "prompt": "", "value": None},
            ],
            "distribution": ["external"],
        },
        {
            "id": _id(world, f"team {posting.team}"),
            "text": f"Joining {posting.team}",
            "fields": [
                {**_field(world, f"why {posting.team}", "Why this team?", "textarea"), "value": None},
                {
                    **_field(world, f"days {posting.team}", "Which days suit you?", "multiple-select"),
                    "options": [{"text": text} for text in ("Monday", "Wednesday", "Friday")],
                    "value": None,
                },
            ],
            "distribution": ["internal", "external"],
        },
    ]


def _field(world: World, key: str, text: str, kind: str) -> dict[str, Any]:
    return {"description": "", "required": False, "text": text, "type": kind, "id": _id(world, key)}


def _id(world: World, key: str) -> str:
    return uid(Random(f"{world.seed}:question:{key}"))


def _eeo() -> dict[str, Any]:
    return {
        name: {
            "description": None,
            "required": False,
            "text": text,
            "type": "dropdown",
            "options": [{"text": option, "optionId": option} for option in texts],
            "prompt": text,
            "value": None,
        }
        for name, (text, texts) in EEO_OPTIONS.items()
    }


def _consent() -> dict[str, Any]:
    words = "We keep your details for two years."
    return {
        "store": {
            "statement": words,
            "statementHtml": f"<div>{words}</div>",
            "displayState": "required",
            "compliancePolicyId": "6f0f2f5b-3a9e-4f4d-9a76-2d1f8f1f7c55",
        }
    }
