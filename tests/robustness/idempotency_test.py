# SPDX-License-Identifier: Apache-2.0
"""Sends each request again and again, twice at a time, until it is answered,
while the server is killed: it takes effect once, and has one answer.

TONUS_REQUESTS and TONUS_KILL_SEED set how many requests and from which random
numbers.
"""

import concurrent.futures
import os
import pathlib
import random
import tempfile
import threading
import unittest

import grpc
from checker import complaints, read_records
from ended_server import SEED, quantile, say
from google.protobuf import any_pb2
from google.rpc import error_details_pb2, status_pb2
from load import AGAIN, Requests, send
from restarted_server import RestartedServer, is_gone
from writes import CREATE, SUBMIT

REQUESTS = int(os.environ.get("TONUS_REQUESTS", "2000"))
REQUESTS_OF_A_STORE = 2000
WORKERS = 6
COPIES = 2
ANSWERS_BETWEEN_KILLS = (20, 100)
OPEN_PATIENTS = 12


def reason_of(error):
    """Returns the reason that a refusal tells."""
    for key, value in error.trailing_metadata():
        if key == "grpc-status-details-bin":
            for detail in status_pb2.Status.FromString(value).details:
                info = error_details_pb2.ErrorInfo()
                if detail.Unpack(info):
                    return info.reason
    return ""


class IdempotencyTest(unittest.TestCase):
    def test_a_request_takes_effect_once_and_has_one_answer(self):
        say(f"seed {SEED}, {REQUESTS} requests, each sent {COPIES} times at once")
        self.rng = random.Random(SEED)
        self.start_times = []
        self.kills = self.sendings = self.refusals = 0
        for begun in range(0, REQUESTS, REQUESTS_OF_A_STORE):
            self.run_store(min(REQUESTS_OF_A_STORE, REQUESTS - begun))
        say(
            f"{self.sendings} sendings, {self.kills} kills; {self.refusals} "
            "other requests with a used id were refused; from start to serving: "
            f"p50 {quantile(self.start_times, 0.5):.2f} s, "
            f"p99 {quantile(self.start_times, 0.99):.2f} s"
        )
        self.assertGreater(self.kills, 0)
        # Some were answered by a server that is not the one that they killed.
        self.assertGreater(self.sendings, COPIES * REQUESTS)
        self.assertGreater(self.refusals, 0)

    def run_store(self, count):
        with tempfile.TemporaryDirectory() as folder:
            self.server = RestartedServer(pathlib.Path(folder), self.rng)
            try:
                writes = self.write_under_kills(count)
                known = {write.mark for write in writes}
                with_channel = self.server.channel()
                records = read_records(with_channel, known | self.patients)
            finally:
                code = self.server.stop()
            self.assertEqual(code, 0)
        self.assertEqual(complaints(writes, records), [])
        self.assertEqual(
            sum(len(record.resources) for record in records.values()), count
        )
        self.kills += self.server.kills
        self.start_times += self.server.start_times

    def write_under_kills(self, count):
        """Returns the writes, each of which was answered."""
        self.requests = Requests(os.environ["TONUS_EXAMPLES"])
        self.lock = threading.Condition()
        self.begun = self.answered = self.left = 0
        self.patients, self.assessed = set(), set()
        writes = []
        with concurrent.futures.ThreadPoolExecutor(WORKERS) as pool:
            # The copies of each worker have threads of their own.
            with concurrent.futures.ThreadPoolExecutor(
                WORKERS * COPIES
            ) as copies:
                self.left = WORKERS
                workers = [
                    pool.submit(self.work, number, count, copies, writes)
                    for number in range(WORKERS)
                ]
                self.kill_while_they_work()
                for worker in workers:
                    worker.result()
        return writes

    def kill_while_they_work(self):
        next_kill = 0
        while True:
            next_kill += self.rng.randint(*ANSWERS_BETWEEN_KILLS)
            with self.lock:
                self.lock.wait_for(
                    lambda: self.answered >= next_kill or not self.left
                )
                if not self.left:
                    return
            self.server.kill_and_start()

    def work(self, number, count, copies, writes):
        rng = random.Random(f"{SEED} {number}")
        try:
            while True:
                with self.lock:
                    if self.begun >= count:
                        return
                    self.begun += 1
                write = self.next_write(rng)
                answers = list(
                    copies.map(self.send_until_answered, [write] * COPIES)
                )
                self.assertEqual(len(set(answers)), 1, write.kind.name)
                write.answer = answers[0]
                if rng.random() < 0.1:
                    self.assert_id_is_used(write)
                self.note(write, writes)
        finally:
            with self.lock:
                self.left -= 1
                self.lock.notify_all()

    def next_write(self, rng):
        with self.lock:
            patients = sorted(self.patients)[-OPEN_PATIENTS:]
            assessed = sorted(self.assessed)[-OPEN_PATIENTS:]
        dice = rng.random()
        if not patients or dice < 0.2:
            return self.requests.create()
        if not assessed or dice < 0.3:
            return self.requests.submit(rng.choice(patients), rng)
        return self.requests.log(rng.choice(assessed), rng)

    def note(self, write, writes):
        with self.lock:
            writes.append(write)
            self.answered += 1
            if write.kind is CREATE:
                self.patients.add(write.patient)
            elif write.kind is SUBMIT:
                self.assessed.add(write.patient)
            self.lock.notify_all()

    def send_until_answered(self, write):
        channel = self.server.channel()
        while True:
            with self.lock:
                self.sendings += 1
            try:
                return send(channel, write)
            except (grpc.RpcError, ValueError) as error:
                if is_gone(error):
                    channel = self.server.channel_after(channel)
                elif error.code() not in AGAIN:
                    raise

    def assert_id_is_used(self, write):
        """Another request with the id of one that was answered is refused."""
        if write.kind is CREATE:
            other = self.requests.create()
        else:
            rng = random.Random(write.mark)
            make = (
                self.requests.submit
                if write.kind is SUBMIT
                else self.requests.log
            )
            other = make(write.patient, rng)
        other.request.request_id = write.request.request_id
        with self.assertRaises(grpc.RpcError) as refused:
            self.send_until_answered(other)
        self.assertEqual(
            refused.exception.code(), grpc.StatusCode.INVALID_ARGUMENT
        )
        self.assertEqual(reason_of(refused.exception), "REQUEST_ID_REUSED")
        with self.lock:
            self.refusals += 1


if __name__ == "__main__":
    unittest.main()
