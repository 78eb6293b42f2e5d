"""What Lever may send tomorrow: fields, values and types that no documentation tells of, each by the name of its news.

New fields may appear in v1 without notice (reference section 1.1).
"""

from typing import Any

from pipeline.simulator.lever_options import LeverOptions

SUMMARY = {"text": "Looks promising.", "model": "gist-2", "score": 0.75, "topics": ["growth", {"name": "depth"}]}
ORIGIN = "talent-pool"
RATING = {
    "id": "b2f1d3f0-52a4-4c58-9f0b-6d2a8f6a1c07",
    "type": "star-rating",
    "text": "Stars",
    "description": "",
    "required": False,
    "stars": {"of": 5},
    "value": {"given": 4},
}


def told(options: LeverOptions, kind: str, shape: dict[str, Any]) -> dict[str, Any]:
    """`shape` (of `kind`) with the news that the options name."""
    if kind == "opportunity" and "opportunity_field" in options.news:
        shape = {**shape, "aiSummary": SUMMARY}
    if kind == "opportunity" and "opportunity_origin" in options.news and shape["id"][0] in "0123":
        shape = {**shape, "origin": ORIGIN}
    if kind == "feedback" and "feedback_field_type" in options.news:
        shape = {**shape, "fields": [*shape["fields"], RATING]}
    return shape
