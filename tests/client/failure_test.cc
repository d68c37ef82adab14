// SPDX-License-Identifier: Apache-2.0
#include "services/client/failure.h"

#include <string>

#include "gmock/gmock.h"
#include "google/rpc/error_details.pb.h"
#include "gtest/gtest.h"
#include "tests/client/fake_server.h"
#include "tests/testing/matchers.h"

namespace tonus::client {
namespace {

using ::tonus::testing::ParseText;

// The status of a call that failed with `code` and these details.
absl::Status Remote(
    grpc::StatusCode code, const std::string& message,
    const std::vector<const google::protobuf::Message*>& details = {}) {
  google::rpc::Status status;
  status.set_code(code);
  status.set_message(message);
  for (const auto* detail : details) {
    status.add_details()->PackFrom(*detail);
  }
  return FromGrpc(ToGrpc(status));
}

TEST(FailureTest, TellsEveryWrongFieldOnItsOwnLine) {
  const auto info = ParseText<google::rpc::ErrorInfo>(
      R"(reason: "INVALID_FIELDS" domain: "tonus")");
  const auto fields = ParseText<google::rpc::BadRequest>(R"(
    field_violations { field: "assessment.results[0].value" description: "a" }
    field_violations { field: "assessment.results[1].side" description: "b" })");
  EXPECT_EQ(FailureText(Remote(grpc::INVALID_ARGUMENT, "a (and 1 more)",
                               {&info, &fields}),
                        "x"),
            "tonus: 2 wrong fields (INVALID_ARGUMENT)\n"
            "  assessment.results[0].value: a\n"
            "  assessment.results[1].side: b\n"
            "What to do: correct it and send again\n");
}

TEST(FailureTest, OnlyOfAWriteItSaysThatNothingWasStored) {
  const grpc::Status refused(grpc::INVALID_ARGUMENT, "no");
  EXPECT_EQ(FailureText(FromGrpc(refused, CallKind::kWrite), "x"),
            "tonus: no (INVALID_ARGUMENT)\n"
            "What to do: correct it and send again; nothing was stored\n");
  EXPECT_EQ(FailureText(FromGrpc(refused, CallKind::kRead), "x"),
            "tonus: no (INVALID_ARGUMENT)\n"
            "What to do: correct it and send again\n");
  // Whether it came through is not known.
  EXPECT_THAT(
      FailureText(FromGrpc({grpc::DEADLINE_EXCEEDED, "late"}, CallKind::kWrite),
                  "x"),
      ::testing::Not(::testing::HasSubstr("stored")));
}

TEST(FailureTest, AReusedRequestIdHasItsOwnAdvice) {
  const auto info =
      ParseText<google::rpc::ErrorInfo>(R"(reason: "REQUEST_ID_REUSED")");
  EXPECT_THAT(
      FailureText(Remote(grpc::INVALID_ARGUMENT, "used before", {&info}), "x"),
      ::testing::HasSubstr("What to do: use a new --request-id"));
}

TEST(FailureTest, SaysWhenToTryAgain) {
  const auto retry = ParseText<google::rpc::RetryInfo>(
      "retry_delay { seconds: 1 nanos: 500000000 }");
  EXPECT_EQ(
      FailureText(Remote(grpc::RESOURCE_EXHAUSTED, "overload", {&retry}), "x"),
      "tonus: overload (RESOURCE_EXHAUSTED)\n"
      "What to do: try again in 1.5 s\n");
}

TEST(FailureTest, ATooLargeRequestIsNotSentAgain) {
  EXPECT_EQ(FailureText(FromGrpc({grpc::RESOURCE_EXHAUSTED,
                                  "Received message larger than max (9 vs. "
                                  "4)"}),
                        "x"),
            "tonus: Received message larger than max (9 vs. 4) "
            "(RESOURCE_EXHAUSTED)\n"
            "What to do: the request is too large: send fewer results, or "
            "split it in two\n");
}

TEST(FailureTest, OnlyAMissingRoutineAsksForAnAssessment) {
  const auto routine = ParseText<google::rpc::ResourceInfo>(
      R"(resource_type: "tonus.v1.Routine" resource_name: "patients/a/routine")");
  EXPECT_THAT(
      FailureText(Remote(grpc::NOT_FOUND, "no", {&routine}), "x"),
      ::testing::HasSubstr("no routine yet: submit an assessment first"));
  const auto patient = ParseText<google::rpc::ResourceInfo>(
      R"(resource_type: "tonus.v1.Patient" resource_name: "patients/a")");
  EXPECT_THAT(FailureText(Remote(grpc::NOT_FOUND, "no", {&patient}), "x"),
              ::testing::HasSubstr("check the name"));
}

TEST(FailureTest, TellsAFailedPrecondition) {
  const auto failure = ParseText<google::rpc::PreconditionFailure>(R"(
    violations { type: "ETAG" subject: "patients/a" description: "stale" })");
  EXPECT_EQ(
      FailureText(Remote(grpc::ABORTED, "etag is stale", {&failure}), "x"),
      "tonus: etag is stale (ABORTED)\n"
      "  patients/a: stale\n"
      "What to do: somebody else changed it; read it again and redo\n");
}

TEST(FailureTest, AServerThatDoesNotAnswerIsNamed) {
  EXPECT_EQ(
      FailureText(FromGrpc({grpc::UNAVAILABLE, "refused"}), "127.0.0.1:1"),
      "tonus: cannot reach tonusd at 127.0.0.1:1; start it with "
      "./deploy/run.sh\n  (refused)\n");
}

TEST(FailureTest, AServerThatAnswersUnavailableIsBelieved) {
  const auto info =
      ParseText<google::rpc::ErrorInfo>(R"(reason: "STORAGE_AWAY")");
  EXPECT_EQ(
      FailureText(Remote(grpc::UNAVAILABLE, "storage is away", {&info}), "x"),
      "tonus: storage is away (UNAVAILABLE)\n"
      "What to do: try again later\n");
}

TEST(FailureTest, DetailsThatDoNotParseAreLeftOut) {
  EXPECT_EQ(FailureText(FromGrpc({grpc::NOT_FOUND, "gone", "\xff\xff"}), "x"),
            "tonus: gone (NOT_FOUND)\n"
            "What to do: check the name; only what belongs to your tenant is "
            "found\n");
}

TEST(FailureTest, OwnComplaintsAreTheirMessage) {
  EXPECT_EQ(FailureText(absl::InvalidArgumentError("--date: no"), "x"),
            "tonus: --date: no\n");
  EXPECT_EQ(FailureText(absl::OkStatus(), "x"), "");
}

TEST(ExitCodeTest, FollowsWhoComplains) {
  EXPECT_EQ(ExitCodeOf(absl::OkStatus()), 0);
  for (const grpc::StatusCode code :
       {grpc::INVALID_ARGUMENT, grpc::NOT_FOUND, grpc::ALREADY_EXISTS,
        grpc::ABORTED, grpc::FAILED_PRECONDITION, grpc::RESOURCE_EXHAUSTED,
        grpc::INTERNAL, grpc::UNIMPLEMENTED, grpc::UNKNOWN}) {
    EXPECT_EQ(ExitCodeOf(Remote(code, "no")), 1) << code;
    EXPECT_EQ(ExitCodeOf(FromGrpc({code, "no"})), 1) << code;
  }
  EXPECT_EQ(ExitCodeOf(absl::InvalidArgumentError("--date")), 2);
  EXPECT_EQ(ExitCodeOf(FromGrpc({grpc::UNAVAILABLE, "no"})), 3);
  EXPECT_EQ(ExitCodeOf(FromGrpc({grpc::DEADLINE_EXCEEDED, "no"})), 3);
  EXPECT_EQ(ExitCodeOf(FromGrpc({grpc::UNAUTHENTICATED, "no"})), 4);
  EXPECT_EQ(ExitCodeOf(FromGrpc({grpc::PERMISSION_DENIED, "no"})), 4);
  EXPECT_EQ(ExitCodeOf(absl::UnauthenticatedError("no file")), 4);
}

}  // namespace
}  // namespace tonus::client
