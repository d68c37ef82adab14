# SPDX-License-Identifier: Apache-2.0
"""Writes that clients sent, and what they must have left behind."""

import dataclasses

from tonus.v1 import (
    assessment_service_pb2,
    patient_pb2,
    patient_service_pb2,
    progress_service_pb2,
)


@dataclasses.dataclass(frozen=True)
class Kind:
    """A method that writes."""

    name: str
    path: str
    response: type


CREATE = Kind(
    "CreatePatient",
    "/tonus.v1.PatientService/CreatePatient",
    patient_pb2.Patient,
)
SUBMIT = Kind(
    "SubmitAssessment",
    "/tonus.v1.AssessmentService/SubmitAssessment",
    assessment_service_pb2.SubmitAssessmentResponse,
)
LOG = Kind(
    "LogSession",
    "/tonus.v1.ProgressService/LogSession",
    progress_service_pb2.LogSessionResponse,
)

KIND_OF_REQUEST = {
    patient_service_pb2.CreatePatientRequest: CREATE,
    assessment_service_pb2.SubmitAssessmentRequest: SUBMIT,
    progress_service_pb2.LogSessionRequest: LOG,
}


@dataclasses.dataclass
class Write:
    """One write: what was sent, and what was answered, if anything was.

    `mark` is in the request and in what it stores, and in no other write.
    """

    request: object
    mark: str
    started: float = 0.0
    answer: bytes = None

    @property
    def kind(self):
        return KIND_OF_REQUEST[type(self.request)]

    @property
    def response(self):
        return self.kind.response.FromString(self.answer)

    @property
    def patient(self):
        """Name of the patient; "" while the creation is unanswered."""
        if self.kind is not CREATE:
            return self.request.parent
        return self.response.name if self.answer is not None else ""

    @property
    def resource(self):
        """What the answer says was stored."""
        if self.kind is CREATE:
            return self.response
        if self.kind is SUBMIT:
            return self.response.assessment
        return self.response.session_log


def mark_of(resource):
    """Returns the mark of the write that stored a patient, assessment or log."""
    if isinstance(resource, patient_pb2.Patient):
        return resource.external_id
    if hasattr(resource, "assessment_time"):
        return resource.assessment_time.ToJsonString()
    return resource.session_time.ToJsonString()
