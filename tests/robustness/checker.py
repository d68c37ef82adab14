# SPDX-License-Identifier: Apache-2.0
"""Compares what clients were told with what a server has."""

import collections
import dataclasses

from tonus.v1 import (
    assessment_service_pb2,
    assessment_service_pb2_grpc,
    patient_service_pb2,
    patient_service_pb2_grpc,
    progress_service_pb2,
    progress_service_pb2_grpc,
    routine_service_pb2,
    routine_service_pb2_grpc,
)
from writes import CREATE, mark_of

TIMEOUT = 30  # Seconds, far more than any call needs.


@dataclasses.dataclass
class Record:
    """Everything that a server has of one patient."""

    patient: object
    assessments: list
    logs: list
    routine: object = None  # None before the first.

    @property
    def resources(self):
        return [self.patient, *self.assessments, *self.logs]


def _pages(method, request, field):
    request.page_size = 500
    found = []
    while True:
        page = method(request, timeout=TIMEOUT)
        found += getattr(page, field)
        if not page.next_page_token:
            return found
        request.page_token = page.next_page_token


def read_records(channel, written):
    """Returns, by name, the patients of the server that have one of the marks
    `written` or one of the names `written`."""
    patients = patient_service_pb2_grpc.PatientServiceStub(channel)
    assessments = assessment_service_pb2_grpc.AssessmentServiceStub(channel)
    routines = routine_service_pb2_grpc.RoutineServiceStub(channel)
    progress = progress_service_pb2_grpc.ProgressServiceStub(channel)
    records = {}
    for patient in _pages(
        patients.ListPatients,
        patient_service_pb2.ListPatientsRequest(),
        "patients",
    ):
        if not written & {patient.name, patient.external_id}:
            continue
        record = Record(
            patient,
            _pages(
                assessments.ListAssessments,
                assessment_service_pb2.ListAssessmentsRequest(
                    parent=patient.name
                ),
                "assessments",
            ),
            _pages(
                progress.ListLogs,
                progress_service_pb2.ListLogsRequest(parent=patient.name),
                "session_logs",
            ),
        )
        if record.assessments:
            record.assessments[0] = assessments.GetAssessment(
                assessment_service_pb2.GetAssessmentRequest(
                    name=record.assessments[0].name
                ),
                timeout=TIMEOUT,
            )
            record.routine = routines.GetRoutine(
                routine_service_pb2.GetRoutineRequest(
                    name=f"{patient.name}/routine"
                ),
                timeout=TIMEOUT,
            ).routine
        records[patient.name] = record
    return records


def complaints(writes, records):
    """Returns what is wrong with `records` after `writes`, nothing when every
    acknowledged write is there as acknowledged, every other at most once, and
    nothing else."""
    wrong = []
    found = collections.defaultdict(list)
    for record in records.values():
        wrong += _complaints_of_one(record)
        for resource in record.resources:
            found[mark_of(resource)].append(resource)
    for write in writes:
        stored = found.pop(write.mark, [])
        what = f"{write.kind.name} {write.mark}"
        if len(stored) > 1:
            wrong.append(f"{what} took effect {len(stored)} times")
        if write.answer is None:
            continue
        if not stored:
            wrong.append(f"{what} was acknowledged and is lost")
        elif _lasting(write, stored[0]) != _lasting(write, write.resource):
            wrong.append(f"{what} is not what was acknowledged")
    wrong += [f"{mark} was stored and never sent" for mark in found]
    return wrong


def _complaints_of_one(record):
    name = record.patient.name
    revisions = sorted(
        [1] + [item.revision for item in record.assessments + record.logs]
    )
    if revisions != list(range(1, record.patient.revision + 1)):
        yield f"{name} at {record.patient.revision} has revisions {revisions}"
    if record.assessments:
        newest = max(item.revision for item in record.assessments)
        # What was logged later may have changed it.
        issued = {newest} | {
            log.revision for log in record.logs if log.revision > newest
        }
        if record.routine.revision not in issued:
            yield (
                f"{name} has the routine of revision "
                f"{record.routine.revision} after an assessment at {newest}"
            )
        if len(record.routine.sessions) != 18:
            yield f"{name} has {len(record.routine.sessions)} sessions"


def _lasting(write, resource):
    """The part of a resource that later writes leave alone."""
    if write.kind is not CREATE:
        return resource
    lasting = type(resource)()
    lasting.CopyFrom(resource)
    for field in ("revision", "etag", "update_time"):
        lasting.ClearField(field)
    return lasting
