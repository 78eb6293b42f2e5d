"""Downloads from Lever's stand-in over loopback: the bytes, and every way in which they do not come."""

import hashlib
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from pipeline.simulator import company, lever_files
from pipeline.simulator.control import Vendor
from pipeline.simulator.lever_child_state import Stored
from pipeline.simulator.lever_options import LeverOptions
from pipeline.simulator.server import lever_vendor
from pipeline.simulator.serving import serving

FREE = LeverOptions(rate_limit="none")
MEGABYTE = 1_000_000


@pytest.fixture(scope="module")
def vendor() -> Vendor:
    return lever_vendor(people=40, options=FREE)


@pytest.fixture(scope="module")
def served(vendor: Vendor) -> Iterator[httpx.Client]:
    with serving(vendor) as (url,), httpx.Client(base_url=f"{url}/v1", auth=(company.LEVER_KEY, "")) as client:
        yield client


@pytest.fixture
def client(served: httpx.Client, vendor: Vendor) -> httpx.Client:
    vendor.options = FREE
    vendor.set_options()
    return served


def path_of(vendor: Vendor, case: str, place: int = 0) -> str:
    """The path of the n-th thing of a case, wherever it hangs."""
    wanted = vendor.state.cases[case][place]
    for opportunity, children in vendor.state.children.items():
        for kind in ("files", "resumes", "offers"):
            if wanted in {record.id for record in getattr(children, kind)}:
                return f"/opportunities/{opportunity}/{kind}/{wanted}"
    raise AssertionError(f"nothing of the case {case}")


def download(client: httpx.Client, vendor: Vendor, case: str, place: int = 0, **query: Any) -> httpx.Response:
    return client.get(f"{path_of(vendor, case, place)}/download", params=query)


def test_every_download_is_what_the_state_says(client: httpx.Client, vendor: Vendor) -> None:
    vendor.set_options(processing_tries=0)
    told = vendor.describe(vendor.state)
    sums, seen = told["sha256"], set()
    for kind in ("resumes", "files", "offers"):
        for opportunity, rows in told["children"][kind].items():
            for row in rows:
                path = f"/opportunities/{opportunity}/{kind}/{row['id']}/download"
                names = {row["id"]: path}
                if kind == "offers":
                    names = {f"{row['id']}:{word}": f"{path}?status={word}" for word in ("sent", "signed")}
                for name, address in names.items():
                    answer = client.get(address)
                    assert (answer.status_code == 200) == (name in sums)
                    if name in sums:
                        seen.add(name)
                        assert hashlib.sha256(answer.content).hexdigest() == sums[name]
                        stored = row.get("file") or row
                        if kind != "offers":
                            assert len(answer.content) == int(stored["size"])
                        assert answer.headers["content-length"] == str(len(answer.content))
                        assert answer.headers["content-type"]
    assert set(sums) - seen == set(vendor.state.cases["file gap question"])
    assert len(seen) > 40


def test_empty_twin_and_oddly_named_files(client: httpx.Client, vendor: Vendor) -> None:
    empty = download(client, vendor, "file empty")
    assert (empty.status_code, empty.content, empty.headers["content-length"]) == (200, b"", "0")
    assert download(client, vendor, "file twin").content == download(client, vendor, "file twin", 1).content
    assert (
        download(client, vendor, "file of one name").content != download(client, vendor, "file of one name", 1).content
    )
    names = [client.get(path_of(vendor, "file of odd name", place)).json()["data"]["name"] for place in range(7)]
    assert "../../etc/lebenslauf.pdf" in names
    assert download(client, vendor, "file of odd name").headers["content-type"] == "application/pdf"
    unsupported = download(client, vendor, "file unsupported")
    assert (unsupported.status_code, unsupported.headers["content-type"]) == (200, "application/octet-stream")


def test_files_tell_text_and_resumes_tell_numbers(client: httpx.Client, vendor: Vendor) -> None:
    file = client.get(path_of(vendor, "file empty")).json()["data"]
    assert (file["size"], file["ext"], type(file["uploadedAt"])) == ("0", ".txt", str)
    resume = client.get(path_of(vendor, "file several resumes")).json()["data"]
    assert (resume["file"]["size"], resume["file"]["ext"]) == (2_048, "pdf")
    for switch, host in (("app", "https://hire.lever.co/candidates/"), ("api", "https://api.lever.co/v1/candidates/")):
        vendor.set_options(download_url=switch)
        assert client.get(path_of(vendor, "file empty")).json()["data"]["downloadUrl"].startswith(host)


def test_what_lever_could_not_process_is_refused_and_what_it_processes_comes_later(
    client: httpx.Client, vendor: Vendor
) -> None:
    for case in ("file gap error", "file gap resume"):
        refused = download(client, vendor, case)
        assert refused.status_code == 422
        assert set(refused.json()) == {"code", "message"}
    vendor.set_options(processing_tries=3)
    assert [download(client, vendor, "file processing").status_code for _ in range(5)] == [422, 422, 422, 200, 200]
    assert download(client, vendor, "file resume without file").status_code == 404
    assert client.get(f"{path_of(vendor, 'file empty')}0/download").status_code == 404


