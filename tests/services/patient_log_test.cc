// SPDX-License-Identifier: Apache-2.0
#include "services/patient/patient_log.h"

#include <functional>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/digest.h"
#include "services/engine/deterministic_bytes.h"
#include "services/keys.h"
#include "services/patient/event_chain.h"
#include "services/patient/live_requests.h"
#include "services/patient/patient_id.h"
#include "services/patient/seal.h"
#include "services/resource_names.h"
#include "storage/key_range.h"
#include "storage/unknown_outcome.h"
#include "tests/services/service_test.h"

namespace tonus {
namespace {

using ::testing::HasSubstr;
using ::tonus::engine::DeterministicBytes;
using ::tonus::testing::IsOk;
using ::tonus::testing::Parsed;
using ::tonus::testing::ParseText;
using ::tonus::testing::ReasonOf;
using ::tonus::testing::StatusIs;

class PatientLogTest : public testing::ServiceTest {
 protected:
  absl::StatusOr<std::string> Update(const std::string& name, int level,
                                     const std::string& request_id = "",
                                     const std::string& etag = "",
                                     absl::Duration later = {}) {
    Call call = CallOf();
    call.time += later;
    v1::UpdatePatientRequest request;
    request.mutable_patient()->set_name(name);
    request.mutable_patient()->set_etag(etag);
    request.mutable_patient()->mutable_profile()->set_user_level(level);
    request.set_request_id(request_id);
    TONUS_ASSIGN_OR_RETURN(const auto reply,
                           patients_.UpdatePatient(call, request));
    return reply.bytes;
  }

  // The answer to a request that changes nothing, and that would be `now`.
  std::string AskNothing(const std::string& name, const std::string& request_id,
                         const std::string& now, absl::Duration later = {}) {
    Call call = CallOf();
    call.time += later;
    v1::GetPatientRequest request;
    request.set_name(name);
    Command command;
    command.method = "nothing";
    command.request = &request;
    command.request_id = request_id;
    command.record = [&](const engine::Knowledge&,
                         const storage::v1::PatientState&) {
      return Record{std::nullopt, now};
    };
    const auto answer = log_.Write(call, RefOf(name).patient, command);
    EXPECT_THAT(answer, IsOk());
    return answer.value_or("");
  }

  // The unsealed value at `key`, or "" when there is none.
  std::string Stored(const std::string& key) const {
    const auto record = storage_.Read(key, absl::InfiniteFuture());
    if (!record.ok()) return "";
    return Unseal(key, record->value).value_or("");
  }

