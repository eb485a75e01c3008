"""The OpenAPI document: valid, whole, and in agreement with the routes that there are."""

from __future__ import annotations

import re

import pytest
import schemathesis

from services.gateway.guard import marks_of

METHODS = {"get", "post", "put", "patch", "delete"}


@pytest.fixture(scope="module")
def document(app):
    return app.test_client().get("/api/openapi.json").json


def operations(document):
    for path, methods in document["paths"].items():
        for method in METHODS & methods.keys():
            yield f"{method.upper()} {path}", methods[method]


def resolved(document, found):
    while "$ref" in found:
        target = document
        for part in found["$ref"].removeprefix("#/").split("/"):
            target = target[part]
        found = target
    return found


def test_document_is_valid_openapi_3_1(document):
    assert document["openapi"].startswith("3.1.")
    schemathesis.openapi.from_dict(document).validate()


def test_every_route_of_the_api_is_documented_and_nothing_else(app, document):
    routes = set()
    for rule in app.url_map.iter_rules():
        if rule.rule.startswith("/api/v1"):
            path = re.sub(r"<(?:[^:<>]+(?:\([^)]*\))?:)?(\w+)>", r"{\1}", rule.rule)
            routes |= {f"{method} {path}" for method in rule.methods & {each.upper() for each in METHODS}}
    assert {name for name, _ in operations(document)} == routes


def test_every_operation_says_what_it_does_and_what_it_answers(document):
    for name, operation in operations(document):
        assert operation["summary"], name
        assert operation["tags"], name
        good = [resolved(document, each) for status, each in operation["responses"].items() if status.startswith("2")]
        assert good, name
        assert all(each["description"] for each in good), name
        assert "204" in operation["responses"] or all(each["content"] for each in good), name


def test_errors_are_documented_as_problem_details(document):
    for name, operation in operations(document):
        errors = {status: resolved(document, each) for status, each in operation["responses"].items() if status[0] not in "23"}
        assert {"default", "400", "422", "429", "503", "504"} <= errors.keys(), name
        for status, error in errors.items():
            schema = error["content"]["application/problem+json"]["schema"]
            assert resolved(document, schema)["required"] == ["code", "detail", "instance", "retryable", "status", "title", "type"] or set(
                resolved(document, schema)["required"]
            ) == {"code", "detail", "instance", "retryable", "status", "title", "type"}, (name, status)


def test_document_says_who_may_call(app, document):
    views = {f"{method} {rule.rule}": app.view_functions[rule.endpoint] for rule in app.url_map.iter_rules() for method in rule.methods}
    assert document["components"]["securitySchemes"].keys() == {"bearer", "cookie"}
    compared = 0
    for name, operation in operations(document):
        view = views.get(name)
        if view is None:  # has parameters in its path
            by_code = name == "GET /api/v1/posted-sheets/{payroll_id}/{tag}"  # public: its code is what lets a phone read it
            assert operation["security"] == ([] if by_code else [{"bearer": []}, {"cookie": []}]), name
            continue
        marks = marks_of(view)
        assert operation["security"] == ([] if marks["access"] == "public" else [{"bearer": []}, {"cookie": []}]), name
        assert operation.get("x-roles", []) == list(marks.get("roles", ())), name
        compared += 1
    assert compared > 20


def test_writes_document_their_headers(document):
    for name, operation in operations(document):
        headers = {each["name"] for each in operation.get("parameters", ()) if each["in"] == "header"}
        writes = not name.startswith("GET")
        assert ("X-CSRF-Token" in headers) == (writes and operation["security"] != []), name
        if re.search(r"/(claim|release|complete|draft)$", name):
            assert {"If-Match", "Idempotency-Key"} <= headers, name


def test_every_reference_in_the_document_leads_somewhere(document):
    def walk(found):
        if isinstance(found, dict):
            if "$ref" in found:
                resolved(document, found)
            for inner in found.values():
                walk(inner)
        elif isinstance(found, list):
            for inner in found:
                walk(inner)

    walk(document)
