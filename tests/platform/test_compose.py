"""Do Dockerfile and docker-compose.yml keep what docs/operations/running.md promises? No engine is needed."""

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from deploy import new_environment
from tests.platform import containers
from tools import provision
from tools.localdb import roles
from tools.localdb.binaries import OLDEST_MAJOR
from tools.localdb.places import ROOT
from tools.prepare import PYTHON

SERVICES = containers.services(containers.fresh_environment())
OURS = ("web", "worker", "beat", "migrate", "roles")
LONG_RUNNING = ("proxy", "web", "worker", "beat", "db", "broker")
NEWEST_MAJOR = 18
EXPLAINED = set(re.findall(r"^(\w+)=", (ROOT / ".env.example").read_text(), flags=re.MULTILINE))
COMPOSE = ROOT / "docker-compose.yml"


@pytest.mark.security
@pytest.mark.parametrize("name", SERVICES)
def test_a_service_can_do_little_outside_its_work(name: str) -> None:
    service = SERVICES[name]

    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"] and "cap_add" not in service and "privileged" not in service
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", service["user"])
    assert "docker.sock" not in str(service.get("volumes", ""))


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_has_limits_and_its_logs_do_too(name: str) -> None:
    service = SERVICES[name]

    assert {"cpus", "memory", "pids"} <= service["deploy"]["resources"]["limits"].keys()
    assert {"max-size", "max-file"} <= service["logging"]["options"].keys()


@pytest.mark.parametrize("name", LONG_RUNNING)
def test_a_service_that_stays_comes_back_and_is_watched(name: str) -> None:
    service, image = SERVICES[name], containers.stages()[-1]

    assert service["restart"] == "unless-stopped"
    assert "test" in service.get("healthcheck", {}) or (name == "web" and image.all("HEALTHCHECK"))


@pytest.mark.security
def test_only_the_proxy_can_be_reached_from_outside() -> None:
    networks = containers.compose()["networks"]
    outside = {name for name, network in networks.items() if not (network or {}).get("internal")}

    assert [name for name, service in SERVICES.items() if "ports" in service] == ["proxy"]
    for name, service in SERVICES.items():
        assert name == "proxy" or not outside & set(service.get("networks", []))
        assert "networks" in service or service["network_mode"] == "none"
    assert SERVICES["db"]["network_mode"] == "none"
    assert "listen_addresses=" in SERVICES["db"]["command"]
    assert not set(SERVICES["proxy"]["networks"]) & set(SERVICES["broker"]["networks"])


def test_services_start_in_an_order_that_can_work() -> None:
    waits = {name: service.get("depends_on", {}) for name, service in SERVICES.items()}

    assert waits["roles"] == {"db": {"condition": "service_healthy"}}
    assert waits["migrate"] == {"roles": {"condition": "service_completed_successfully"}}
    for name in ("web", "worker"):
        assert waits[name]["migrate"] == {"condition": "service_completed_successfully"}
    assert waits["proxy"] == {"web": {"condition": "service_healthy"}}


@pytest.mark.security
def test_no_secret_has_a_default_and_none_goes_where_it_is_not_needed() -> None:
    text = COMPOSE.read_text()
    made = new_environment.new_environment("algia.example")
    for name in made:
        assert f"${{{name}:?" in text and f"${{{name}:-" not in text and f"${{{name}}}" not in text

    holders = {
        name: {service for service, facts in SERVICES.items() if name in facts.get("environment", {})}
        for name in ("DATABASE_SUPERUSER_URL", "DATABASE_OWNER_URL", "DATABASE_MAINT_URL", "SECRET_KEY")
    }
    assert holders == {
        "DATABASE_SUPERUSER_URL": {"roles"},
        "DATABASE_OWNER_URL": {"roles", "migrate"},
        "DATABASE_MAINT_URL": {"roles", "migrate"},
        "SECRET_KEY": {"web", "worker", "migrate"},
    }
    assert SERVICES["beat"]["environment"].keys() == {"REDIS_URL"}


@pytest.mark.parametrize("name", new_environment.new_environment("x"))
def test_compose_refuses_to_start_without(name: str) -> None:
    lacking = {key: value for key, value in containers.fresh_environment().items() if key != name}

    with pytest.raises(KeyError, match=name):
        containers.services(lacking)


def test_every_variable_is_explained_and_every_explained_one_is_used() -> None:
    read = set(re.findall(r'env\.\w+\(\s*"(\w+)"', (ROOT / "config" / "settings.py").read_text()))
    read |= set(re.findall(r'"(DATABASE\w*_URL)"', (ROOT / "config" / "settings.py").read_text()))
    filled_in = set(re.findall(r"\$\{(\w+)", COMPOSE.read_text()))
    by_tools = {"PORT", "PG_BINDIR", "CHROMIUM", provision.SUPERUSER}
    by_gunicorn = {"WEB_CONCURRENCY"}

    assert read | filled_in | by_tools | by_gunicorn == EXPLAINED


def test_services_are_told_only_what_the_application_reads() -> None:
    known = EXPLAINED | {"DJANGO_SETTINGS_MODULE"}
    for name in OURS:
        assert SERVICES[name].get("environment", {}).keys() <= known, name


def test_a_fresh_environment_has_keys_of_its_own_that_need_no_quoting() -> None:
    first, second = containers.fresh_environment(), containers.fresh_environment()

    keys = [name for name, value in first.items() if value != second[name]]
    assert {"SECRET_KEY", "AUDIT_MAC_KEYS", "STATISTICS_KEY", *new_environment.PASSWORDS} == set(keys)
    for name in new_environment.PASSWORDS:
        assert provision.FIT_FOR_SQL.fullmatch(first[name])
    assert not [value for value in first.values() if re.search(r"[\s$'\"#]", value)]


