// SPDX-License-Identifier: Apache-2.0
#include "tests/services/simulated_server.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/engine/deterministic_bytes.h"
#include "services/keys.h"
#include "services/patient/seal.h"
#include "services/resource_names.h"
#include "services/timestamp.h"
#include "tests/services/stored_records.h"

namespace tonus::testing {
namespace {

constexpr int kPatients = 2;
constexpr int kRequests =
    6;  // Beside those that make a patient with a routine.
constexpr int kFaults = 5;
constexpr size_t kMostUnderWay = 4;
constexpr char kTenant[] = "clinic";

const absl::Time kBegin = absl::FromUnixSeconds(1767603600);  // 2026-01-05.

Call CallAt(absl::Time time) {
  Call call;
  call.time = time;
  call.deadline = absl::InfiniteFuture();
  call.cancelled = [] { return false; };
  call.principal = {kTenant, "alice", v1::ROLE_CLINICIAN, ""};
  return call;
}

std::string IdOf(const Request& request) {
  return absl::StrCat("request-", request.number);
}

template <typename Response>
absl::StatusOr<std::string> BytesOf(
    const absl::StatusOr<Serialized<Response>>& reply) {
  if (!reply.ok()) return reply.status();
  return reply->bytes;
}

v1::SubmitAssessmentRequest Submission(const Request& request) {
  v1::SubmitAssessmentRequest submission;
  submission.set_parent(request.name);
  submission.set_request_id(IdOf(request));
  v1::Assessment& assessment = *submission.mutable_assessment();
  for (const auto side :
       {knowledge::v1::SIDE_LEFT, knowledge::v1::SIDE_RIGHT}) {
    v1::TestResult* result = assessment.add_results();
    result->set_test("thomas");
    result->set_side(side);
    result->set_value(request.number % 20);
  }
  assessment.mutable_screening()->set_others_denied(true);
  return submission;
}

v1::UpdatePatientRequest Update(const Request& request) {
  v1::UpdatePatientRequest update;
  update.set_request_id(IdOf(request));
  update.mutable_patient()->set_name(request.name);
  update.mutable_patient()->set_etag(request.etag);
  update.mutable_patient()->mutable_profile()->set_age_years(20 +
                                                             request.number);
  return update;
}

}  // namespace

absl::StatusOr<std::string> Send(Process& process, const Request& request,
                                 absl::Time time) {
  Call call = CallAt(time);
  switch (request.kind) {
    case Request::Kind::kCreate: {
      v1::CreatePatientRequest create;
      create.set_request_id(IdOf(request));
      create.mutable_patient()->mutable_profile()->set_age_years(38);
      create.mutable_patient()->set_external_id(IdOf(request));
      return BytesOf(process.patients.CreatePatient(call, create));
    }
    case Request::Kind::kSubmit:
      return BytesOf(
          process.assessments.SubmitAssessment(call, Submission(request)));
    case Request::Kind::kLog: {
      v1::LogSessionRequest log;
      log.set_parent(request.name);
      log.set_request_id(IdOf(request));
      log.mutable_session_log()->set_session_number(1);
      log.mutable_session_log()->set_completed_pct(request.number);
      return BytesOf(process.progress.LogSession(call, log));
    }
    case Request::Kind::kOutcome: {
      v1::RecordOutcomeRequest outcome;
      outcome.set_parent(request.name);
      outcome.set_request_id(IdOf(request));
      outcome.add_measures()->set_measure("pain");
      outcome.mutable_measures(0)->set_total(request.number % 10);
      return BytesOf(process.progress.RecordOutcome(call, outcome));
    }
    case Request::Kind::kWrite:
    case Request::Kind::kChange:
      return BytesOf(process.patients.UpdatePatient(call, Update(request)));
  }
  return absl::InternalError("no such request");
}

SimulatedServer::SimulatedServer(uint64_t seed,
                                 const engine::Knowledge* knowledge, Flaw flaw)
    : random_(seed),
      knowledge_(knowledge),
      storage_(&random_, flaw),
      process_(std::make_unique<Process>(&storage_, knowledge)),
      now_(kBegin),
      names_(kPatients) {
  storage_.faults = kFaults;
  storage_.meanwhile = [this] {
    if (under_way_.size() >= kMostUnderWay || random_() % 8 != 0) return;
    if (Request* other = Choose(); other != nullptr) SendOnce(*other);
  };
  storage_.on_applied = [this](absl::Span<const storage::Mutation> mutations) {
    if (under_way_.empty()) return;
    for (const storage::Mutation& mutation : mutations) {
      const auto key = keys::Parse(mutation.key);
      if (key.has_value() && key->kind == keys::Kind::kRequest &&
          mutation.kind == storage::Mutation::Kind::kWrite) {
        applied_.push_back(under_way_.back());
      }
    }
  };
}

std::vector<std::string> SimulatedServer::Live() {
  MakeRequests();
  for (Request* request = Choose(); request != nullptr; request = Choose()) {
    SendOnce(*request);
  }
  storage_.meanwhile = nullptr;
  storage_.faults = 0;
  CheckAnswers();
  CheckPatients();
  CheckAgainstOracle();
  return std::move(wrong_);
}

void SimulatedServer::MakeRequests() {
  using Kind = Request::Kind;
  const auto add = [this](Kind kind, int patient) {
    Request request;
    request.kind = kind;
    request.patient = patient;
    request.number = static_cast<int>(requests_.size()) + 1;
    requests_.push_back(request);
  };
  for (int patient = 0; patient < kPatients; ++patient) {
    add(Kind::kCreate, patient);
    add(Kind::kSubmit, patient);
  }
  constexpr Kind kOthers[] = {Kind::kSubmit, Kind::kLog,    Kind::kOutcome,
                              Kind::kWrite,  Kind::kChange, Kind::kChange};
  for (int i = 0; i < kRequests; ++i) {
    add(kOthers[random_() % std::size(kOthers)],
        static_cast<int>(random_() % kPatients));
  }
}

bool SimulatedServer::IsOpen(const Request& request) const {
  if (request.refused || request.answer.has_value()) return false;
  if (request.kind == Request::Kind::kCreate) return true;
  if (names_[request.patient].empty()) return false;
  // Those that need a routine wait for the first.
  return std::all_of(requests_.begin(), requests_.end(), [&](const Request& r) {
    return r.number >= request.number || r.patient != request.patient ||
           r.number > 2 * kPatients || r.answer.has_value();
  });
}

Request* SimulatedServer::Choose() {
  std::vector<Request*> open;
  for (Request& request : requests_) {
    if (IsOpen(request)) open.push_back(&request);
  }
  // One that is under way may be sent a second time.
  return open.empty() ? nullptr : open[random_() % open.size()];
}

bool SimulatedServer::Prepare(Request& request) {
  if (request.kind == Request::Kind::kCreate || !request.name.empty()) {
    return true;
  }
  if (request.kind == Request::Kind::kChange) {
    Call call = CallAt(now_);
    v1::GetPatientRequest get;
    get.set_name(names_[request.patient]);
    const auto patient = process_->patients.GetPatient(call, get);
    if (!patient.ok() || storage_.crashed()) return false;
    // Somebody else may have sent it meanwhile.
    if (request.name.empty()) {
      request.etag = patient->etag();
      request.read_revision = patient->revision();
    }
  }
  request.name = names_[request.patient];
  return true;
}

void SimulatedServer::SendOnce(Request& request) {
  now_ += absl::Milliseconds(random_() % 10'000);
  if (random_() % 16 == 0) {
    now_ += absl::Minutes(static_cast<int64_t>(random_() % 241) - 120);
  }
  under_way_.push_back({&request, now_});
  const absl::Time time = now_;
  if (Prepare(request)) {
    const absl::StatusOr<std::string> answer = Send(*process_, request, time);
    // What a process says after it has crashed, nobody hears.
    if (!storage_.crashed()) Judge(request, answer);
  }
  under_way_.pop_back();
  if (!under_way_.empty() || !storage_.crashed()) return;
  storage_.Restart();
  process_ = std::make_unique<Process>(&storage_, knowledge_);
}

void SimulatedServer::Judge(Request& request,
                            const absl::StatusOr<std::string>& answer) {
  const auto complain = [&](absl::string_view text) {
    wrong_.push_back(absl::StrCat(IdOf(request), ": ", text));
  };
  if (answer.ok()) {
    if (request.refused) complain("was refused before it was answered");
    if (request.answer.value_or(*answer) != *answer) complain("two answers");
    request.answer = *answer;
    v1::Patient patient;
    if (request.kind == Request::Kind::kCreate) {
      patient.ParseFromString(*answer);
      names_[request.patient] = patient.name();
    }
    if (request.kind == Request::Kind::kChange) {
      patient.ParseFromString(*answer);
      if (patient.revision() != request.read_revision + 1) {
        complain("changed another revision than the one that was read");
      }
    }
    return;
  }
  if (absl::IsUnavailable(answer.status())) return;  // The client tries again.
  if (absl::IsAborted(answer.status()) &&
      request.kind == Request::Kind::kChange) {
    if (request.answer.has_value()) complain("was answered and is refused");
    request.refused = true;
    return;
  }
  complain(answer.status().ToString());
  request.refused = true;  // Not again.
}

void SimulatedServer::CheckAnswers() {
  for (Request& request : requests_) {
    if (request.answer.has_value()) {
      Judge(request, Send(*process_, request, now_));
    }
    const auto times =
        std::count_if(applied_.begin(), applied_.end(),
                      [&](const Applied& a) { return a.request == &request; });
    const int expected = request.answer.has_value() ? 1 : 0;
    if (times != expected) {
      wrong_.push_back(
          absl::StrCat(IdOf(request), " was applied ", times, " times"));
    }
  }
}

void SimulatedServer::CheckPatients() {
  for (const std::string& name : names_) {
    const auto patient = PatientName::Parse(name);
    if (!patient.ok()) {
      wrong_.emplace_back("a patient was never created");
      continue;
    }
    const PatientRef ref{kTenant, patient->patient, absl::InfiniteFuture()};
    const std::string key = keys::State(ref.tenant, ref.patient);
    const auto stored = storage_.memory().Read(key, ref.deadline);
    const auto rebuilt = process_->log.RebuildState(ref);
    if (!stored.ok() || !rebuilt.ok() ||
        Unseal(key, stored->value).value_or("") !=
            engine::DeterministicBytes(*rebuilt)) {
      wrong_.push_back(absl::StrCat(name, ": its events give another state"));
      continue;
    }
    absl::Time after = absl::InfiniteFuture();
    process_->log.records()
        .VisitEventsBackward(
            ref, INT64_MAX,
            [&](const StoredEvent& stored) {
              const absl::Time time = FromTimestamp(stored.event.record_time());
              if (time > after) {
                wrong_.push_back(
                    absl::StrCat(name, ": the times of its events go back"));
              }
              after = time;
              return true;
            })
        .IgnoreError();
  }
}

void SimulatedServer::CheckAgainstOracle() {
  storage::MemoryStorage oracle;
  Process process(&oracle, knowledge_);
  // The only random bytes that are stored.
  const auto secret =
      storage_.memory().Read(keys::kExternalIdSecret, absl::InfiniteFuture());
  if (secret.ok()) {
    const storage::Mutation same[] = {
        storage::Mutation::Write(keys::kExternalIdSecret, secret->value)};
    oracle.Commit(same, absl::InfiniteFuture()).IgnoreError();
  }
  for (const Applied& applied : applied_) {
    const absl::StatusOr<std::string> answer =
        Send(process, *applied.request, applied.time);
    if (!answer.ok() || answer.value() != applied.request->answer) {
      wrong_.push_back(absl::StrCat(
          IdOf(*applied.request),
          ": alone it is answered otherwise: ", answer.status().ToString()));
    }
  }
  for (const std::string& key : DifferentKeys(storage_.memory(), oracle)) {
    wrong_.push_back(absl::StrCat("differs from one by one: ", key));
  }
}

}  // namespace tonus::testing
