// SPDX-License-Identifier: Apache-2.0
// tonus events.

#include <string>

#include "gmock/gmock.h"
#include "google/rpc/error_details.pb.h"
#include "gtest/gtest.h"
#include "tests/client/command_line_fixture.h"
#include "tests/testing/matchers.h"
#include "tonus/v1/patient_service.pb.h"

namespace tonus::client {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;
using ::tonus::testing::ParseText;

constexpr char kTwoEvents[] = R"pb(
  events {
    id: "a-1-0011223344556677"
    patient: "patients/a"
    revision: 1
    kind: EVENT_KIND_PATIENT_CREATED
    record_time { seconds: 1767600000 }
  }
  events {
    id: "a-2-8899aabbccddeeff"
    patient: "patients/a"
    revision: 2
    kind: EVENT_KIND_ASSESSMENT_SUBMITTED
    record_time { seconds: 1767603600 }
  }
  next_token: "behind"
)pb";

class EventsCommandTest : public CommandLineFixture {
 protected:
  EventsCommandTest() {
    server_.Answer(ParseText<v1::WatchEventsResponse>(kTwoEvents));
  }
};

TEST_F(EventsCommandTest, EachEventIsALineAndTheTokenIsTheLast) {
  EXPECT_EQ(RunTonus("events --from here --once --kind assessment-submitted"),
            0)
      << err_;
  EXPECT_THAT(server_.received()[0].request,
              AllOf(HasSubstr("parent: \"patients/-\""),
                    HasSubstr("resume_token: \"here\""),
                    HasSubstr("kinds: EVENT_KIND_ASSESSMENT_SUBMITTED"),
                    HasSubstr("end_when_current: true")));
  EXPECT_EQ(out_,
            "2026-01-05 08:00 UTC  patients/a  revision 1  patient created\n"
            "2026-01-05 09:00 UTC  patients/a  revision 2  assessment "
            "submitted\n"
            "Go on with: tonus events --from behind\n");
}

TEST_F(EventsCommandTest, JsonTellsInEachLineWhereToGoOn) {
  EXPECT_EQ(RunTonus("events --oldest --once --output json"), 0) << err_;
  EXPECT_THAT(server_.received()[0].request,
              AllOf(HasSubstr("from_oldest: true"), Not(HasSubstr("resume"))));
  EXPECT_THAT(out_, AllOf(HasSubstr("\"id\":\"a-2-8899aabbccddeeff\""),
                          HasSubstr("\"nextToken\":\"behind\"}\n")));
}

TEST_F(EventsCommandTest, WhatArrivesTogetherIsCountedTogether) {
  EXPECT_EQ(RunTonus("events --oldest --count 1"), 0) << err_;
  EXPECT_THAT(out_, AllOf(HasSubstr("revision 1"), HasSubstr("revision 2"),
                          HasSubstr("Go on with: tonus events --from behind")));
  EXPECT_EQ(RunTonus("events --from here --count 2 --output name"), 0) << err_;
  EXPECT_EQ(out_, "patients/a\npatients/a\n");
}

TEST_F(EventsCommandTest, AServerThatStopsLeavesWhereToGoOn) {
  for (const grpc::StatusCode code : {grpc::UNAVAILABLE, grpc::CANCELLED}) {
    server_.Fail({code, ""});
    EXPECT_EQ(RunTonus("events --from here"), 3);
    EXPECT_EQ(out_, "Go on with: tonus events --from here\n");
  }
}

TEST_F(EventsCommandTest, ATokenThatIsTooOldIsTold) {
  google::rpc::Status status;
  status.set_code(grpc::OUT_OF_RANGE);
  status.set_message("read the patients again");
  server_.Fail(ToGrpc(status));
  EXPECT_EQ(RunTonus("events --from here"), 1);
  EXPECT_THAT(server_.received(), SizeIs(1));
  EXPECT_THAT(err_, HasSubstr("read the patients again"));
  EXPECT_EQ(out_, "");
  EXPECT_EQ(RunTonus("events --kind nothing"), 2);
}

}  // namespace
}  // namespace tonus::client
