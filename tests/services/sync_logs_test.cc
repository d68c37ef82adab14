// SPDX-License-Identifier: Apache-2.0
// One item of a synchronisation after the other, as the stream hands them over.

#include <string>

#include "google/rpc/error_details.pb.h"
#include "tests/services/log_fixture.h"

namespace tonus {
namespace {

using ::testing::SizeIs;
using ::tonus::testing::IsOk;
using ::tonus::testing::ParseText;
using ::tonus::testing::ReasonOf;
using ::tonus::testing::StatusIs;

class SyncLogsTest : public testing::LogFixture {
 protected:
  absl::StatusOr<v1::SyncLogsResponse> Sync(const std::string& patient,
                                            const std::string& entry,
                                            int hours = 100) {
    Call call = At(hours, v1::ROLE_PATIENT);
    call.message_number = ++number_;
    v1::SyncLogsRequest item;
    item.set_parent(patient);
    *item.mutable_entry() = ParseText<v1::LogEntry>(entry);
    return progress_.SyncLogs(call, item);
  }

  // The result of an item that does not end the call.
  v1::SyncLogsResponse Result(const std::string& patient,
                              const std::string& entry, int hours = 100) {
    const auto result = Sync(patient, entry, hours);
    EXPECT_THAT(result, IsOk());
    if (!result.ok()) return {};
    EXPECT_EQ(result->item(), number_);
    return *result;
  }

  static std::string FieldIn(const v1::SyncLogsResponse& result) {
    google::rpc::BadRequest fields;
    for (const auto& detail : result.status().details()) {
      if (detail.Is<google::rpc::BadRequest>()) detail.UnpackTo(&fields);
    }
    return fields.field_violations().empty()
               ? ""
               : fields.field_violations(0).field();
  }

  static std::string Session(int hours, const std::string& more = "") {
    return absl::StrCat("session_log { log_id: 's", hours,
                        "' session_number: 1 session_time ", Time(hours), more,
                        " }");
  }

