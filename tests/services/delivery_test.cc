// SPDX-License-Identifier: Apache-2.0
// How sessions and routines reach those who use them: all at once, page by page
// and as they are issued.

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/services/block_fixture.h"

namespace tonus {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::tonus::testing::EqualsProto;
using ::tonus::testing::IsOk;
using ::tonus::testing::Parsed;
using ::tonus::testing::StatusIs;
using ::tonus::testing::ViolatedFields;

class DeliveryTest : public testing::BlockFixture {
 protected:
  absl::StatusOr<v1::ListSessionsResponse> List(
      const std::string& patient, int size = 0, const std::string& token = "",
      int64_t known = 0, const std::string& tenant = "clinic") {
    Call call = CallOf(tenant);
    v1::ListSessionsRequest request;
    request.set_parent(patient + "/routine");
    request.set_page_size(size);
    request.set_page_token(token);
    request.set_if_revision_differs(known);
    TONUS_ASSIGN_OR_RETURN(const auto reply,
                           routines_.ListSessions(call, request));
    return Parsed(reply);
  }

  absl::StatusOr<StreamPart<v1::WatchRoutineResponse>> Watch(
      const std::string& patient, int64_t after,
      const std::string& cursor = "") {
    Call call = CallOf();
    v1::WatchRoutineRequest request;
    request.set_name(patient + "/routine");
    request.set_after_revision(after);
    return routines_.WatchRoutine(call, request, cursor);
  }

