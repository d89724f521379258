"""A closed server answers holders of keys, each for what its key is good for."""

import base64
import hashlib
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import httpx2
import pytest
from typer.testing import CliRunner

from aktr.api.app import create_app
from aktr.cli.keys import app
from aktr.db.keys import Scope
from aktr.db.repository import Repository
from aktr.db.session import Database
from aktr.errors import AktrError
from aktr.settings import Settings, get_settings
from api_service import RunningService, Samples, StartService

EXTRACT = "/v1/extractor/batch/extract"
EVERYTHING = frozenset(Scope)


@pytest.fixture
def closed(start_service: StartService) -> RunningService:
    return start_service(require_keys=True)


def keys_of(service: RunningService) -> Repository:
    repository: Repository = service.app.state.services.repository
    return repository


def bearer(key: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}"}


def basic(key: str) -> dict[str, str]:
    return {"Authorization": "Basic " + base64.b64encode(f"anyone:{key}".encode()).decode()}


def test_every_route_but_those_of_monitors_is_closed_without_a_key(closed: RunningService) -> None:
    paths = create_app(Settings()).openapi()["paths"]
    with closed.client() as client:
        for path, operations in paths.items():
            address = path.format(
                batch_id=uuid4(),
                report_id=uuid4(),
                share_id=uuid4(),
                position=1,
                what="score",
                code="PA.I.A.K1",
            )
            for method in operations:
                answer = client.request(method.upper(), address)
                # A shared link is made for people without a key.
                if path in {"/health", "/ready", "/metrics", "/v1/extractor/shared/{share_id}"}:
                    assert answer.status_code != 401, path
                    continue
                assert answer.status_code == 401, f"{method} {path}"
                assert answer.json()["title"] == "A key is needed"
                assert answer.headers["www-authenticate"].startswith("Bearer")
        for path in ("/", "/docs", "/openapi.json", "/nothing/here"):
            assert client.get(path).status_code == 401, path


def test_a_key_opens_the_server(closed: RunningService, samples: Samples) -> None:
    _, key = keys_of(closed).make_key("the school", EVERYTHING, None)
    with closed.client() as client:
        for headers in (bearer(key), basic(key)):
            form = samples.form(samples.good[:1])
            made = client.post(EXTRACT, files=form, headers=headers)
            assert made.status_code == 200
            assert client.get(made.json()["url"], headers=headers).status_code == 200
            assert client.get(made.json()["url"]).status_code == 401


def test_holders_of_keys_are_not_in_the_way_of_each_other_s_names(
    start_service: StartService, samples: Samples
) -> None:
    service = start_service()
    holders = [bearer(keys_of(service).make_key(who, EVERYTHING, None)[1]) for who in "ab"]
    seen = set()
    with service.client() as client:
        for headers, sent in zip(
            ({}, *holders), (samples.good[:1], samples.good[:1], samples.good[1:2]), strict=True
        ):
            name = {"Idempotency-Key": "monday", **headers}
            first, again = (
                client.post(EXTRACT, files=samples.form(sent), headers=name) for _ in range(2)
            )
            assert first.status_code == 200, first.text
            assert "idempotent-replayed" not in first.headers
            assert again.headers["idempotent-replayed"] == "true"
            assert again.json()["batch_id"] == first.json()["batch_id"]
            seen.add(first.json()["batch_id"])
            state = client.post(
                f"/v1/extractor/batch/{first.json()['batch_id']}/files",
                files=samples.form(samples.good[3:4]),
                headers=name,
            )
            assert state.status_code == 202, state.text
    assert len(seen) == 3


def test_a_key_that_does_not_hold_opens_nothing(closed: RunningService) -> None:
    with closed.client() as client:
        for headers in (
            bearer("aktr_" + "x" * 43),
            bearer("x"),
            basic("aktr_wrong"),
            {"Authorization": "Bearer"},
            {"Authorization": "Basic ****"},
            {"Authorization": "Basic /w=="},
            {"Authorization": "Digest x"},
            {"Authorization": "x" * 5000},
        ):
            assert client.get("/v1/acs/exams", headers=headers).status_code == 401, headers