def test_the_database_is_a_version_that_the_readme_promises() -> None:
    major = int(re.match(r"postgres:(\d+)", SERVICES["db"]["image"])[1])

    assert f"PostgreSQL {OLDEST_MAJOR} to {NEWEST_MAJOR}" in (ROOT / "README.md").read_text()
    assert OLDEST_MAJOR <= major <= NEWEST_MAJOR
    place = "/var/lib/postgresql" if major >= 18 else "/var/lib/postgresql/data"
    assert f"database:{place}" in SERVICES["db"]["volumes"]  # the image moved its data with 18


def test_every_file_that_is_mounted_is_there() -> None:
    mounted = [volume for volume in SERVICES["proxy"]["volumes"] if volume.startswith("./deploy/")]

    assert mounted
    assert all((ROOT / volume.split(":")[0]).is_file() for volume in mounted)


def test_what_services_share_is_a_volume_and_all_else_is_read_only() -> None:
    named = containers.compose()["volumes"].keys()
    used: dict[str, set[str]] = {}
    for name, service in SERVICES.items():
        for volume in service.get("volumes", []):
            source = volume["source"] if isinstance(volume, dict) else volume.split(":")[0]
            if source in named:
                used.setdefault(source, set()).add(name)
            else:
                assert volume.endswith(":ro"), volume

    assert used == {
        "database": {"db"},
        "sockets": {"db", "roles", "migrate", "web", "worker"},
        "files": {"web", "worker"},
        "cache": {"web", "worker"},
    }


@pytest.mark.security
@pytest.mark.parametrize("name", ["web", "worker"])
def test_the_deployment_checks_pass_with_what_compose_tells(name: str, tmp_path: Path) -> None:
    told = containers.stages()[-1].environment() | SERVICES[name]["environment"]
    volumes = {"FILES_DIR": str(tmp_path / "files"), "CACHE_DIR": str(tmp_path / "cache")}
    command = [PYTHON, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]

    environment = {"PATH": "/usr/bin:/bin", **told, **volumes}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)

    assert done.returncode == 0, done.stderr


@pytest.mark.security
def test_no_file_in_memory_can_outgrow_the_proxy() -> None:
    """A tmpfs counts against the memory of its container: when it grew past it, nobody would be served."""
    proxy = SERVICES["proxy"]
    text = (ROOT / "deploy" / "proxy.conf").read_text()
    (size,) = re.findall(r"size=(\d+)m", proxy["tmpfs"][0])

    assert int(size) * 2 <= int(proxy["deploy"]["resources"]["limits"]["memory"].removesuffix("M"))
    assert re.search(r"^\s*proxy_max_temp_file_size 0;", text, re.MULTILINE)


def test_the_proxy_believes_no_client_and_hides_the_probes() -> None:
    text = (ROOT / "deploy" / "proxy.conf").read_text()
    headers = dict(re.findall(r"proxy_set_header (\S+) (\S+);", text))
    limit = int(re.search(r"client_max_body_size (\d+)m;", text)[1]) * 1024 * 1024

    assert headers["X-Forwarded-Proto"] == "https"
    assert headers["X-Forwarded-For"] == "$remote_addr"
    for name in ("X-Forwarded-Host", "X-Forwarded-Port", "X-Forwarded-Prefix", "X-Real-IP", "Forwarded"):
        assert headers[name] == '""'
    assert re.search(r"\^/\(livez\|readyz\)\$ \{\s*return 404;", text)
    assert "Strict-Transport-Security" not in text  # the application's
    assert settings.DATA_UPLOAD_MAX_MEMORY_SIZE <= limit <= 2 * 1024 * 1024
    assert SERVICES["web"]["environment"]["TRUSTED_PROXY_COUNT"] == "1"


def test_the_roles_come_from_the_same_table_as_those_of_the_private_database() -> None:
    told = SERVICES["roles"]["environment"]

    assert told.keys() == {provision.SUPERUSER, *(variable for _, variable in roles.ROLES.values())}
    for role, (_, variable) in roles.ROLES.items():
        assert told[variable].startswith(f"postgres://{role}:")


def test_compose_itself_accepts_the_file(tmp_path: Path) -> None:
    environment = tmp_path / "env"
    environment.write_text(
        "".join(f"{name}={value}\n" for name, value in containers.fresh_environment().items())
    )
    command = _compose_command()
    if not command:
        pytest.skip("there is no docker compose here")

    checked = subprocess.run(
        [*command, "--env-file", str(environment), "config", "--quiet"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )

    assert checked.returncode == 0, checked.stderr


def test_the_proxy_accepts_its_configuration(tmp_path: Path) -> None:
    nginx = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if not nginx or not shutil.which("openssl"):
        pytest.skip("there is no nginx here")
    key, certificate, changed = (tmp_path / name for name in ("key.pem", "certificate.pem", "nginx.conf"))
    make = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "2",
        "-subj",
        "/CN=localhost",
    ]
    subprocess.run([*make, "-keyout", key, "-out", certificate], check=True, capture_output=True)
    text = (ROOT / "deploy" / "proxy.conf").read_text()
    changed.write_text(text.replace("/tmp/", f"{tmp_path}/").replace("/etc/nginx/tls", str(tmp_path)))

    checked = subprocess.run([nginx, "-t", "-c", str(changed)], capture_output=True, text=True)

    assert checked.returncode == 0, checked.stderr


def _compose_command() -> list[str]:
    for command in (["docker", "compose"], ["docker-compose"]):
        if not shutil.which(command[0]):
            continue
        answer: Any = subprocess.run([*command, "version"], capture_output=True)
        if answer.returncode == 0:
            return command
    return []
