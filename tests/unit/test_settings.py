"""A setting that cannot be followed is named at the start, with what it must be."""

import pytest

from aktr.errors import SettingError
from aktr.settings import Settings, get_settings


@pytest.fixture(autouse=True)
def _read_anew() -> object:
    get_settings.cache_clear()
    yield
    get_settings.cache_clear()


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("AKTR_RETENTION_HOURS", "inf", "a number that has an end"),
        ("AKTR_RETENTION_HOURS", "1e12", "87600 or less"),
        ("AKTR_RETENTION_HOURS", "-1", "more than 0"),
        ("AKTR_RETENTION_HOURS", "for ever", "a number"),
        ("AKTR_WORKERS", "0", "1 or more"),
        ("AKTR_WORKERS", "two", "a whole number"),
        ("AKTR_WORKER_SILENCE_S", "1e12", "86400 or less"),
        ("AKTR_SYNC_WAIT_S", "nan", "a number that has an end"),
        ("AKTR_FILE_CPU_S", "99999999999999999999", "31622400 or less"),
        ("AKTR_READER_MEMORY_BYTES", "9" * 30, "4611686018427387904 or less"),
        ("AKTR_METRICS", "perhaps", "true or false"),
        ("AKTR_LOG_LEVEL", "LOUD", "DEBUG, INFO, WARNING or ERROR"),
        ("AKTR_TRUSTED_HOSTS", "https://aktr.example.org", "without http://"),
        ("AKTR_TRUSTED_HOSTS", "aktr.example.org:8000", "without a port"),
        ("AKTR_TRUSTED_HOSTS", "aktr.example.org/", "such as aktr.example.org"),
        ("AKTR_TRUSTED_HOSTS", "::1", "brackets"),
        ("AKTR_TRUSTED_HOSTS", ",", "names of the server"),
        ("AKTR_TRUSTED_PROXIES", "proxy.local", "addresses or networks"),
        ("AKTR_TRUSTED_PROXIES", "10.0.0.1/8", "ends in zeros"),
        ("AKTR_TRUSTED_ORIGINS", "aktr.example.org", "https://aktr.example.org"),
        ("AKTR_TRUSTED_ORIGINS", "https://aktr.example.org/page", "without a path"),
        ("AKTR_VISION_URL", "notaurl", "http:// or https://"),
        ("AKTR_VISION_URL", "file:///etc/passwd", "http:// or https://"),
        ("AKTR_VISION_URL", "https://user:secret@models.example.com", "no user"),
        ("AKTR_VISION_KEY", "two words", "without blanks"),
        ("AKTR_VISION_USE", "always", "AKTR_VISION_URL and AKTR_VISION_MODEL"),
        ("AKTR_MAX_PAGES", "0", "1 or more"),
    ],
)
def test_a_wrong_setting_is_named_with_what_it_must_be(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, said: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingError) as refusal:
        get_settings()
    assert name in refusal.value.message
    assert said in refusal.value.message
    assert refusal.value.exit_code == 2
    for words in ("Input", "Value error", "secret", "two words"):
        assert words not in refusal.value.message


def test_every_wrong_setting_is_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AKTR_WORKERS", "two")
    monkeypatch.setenv("AKTR_TRUSTED_HOSTS", "http://a")
    with pytest.raises(SettingError, match=r"(?s)AKTR_WORKERS.*AKTR_TRUSTED_HOSTS"):
        get_settings()


def test_a_setting_without_a_value_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    usual = get_settings()
    for name in (
        "DATA_DIR",
        "TRUSTED_HOSTS",
        "RATE_LIMIT",
        "WORKERS",
        "DATABASE_URL",
        "VISION_URL",
    ):
        monkeypatch.setenv(f"AKTR_{name}", "")
    get_settings.cache_clear()
    assert get_settings() == usual


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("trusted_hosts", "aktr.example.org, *.school.example,[::1],10.0.0.7"),
        ("trusted_proxies", "10.0.0.7, 2001:db8::/32"),
        ("trusted_proxies", "*"),
        ("trusted_origins", "https://portal.example.org, http://[::1]:8000"),
    ],
)
def test_lists_may_hold_all_that_they_are_for(name: str, value: str) -> None:
    assert getattr(Settings.model_validate({name: value}), name) == value