def test_a_key_is_good_for_its_scopes_alone(closed: RunningService, samples: Samples) -> None:
    repository = keys_of(closed)
    _, reads = repository.make_key("reads", frozenset({Scope.READ}), None)
    _, writes = repository.make_key("writes", frozenset({Scope.WRITE}), None)
    form = samples.form(samples.good[:1])
    with closed.client() as client:
        refused = client.post(EXTRACT, files=form, headers=bearer(reads))
        assert refused.status_code == 403
        assert refused.json()["title"] == "Not allowed"
        batch = client.post(EXTRACT, files=form, headers=bearer(writes)).json()
        assert client.get(batch["url"], headers=bearer(writes)).status_code == 403
        assert client.get(batch["url"], headers=bearer(reads)).status_code == 200
        assert client.delete(batch["url"], headers=bearer(reads)).status_code == 403
        assert client.delete(batch["url"], headers=bearer(writes)).status_code == 204


def test_a_revoked_key_is_worthless_at_once(closed: RunningService) -> None:
    repository = keys_of(closed)
    key_id, key = repository.make_key("left the school", EVERYTHING, None)
    with closed.client() as client:
        assert client.get("/v1/acs/exams", headers=bearer(key)).status_code == 200
        repository.revoke_key(key_id)
        assert client.get("/v1/acs/exams", headers=bearer(key)).status_code == 401
    with pytest.raises(AktrError, match="revoked before"):
        repository.revoke_key(key_id)


def test_each_key_is_counted_by_its_own_rate(start_service: StartService, samples: Samples) -> None:
    service = start_service(rate_limit="1/hour")
    _, slow = keys_of(service).make_key("slow", EVERYTHING, "2/hour")
    _, other = keys_of(service).make_key("other", EVERYTHING, "2/hour")
    form = samples.form(samples.bad[:1])
    with service.client() as client:

        def statuses(headers: dict[str, str]) -> list[int]:
            return [client.post(EXTRACT, files=form, headers=headers).status_code for _ in range(3)]

        assert statuses({}) == [422, 429, 429]
        assert statuses(bearer(slow)) == [422, 422, 429]
        assert statuses(bearer(other)) == [422, 422, 429]


def test_guessing_keys_is_counted(start_service: StartService) -> None:
    service = start_service(rate_limit="3/hour")
    with service.client() as client:
        guesses = [
            client.get("/v1/acs/exams", headers=bearer(f"aktr_{number}")).status_code
            for number in range(5)
        ]
    assert guesses == [401, 401, 401, 429, 429]


def test_where_no_key_is_needed_passwords_of_a_proxy_are_none_of_ours(
    client: httpx2.Client,
) -> None:
    for headers in (basic("proxy password"), bearer("a token of the proxy")):
        assert client.get("/v1/acs/exams", headers=headers).status_code == 200


def test_a_key_is_shown_once_and_kept_as_a_digest(database: Database) -> None:
    repository = Repository(database)
    key_id, key = repository.make_key("the school", EVERYTHING, None)
    assert len(key) >= 48
    assert repository.make_key("another", EVERYTHING, None)[1] != key
    (row, _) = repository.list_keys()
    assert (row.id, row.label, row.digest) == (
        key_id,
        "the school",
        hashlib.sha256(key.encode()).hexdigest(),
    )
    known = repository.find_key(key)
    assert known is not None
    assert known.scopes == EVERYTHING
    assert repository.find_key(key + "x") is None


def test_all_servers_of_a_database_count_together(database: Database) -> None:
    now = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
    first, second = (Repository(database, lambda: now) for _ in range(2))
    counts = [server.count("a client", 4, 60) for server in (first, second) * 3]
    assert [count is None for count in counts] == [True] * 4 + [False] * 2
    assert counts[-1] is not None
    assert 0 < counts[-1] <= 120
    assert first.count("another client", 4, 60) is None
    assert first.count("a client", 4, 3600) is None