  // Writes `value` over what is stored, past the services.
  void Overwrite(const std::string& key, const std::string& value) {
    ASSERT_THAT(
        storage_.Commit({storage::Mutation::Write(key, Seal(key, value))},
                        absl::InfiniteFuture()),
        IsOk());
  }
};

TEST_F(PatientLogTest, ARetryGetsTheFirstResponseByteForByte) {
  const std::string name = NewPatient();
  TONUS_ASSERT_OK_AND_ASSIGN(const std::string first, Update(name, 3, "r1"));
  ASSERT_THAT(Update(name, 4), IsOk());
  const auto before = Everything();
  TONUS_ASSERT_OK_AND_ASSIGN(const std::string again,
                             Update(name, 3, "r1", "", absl::Hours(5)));
  EXPECT_EQ(again, first);
  EXPECT_EQ(Everything(), before);
}

TEST_F(PatientLogTest, ARetryIsRecognisedBeforeItsEtagIsJudged) {
  const std::string name = NewPatient();
  TONUS_ASSERT_OK_AND_ASSIGN(const auto patient,
                             log_.records().ReadPatient(RefOf(name)));
  TONUS_ASSERT_OK_AND_ASSIGN(const std::string first,
                             Update(name, 3, "r1", patient.etag()));
  TONUS_ASSERT_OK_AND_ASSIGN(const std::string again,
                             Update(name, 3, "r1", patient.etag()));
  EXPECT_EQ(again, first);
}

TEST_F(PatientLogTest, ARequestIdStandsForOneRequest) {
  const std::string name = NewPatient();
  ASSERT_THAT(Update(name, 3, "r1"), IsOk());
  const auto before = Everything();
  const auto other = Update(name, 4, "r1");
  EXPECT_THAT(other, StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_EQ(ReasonOf(other.status()), "REQUEST_ID_REUSED");
  auto submission = Submission(name);
  submission.set_request_id("r1");
  Call call = CallOf();
  EXPECT_EQ(ReasonOf(assessments_.SubmitAssessment(call, submission).status()),
            "REQUEST_ID_REUSED");
  EXPECT_EQ(Everything(), before);
}

TEST_F(PatientLogTest, ARetriedCreationFindsItsOwnPatient) {
  const auto request =
      ParseText<v1::CreatePatientRequest>(R"pb(patient { external_id: "7" }
                                               request_id: "c1")pb");
  Call call = CallOf();
  TONUS_ASSERT_OK_AND_ASSIGN(const auto first,
                             patients_.CreatePatient(call, request));
  const auto before = Everything();
  TONUS_ASSERT_OK_AND_ASSIGN(const auto again,
                             patients_.CreatePatient(call, request));
  EXPECT_EQ(again.bytes, first.bytes);
  EXPECT_EQ(Everything(), before);

  auto changed = request;
  changed.mutable_patient()->set_external_id("8");
  EXPECT_EQ(ReasonOf(patients_.CreatePatient(call, changed).status()),
            "REQUEST_ID_REUSED");
  call.principal.subject = "bob";
  TONUS_ASSERT_OK_AND_ASSIGN(const auto bobs,
                             patients_.CreatePatient(call, [&] {
                               auto own = request;
                               own.mutable_patient()->clear_external_id();
                               return own;
                             }()));
  EXPECT_NE(Parsed(bobs).name(), Parsed(first).name());
}

TEST_F(PatientLogTest, ConcurrentDuplicatesAreAppliedOnce) {
  const std::string name = NewPatient();
  std::vector<std::string> answers(8);
  std::vector<std::thread> threads;
  for (std::string& answer : answers) {
    threads.emplace_back(
        [&] { answer = Update(name, 3, "same").value_or("failed"); });
  }
  for (std::thread& thread : threads) thread.join();
  for (const std::string& answer : answers) EXPECT_EQ(answer, answers[0]);
  TONUS_ASSERT_OK_AND_ASSIGN(const auto state, log_.ReadState(RefOf(name)));
  EXPECT_EQ(state.head().revision(), 2);
}

TEST_F(PatientLogTest, ConcurrentWritersAllGetIn) {
  const std::string name = NewPatient();
  std::vector<std::thread> threads;
  std::vector<int> ok(8);
  for (size_t i = 0; i < ok.size(); ++i) {
    threads.emplace_back(
        [&, i] { ok[i] = Update(name, 1 + static_cast<int>(i % 5)).ok(); });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(ok, std::vector<int>(ok.size(), 1));
  TONUS_ASSERT_OK_AND_ASSIGN(const auto state, log_.ReadState(RefOf(name)));
  EXPECT_EQ(state.head().revision(), 9);
  ExpectRebuilt(name);
}

TEST_F(PatientLogTest, AWriteThatIsOvertakenDecidesAgain) {
  const std::string name = NewPatient();
  storage_.before_commit = [&] { ASSERT_THAT(Update(name, 4), IsOk()); };
  TONUS_ASSERT_OK_AND_ASSIGN(const std::string bytes, Update(name, 3));
  v1::Patient patient;
  ASSERT_TRUE(patient.ParseFromString(bytes));
  EXPECT_EQ(patient.revision(), 3);
  EXPECT_EQ(patient.profile().user_level(), 3);
}

TEST_F(PatientLogTest, AWriteWithAnEtagThatIsOvertakenIsStale) {
  const std::string name = NewPatient();
  TONUS_ASSERT_OK_AND_ASSIGN(const auto patient,
                             log_.records().ReadPatient(RefOf(name)));
  storage_.before_commit = [&] { ASSERT_THAT(Update(name, 4), IsOk()); };
  const auto stale = Update(name, 3, "", patient.etag());
  EXPECT_THAT(stale, StatusIs(absl::StatusCode::kAborted));
  EXPECT_EQ(ReasonOf(stale.status()), "STALE_ETAG");
}

TEST_F(PatientLogTest, ARetryAfterALostAnswerFindsItsRecord) {
  const std::string name = NewPatient();
  storage_.lost_answer = absl::UnavailableError("gone");
  EXPECT_THAT(Update(name, 3, "r1"), StatusIs(absl::StatusCode::kUnavailable));
  ASSERT_THAT(Update(name, 3, "r1"), IsOk());
  TONUS_ASSERT_OK_AND_ASSIGN(const auto state, log_.ReadState(RefOf(name)));
  EXPECT_EQ(state.head().revision(), 2);
}

TEST_F(PatientLogTest, TheRecordOfTheRequestTellsWhatBecameOfACommit) {
  const std::string name = NewPatient();
  storage_.lost_answer = storage::UnknownOutcomeError("lost");
  TONUS_ASSERT_OK_AND_ASSIGN(const std::string first, Update(name, 3, "r1"));
  TONUS_ASSERT_OK_AND_ASSIGN(const std::string again, Update(name, 3, "r1"));
  EXPECT_EQ(again, first);
  TONUS_ASSERT_OK_AND_ASSIGN(const auto state, log_.ReadState(RefOf(name)));
  EXPECT_EQ(state.head().revision(), 2);
}

TEST_F(PatientLogTest, WithoutARequestIdAnUnknownOutcomeStaysUnknown) {
  const std::string name = NewPatient();
  storage_.lost_answer = storage::UnknownOutcomeError("lost");
  EXPECT_TRUE(storage::IsUnknownOutcome(Update(name, 3).status()));
  TONUS_ASSERT_OK_AND_ASSIGN(const auto state, log_.ReadState(RefOf(name)));
  EXPECT_EQ(state.head().revision(), 2);
}

// Storage in which something happens before a state is read, once.
class OvertakenStorage : public storage::Storage {
 public:
  explicit OvertakenStorage(storage::Storage* behind) : behind_(behind) {}

  absl::StatusOr<storage::Record> Read(absl::string_view key,
                                       absl::Time deadline) const override {
    if (before_state && absl::EndsWith(key, "/state")) {
      std::exchange(before_state, nullptr)();
    }
    return behind_->Read(key, deadline);
  }
  absl::StatusOr<storage::Page> Scan(const storage::ScanRequest& request,
                                     absl::Time deadline) const override {
    return behind_->Scan(request, deadline);
  }
  absl::Status Commit(absl::Span<const storage::Mutation> mutations,
                      absl::Time deadline) override {
    return behind_->Commit(mutations, deadline);
  }

  mutable std::function<void()> before_state;

 private:
  storage::Storage* const behind_;
};

TEST_F(PatientLogTest, ARequestThatItsTwinOvertakesGetsTheSameResponse) {
  OvertakenStorage storage(&storage_);
  PatientLog log(&storage, &testing::ReleasedKnowledge());
  PatientService patients(&log);
  Call call = CallOf();
  const auto create =
      ParseText<v1::CreatePatientRequest>(R"pb(patient { external_id: "7" }
                                               request_id: "c1")pb");
  std::string first;
  storage.before_state = [&] {
    first = patients_.CreatePatient(call, create)->bytes;
  };
  TONUS_ASSERT_OK_AND_ASSIGN(const auto created,
                             patients.CreatePatient(call, create));
  EXPECT_EQ(created.bytes, first);

  v1::UpdatePatientRequest update;
  *update.mutable_patient() = Parsed(created);
  update.mutable_patient()->mutable_profile()->set_user_level(3);
  update.set_request_id("u1");
  storage.before_state = [&] {
    first = patients_.UpdatePatient(call, update)->bytes;
  };
  TONUS_ASSERT_OK_AND_ASSIGN(const auto updated,
                             patients.UpdatePatient(call, update));
  EXPECT_EQ(updated.bytes, first);
}

// Storage that does not apply a commit, and says that it does not know; then
// does not answer so many calls.
class UnsureStorage : public storage::Storage {
 public:
  UnsureStorage(storage::Storage* behind, int away)
      : behind_(behind), away_(away) {}

  absl::StatusOr<storage::Record> Read(absl::string_view key,
                                       absl::Time deadline) const override {
    if (lost_ && away_ > 0 && away_-- > 0) {
      return absl::UnavailableError("away");
    }
    return behind_->Read(key, deadline);
  }
  absl::StatusOr<storage::Page> Scan(const storage::ScanRequest& request,
                                     absl::Time deadline) const override {
    return behind_->Scan(request, deadline);
  }
  absl::Status Commit(absl::Span<const storage::Mutation> mutations,
                      absl::Time deadline) override {
    if (lost_) return behind_->Commit(mutations, deadline);
    lost_ = true;
    return storage::UnknownOutcomeError("lost");
  }

 private:
  storage::Storage* const behind_;
  bool lost_ = false;
  mutable int away_;
};

TEST_F(PatientLogTest, AWriteThatWasNotAppliedIsAppliedOnce) {
  const std::string name = NewPatient();
  for (const int away : {0, 1}) {
    UnsureStorage storage(&storage_, away);
    PatientLog log(&storage, &testing::ReleasedKnowledge());
    PatientService patients(&log);
    v1::UpdatePatientRequest request;
    request.mutable_patient()->set_name(name);
    request.mutable_patient()->mutable_profile()->set_user_level(3 + away);
    request.set_request_id(away == 0 ? "r1" : "r2");
    Call call = CallOf();
    const absl::Status status = patients.UpdatePatient(call, request).status();
    EXPECT_EQ(status.ok(), away == 0) << status;
    // What could not be found out is not told as what came after it.
    EXPECT_EQ(storage::IsUnknownOutcome(status), away > 0) << status;
    TONUS_ASSERT_OK_AND_ASSIGN(const auto state, log_.ReadState(RefOf(name)));
    EXPECT_EQ(state.head().revision(), 2);
  }
}

// Storage that is not sure of what it reads: what it last committed is on one
// disk alone.
class UnconfirmedStorage : public storage::Storage {
 public:
  explicit UnconfirmedStorage(storage::Storage* behind) : behind_(behind) {}

  absl::StatusOr<storage::Record> Read(absl::string_view key,
                                       absl::Time deadline) const override {
    return behind_->Read(key, deadline);
  }
  absl::StatusOr<storage::Page> Scan(const storage::ScanRequest& request,
                                     absl::Time deadline) const override {
    return behind_->Scan(request, deadline);
  }
  absl::Status Commit(absl::Span<const storage::Mutation> mutations,
                      absl::Time deadline) override {
    const absl::Status committed = behind_->Commit(mutations, deadline);
    if (!committed.ok()) return committed;
    for (const storage::Mutation& mutation : mutations) {
      if (mutation.kind != storage::Mutation::Kind::kCheck) {
        return storage::UnknownOutcomeError("no standby has it");
      }
    }
    return absl::DeadlineExceededError("no standby answers");
  }

 private:
  storage::Storage* const behind_;
};

TEST_F(PatientLogTest, AnAnswerIsRepeatedOnlyWhenItIsDurable) {
  const std::string name = NewPatient();
  UnconfirmedStorage storage(&storage_);
  PatientLog log(&storage, &testing::ReleasedKnowledge());
  PatientService patients(&log);
  v1::UpdatePatientRequest request;
  request.mutable_patient()->set_name(name);
  request.mutable_patient()->mutable_profile()->set_user_level(3);
  request.set_request_id("r1");
  Call call = CallOf();
  const absl::Status first = patients.UpdatePatient(call, request).status();
  EXPECT_TRUE(storage::IsUnknownOutcome(first)) << first;
  // It was applied, and its record can be read.
  EXPECT_THAT(patients.UpdatePatient(call, request),
              StatusIs(absl::StatusCode::kDeadlineExceeded));
  ASSERT_THAT(Update(name, 3, "r1"), IsOk());
  TONUS_ASSERT_OK_AND_ASSIGN(const auto state, log_.ReadState(RefOf(name)));
  EXPECT_EQ(state.head().revision(), 2);
}

TEST_F(PatientLogTest, RequestIdsAreForgottenAfter30Days) {
  const std::string name = NewPatient();
  const PatientRef ref = RefOf(name);
  const std::string key = keys::Request(ref.tenant, ref.patient, "r1");
  ASSERT_THAT(Update(name, 3, "r1"), IsOk());
  ASSERT_THAT(Update(name, 4, "", "", kRequestLifetime - absl::Seconds(1)),
              IsOk());
  EXPECT_NE(Stored(key), "");
  ASSERT_THAT(Update(name, 4, "", "", kRequestLifetime), IsOk());
  EXPECT_EQ(Stored(key), "");
  ExpectRebuilt(name);
  ASSERT_THAT(Update(name, 5, "r1", "", kRequestLifetime), IsOk());
}

TEST_F(PatientLogTest, ARequestThatChangesNothingIsRememberedFor30Days) {
  const std::string name = NewPatient();
  const PatientRef ref = RefOf(name);
  const auto answered = [&](const std::string& id) {
    return Stored(keys::Request(ref.tenant, ref.patient, id)) != "";
  };
  const std::string state = Stored(keys::State(ref.tenant, ref.patient));
  EXPECT_EQ(AskNothing(name, "", "no id"), "no id");
  EXPECT_EQ(Stored(keys::Unchanged(ref.tenant, ref.patient)), "");
  EXPECT_EQ(AskNothing(name, "q1", "first"), "first");
  EXPECT_EQ(AskNothing(name, "q1", "as of now"), "first");
  EXPECT_EQ(Stored(keys::State(ref.tenant, ref.patient)), state);
  // An event of the same id, too, is the request of before.
  EXPECT_EQ(ReasonOf(Update(name, 3, "q1").status()), "REQUEST_ID_REUSED");

  // A write that comes in between is no obstacle, another such one neither.
  storage_.before_commit = [&] { ASSERT_THAT(Update(name, 4), IsOk()); };
  EXPECT_EQ(AskNothing(name, "q2", "second"), "second");
  storage_.before_commit = [&] { AskNothing(name, "q4", "fourth"); };
  EXPECT_EQ(AskNothing(name, "q3", "third"), "third");
  EXPECT_TRUE(answered("q4"));

  AskNothing(name, "q5", "", kRequestLifetime - absl::Seconds(1));
  EXPECT_TRUE(answered("q1"));
  AskNothing(name, "q6", "", kRequestLifetime);
  EXPECT_FALSE(answered("q1"));
  EXPECT_FALSE(answered("q4"));
  EXPECT_TRUE(answered("q5"));
  ExpectRebuilt(name);
}

TEST_F(PatientLogTest, SoManyRequestsThatChangeNothingAreRemembered) {
  const std::string name = NewPatient();
  const PatientRef ref = RefOf(name);
  AskNothing(name, "q0", "");
  const std::string key = keys::Unchanged(ref.tenant, ref.patient);
  storage::v1::UnchangedRequests live;
  ASSERT_TRUE(live.ParseFromString(Stored(key)));
  while (live.requests_size() < kMaxLiveRequests) {
    *live.add_requests() = live.requests(0);
    live.mutable_requests()->rbegin()->set_request_id("more");
  }
  Overwrite(key, live.SerializeAsString());
  AskNothing(name, "last", "");
  ASSERT_TRUE(live.ParseFromString(Stored(key)));
  ASSERT_EQ(live.requests_size(), kMaxLiveRequests);
  EXPECT_EQ(live.requests().rbegin()->request_id(), "last");
  EXPECT_EQ(Stored(keys::Request(ref.tenant, ref.patient, "q0")), "");
}

TEST_F(PatientLogTest, SoManyRequestIdsAreRememberedWhateverTheirAge) {
  const std::string name = NewPatient();
  const PatientRef ref = RefOf(name);
  const std::string first = keys::Request(ref.tenant, ref.patient, "r0");
  for (int i = 0; i < kMaxLiveRequests; ++i) {
    ASSERT_NE(i > 0 ? Stored(first) : "not yet", "");
    ASSERT_THAT(Update(name, 3 + i % 2, absl::StrCat("r", i)), IsOk());
  }
  ASSERT_THAT(Update(name, 5, "last"), IsOk());
  TONUS_ASSERT_OK_AND_ASSIGN(const auto state, log_.ReadState(ref));
  EXPECT_EQ(state.head().live_requests_size(), kMaxLiveRequests);
  EXPECT_EQ(state.head().live_requests().rbegin()->request_id(), "last");
  EXPECT_EQ(Stored(first), "");
  ExpectRebuilt(name);
  // A repetition of what is forgotten is a request like any other.
  const int64_t revision = state.head().revision();
  ASSERT_THAT(Update(name, 3, "r0"), IsOk());
  TONUS_ASSERT_OK_AND_ASSIGN(const auto after, log_.ReadState(ref));
  EXPECT_EQ(after.head().revision(), revision + 1);
}

TEST_F(PatientLogTest, EventsFormAChain) {
  const std::string name = NewPatientWithRoutine();
  ASSERT_THAT(Update(name, 3, "r1"), IsOk());
  const PatientRef ref = RefOf(name);
  std::string previous;
  for (int revision = 1; revision <= 3; ++revision) {
    const std::string bytes =
        Stored(keys::Event(ref.tenant, ref.patient, revision));
    storage::v1::Event event;
    ASSERT_TRUE(event.ParseFromString(bytes));
    EXPECT_EQ(event.revision(), revision);
    EXPECT_EQ(event.previous_sha256(), previous);
    EXPECT_EQ(event.actor(), "alice");
    EXPECT_EQ(event.role(), v1::ROLE_CLINICIAN);
    EXPECT_EQ(event.request_digest().size(), 32u);
    EXPECT_FALSE(event.pack_hash().empty());
    previous = Sha256(bytes);
  }
  TONUS_ASSERT_OK_AND_ASSIGN(const auto state, log_.ReadState(ref));
  EXPECT_EQ(state.head().last_event_sha256(), previous);
}

TEST_F(PatientLogTest, AnAlteredOrMissingEventIsNoticed) {
  const std::string name = NewPatientWithRoutine();
  ASSERT_THAT(Update(name, 3), IsOk());
  const PatientRef ref = RefOf(name);
  const std::string key = keys::Event(ref.tenant, ref.patient, 2);
  const std::string bytes = Stored(key);
  storage::v1::Event event;
  ASSERT_TRUE(event.ParseFromString(bytes));
  event.set_actor("mallory");
  Overwrite(key, event.SerializeAsString());
  EXPECT_THAT(log_.RebuildState(ref),
              StatusIs(absl::StatusCode::kDataLoss, HasSubstr("altered")));
  ASSERT_THAT(
      storage_.Commit({storage::Mutation::Delete(key)}, absl::InfiniteFuture()),
      IsOk());
  EXPECT_THAT(log_.RebuildState(ref),
              StatusIs(absl::StatusCode::kDataLoss, HasSubstr("gap")));
}

TEST_F(PatientLogTest, AStateOfAnotherEngineVersionIsRebuiltBeforeUse) {
  const std::string name = NewPatientWithRoutine();
  const PatientRef ref = RefOf(name);
  TONUS_ASSERT_OK_AND_ASSIGN(auto state, log_.ReadState(ref));
  const std::string right = DeterministicBytes(state);
  state.mutable_head()->set_engine_version("another");
  state.mutable_facts()->clear_assessments();
  Overwrite(keys::State(ref.tenant, ref.patient), DeterministicBytes(state));
  TONUS_ASSERT_OK_AND_ASSIGN(const auto read, log_.ReadState(ref));
  EXPECT_EQ(DeterministicBytes(read), right);
  ASSERT_THAT(Update(name, 3), IsOk());
  ExpectRebuilt(name);
}

TEST_F(PatientLogTest, RandomCommandsAndRebuildingGiveTheSameBytes) {
  std::mt19937 random(7);
  const std::string name = NewPatientWithRoutine();
  for (int i = 0; i < 60; ++i) {
    Call call = CallOf();
    call.time += absl::Hours(13 * i);
    const std::string request_id = random() % 3 ? "r" + std::to_string(i) : "";
    switch (random() % 4) {
      case 0: {
        ASSERT_THAT(Update(name, 1 + static_cast<int>(random() % 5), request_id,
                           "", absl::Hours(13 * i)),
                    IsOk());
        break;
      }
      case 1: {
        auto request = Submission(name);
        request.set_request_id(request_id);
        request.mutable_assessment()->mutable_results(0)->set_value(
            static_cast<double>(random() % 20));
        ASSERT_THAT(assessments_.SubmitAssessment(call, request), IsOk());
        break;
      }
      case 2: {
        v1::StartSessionRequest request;
        request.set_name(name + "/routine/sessions/1");
        request.mutable_recheck()->set_others_denied(true);
        request.set_pain_before(static_cast<int>(random() % 11));
        request.set_request_id(request_id);
        ASSERT_THAT(routines_.StartSession(call, request), IsOk());
        break;
      }
      default: {
        v1::LogSessionRequest request;
        request.set_parent(name);
        request.set_request_id(request_id);
        request.mutable_session_log()->set_session_number(
            1 + static_cast<int>(random() % 18));
        request.mutable_session_log()->mutable_session_time()->set_seconds(
            absl::ToUnixSeconds(call.time) -
            static_cast<int>(random() % 500000));
        ASSERT_THAT(progress_.LogSession(call, request), IsOk());
      }
    }
  }
  ExpectRebuilt(name);
}

TEST_F(PatientLogTest, APatientThatGrowsTooLargeIsRefusedClearly) {
  const std::string name = NewPatientWithRoutine();
  v1::LogSessionRequest request;
  request.set_parent(name);
  request.mutable_session_log()->set_session_number(1);
  const std::string exercise =
      testing::ReleasedKnowledge().pack().exercises(0).id();
  for (int i = 0; i < 100; ++i) {
    auto* log = request.mutable_session_log()->add_exercises();
    log->set_exercise(exercise);
    log->set_completed_pct(100);
  }
  absl::Status status;
  std::vector<storage::Record> before;
  for (int i = 0; status.ok() && i < 1000; ++i) {
    Call call = CallOf();
    call.time += absl::Minutes(i);
    status = progress_.LogSession(call, request).status();
  }
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_EQ(ReasonOf(status), "PATIENT_RECORD_FULL");
  // What was acknowledged is all there and readable.
  ExpectRebuilt(name);
}

TEST_F(PatientLogTest, EveryKeyBelongsToTheTenantOfTheCall) {
  NewPatientWithRoutine();
  NewPatient("other");
  std::set<std::string> tenants;
  for (const storage::Record& record : Everything()) {
    if (record.key == keys::kExternalIdSecret) continue;
    const auto key = keys::Parse(record.key);
    ASSERT_TRUE(key.has_value()) << record.key;
    tenants.insert(key->tenant);
  }
  EXPECT_EQ(tenants, (std::set<std::string>{"clinic", "other"}));
}

TEST_F(PatientLogTest, TheRoutinesPackIsKept) {
  NewPatientWithRoutine();
  const std::string hash(testing::ReleasedKnowledge().hash());
  EXPECT_EQ(Sha256(Stored(keys::Pack("clinic", hash))),
            absl::HexStringToBytes(hash));
}

TEST(SealTest, GivesBackWhatWasSealedAndRefusesOtherBytes) {
  const auto opened = Unseal("key", Seal("key", "value"));
  ASSERT_THAT(opened, IsOk());
  EXPECT_EQ(*opened, "value");
  EXPECT_THAT(Unseal("key", ""), StatusIs(absl::StatusCode::kDataLoss));
  EXPECT_THAT(Unseal("key", "value"), StatusIs(absl::StatusCode::kDataLoss));
}

TEST(PatientIdTest, IsMadeOfTenantSubjectAndRequestOrOfNothing) {
  const Principal alice{"clinic", "alice", v1::ROLE_CLINICIAN, ""};
  TONUS_ASSERT_OK_AND_ASSIGN(const auto id, MakePatientId(alice, "r"));
  EXPECT_TRUE(IsPatientId(id));
  EXPECT_EQ(*MakePatientId(alice, "r"), id);
  EXPECT_NE(*MakePatientId({"other", "alice", v1::ROLE_CLINICIAN, ""}, "r"),
            id);
  EXPECT_NE(*MakePatientId({"clinic", "bob", v1::ROLE_CLINICIAN, ""}, "r"), id);
  EXPECT_NE(*MakePatientId(alice, "s"), id);
  TONUS_ASSERT_OK_AND_ASSIGN(const auto random, MakePatientId(alice, ""));
  EXPECT_TRUE(IsPatientId(random));
  EXPECT_NE(*MakePatientId(alice, ""), random);
}

}  // namespace
}  // namespace tonus
