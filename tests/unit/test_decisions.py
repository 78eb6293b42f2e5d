"""mappings/*.csv are edited by people: what they meant is taken, what nobody can mean is said with its line."""

from pathlib import Path

import pytest

from pipeline import decisions
from pipeline.errors import SettingsError
from pipeline.tables import TABLES

HEADER = "lever_id,lever_name,records,ashby_id,ashby_name,decision,score,note"


def _check(tmp_path: Path, text: str) -> None:
    path = tmp_path / "source.csv"
    path.write_bytes(text.encode("utf-8-sig"))
    decisions.check(path, TABLES["mapping__source"])


def test_what_people_write_is_taken(tmp_path: Path) -> None:
    _check(
        tmp_path, f'{HEADER}\na,"A, and B",3,id-1,Name,chosen,,"a note\nin two lines"\nb,B,1,,,leave_out,,\nc,C,,,,,,\n'
    )


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("a,A,3,id-1,Name,choosen,,", "line 2, has a decision that is none of"),
        ("a,A,3,,,chosen,,", "line 2, is chosen and has no ashby_id"),
        ("a,A,3,id-1,,,,", "line 2, has a target and no decision"),
    ],
)
def test_a_wrong_row_is_said_with_its_line(tmp_path: Path, line: str, sentence: str) -> None:
    with pytest.raises(SettingsError, match=sentence):
        _check(tmp_path, f"{HEADER}\n{line}\n")


def test_wrong_columns_and_encodings_are_said(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="lacks the column 'decision'"):
        _check(tmp_path, HEADER.replace("decision", "decisoin"))
    path = tmp_path / "latin.csv"
    path.write_bytes(f"{HEADER}\na,Zoë,1,,,,,\n".encode("latin-1"))
    with pytest.raises(SettingsError, match="UTF-8"):
        decisions.check(path, TABLES["mapping__source"])
