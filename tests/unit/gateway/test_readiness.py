"""What the running gateway asks before it says that it is ready."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from services.gateway.entrypoints import http
from services.kernel.errors import HuxinError


@pytest.fixture
def server(monkeypatch):
    """An HTTP server that hosts the engine and permits, and asks a client that keeps the questions."""
    asked = []

    class Client:
        def __init__(self, settings):
            self.settings = settings

        def call(self, operation, _parameters, *, timeout):
            asked.append(operation)
            assert timeout == http.CHECK_SECONDS
            if operation in self.settings.silent:
                raise HuxinError("call_timed_out", "The service did not answer in time", status=504, retryable=True)
            return {}

    monkeypatch.setattr(http, "RpcClient", Client)
    server = http.HttpServer()
    runtimes = [SimpleNamespace(service="permits"), SimpleNamespace(service="gateway")]
    around = SimpleNamespace(settings=SimpleNamespace(silent=set()), runtimes=runtimes, preparing=False)
    server.runtime = SimpleNamespace(surroundings=around)
    server.asked, server.around = asked, around
    return server


def test_engine_and_the_hosted_services_are_asked(server):
    server._check_services()
    assert server.asked == ["engine.count_tasks", "permits.list_projects"]


def test_engine_is_asked_wherever_it_runs_and_others_only_where_they_are_hosted(server):
    server.around.runtimes = []
    server._check_services()
    assert server.asked == ["engine.count_tasks"]


@pytest.mark.parametrize("silent", ["engine.count_tasks", "permits.list_projects"])
def test_service_that_does_not_answer_makes_the_gateway_unready(server, silent):
    server.around.settings.silent = {silent}
    with pytest.raises(HuxinError, match="did not answer"):
        server._check_services()


def test_gateway_is_not_ready_while_sample_data_is_put_in(server):
    server._check_preparation()
    server.around.preparing = True
    with pytest.raises(HuxinError, match="sample data"):
        server._check_preparation()