  static v1::WatchRoutineResponse MessageOf(const std::string& bytes) {
    v1::WatchRoutineResponse message;
    EXPECT_TRUE(message.ParseFromString(bytes));
    return message;
  }
};

TEST_F(DeliveryTest, AllSessionsAsTheyAreStored) {
  const std::string patient = NewPatientWithRoutine();
  TONUS_ASSERT_OK_AND_ASSIGN(const auto all, List(patient));
  ASSERT_THAT(all.sessions(), SizeIs(18));
  EXPECT_EQ(all.gate(), v1::GATE_OK);
  EXPECT_EQ(all.revision(), 2);
  EXPECT_THAT(all.next_page_token(), IsEmpty());
  Call call = CallOf();
  v1::GetSessionRequest request;
  request.set_name(patient + "/routine/sessions/7");
  request.set_count(18);
  const auto rest = Parsed(*routines_.GetSession(call, request));
  ASSERT_THAT(rest.sessions(), SizeIs(12)) << "the rest of the block";
  for (int i = 0; i < 12; ++i) {
    EXPECT_THAT(rest.sessions(i),
                EqualsProto(all.sessions(6 + i).DebugString()));
  }
}

TEST_F(DeliveryTest, PageByPage) {
  const std::string patient = NewPatientWithRoutine();
  std::vector<int> numbers;
  std::string token;
  int pages = 0;
  do {
    TONUS_ASSERT_OK_AND_ASSIGN(const auto page, List(patient, 7, token));
    for (const auto& session : page.sessions()) {
      numbers.push_back(session.number());
    }
    token = page.next_page_token();
    ++pages;
  } while (!token.empty());
  EXPECT_EQ(pages, 3);
  EXPECT_THAT(numbers, SizeIs(18));
  EXPECT_EQ(numbers.front(), 1);
  EXPECT_EQ(numbers.back(), 18);
  EXPECT_THAT(ViolatedFields(List(patient, -1, "x").status()),
              ElementsAre("page_size", "page_token"));
}

TEST_F(DeliveryTest, ATokenBelongsToItsPatient) {
  const std::string patient = NewPatientWithRoutine();
  TONUS_ASSERT_OK_AND_ASSIGN(const auto page, List(patient, 3));
  EXPECT_THAT(
      ViolatedFields(
          List(NewPatientWithRoutine(), 3, page.next_page_token()).status()),
      ElementsAre("page_token"));
}

TEST_F(DeliveryTest, WhatIsKnownIsNotSentAgain) {
  const std::string patient = NewPatientWithRoutine();
  TONUS_ASSERT_OK_AND_ASSIGN(const auto known, List(patient, 0, "", 2));
  EXPECT_TRUE(known.not_modified());
  EXPECT_THAT(known.sessions(), IsEmpty());
  TONUS_ASSERT_OK_AND_ASSIGN(const auto old, List(patient, 0, "", 1));
  EXPECT_THAT(old.sessions(), SizeIs(18));
}

// Pain at the check-in may have replaced the session of that day, until that is
// logged.
TEST_F(DeliveryTest, AfterALogWhatIsKnownIsNotSentAgain) {
  const std::string patient = NewPatientWithRoutine();
  Call call = On(0);
  auto request = testing::ParseText<v1::StartSessionRequest>(
      "pain_before: 3 recheck { others_denied: true }");
  request.set_name(patient + "/routine/sessions/today");
  ASSERT_THAT(routines_.StartSession(call, request), IsOk());
  const auto read = [&](int day, int64_t known) {
    Call later = On(day);
    v1::ListSessionsRequest list;
    list.set_parent(patient + "/routine");
    list.set_if_revision_differs(known);
    return Parsed(*routines_.ListSessions(later, list));
  };
  const int64_t started = read(0, 0).revision();
  EXPECT_FALSE(read(0, started).not_modified());
  EXPECT_FALSE(read(1, started).not_modified());
  DoNext(patient, 0);
  const int64_t logged = read(0, 0).revision();
  EXPECT_GT(logged, started);
  EXPECT_TRUE(read(0, logged).not_modified());
  EXPECT_TRUE(read(2, logged).not_modified());
}

TEST_F(DeliveryTest, NothingBehindAClosedGateOrWithoutARoutine) {
  const std::string patient = NewPatientWithRoutine();
  auto submission = Submission(patient);
  auto* answer =
      submission.mutable_assessment()->mutable_screening()->add_answers();
  answer->set_red_flag("rf_saddle_sensation");
  answer->set_present(true);
  Submit(submission);
  TONUS_ASSERT_OK_AND_ASSIGN(const auto closed, List(patient));
  EXPECT_EQ(closed.gate(), v1::GATE_STOP_AND_REFER_URGENT);
  EXPECT_THAT(closed.sessions(), IsEmpty());
  EXPECT_THAT(List(NewPatient()), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(List(patient, 0, "", 0, "another"),
              StatusIs(absl::StatusCode::kNotFound));
}

TEST_F(DeliveryTest, AWatchSendsTheCurrentRoutineFirst) {
  const std::string patient = NewPatientWithRoutine();
  TONUS_ASSERT_OK_AND_ASSIGN(const auto first, Watch(patient, 0));
  ASSERT_THAT(first.messages, SizeIs(1));
  const auto message = MessageOf(first.messages[0]);
  EXPECT_EQ(message.revision(), 2);
  EXPECT_FALSE(message.heartbeat());
  EXPECT_THAT(message.routine().sessions(), SizeIs(18));
  TONUS_ASSERT_OK_AND_ASSIGN(const auto then, Watch(patient, 0, first.cursor));
  EXPECT_THAT(then.messages, IsEmpty());
  EXPECT_THAT(MessageOf(then.heartbeat),
              EqualsProto("revision: 2 heartbeat: true"));
  EXPECT_EQ(then.topic,
            PatientTopic("clinic", patient.substr(sizeof("patients/") - 1)));
}

TEST_F(DeliveryTest, AWatchSendsTheCurrentRoutineToWhoKnowsNoneThatIsThere) {
  const std::string patient = NewPatientWithRoutine();
  TONUS_ASSERT_OK_AND_ASSIGN(const auto part, Watch(patient, 9999));
  ASSERT_THAT(part.messages, SizeIs(1));
  EXPECT_EQ(MessageOf(part.messages[0]).revision(), 2);
  EXPECT_THAT(MessageOf(part.heartbeat),
              EqualsProto("revision: 2 heartbeat: true"));
}

TEST_F(DeliveryTest, AWatchSendsEachRoutineAfterARevision) {
  const std::string patient = NewPatientWithRoutine();
  Submit(Submission(patient));
  Submit(Submission(patient));
  std::vector<int64_t> revisions;
  std::string cursor;
  bool more = true;
  while (more) {
    TONUS_ASSERT_OK_AND_ASSIGN(const auto part, Watch(patient, 2, cursor));
    for (const auto& bytes : part.messages) {
      revisions.push_back(MessageOf(bytes).routine().revision());
    }
    cursor = part.cursor;
    more = part.more;
  }
  EXPECT_THAT(revisions, ElementsAre(3, 4));
  TONUS_ASSERT_OK_AND_ASSIGN(const auto current, Watch(patient, 0));
  EXPECT_EQ(MessageOf(current.messages.at(0)).revision(), 4);
  EXPECT_FALSE(current.more);
}

TEST_F(DeliveryTest, AWatchWaitsForAFirstRoutine) {
  const std::string patient = NewPatient();
  TONUS_ASSERT_OK_AND_ASSIGN(const auto part, Watch(patient, 0));
  EXPECT_THAT(part.messages, IsEmpty());
  Submit(Submission(patient));
  TONUS_ASSERT_OK_AND_ASSIGN(const auto next, Watch(patient, 0, part.cursor));
  EXPECT_EQ(MessageOf(next.messages.at(0)).revision(), 2);
  EXPECT_THAT(Watch("patients/" + std::string(26, 'q'), 0),
              StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(ViolatedFields(Watch(patient, -1).status()),
              ElementsAre("after_revision"));
}

TEST_F(DeliveryTest, EveryWriteIsTold) {
  std::vector<std::string> told;
  log_.set_on_change([&](const std::string& topic) { told.push_back(topic); });
  const std::string patient = NewPatientWithRoutine();
  const std::string topic =
      PatientTopic("clinic", PatientName::Parse(patient)->patient);
  EXPECT_THAT(told, ElementsAre(topic, topic, AlertsTopic("clinic")))
      << "a routine comes with a retest";
}

}  // namespace
}  // namespace tonus
