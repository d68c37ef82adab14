// SPDX-License-Identifier: Apache-2.0
// Servers that are away, slow or refuse, and credentials that are missing.

#include <cstdlib>
#include <fstream>
#include <string>

#include "gmock/gmock.h"
#include "google/rpc/error_details.pb.h"
#include "gtest/gtest.h"
#include "services/client/connection.h"
#include "tests/client/command_line_fixture.h"

namespace tonus::client {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::StartsWith;

using ReachTest = CommandLineFixture;

TEST_F(ReachTest, HealthNeedsNoCredential) {
  EXPECT_EQ(RunExactly({"--server", server_.address(), "--token-file",
                        "/nowhere", "health"}),
            0)
      << err_;
  EXPECT_EQ(out_, "serving\n");
  EXPECT_EQ(RunTonus("health --service tonus.v1.Nothing"), 1);
}

TEST_F(ReachTest, RetriesAWriteWithTheSameRequestId) {
  server_.Fail(grpc::Status(grpc::UNAVAILABLE, "restarting"), 2);
  EXPECT_EQ(RunTonus("patient create"), 0) << err_;
  ASSERT_THAT(server_.received(), SizeIs(3));
  EXPECT_EQ(server_.received()[0].request, server_.received()[2].request);
}

TEST_F(ReachTest, GivesUpAfterFourAttempts) {
  server_.Fail(grpc::Status(grpc::RESOURCE_EXHAUSTED, "overload"));
  EXPECT_EQ(RunTonus("patient get a"), 1);
  EXPECT_THAT(server_.received(), SizeIs(4));
}

TEST_F(ReachTest, DoesNotRepeatWhatWasRefused) {
  google::rpc::Status status;
  status.set_code(grpc::INVALID_ARGUMENT);
  status.set_message("1 field is wrong");
  google::rpc::BadRequest bad_request;
  auto* violation = bad_request.add_field_violations();
  violation->set_field("assessment.results[0].value");
  violation->set_description("300 is above 60");
  status.add_details()->PackFrom(bad_request);
  server_.Fail(ToGrpc(status));
  EXPECT_EQ(RunTonus("assess submit a --result mod_thomas_hip:L=300"), 1);
  EXPECT_THAT(server_.received(), SizeIs(1));
  EXPECT_THAT(err_, HasSubstr("  assessment.results[0].value: 300 is above"));
  EXPECT_THAT(out_, IsEmpty());
}

TEST_F(ReachTest, ATooLargeFileIsNotSent) {
  for (int i = 0; i < 20000; ++i) {
    input_ += "results { test: \"" + std::string(50, 'a') + "\" }\n";
  }
  EXPECT_EQ(RunTonus("assess submit a --file -"), 2);
  EXPECT_THAT(err_, HasSubstr("--file: standard input is too large"));
  EXPECT_THAT(server_.received(), IsEmpty());
}

TEST_F(ReachTest, ASizeThatTheServerRefusesIsNotRepeated) {
  server_.Fail(grpc::Status(grpc::RESOURCE_EXHAUSTED,
                            "Received message larger than max (9 vs. 4)"));
  for (int i = 0; i < 6000; ++i) {
    input_ += "results { test: \"" + std::string(50, 'a') + "\" }\n";
  }
  EXPECT_EQ(RunTonus("assess submit a --file -"), 1);
  EXPECT_THAT(server_.received(), SizeIs(1));
  EXPECT_THAT(err_, HasSubstr("send fewer results"));
}

TEST_F(ReachTest, ASlowServerIsGivenUp) {
  server_.Hang();
  EXPECT_EQ(RunTonus("patient get a --timeout 0.05"), 3);
  EXPECT_THAT(err_, HasSubstr("--timeout"));
}

TEST_F(ReachTest, AServerThatIsNotThereIsNamed) {
  const std::string nowhere = "unix:" + server_.folder() + "/nobody";
  EXPECT_EQ(RunExactly({"health", "--server", nowhere}), 3);
  EXPECT_THAT(err_, StartsWith("tonus: cannot reach tonusd at " + nowhere +
                               "; start it with ./deploy/run.sh"));
}

TEST_F(ReachTest, AServerIsNamedWithItsPort) {
  for (const std::string server : {"localhost", "localhost:", "localhost:0",
                                   "localhost:-1", "localhost:http", ""}) {
    EXPECT_EQ(RunExactly({"health", "--server", server}), kExitUsage) << server;
    EXPECT_THAT(err_, StartsWith("tonus: --server or TONUS_SERVER: " + server +
                                 " is not HOST:PORT, for example "));
  }
}

TEST_F(ReachTest, AMissingCredentialSaysWhereItWasLookedFor) {
  setenv("TONUS_DATA", server_.folder().c_str(), 1);
  EXPECT_EQ(RunExactly({"patient", "list", "--server", server_.address()}), 4);
  EXPECT_THAT(err_, HasSubstr(server_.folder() + "/development-token"));
  std::ofstream(server_.folder() + "/development-token") << "dev\n";
  EXPECT_EQ(RunExactly({"patient", "list", "--server", server_.address()}), 0)
      << err_;
  EXPECT_EQ(server_.received()[0].authorization, "Bearer dev");
  unsetenv("TONUS_DATA");
}

TEST_F(ReachTest, ARefusedCredentialHasItsExitCode) {
  server_.Fail(grpc::Status(grpc::UNAUTHENTICATED, "no such token"));
  EXPECT_EQ(RunTonus("patient list"), 4);
  EXPECT_THAT(err_, AllOf(HasSubstr("no such token"), HasSubstr("--token-file"),
                          Not(HasSubstr("secret-token"))));
}

TEST_F(ReachTest, ACredentialMustBeOneToken) {
  for (const char* content : {"", "\n", "two tokens", "a\nb"}) {
    std::ofstream(server_.token_file()) << content;
    EXPECT_EQ(RunTonus("patient list"), 4) << content;
  }
  EXPECT_THAT(server_.received(), IsEmpty());
}

TEST(LoopbackTest, OnlyThisMachineIsCalledInPlaintext) {
  for (const char* server : {"127.0.0.1:1", "127.8.8.8:1", "localhost:1",
                             "[::1]:1", "unix:/tmp/x", "127.0.0.1"}) {
    EXPECT_TRUE(IsLoopback(server)) << server;
  }
  for (const char* server :
       {"10.0.0.1:1", "example.org:1", "127.example.org:1", "[::10]:1",
        "localhost.example.org:1", "0.0.0.0:1", "dns:///localhost:1", ""}) {
    EXPECT_FALSE(IsLoopback(server)) << server;
  }
}

}  // namespace
}  // namespace tonus::client
