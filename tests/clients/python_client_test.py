# SPDX-License-Identifier: Apache-2.0
"""Uses the running server as a stranger would: from Python, with stubs made
from the published protos and nothing else of this project.

Every test makes its own patients; one server serves them all.
"""

import hashlib
import os
import pathlib
import tempfile
import unittest
import uuid

import grpc
from google.protobuf import text_format
from google.rpc import error_details_pb2, status_pb2
from tonus.knowledge.v1 import vocabulary_pb2
from tonus.v1 import (
    assessment_pb2,
    assessment_service_pb2,
    assessment_service_pb2_grpc,
    interpretation_pb2,
    knowledge_service_pb2,
    knowledge_service_pb2_grpc,
    pack_activation_pb2,
    pack_source_pb2,
    patient_pb2,
    patient_service_pb2,
    patient_service_pb2_grpc,
    progress_pb2,
    progress_service_pb2,
    progress_service_pb2_grpc,
    routine_service_pb2,
    routine_service_pb2_grpc,
)
from tonusd_process import TonusdProcess

EXAMPLES = pathlib.Path(os.environ["TONUS_EXAMPLES"])
PACK = pathlib.Path(os.environ["TONUS_PACK"])

CLINICIAN = "c" * 64
OTHER_TENANT = "o" * 64
ADMIN = "a" * 64


def token_entry(token, tenant, subject, role):
    digest = hashlib.sha256(token.encode()).hexdigest()
    return (
        f'tokens {{ sha256: "{digest}" tenant: "{tenant}" '
        f'subject: "{subject}" role: {role} }}\n'
    )


class PythonClientTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.folder.cleanup)
        folder = pathlib.Path(cls.folder.name)
        tokens = folder / "tokens.textproto"
        tokens.touch(mode=0o600)
        tokens.write_text(
            token_entry(CLINICIAN, "north", "dr-lind", "ROLE_CLINICIAN")
            + token_entry(OTHER_TENANT, "south", "dr-berg", "ROLE_CLINICIAN")
            + token_entry(ADMIN, "north", "operator", "ROLE_ADMIN")
        )
        server = TonusdProcess(folder, f"--token-file={tokens}")
        cls.addClassCleanup(server.stop)
        cls.channel = server.channel()  # Each call brings its own credential.
        cls.addClassCleanup(cls.channel.close)
        cls.patients = patient_service_pb2_grpc.PatientServiceStub(cls.channel)
        cls.assessments = assessment_service_pb2_grpc.AssessmentServiceStub(
            cls.channel
        )
        cls.routines = routine_service_pb2_grpc.RoutineServiceStub(cls.channel)
        cls.progress = progress_service_pb2_grpc.ProgressServiceStub(cls.channel)
        cls.knowledge = knowledge_service_pb2_grpc.KnowledgeServiceStub(
            cls.channel
        )

    def call(self, method, request, token=CLINICIAN):
        metadata = [("authorization", f"Bearer {token}")] if token else []
        return method(request, metadata=metadata, timeout=20)

    def refused(self, code, method, request, token=CLINICIAN):
        """Returns the google.rpc.Status of a call that must fail."""
        with self.assertRaises(grpc.RpcError) as caught:
            self.call(method, request, token)
        error = caught.exception
        self.assertEqual(error.code(), code, error.details())
        status = status_pb2.Status()
        for key, value in error.trailing_metadata():
            if key == "grpc-status-details-bin":
                status.ParseFromString(value)
        self.assertEqual(status.code, code.value[0])
        self.assertEqual(status.message, error.details())
        return status

    def detail(self, status, message):
        """Returns the detail of the type of `message`."""
        for any_message in status.details:
            if any_message.Unpack(message):
                return message
        self.fail(f"no {message.DESCRIPTOR.full_name} in {status}")

    def example(self, name, message):
        return text_format.Parse((EXAMPLES / name).read_text(), message)

    def create_patient(self):
        profile = self.example(
            "desk_worker.patient.textproto", patient_pb2.Profile()
        )
        return self.call(
            self.patients.CreatePatient,
            patient_service_pb2.CreatePatientRequest(
                patient=patient_pb2.Patient(profile=profile),
                request_id=str(uuid.uuid4()),
            ),
        )

    def submit_request(self, patient, example="desk_worker"):
        return assessment_service_pb2.SubmitAssessmentRequest(
            parent=patient.name,
            assessment=self.example(
                f"{example}.assessment.textproto", assessment_pb2.Assessment()
            ),
            request_id=str(uuid.uuid4()),
        )

    def submit(self, patient, example="desk_worker"):
        return self.call(
            self.assessments.SubmitAssessment,
            self.submit_request(patient, example),
        )

    def today(self, patient):
        return self.call(
            self.routines.GetSession,
            routine_service_pb2.GetSessionRequest(
                name=f"{patient.name}/routine/sessions/today"
            ),
        )

    def assert_release_before_strengthening(self, session):
        """Hip flexors are released before the buttocks are trained, and the
        hamstrings, which are in order, are not stretched."""
        listed = self.call(
            self.knowledge.ListExercises,
            knowledge_service_pb2.ListExercisesRequest(page_size=500),
        )
        catalog = {exercise.id: exercise for exercise in listed.exercises}
        exercises = [catalog[item.exercise] for item in session.items]
        stretches = (
            vocabulary_pb2.TECHNIQUE_STATIC_STRETCH,
            vocabulary_pb2.TECHNIQUE_PNF,
        )
        releases = (*stretches, vocabulary_pb2.TECHNIQUE_SMR)
        released = [
            position
            for position, exercise in enumerate(exercises)
            if exercise.technique in releases and "iliopsoas" in exercise.targets
        ]
        trained = [
            position
            for position, exercise in enumerate(exercises)
            if exercise.technique not in releases
            and exercise.targets[:1] == ["gluteus_maximus"]
        ]
        self.assertTrue(released)
        self.assertTrue(trained)
        self.assertLess(released[0], trained[0])
        for exercise in exercises:
            if exercise.technique in stretches:
                self.assertNotEqual(exercise.targets[0], "hamstrings")

    def test_from_assessment_to_progress(self):
        patient = self.create_patient()
        self.assertRegex(patient.name, r"^patients/[a-z2-7]{26}$")

        submitted = self.submit(patient)
        interpretation = submitted.interpretation
        self.assertEqual(interpretation.gate, interpretation_pb2.GATE_OK)
        statuses = {
            (finding.muscle, finding.side): finding.status
            for finding in interpretation.findings
        }
        right = vocabulary_pb2.SIDE_RIGHT
        left = vocabulary_pb2.SIDE_LEFT
        tight = vocabulary_pb2.STATUS_TIGHT
        weak = vocabulary_pb2.STATUS_WEAK
        normal = vocabulary_pb2.STATUS_NORMAL
        unknown = vocabulary_pb2.STATUS_UNKNOWN
        self.assertEqual(statuses["iliopsoas", right], tight)
        self.assertEqual(statuses["iliopsoas", left], tight)
        self.assertEqual(statuses["gluteus_maximus", right], weak)
        self.assertEqual(statuses["hamstrings", left], normal)
        self.assertEqual(statuses["rectus_femoris", left], unknown)
        first = next(d for d in interpretation.decisions if d.rank == 1)
        self.assertEqual(first.muscle, "iliopsoas")
        self.assertEqual(first.side, right)
        self.assertEqual(first.partner, "gluteus_maximus")

        routine = self.call(
            self.routines.GetRoutine,
            routine_service_pb2.GetRoutineRequest(name=f"{patient.name}/routine"),
        ).routine
        self.assertEqual(len(routine.sessions), 18)
        self.assertEqual(routine.gate, interpretation_pb2.GATE_OK)

        today = self.today(patient)
        session = today.sessions[0]
        self.assertEqual(session.number, 1)
        self.assertLessEqual(session.total_minutes, 30)
        self.assert_release_before_strengthening(session)
        for item in session.items:
            self.assertTrue(item.doses, item.exercise)
            self.assertTrue(item.reason, item.exercise)

        explained = self.call(
            self.routines.ExplainRoutine,
            routine_service_pb2.ExplainRoutineRequest(
                name=f"{patient.name}/routine", muscle="hamstrings.R"
            ),
        ).explanation
        self.assertTrue(explained.sentences)
        self.assertEqual(explained.findings[0].status, normal)

        logged = self.call(
            self.progress.LogSession,
            progress_service_pb2.LogSessionRequest(
                parent=patient.name,
                session_log=progress_pb2.SessionLog(
                    session_number=1,
                    completed_pct=100,
                    pain_before=3,
                    pain_after=2,
                ),
                request_id=str(uuid.uuid4()),
            ),
        )
        self.assertEqual(logged.revision, submitted.revision + 1)
        progress = self.call(
            self.progress.GetProgress,
            progress_service_pb2.GetProgressRequest(
                name=f"{patient.name}/progress"
            ),
        )
        self.assertEqual(progress.completed_sessions, 1)
        self.assertIn(
            (1, 3, 2),
            [
                (point.session_number, point.pain_before, point.pain_after)
                for point in progress.pain
            ],
        )
        self.assertEqual(self.today(patient).sessions[0].number, 2)

    def test_an_urgent_red_flag_leaves_no_exercise(self):
        patient = self.create_patient()
        submitted = self.submit(patient, "red_flag")
        stop = interpretation_pb2.GATE_STOP_AND_REFER_URGENT
        self.assertEqual(submitted.interpretation.gate, stop)
        self.assertTrue(submitted.interpretation.notices[0].text)
        today = self.today(patient)
        self.assertEqual(today.gate, stop)
        self.assertFalse([s for s in today.sessions if s.items])
        routine = self.call(
            self.routines.GetRoutine,
            routine_service_pb2.GetRoutineRequest(name=f"{patient.name}/routine"),
        ).routine
        self.assertFalse([s for s in routine.sessions if s.items])

    def test_a_bad_request_lists_every_wrong_field_and_stores_nothing(self):
        patient = self.create_patient()
        request = self.submit_request(patient)
        first = len(request.assessment.results)
        add = request.assessment.results.add
        add(test="mod_thomas_knee", side=vocabulary_pb2.SIDE_LEFT, value=9999)
        add(test="no_such_test", side=vocabulary_pb2.SIDE_LEFT, value=1)
        add(test="trunk_flexor", side=vocabulary_pb2.SIDE_LEFT, value=1)
        status = self.refused(
            grpc.StatusCode.INVALID_ARGUMENT,
            self.assessments.SubmitAssessment,
            request,
        )
        info = self.detail(status, error_details_pb2.ErrorInfo())
        self.assertEqual(info.domain, "tonus")
        bad_request = self.detail(status, error_details_pb2.BadRequest())
        fields = " ".join(v.field for v in bad_request.field_violations)
        for index in range(first, first + 3):
            self.assertIn(f"assessment.results[{index}]", fields)
        for violation in bad_request.field_violations:
            self.assertTrue(violation.description)
        listed = self.call(
            self.assessments.ListAssessments,
            assessment_service_pb2.ListAssessmentsRequest(parent=patient.name),
        )
        self.assertFalse(listed.assessments)

    def test_a_retry_gives_the_first_response(self):
        patient = self.create_patient()
        request = self.submit_request(patient)
        first = self.call(self.assessments.SubmitAssessment, request)
        again = self.call(self.assessments.SubmitAssessment, request)
        self.assertEqual(first.assessment, again.assessment)
        self.assertEqual(first.revision, again.revision)
        listed = self.call(
            self.assessments.ListAssessments,
            assessment_service_pb2.ListAssessmentsRequest(parent=patient.name),
        )
        self.assertEqual(len(listed.assessments), 1)

        del request.assessment.results[0]
        status = self.refused(
            grpc.StatusCode.INVALID_ARGUMENT,
            self.assessments.SubmitAssessment,
            request,
        )
        info = self.detail(status, error_details_pb2.ErrorInfo())
        self.assertEqual(info.reason, "REQUEST_ID_REUSED")

    def import_items(self, items, token=CLINICIAN):
        """Returns the results of one import."""
        return list(
            self.assessments.ImportAssessments(
                iter(items),
                metadata=[("authorization", f"Bearer {token}")],
                timeout=60,
            )
        )

    def import_item(self, patient, request_id):
        submission = self.submit_request(patient)
        submission.assessment.assessment_time.FromSeconds(1767600000)
        return assessment_service_pb2.ImportAssessmentsRequest(
            parent=patient.name,
            assessment=submission.assessment,
            request_id=request_id,
        )

    def test_an_import_answers_every_item_and_stores_none_twice(self):
        patients = [self.create_patient() for _ in range(3)]
        items = [self.import_item(p, f"item-{p.name[-8:]}") for p in patients]
        items[1].assessment.results[0].value = 1e6
        results = self.import_items(items)
        self.assertEqual([result.item for result in results], [1, 2, 3])
        self.assertEqual([r.status.code for r in results], [0, 3, 0])
        wrong = self.detail(results[1].status, error_details_pb2.BadRequest())
        self.assertEqual(
            wrong.field_violations[0].field, "assessment.results[0].value"
        )
        self.assertEqual(
            results[2].assessment, f"{patients[2].name}/assessments/2"
        )

        items[1] = self.import_item(patients[1], items[1].request_id)
        again = self.import_items(items)
        self.assertEqual(
            [r.already_recorded for r in again], [True, False, True]
        )
        listed = self.call(
            self.assessments.ListAssessments,
            assessment_service_pb2.ListAssessmentsRequest(
                parent=patients[0].name
            ),
        )
        self.assertEqual(len(listed.assessments), 1)

    def test_an_import_finds_no_patient_of_another_tenant(self):
        patient = self.create_patient()
        [result] = self.import_items(
            [self.import_item(patient, "foreign")], OTHER_TENANT
        )
        self.assertEqual(
            result.status.code, grpc.StatusCode.NOT_FOUND.value[0]
        )

    def test_a_cancelled_import_keeps_what_was_answered(self):
        patient = self.create_patient()
        call = self.assessments.ImportAssessments(
            iter([self.import_item(patient, f"cancel-{i}") for i in range(2)]),
            metadata=[("authorization", f"Bearer {CLINICIAN}")],
        )
        first = next(call)
        call.cancel()
        with self.assertRaises(grpc.RpcError):
            list(call)
        again = self.import_items([self.import_item(patient, "cancel-0")])
        self.assertEqual(again[0].assessment, first.assessment)
        self.assertTrue(again[0].already_recorded)

    def test_a_correction_takes_the_place_of_what_it_corrects(self):
        patient = self.create_patient()
        recorded = self.submit(patient).assessment
        corrected = assessment_pb2.Assessment()
        corrected.CopyFrom(recorded)
        corrected.results[0].value += 1
        response = self.call(
            self.assessments.AmendAssessment,
            assessment_service_pb2.AmendAssessmentRequest(
                name=recorded.name,
                assessment=corrected,
                reason=assessment_pb2.AMENDMENT_REASON_ENTRY_ERROR,
                request_id=str(uuid.uuid4()),
            ),
        )
        self.assertEqual(response.assessment.amends, recorded.name)
        old = self.call(
            self.assessments.GetAssessment,
            assessment_service_pb2.GetAssessmentRequest(name=recorded.name),
        )
        self.assertEqual(old.superseded_by, response.assessment.name)
        self.assertEqual(old.results[0].value, recorded.results[0].value)

    def test_a_credential_is_needed(self):
        request = patient_service_pb2.ListPatientsRequest()
        for token in (None, "", "x" * 64):
            self.refused(
                grpc.StatusCode.UNAUTHENTICATED,
                self.patients.ListPatients,
                request,
                token,
            )

    def test_a_role_does_what_it_may(self):
        patient = self.create_patient()
        self.refused(
            grpc.StatusCode.PERMISSION_DENIED,
            self.patients.GetPatient,
            patient_service_pb2.GetPatientRequest(name=patient.name),
            ADMIN,
        )
        pack = self.call(
            self.knowledge.GetPack, knowledge_service_pb2.GetPackRequest(), ADMIN
        )
        self.assertRegex(pack.hash, r"^[0-9a-f]{64}$")

    def test_another_tenants_patient_does_not_exist(self):
        patient = self.create_patient()
        foreign = self.refused(
            grpc.StatusCode.NOT_FOUND,
            self.patients.GetPatient,
            patient_service_pb2.GetPatientRequest(name=patient.name),
            OTHER_TENANT,
        )
        nobody = self.refused(
            grpc.StatusCode.NOT_FOUND,
            self.patients.GetPatient,
            patient_service_pb2.GetPatientRequest(name="patients/" + "a" * 26),
            OTHER_TENANT,
        )
        self.assertEqual(
            foreign.message.replace(patient.name, "X"),
            nobody.message.replace("patients/" + "a" * 26, "X"),
        )
        self.refused(
            grpc.StatusCode.NOT_FOUND,
            self.assessments.SubmitAssessment,
            self.submit_request(patient),
            OTHER_TENANT,
        )
        listed = self.call(
            self.patients.ListPatients,
            patient_service_pb2.ListPatientsRequest(),
            OTHER_TENANT,
        )
        self.assertNotIn(patient.name, [p.name for p in listed.patients])

    def test_an_oversized_message_is_refused_and_nothing_is_stored(self):
        patient = self.create_patient()
        request = self.submit_request(patient)
        request.assessment.results[0].test = "x" * (8 << 20)
        with self.assertRaises(grpc.RpcError) as caught:
            self.call(self.assessments.SubmitAssessment, request)
        self.assertEqual(
            caught.exception.code(), grpc.StatusCode.RESOURCE_EXHAUSTED
        )
        listed = self.call(
            self.assessments.ListAssessments,
            assessment_service_pb2.ListAssessmentsRequest(parent=patient.name),
        )
        self.assertFalse(listed.assessments)

    def test_a_whole_pack_with_its_cases_goes_into_one_request(self):
        files = pack_source_pb2.PackFiles(
            files=[
                pack_source_pb2.PackFile(
                    name=str(path.relative_to(PACK)), content=path.read_text()
                )
                for path in sorted(PACK.rglob("*.textproto"))
            ]
        )
        self.assertGreater(files.ByteSize(), 1 << 20)
        before = self.call(
            self.knowledge.GetPack, knowledge_service_pb2.GetPackRequest()
        )
        response = self.knowledge.ActivatePack(
            knowledge_service_pb2.ActivatePackRequest(
                pack=pack_source_pb2.PackSource(files=files),
                reason=pack_activation_pb2.PACK_ACTIVATION_REASON_NEW_VERSION,
                validate_only=True,
            ),
            metadata=[("authorization", f"Bearer {ADMIN}")],
            timeout=200,  # It is checked completely.
        )
        self.assertTrue(response.check.valid, response.check)
        self.assertEqual(response.activation.hash, before.hash)

    def test_the_response_tells_its_revision_in_a_header(self):
        patient = self.create_patient()
        response, call = self.patients.GetPatient.with_call(
            patient_service_pb2.GetPatientRequest(name=patient.name),
            metadata=[("authorization", f"Bearer {CLINICIAN}")],
            timeout=20,
        )
        headers = dict(call.initial_metadata())
        self.assertEqual(headers["tonus-revision"], str(response.revision))

    def test_health_is_open(self):
        # grpc.health.v1: the request holds a service name in field 1, the
        # response a status in field 1, of which 1 is SERVING.
        check = self.channel.unary_unary("/grpc.health.v1.Health/Check")
        self.assertEqual(check(b"", timeout=20), b"\x08\x01")
        name = b"tonus.v1.RoutineService"
        request = b"\x0a" + bytes([len(name)]) + name
        self.assertEqual(check(request, timeout=20), b"\x08\x01")

    def test_reflection_is_open_on_loopback(self):
        # grpc.reflection.v1alpha: list_services is field 7 of the request.
        reflect = self.channel.stream_stream(
            "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo"
        )
        (answer,) = reflect(iter([b"\x3a\x01*"]), timeout=20)
        for service in (
            b"tonus.v1.AssessmentService",
            b"tonus.v1.KnowledgeService",
            b"tonus.v1.PatientService",
            b"tonus.v1.ProgressService",
            b"tonus.v1.RoutineService",
        ):
            self.assertIn(service, answer)


if __name__ == "__main__":
    unittest.main()
