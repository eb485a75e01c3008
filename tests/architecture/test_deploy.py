"""The deployment files fit together and fit the program: references lead somewhere, settings exist, containers run with few rights."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from services.cli.main import COMMANDS
from services.cli.serve import DEFAULT, SERVICES
from services.cli.serve import SAMPLE_ONLY as TRIAL_ONLY
from services.runtime.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
K8S = ROOT / "deploy" / "k8s"
OVERLAYS = sorted(path.parent for path in (K8S / "overlays").glob("*/kustomization.yaml"))
COMPOSE = yaml.safe_load((ROOT / "deploy/compose/compose.yaml").read_text(encoding="utf-8"))
README = (K8S / "README.md").read_text(encoding="utf-8")
#: What operators bring, with the keys that the guide tells them to write.
SECRETS = {
    "huxin-connections": {"database-url", "broker-url"},
    "huxin-keys": {"field-key", "bank-sign-key", "bank-keys"},
    "huxin-trial": {"postgres-password", "rabbitmq-password", "sample-bank-sign-key"},
}
#: Services that play a party of the outside world; they run in trials and never beside real wages.
#: Which keys a service needs for all of its work; nobody else may hold them.
KEYS = {
    "roster": {"HUXIN_FIELD_KEY"},
    "escrow": {"HUXIN_FIELD_KEY", "HUXIN_BANK_SIGN_KEY", "HUXIN_BANK_KEYS"},
    "bank": {"HUXIN_BANK_SIGN_KEY", "HUXIN_SAMPLE_BANK_SIGN_KEY"},
}
NAME = "app.kubernetes.io/name"
Doc = dict[str, Any]


def documents(folder: Path) -> list[Doc]:
    """Return every object that a kustomization brings together, through its bases, with its generated config maps."""
    kustomization = yaml.safe_load((folder / "kustomization.yaml").read_text(encoding="utf-8"))
    found: list[Doc] = []
    for name in kustomization["resources"]:
        path = (folder / name).resolve()
        found += documents(path) if path.is_dir() else list(yaml.safe_load_all(path.read_text(encoding="utf-8")))
    for generated in kustomization.get("configMapGenerator", []):
        data = dict(literal.split("=", 1) for literal in generated["literals"])
        if generated.get("behavior") == "merge":
            (base,) = (item for item in found if item["kind"] == "ConfigMap" and item["metadata"]["name"] == generated["name"])
            base["data"] |= data
        else:
            found.append({"kind": "ConfigMap", "metadata": {"name": generated["name"]}, "data": data})
    return found


def named(folder: Path, kind: str) -> dict[str, Doc]:
    return {item["metadata"]["name"]: item for item in documents(folder) if item["kind"] == kind}


def workloads(folder: Path) -> dict[str, Doc]:
    return {name: item["spec"]["template"] for kind in ("Deployment", "StatefulSet", "Job") for name, item in named(folder, kind).items()}


def containers(folder: Path) -> list[tuple[str, Doc]]:
    return [(name, container) for name, pod in workloads(folder).items() for container in pod["spec"]["containers"]]


def settings_variables() -> set[str]:
    """The variables that the program reads, from its own source; what the gateway tells its routes has such names too and is left out."""
    sources = [path.read_text(encoding="utf-8") for path in (ROOT / "services").rglob("*.py")]
    return {name for source in sources for name in re.findall(r"(?<!config\[)\"(HUXIN_[A-Z_]*[A-Z])\"", source)}


overlay = pytest.mark.parametrize("folder", OVERLAYS, ids=lambda path: path.name)


def test_every_file_below_a_kustomization_is_used_by_it() -> None:
    unused = []
    for kustomization in K8S.rglob("kustomization.yaml"):
        used = set(yaml.safe_load(kustomization.read_text(encoding="utf-8"))["resources"])
        unused += [
            str(path.relative_to(K8S)) for path in kustomization.parent.glob("*.yaml") if path.name not in used | {"kustomization.yaml"}
        ]
    assert unused == []


@overlay
def test_no_object_is_declared_twice(folder: Path) -> None:
    keys = [(item["kind"], item["metadata"]["name"]) for item in documents(folder)]
    assert len(keys) == len(set(keys))


@overlay
def test_every_reference_to_settings_secrets_and_accounts_leads_somewhere(folder: Path) -> None:
    maps, accounts = named(folder, "ConfigMap"), named(folder, "ServiceAccount")
    for name, container in containers(folder):
        for source in container.get("envFrom", []):
            assert source["configMapRef"]["name"] in maps, name
        for variable in container.get("env", []):
            if "valueFrom" in variable:
                reference = variable["valueFrom"]["secretKeyRef"]
                assert reference["key"] in SECRETS[reference["name"]], name
                assert f"{reference['key']}=" in README, name
    for name, pod in workloads(folder).items():
        assert pod["spec"].get("serviceAccountName", "huxin") in accounts, name


@overlay
def test_every_setting_is_one_the_program_reads_and_its_value_is_accepted(folder: Path) -> None:
    known = settings_variables()
    assert known, "the settings name no variable, so this test looked at nothing"
    for item in named(folder, "ConfigMap").values():
        assert set(item["data"]) <= known
        settings = Settings.from_env(
            {**item["data"], "HUXIN_BROKER_URL": "amqp://rabbitmq", "HUXIN_DATABASE_URL": "postgresql://postgres/huxin"}
        )
        assert dataclasses.replace(settings).profile == "production"
    for name, container in containers(folder):
        if container["image"] == "huxin":
            assert {variable["name"] for variable in container["env"]} <= known, name


@overlay
def test_every_container_of_huxin_runs_a_command_and_a_service_that_exist(folder: Path) -> None:
    for name, container in containers(folder):
        if container["image"] == "huxin":
            command, *rest = container["args"]
            assert command in COMMANDS, name
            assert command != "serve" or (rest and set(rest) <= set(SERVICES)), name


@overlay
def test_every_service_of_a_whole_run_is_deployed_and_the_sample_ones_in_the_trial_only(folder: Path) -> None:
    served = {name for _, container in containers(folder) for name in container.get("args", [])[1:] if container["args"][0] == "serve"}
    assert set(DEFAULT) > TRIAL_ONLY, "the sample services are named wrongly, so this test would look past them"
    assert served == (set(DEFAULT) if folder.name == "trial" else set(DEFAULT) - TRIAL_ONLY)


@overlay
def test_services_get_their_keys_from_secrets_and_nobody_else_gets_them(folder: Path) -> None:
    every = {key for keys in KEYS.values() for key in keys}
    for name, container in containers(folder):
        given = {variable["name"]: variable for variable in container.get("env", []) if variable["name"] in every}
        assert set(given) == KEYS.get(name, set()), name
        assert all("secretKeyRef" in variable["valueFrom"] for variable in given.values()), name


@overlay
def test_every_part_of_huxin_may_reach_the_database_and_the_broker(folder: Path) -> None:
    parts = {name for name, container in containers(folder) if container["image"] == "huxin"}
    allowed = {
        name for policy in named(folder, "NetworkPolicy").values() if "Egress" in policy["spec"]["policyTypes"] for name in chosen(policy)
    }
    assert allowed == parts
    for policy in named(folder, "NetworkPolicy").values():
        if chosen(policy) == {"postgres"}:
            assert senders(policy) == parts
        if chosen(policy) == {"rabbitmq"}:
            assert senders(policy) == parts - {"migrate"}


def chosen(policy: Doc) -> set[str]:
    """The pods that a network policy speaks of by name."""
    return labelled(policy["spec"]["podSelector"])


def senders(policy: Doc) -> set[str]:
    """The pods from which a network policy lets traffic in."""
    return {name for rule in policy["spec"]["ingress"] for source in rule["from"] for name in labelled(source["podSelector"])}


def labelled(selector: Doc) -> set[str]:
    exact = [selector["matchLabels"][NAME]] if NAME in selector.get("matchLabels", {}) else []
    return {*exact, *(value for rule in selector.get("matchExpressions", []) for value in rule["values"])}


@overlay
def test_the_address_on_posted_sheets_is_one_that_phones_can_reach(folder: Path) -> None:
    address = named(folder, "ConfigMap")["huxin-settings"]["data"]["HUXIN_PUBLIC_URL"]
    hosts = [f"https://{rule['host']}" for ingress in named(folder, "Ingress").values() for rule in ingress["spec"]["rules"]]
    assert address in (hosts or ["http://127.0.0.1:8000"])


@overlay
def test_selectors_find_their_pods(folder: Path) -> None:
    labels = {name: pod["metadata"]["labels"][NAME] for name, pod in workloads(folder).items()}
    assert all(name == label for name, label in labels.items())
    for item in documents(folder):
        spec = item.get("spec", {})
        if item["kind"] in ("Deployment", "StatefulSet", "PodDisruptionBudget"):
            assert spec["selector"]["matchLabels"][NAME] in labels, item["metadata"]["name"]
        if item["kind"] == "Service":
            assert spec["selector"][NAME] in labels, item["metadata"]["name"]
        if item["kind"] == "HorizontalPodAutoscaler":
            assert spec["scaleTargetRef"]["name"] in named(folder, "Deployment")
        if item["kind"] == "NetworkPolicy":
            assert chosen(item) <= set(labels)


@overlay
def test_ports_have_one_name_from_container_to_ingress(folder: Path) -> None:
    ports = {name: {port["name"]: port["containerPort"] for port in container.get("ports", [])} for name, container in containers(folder)}
    for service in named(folder, "Service").values():
        for port in service["spec"]["ports"]:
            assert port["targetPort"] in ports[service["spec"]["selector"][NAME]]
    for name, container in containers(folder):
        for probe in ("startupProbe", "livenessProbe", "readinessProbe"):
            if "httpGet" in container.get(probe, {}):
                assert container[probe]["httpGet"]["port"] in ports[name], f"{name} {probe}"
        if container["image"] == "huxin" and ports[name]:
            listening = named(folder, "ConfigMap")["huxin-settings"]["data"]["HUXIN_HTTP"]
            assert listening == f"0.0.0.0:{ports[name]['http']}"
    for ingress in named(folder, "Ingress").values():
        for path in (path for rule in ingress["spec"]["rules"] for path in rule["http"]["paths"]):
            backend = path["backend"]["service"]
            assert backend["port"]["name"] in {port["name"] for port in named(folder, "Service")[backend["name"]]["spec"]["ports"]}


@overlay
def test_every_deployment_answers_probes_and_survives_the_loss_of_a_replica(folder: Path) -> None:
    for name, item in named(folder, "Deployment").items():
        (container,) = item["spec"]["template"]["spec"]["containers"]
        paths = {probe: container[probe]["httpGet"]["path"] for probe in ("startupProbe", "livenessProbe", "readinessProbe")}
        assert paths == {"startupProbe": "/healthz", "livenessProbe": "/healthz", "readinessProbe": "/readyz"}, name
        if name in TRIAL_ONLY:
            continue
        assert item["spec"]["replicas"] > 1, name
        assert name in named(folder, "PodDisruptionBudget")
        assert name in named(folder, "HorizontalPodAutoscaler")


@overlay
def test_containers_run_with_few_rights_and_bounded_memory(folder: Path) -> None:
    for name, pod in workloads(folder).items():
        assert pod["spec"]["securityContext"]["runAsNonRoot"] is True, name
        assert pod["spec"]["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}, name
        assert pod["spec"]["automountServiceAccountToken"] is False, name
    for name, container in containers(folder):
        rights = container["securityContext"]
        assert rights["allowPrivilegeEscalation"] is False, name
        assert rights["capabilities"] == {"drop": ["ALL"]}, name
        assert container["image"] != "huxin" or rights["readOnlyRootFilesystem"] is True, name
        assert container["resources"]["limits"]["memory"], name
        assert set(container["resources"]["requests"]) == {"cpu", "memory"}, name


@overlay
def test_mounted_volumes_are_declared(folder: Path) -> None:
    for kind in ("Deployment", "StatefulSet", "Job"):
        for name, item in named(folder, kind).items():
            pod = item["spec"]["template"]["spec"]
            declared = {volume["name"] for volume in pod.get("volumes", [])} | {
                claim["metadata"]["name"] for claim in item["spec"].get("volumeClaimTemplates", [])
            }
            mounted = {mount["name"] for container in pod["containers"] for mount in container.get("volumeMounts", [])}
            assert mounted == declared, name


def test_no_secret_stands_in_the_deployment_files() -> None:
    kinds = {item["kind"] for folder in OVERLAYS for item in documents(folder)}
    assert "Secret" not in kinds
    literal = re.compile(r"(?i)\b\w*(?:password|pass|secret|token)\w*: *(?![{&*$])[\"']?\w+")
    files = [*K8S.rglob("*.yaml"), ROOT / "deploy/compose/compose.yaml"]
    found = [f"{path.name}: {line}" for path in files for line in path.read_text(encoding="utf-8").splitlines() if literal.search(line)]
    assert [line for line in found if not re.search(r"secretName: |automountServiceAccountToken: false", line)] == []


def test_the_compose_file_runs_the_same_services_with_settings_that_exist() -> None:
    services = COMPOSE["services"]
    commands = {tuple(service["command"]) for service in services.values() if "command" in service}
    assert commands == {("db", "upgrade"), *(("serve", name) for name in DEFAULT)}
    for name, service in services.items():
        for other in service.get("depends_on", {}):
            assert other in services, name
        for volume in service.get("volumes", []):
            assert volume.split(":")[0] in COMPOSE["volumes"], name
        if "command" in service:
            assert set(service["environment"]) <= settings_variables(), name
            assert service["command"][0] in COMMANDS, name
            keys = {variable for variable in service["environment"] if variable in {key for keys in KEYS.values() for key in keys}}
            assert keys == KEYS.get(name, set()), name


def test_the_image_takes_in_files_that_exist_and_runs_as_the_user_of_the_pods() -> None:
    dockerfile = (ROOT / "deploy/Dockerfile").read_text(encoding="utf-8")
    copied = [word for line in re.findall(r"^COPY (?!--from)(.+)$", dockerfile, re.MULTILINE) for word in line.split()[:-1]]
    assert copied
    assert [name for name in copied if not (ROOT / name).exists()] == []
    users = {pod["spec"]["securityContext"]["runAsUser"] for pod in workloads(K8S / "base").values()}
    assert users == {int(re.findall(r"^USER (\d+)$", dockerfile, re.MULTILINE)[-1])}