def test_a_listed_file_may_have_no_bytes(client: httpx.Client, vendor: Vendor) -> None:
    vendor.set_options(download_missing=(vendor.state.cases["file twin"][0],))
    assert download(client, vendor, "file twin").status_code == 404
    assert download(client, vendor, "file twin", 1).status_code == 200
    assert client.get(path_of(vendor, "file twin")).status_code == 200


def test_offers_give_the_newest_document_unless_asked(client: httpx.Client, vendor: Vendor) -> None:
    sent, signed = (download(client, vendor, "offer signed", status=word).content for word in ("sent", "signed"))
    assert sent != signed
    assert download(client, vendor, "offer signed").content == signed
    assert download(client, vendor, "offer sent").status_code == 200
    assert download(client, vendor, "offer sent", status="signed").status_code == 404
    assert download(client, vendor, "offer draft").status_code == 404
    assert download(client, vendor, "offer signed", status="other").status_code == 400


def test_a_big_file_is_made_while_it_is_sent(client: httpx.Client, vendor: Vendor) -> None:
    vendor.set_options(big_file_bytes=20 * MEGABYTE)
    assert client.get(path_of(vendor, "file big")).json()["data"]["size"] == str(20 * MEGABYTE)
    found, length = hashlib.sha256(), 0
    with client.stream("GET", f"{path_of(vendor, 'file big')}/download") as answer:
        for chunk in answer.iter_bytes():
            found.update(chunk)
            length += len(chunk)
    assert (length, answer.headers["content-length"]) == (20 * MEGABYTE, str(20 * MEGABYTE))
    (record,) = (
        file
        for children in vendor.state.children.values()
        for file in children.files
        if file.id in vendor.state.cases["file big"]
    )
    assert found.hexdigest() == lever_files.sha256(record.stored, vendor.options)
    chunks = list(lever_files.chunks(Stored("x.bin", ".bin", 0, None, 0, "x"), MEGABYTE))
    assert max(map(len, chunks)) <= lever_files.CHUNK
    assert len(set(chunks)) == len(chunks)


def test_a_redirect_leads_to_a_storage_that_refuses_credentials(client: httpx.Client, vendor: Vendor) -> None:
    direct = download(client, vendor, "file twin").content
    vendor.set_options(download_redirect=True)
    answer = download(client, vendor, "file twin")
    assert (answer.status_code, answer.content) == (302, b"")
    place = answer.headers["location"]
    assert httpx.get(place).content == direct
    assert httpx.get(place, auth=(company.LEVER_KEY, "")).status_code == 400
    assert httpx.get(f"{place}0").status_code == 404
    client.post(
        str(client.base_url.copy_with(path="/_sim/faults")),
        json=[{"kind": "truncated", "match": f"{lever_files.STORAGE}*", "nth": 1}],
    )
    assert [httpx.get(place).content for _ in range(2)] == [direct[: len(direct) // 2], direct]
    vendor.set_options(rate_limit="bucket", requests_per_second=0.001, burst=1)
    place = download(client, vendor, "file twin").headers["location"]
    assert [httpx.get(place).status_code for _ in range(3)] == [200] * 3


def test_answers_to_custom_questions_have_no_documented_download(client: httpx.Client, vendor: Vendor) -> None:
    (opportunity,) = vendor.state.cases["cover_text"]
    (wanted,) = vendor.state.cases["file gap question"]
    application = client.get(f"/opportunities/{opportunity}/applications").json()["data"][0]
    answers = {field["type"]: field for field in application["customQuestions"][0]["fields"][::-1]}
    assert set(answers["file-upload"]["value"]) == {"id", "ext", "name", "size", "uploadedAt"}
    assert answers["file-upload"]["value"]["id"] == wanted
    path = f"/opportunities/{opportunity}/files/{wanted}/download"
    assert client.get(path).status_code == 404
    vendor.set_options(question_files_downloadable=True)
    assert len(client.get(path).content) == answers["file-upload"]["value"]["size"]
    assert wanted not in [row["id"] for row in client.get(f"/opportunities/{opportunity}/files").json()["data"]]


def test_scripted_faults_hit_downloads_too(client: httpx.Client, vendor: Vendor) -> None:
    whole = download(client, vendor, "file twin").content
    vendor.faults.replace([])
    client.post(
        str(client.base_url.copy_with(path="/_sim/faults")),
        json=[{"kind": "truncated", "match": "*/download", "nth": 1}],
    )
    assert download(client, vendor, "file twin").content == whole[: len(whole) // 2]
    assert download(client, vendor, "file twin").content == whole


def test_a_healthy_company_delivers_every_file() -> None:
    with serving(lever_vendor(people=200, options=FREE, healthy=True)) as (url,):
        told = httpx.get(f"{url}/_sim/state").json()
    statuses = {row["file"] and row["file"]["status"] for rows in told["children"]["resumes"].values() for row in rows}
    statuses |= {row["status"] for rows in told["children"]["files"].values() for row in rows}
    assert "error" not in statuses
    assert "processed" in statuses
    assert not [name for name in told["cases"] if name.startswith("file gap")]
    assert "file-upload" not in str(told["applications"])
