# SPDX-License-Identifier: Apache-2.0
"""Somebody who follows the change feed and goes on after each end of the
server."""

import collections

from tonus.v1 import patient_service_pb2, patient_service_pb2_grpc

TIMEOUT = 30  # Seconds, far more than any call needs.


class Feed:
    """What came so far: the revisions of each patient, in order, and the ids."""

    def __init__(self):
        self.revisions = collections.defaultdict(list)
        self.ids = set()
        self._token = ""

    def read_on(self, channel):
        """Reads everything behind what it has."""
        request = patient_service_pb2.WatchEventsRequest(
            parent="patients/-",
            resume_token=self._token,
            from_oldest=not self._token,
            end_when_current=True,
        )
        stub = patient_service_pb2_grpc.PatientServiceStub(channel)
        for response in stub.WatchEvents(request, timeout=TIMEOUT):
            for event in response.events:
                self.revisions[event.patient].append(event.revision)
                self.ids.add(event.id)
            self._token = response.next_token

    def complaints(self, records):
        """Returns what is wrong with it, nothing when it brought every revision
        of the patients `records` once and in order, and of nobody else."""
        wrong = []
        for name, record in records.items():
            came = self.revisions.get(name, [])
            if came != list(range(1, record.patient.revision + 1)):
                wrong.append(
                    f"{name} is at {record.patient.revision}, of it came {came}"
                )
        wrong += [
            f"{name} is not known"
            for name in self.revisions.keys() - records.keys()
        ]
        if len(self.ids) != sum(map(len, self.revisions.values())):
            wrong.append("two events have the same id")
        return wrong