def test_the_window_slides_and_waiting_as_told_is_enough(database: Database) -> None:
    now = datetime(2026, 11, 22, 12, 0, 30, tzinfo=UTC)
    repository = Repository(database, lambda: now)
    assert [repository.count("a", 3, 60) for _ in range(3)] == [None] * 3
    for _ in range(6):
        wait_s = repository.count("a", 3, 60)
        assert wait_s is not None
        assert 0 < wait_s <= 120
        now += timedelta(seconds=wait_s + 0.01)
        assert repository.count("a", 3, 60) is None
    now += timedelta(minutes=3)
    assert [repository.count("a", 3, 60) for _ in range(3)] == [None] * 3


def test_rates_of_a_database_hold_over_http(start_service: StartService) -> None:
    service = start_service(rate_limit="2/hour", rate_store="database")
    form = [("files", ("a.txt", b"x"))]
    with service.client() as client:
        answers = [client.post(EXTRACT, files=form) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [422, 422, 429]
    assert 1 <= int(answers[-1].headers["retry-after"]) <= 7200


def test_work_for_one_address_is_limited_and_reading_is_not(
    start_service: StartService, samples: Samples
) -> None:
    service = start_service(batch_rate_limit="3/hour")
    with service.client() as client:
        one, other = (
            client.post(EXTRACT, files=samples.form(samples.good[:1])).json()["url"]
            for _ in range(2)
        )
        exports = [client.get(f"{one}/export?format=csv").status_code for _ in range(4)]
        assert exports == [200, 200, 200, 429]
        assert client.get(f"{one}/comparison?with={UUID(int=0)}").status_code == 429
        assert client.get(f"{other}/export?format=csv").status_code == 200
        assert {client.get(one).status_code for _ in range(6)} == {200}


def test_the_command_makes_lists_and_revokes_keys(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AKTR_DATA_DIR", str(tmp_path))
    get_settings.cache_clear()
    commands = CliRunner()
    try:
        made = commands.invoke(app, ["make", "School", "--scope", "read", "--rate", "9/hour"])
        assert made.exit_code == 0, made.output
        key = made.stdout.strip()
        assert key.startswith("aktr_")
        key_id = made.stderr.split()[0]
        listed = commands.invoke(app, ["list"]).stdout
        assert key not in listed
        for part in (key_id, "read ", "holds", "9/hour", "School"):
            assert part in listed
        assert commands.invoke(app, ["revoke", key_id]).exit_code == 0
        assert "revoked" in commands.invoke(app, ["list"]).stdout
        again = commands.invoke(app, ["revoke", key_id])
        assert "aktr keys list" in str(again.exception)
        useless = (("x", "often"), ("x", "0/minute"), ("", "9/hour"), ("a\nb\x1b[31m", "9/hour"))
        for label, rate in (*useless, ("x" * 101, "9/hour")):
            refused = commands.invoke(app, ["make", label, "--rate", rate])
            assert refused.exit_code == 2
            assert "AKTR_" not in refused.output
            assert ("--rate is" in refused.output) == (rate != "9/hour")
        assert len(commands.invoke(app, ["list"]).stdout.splitlines()) == 1
    finally:
        get_settings.cache_clear()


def test_a_label_of_an_earlier_version_cannot_steer_the_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AKTR_DATA_DIR", str(tmp_path))
    get_settings.cache_clear()
    try:
        commands = CliRunner()
        commands.invoke(app, ["list"])
        database = Database(get_settings().resolved_database_url)
        Repository(database).make_key("a\nb\x1b[31m", EVERYTHING, None)
        database.close()
        listed = commands.invoke(app, ["list"]).stdout
    finally:
        get_settings.cache_clear()
    assert len(listed.splitlines()) == 1
    assert "\x1b" not in listed