  int64_t number_ = 0;
};

TEST_F(SyncLogsTest, ItemsOfEveryKindAreRecordedInAnyOrder) {
  const std::string patient = NewPatientWithRoutine();
  const auto home = Result(
      patient, absl::StrCat("home_log { log_id: 'h' log_time ", Time(30),
                            " items { times: 1 exercise { exercise: 'cat_cow' "
                            "} } }"));
  EXPECT_EQ(home.status().code(), 0);
  EXPECT_EQ(home.log(), patient + "/logs/3");
  EXPECT_EQ(home.log_id(), "h");
  EXPECT_EQ(home.gate(), v1::GATE_OK);
  EXPECT_FALSE(home.already_recorded());
  Result(patient, absl::StrCat("morning { log_id: 'm' pain: 2 morning_time ",
                               Time(23), " }"));
  Result(patient, Session(2));
  const auto facts = Facts(patient);
  EXPECT_THAT(facts.logs(), SizeIs(1));
  EXPECT_THAT(facts.mornings(), SizeIs(1));
  EXPECT_THAT(facts.home_logs(), SizeIs(1));
}

TEST_F(SyncLogsTest, AnItemIsOneFactHoweverOftenItIsSent) {
  const std::string patient = NewPatientWithRoutine();
  const auto first = Result(patient, Session(2));
  const auto before = Everything();
  for (int hours : {100, 101, 2400}) {
    const auto again = Result(patient, Session(2), hours);
    EXPECT_EQ(again.status().code(), 0);
    EXPECT_TRUE(again.already_recorded());
    EXPECT_EQ(again.log(), first.log());
  }
  EXPECT_EQ(FieldIn(Result(patient, Session(2, " rpe: 4"))),
            "entry.session_log.log_id");
  EXPECT_EQ(Everything(), before);
}

// Its result names it and nothing else, so nothing else is read.
TEST_F(SyncLogsTest, AnItemThatIsKnownReadsNothingButItsEvent) {
  const std::string patient = NewPatientWithRoutine();
  Result(patient, Session(2));
  const int before = storage_.scans();
  const auto again = Result(patient, Session(2));
  EXPECT_TRUE(again.already_recorded());
  EXPECT_EQ(again.gate(), v1::GATE_UNSPECIFIED);
  EXPECT_EQ(storage_.scans() - before, 1);
}

TEST_F(SyncLogsTest, AnItemIsTheSameAsACall) {
  const std::string called = NewPatientWithRoutine();
  const std::string synced = NewPatientWithRoutine();
  ASSERT_THAT(
      Log(called, "log_id: 's2' session_number: 1 session_time " + Time(2), 9),
      IsOk());
  Result(synced, Session(2), 12);
  EXPECT_EQ(engine::DeterministicBytes(Facts(called)),
            engine::DeterministicBytes(Facts(synced)));
}

TEST_F(SyncLogsTest, AnItemThatWasCorrectedSinceStaysCorrected) {
  const std::string patient = NewPatientWithRoutine();
  const auto first = Result(patient, Session(2));
  ASSERT_THAT(Amend(first.log(),
                    "entry { session_log { session_number: 1 rpe: 3 } } "
                    "reason: AMENDMENT_REASON_ENTRY_ERROR"),
              IsOk());
  const auto again = Result(patient, Session(2), 200);
  EXPECT_TRUE(again.already_recorded());
  EXPECT_EQ(Facts(patient).logs(0).log().rpe(), 3);
}

TEST_F(SyncLogsTest, AnItemThatIsWrongDoesNotStopTheOthers) {
  const std::string patient = NewPatientWithRoutine();
  const struct {
    std::string entry;
    const char* field;
  } kRows[] = {
      {"", "entry"},
      {"session_log { session_number: 1 session_time " + Time(2) + " }",
       "entry.session_log.log_id"},
      {"session_log { log_id: 'a' session_number: 1 }",
       "entry.session_log.session_time"},
      {"morning { log_id: 'a' pain: 3 }", "entry.morning.morning_time"},
      {"home_log { log_id: 'a' items { exercise { exercise: 'cat_cow' } } }",
       "entry.home_log.log_time"},
      {Session(2, " rpe: 11"), "entry.session_log.rpe"},
      {"session_log { log_id: 'a' session_number: 99 session_time " + Time(2) +
           " }",
       "entry.session_log.session_number"},
  };
  const auto before = Everything();
  for (const auto& row : kRows) {
    const auto result = Result(patient, row.entry);
    EXPECT_EQ(result.status().code(),
              static_cast<int>(absl::StatusCode::kInvalidArgument));
    EXPECT_EQ(FieldIn(result), row.field) << row.entry;
    EXPECT_EQ(result.log(), "");
  }
  EXPECT_EQ(Result("patients/x", Session(2)).status().code(),
            static_cast<int>(absl::StatusCode::kInvalidArgument));
  EXPECT_EQ(Result(NewPatient("other"), Session(2)).status().code(),
            static_cast<int>(absl::StatusCode::kNotFound));
  EXPECT_EQ(Result(patient, Session(2)).status().code(), 0);
  EXPECT_NE(Everything(), before);
}

TEST_F(SyncLogsTest, AnItemTooLargeAndOneTooMany) {
  const std::string patient = NewPatientWithRoutine();
  const auto large =
      Result(patient, absl::StrCat("session_log { log_id: 'a' name: '",
                                   std::string(300'000, 'x'), "' }"));
  google::rpc::ErrorInfo info;
  for (const auto& detail : large.status().details()) {
    if (detail.Is<google::rpc::ErrorInfo>()) detail.UnpackTo(&info);
  }
  EXPECT_EQ(info.reason(), "ITEM_TOO_LARGE");
  number_ = 50'000;
  EXPECT_EQ(ReasonOf(Sync(patient, Session(2)).status()), "TOO_MANY_ITEMS");
}

TEST_F(SyncLogsTest, AFailureOfStorageEndsTheCall) {
  const std::string patient = NewPatientWithRoutine();
  storage_.lost_answer = absl::UnavailableError("away");
  EXPECT_THAT(Sync(patient, Session(2)),
              StatusIs(absl::StatusCode::kUnavailable));
  // It was applied all the same, which the next attempt finds out.
  EXPECT_TRUE(Result(patient, Session(2)).already_recorded());
}

}  // namespace
}  // namespace tonus
