# SPDX-License-Identifier: Apache-2.0
"""Stops of servers as clients see them.

TONUS_RESTARTS sets how many rolling restarts of two servers there are.
"""

import hashlib
import os
import pathlib
import secrets
import signal
import tempfile
import threading
import time
import unittest

import grpc
from checker import read_records
from ended_server import say
from load import Requests, send
from postgres_process import PostgresProcess
from server_options import BREAKABLE
from tonusd_process import Bearer, TonusdProcess

RESTARTS = int(os.environ.get("TONUS_RESTARTS", "3"))
EXAMPLES = pathlib.Path(os.environ["TONUS_EXAMPLES"])
SERVICE_CONFIG = (EXAMPLES.parent / "client_service_config.json").read_text()
CLIENTS = 6
STOP_TOO_LONG = 1
STOP_LIMIT = 30  # Seconds.
NOT_SERVING = b"\x08\x02"  # Field 1 of grpc.health.v1.HealthCheckResponse.


class Callers:
    """Threads that create patients until they are told to stop."""

    def __init__(self, channel, requests):
        self.answered = 0
        self.errors = []
        self._channel = channel
        self._requests = requests
        self._changed = threading.Condition()
        self._stopping = False
        self._threads = [
            threading.Thread(target=self._run) for _ in range(CLIENTS)
        ]
        for thread in self._threads:
            thread.start()

    def _run(self):
        while not self._stopping:
            try:
                send(self._channel, self._requests.create())
            except grpc.RpcError as error:
                self.errors.append(error)
            with self._changed:
                self.answered += 1
                self._changed.notify_all()

    def wait_for_more(self, count):
        """Returns when so many more calls were answered."""
        with self._changed:
            target = self.answered + count
            self._changed.wait_for(lambda: self.answered >= target)

    def stop(self):
        self._stopping = True
        for thread in self._threads:
            thread.join()


class DrainTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.requests = Requests(str(EXAMPLES))

    def test_health_tells_first_and_calls_are_served_on(self):
        server = TonusdProcess(self.folder)
        with server.channel() as channel:
            callers = Callers(channel, self.requests)
            callers.wait_for_more(10)
            server.signal(signal.SIGTERM)
            check = channel.unary_unary("/grpc.health.v1.Health/Check")
            while check(b"", timeout=STOP_LIMIT) != NOT_SERVING:
                pass
            callers.wait_for_more(10)
            self.assertEqual(callers.errors, [])
            callers.stop()  # The server notices, and goes.
            self.assertEqual(server.wait(), 0)

    def test_an_idle_client_keeps_nobody_waiting(self):
        # gRPC by itself waits 20 s until it has heard of the stop, and cancels
        # what it calls meanwhile; the watchdog would break that off.
        server = TonusdProcess(
            self.folder, "--test-stop-seconds=10", program=BREAKABLE
        )
        with server.channel() as channel:
            send(channel, self.requests.create())
            self.assertEqual(server.stop(), 0)
            with self.assertRaises(grpc.RpcError) as error:
                send(channel, self.requests.create())
            self.assertEqual(
                error.exception.code(), grpc.StatusCode.UNAVAILABLE
            )

    def test_a_stop_that_hangs_is_broken_off(self):
        server = self.start_hanging("--test-stop-seconds=1")
        with server.channel() as channel:
            hanging, call = self.hang(channel)
            self.assertEqual(server.stop(), STOP_TOO_LONG)
            self.assertIsNotNone(call.exception())
        self.assertIn("took too long", (self.folder / "stderr").read_text())
        self.check_that_nothing_is_lost(hanging)

    def test_a_second_signal_ends_a_stop_at_once(self):
        server = self.start_hanging()
        with server.channel() as channel:
            hanging, call = self.hang(channel)
            server.signal(signal.SIGTERM)
            check = channel.unary_unary("/grpc.health.v1.Health/Check")
            while check(b"", timeout=STOP_LIMIT) != NOT_SERVING:
                pass
            self.assertEqual(server.stop(), -signal.SIGTERM)
            self.assertIsNotNone(call.exception())
        self.check_that_nothing_is_lost(hanging)

    def test_a_hangup_ends_it_at_once(self):
        server = self.start_hanging()
        with server.channel() as channel:
            hanging, call = self.hang(channel)
            server.signal(signal.SIGHUP)
            self.assertEqual(server.wait(), -signal.SIGHUP)
            self.assertIsNotNone(call.exception())
        self.check_that_nothing_is_lost(hanging)

    def test_rolling_restarts_are_not_seen_by_clients(self):
        (self.folder / "database").mkdir()
        self.folder.chmod(0o755)
        database = PostgresProcess(self.folder / "database")
        self.addCleanup(database.stop)
        self.write_token()
        servers = [self.start_replica(database, number) for number in range(2)]
        channel = self.channel_to(servers)
        callers = Callers(channel, self.requests)
        longest = 0
        try:
            for restart in range(RESTARTS):
                for number, server in enumerate(servers):
                    self.wait_until_called(servers[1 - number], callers)
                    began = time.monotonic()
                    self.assertEqual(server.stop(), 0)
                    longest = max(longest, time.monotonic() - began)
                    servers[number] = self.start_replica(
                        database, number, server.port
                    )
        finally:
            callers.stop()
            channel.close()
        for server in servers:
            self.assertEqual(server.stop(), 0)
        say(
            f"{RESTARTS} rolling restarts of 2 servers: {callers.answered} calls, "
            f"{len(callers.errors)} errors; longest stop {longest:.1f} s"
        )
        self.assertEqual(callers.errors, [])
        self.assertLess(longest, STOP_LIMIT)

    def write_token(self):
        """Makes the credential that both servers accept."""
        self.token = secrets.token_hex()
        digest = hashlib.sha256(self.token.encode()).hexdigest()
        path = self.folder / "tokens"
        path.touch(mode=0o600)
        path.write_text(
            f'tokens {{ sha256: "{digest}" tenant: "clinic" '
            'subject: "clinician" role: ROLE_CLINICIAN }'
        )

    def start_replica(self, database, number, port=0):
        folder = self.folder / str(number)
        folder.mkdir(exist_ok=True)
        return TonusdProcess(
            folder,
            f"--listen-address=127.0.0.1:{port}",
            f"--token-file={self.folder / 'tokens'}",
            "--storage-backend=postgres",
            f"--storage-postgres-connection={database.connection}",
        )

    def channel_to(self, servers):
        """Returns a channel of a client with the published service config."""
        addresses = ",".join(f"127.0.0.1:{server.port}" for server in servers)
        channel = grpc.insecure_channel(
            f"ipv4:{addresses}",
            options=[
                ("grpc.enable_http_proxy", 0),
                ("grpc.service_config", SERVICE_CONFIG),
                ("grpc.initial_reconnect_backoff_ms", 100),
                ("grpc.min_reconnect_backoff_ms", 100),
                ("grpc.max_reconnect_backoff_ms", 100),
            ],
        )
        return grpc.intercept_channel(channel, Bearer(self.token))

    def start_hanging(self, *flags):
        """Returns a server on a disk that hangs once it serves."""
        return TonusdProcess(
            self.folder, "--test-hang=1", *flags, program=BREAKABLE
        )

    def hang(self, channel):
        """Returns a write and its call, which is under way and hangs."""
        write = self.requests.create()
        call = channel.unary_unary(
            write.kind.path,
            request_serializer=type(write.request).SerializeToString,
        ).future(write.request)
        # What was sent after it is answered, so it is under way.
        read_records(channel, set())
        return write, call

    def check_that_nothing_is_lost(self, hanging):
        """The next start finds the store as after any crash."""
        server = TonusdProcess(self.folder)
        with server.channel() as channel:
            send(channel, hanging)
        self.assertEqual(server.stop(), 0)

    @staticmethod
    def wait_until_called(server, callers):
        """Returns when the server has answered calls since it was started."""
        while "CreatePatient" not in (server.folder / "stderr").read_text():
            callers.wait_for_more(1)
        callers.wait_for_more(20)


if __name__ == "__main__":
    unittest.main()
