// SPDX-License-Identifier: Apache-2.0
#include "services/server/grpc_server.h"

#include <grpcpp/impl/codegen/rpc_method.h>
#include <grpcpp/impl/codegen/sync_stream.h>

#include <future>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "services/error.h"
#include "services/server/error_translation.h"
#include "services/server/settings.h"
#include "storage/steady_now.h"
#include "tests/server/test_server.h"
#include "tests/testing/matchers.h"
#include "tonus/v1/knowledge_service.pb.h"

namespace tonus {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using testing::kAdmin;
using testing::kClinician;
using testing::kPatientToken;
using testing::Outcome;
using testing::StatusIs;
using testing::TestServer;

constexpr char kGetPack[] = "tonus.v1.KnowledgeService.GetPack";
constexpr char kReflection[] =
    "grpc.reflection.v1alpha.ServerReflection.ServerReflectionInfo";
constexpr char kChannelz[] = "grpc.channelz.v1.Channelz.GetServers";
constexpr char kHealth[] = "grpc.health.v1.Health.Check";

// Not loopback by name, but bound to it.
constexpr char kElsewhere[] = "[::ffff:127.0.0.1]:0";

// A message whose only field is a string.
std::string StringField(int number, const std::string& value) {
  return absl::StrCat(std::string(1, static_cast<char>(number << 3 | 2)),
                      std::string(1, static_cast<char>(value.size())), value);
}

const std::string kListServices = StringField(7, "");
const std::string kServing = "\x08\x01";
const std::string kNotServing = "\x08\x02";

TEST(GrpcServerTest, AnAnswerCarriesTheRevision) {
  TestServer server;
  server.services().set_behaviour([](Call& call) {
    call.revision = 42;
    return absl::OkStatus();
  });
  const Outcome outcome = server.Call(kGetPack, "", kClinician);
  ASSERT_TRUE(outcome.status.ok()) << outcome.status.error_message();
  EXPECT_EQ(outcome.headers.find("tonus-revision")->second, "42");
}

TEST(GrpcServerTest, AnAnswerAboutNobodyCarriesNoRevision) {
  TestServer server;
  const Outcome outcome = server.Call(kGetPack, "", kClinician);
  ASSERT_TRUE(outcome.status.ok());
  EXPECT_EQ(outcome.headers.count("tonus-revision"), 0);
}

TEST(GrpcServerTest, TheDeadlineOfTheClientArrives) {
  TestServer server;
  const absl::Time deadline = absl::Now() + absl::Minutes(10);
  server.Call(kGetPack, "", kClinician, deadline);
  const absl::Time arrived = server.services().last_call().deadline;
  EXPECT_LT(absl::AbsDuration(arrived - deadline), absl::Seconds(5));
}

TEST(GrpcServerTest, AMissingDeadlineBecomesTheDefault) {
  TestServer server;
  const absl::Time before = storage::SteadyNow();
  server.Call(kGetPack, "", kClinician);
  const Call call = server.services().last_call();
  EXPECT_GE(call.deadline, before + kDefaultDeadline);
  EXPECT_LE(call.deadline, storage::SteadyNow() + kDefaultDeadline);
}

TEST(GrpcServerTest, FiveHundredViolationsFitThroughAConnection) {
  TestServer server;
  server.services().set_behaviour([](Call& /*call*/) {
    Violations violations;
    for (int i = 0; i < 500; ++i) {
      violations.Add(absl::StrCat("assessment.results[", i, "].value"),
                     "is 200, not in [0, 180] degrees; measure again");
    }
    return violations.ToStatus();
  });
  const Outcome outcome = server.Call(kGetPack, "", kClinician);
  EXPECT_EQ(outcome.status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(outcome.status.error_message(),
              HasSubstr("assessment.results[0].value"));
  EXPECT_EQ(outcome.Reason(), "INVALID_FIELDS");
  google::rpc::BadRequest violations;
  int told = 0;
  for (const auto& detail : outcome.details.details()) {
    if (detail.UnpackTo(&violations)) told = violations.field_violations_size();
  }
  EXPECT_GT(told, 10);
  EXPECT_LT(told, 500);
}

TEST(GrpcServerTest, AnErrorThatPassesTellsWhenToTryAgain) {
  TestServer server;
  server.services().set_behaviour([](Call& /*call*/) { return Overloaded(); });
  const Outcome outcome = server.Call(kGetPack, "", kClinician);
  EXPECT_EQ(outcome.status.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
  EXPECT_EQ(outcome.Reason(), "OVERLOADED");
  ASSERT_EQ(outcome.trailers.count("grpc-retry-pushback-ms"), 1);
  EXPECT_GE(std::stoi(outcome.trailers.find("grpc-retry-pushback-ms")->second),
            100);
}

TEST(GrpcServerTest, AnOversizedMessageIsRefusedAndAFullOneIsNot) {
  TestServer server;
  // One unknown field that fills the message.
  const auto request = [](size_t size) {
    std::string text(size, 'x');
    text[0] = '\x7a';  // Field 15, with a length of three bytes.
    const size_t length = size - 4;
    text[1] = static_cast<char>((length & 0x7f) | 0x80);
    text[2] = static_cast<char>(((length >> 7) & 0x7f) | 0x80);
    text[3] = static_cast<char>(length >> 14);
    return text;
  };
  constexpr size_t kLimit = 1 << 20;
  const Outcome full = server.Call(kGetPack, request(kLimit), kClinician);
  EXPECT_TRUE(full.status.ok()) << full.status.error_message();
  const Outcome over = server.Call(kGetPack, request(kLimit + 1), kClinician);
  EXPECT_EQ(over.status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(over.Reason(), "REQUEST_TOO_LARGE");
  EXPECT_THAT(over.status.error_message(), HasSubstr("1048577 bytes"));
  const Outcome far = server.Call(kGetPack, request(10 * kLimit), kClinician);
  EXPECT_EQ(far.status.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED)
      << far.status.error_message();
  EXPECT_EQ(server.services().calls(), 1);
}

TEST(GrpcServerTest, ARequestMayHoldAWholePack) {
  TestServer server;
  const auto request = [](size_t size) {
    v1::ActivatePackRequest pack;
    pack.mutable_pack()->mutable_files()->add_files()->set_content(
        std::string(size, 'x'));
    return pack.SerializeAsString();
  };
  constexpr size_t kLimit = 4 << 20;
  const char* const method = "tonus.v1.KnowledgeService.ActivatePack";
  const Outcome full = server.Call(method, request(kLimit - 100), kAdmin);
  EXPECT_TRUE(full.status.ok()) << full.status.error_message();
  const Outcome over = server.Call(method, request(kLimit), kAdmin);
  EXPECT_EQ(over.status.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
  EXPECT_EQ(server.services().calls(), 1);
}

TEST(GrpcServerTest, UnknownMethodsAreUnimplemented) {
  TestServer server;
  for (const char* method : {"tonus.v1.PatientService.ErasePatient",
                             "tonus.v1.OtherService.GetPatient",
                             // Tools ask for this one first and then for
                             // v1alpha.
                             "grpc.reflection.v1.ServerReflection."
                             "ServerReflectionInfo"}) {
    const Outcome outcome = server.Call(method, "", "");
    EXPECT_EQ(outcome.status.error_code(), grpc::StatusCode::UNIMPLEMENTED)
        << method;
  }
}

TEST(GrpcServerTest, NothingIsServedThatNobodyGuards) {
  TestServer server;
  const std::string listed =
      server.Call(kReflection, kListServices, "").response;
  // Whoever adds a service here has decided who may call it.
  std::vector<std::string> services = testing::ApiServices();
  services.insert(services.end(),
                  {"grpc.channelz.v1.Channelz", "grpc.health.v1.Health",
                   "grpc.reflection.v1alpha.ServerReflection"});
  // An entry is the name as field 1 of a message that is field 1 of a list.
  size_t size = 0;
  for (const std::string& service : services) {
    const std::string entry = StringField(1, StringField(1, service));
    EXPECT_THAT(listed, HasSubstr(entry));
    size += entry.size();
  }
  // Field 6 with a length of two bytes holds the list, behind the echo of the
  // request in field 2.
  EXPECT_EQ(listed.size() - size, 3 + 2 + kListServices.size())
      << "services besides the known ones: " << listed;
}

TEST(GrpcServerTest, ReflectionIsOpenOnLoopbackAndKnowsTheServices) {
  TestServer server;
  const Outcome services = server.Call(kReflection, kListServices, "");
  ASSERT_TRUE(services.status.ok()) << services.status.error_message();
  for (const std::string& service : testing::ApiServices()) {
    EXPECT_THAT(services.response, HasSubstr(service));
  }
  const Outcome file =
      server.Call(kReflection, StringField(4, "tonus.v1.PatientService"), "");
  EXPECT_THAT(file.response, HasSubstr("GetPatientRequest"));
}

TEST(GrpcServerTest, ReflectionElsewhereIsForAdministrators) {
  TestServer server(kElsewhere);
  for (const char* token : {"", "wrong", kClinician, kPatientToken}) {
    const Outcome outcome = server.Call(kReflection, kListServices, token);
    EXPECT_EQ(outcome.status.error_code(), grpc::StatusCode::CANCELLED)
        << token;
    EXPECT_EQ(outcome.response, "") << token;
  }
  EXPECT_TRUE(server.Call(kReflection, kListServices, kAdmin).status.ok());
}

TEST(GrpcServerTest, ChannelzIsForAdministratorsEverywhere) {
  for (const char* address : {"127.0.0.1:0", kElsewhere}) {
    TestServer server(address);
    for (const char* token : {"", "wrong", kClinician, kPatientToken}) {
      const Outcome outcome = server.Call(kChannelz, "", token);
      EXPECT_EQ(outcome.status.error_code(), grpc::StatusCode::CANCELLED)
          << token;
      EXPECT_EQ(outcome.response, "") << token;
    }
    const Outcome outcome = server.Call(kChannelz, "", kAdmin);
    EXPECT_TRUE(outcome.status.ok()) << outcome.status.error_message();
    EXPECT_NE(outcome.response, "");
  }
}

TEST(GrpcServerTest, HealthIsOpenAndSpeaksOfEachService) {
  TestServer server(kElsewhere);
  EXPECT_EQ(server.Call(kHealth, "", "").response, kServing);
  for (const std::string& service : testing::ApiServices()) {
    EXPECT_EQ(server.Call(kHealth, StringField(1, service), "").response,
              kServing)
        << service;
  }
  EXPECT_EQ(server.Call(kHealth, StringField(1, "tonus.v1.None"), "")
                .status.error_code(),
            grpc::StatusCode::NOT_FOUND);
}

TEST(GrpcServerTest, AStopTellsHealthAndWaitsForCallsUnderWay) {
  TestServer server;
  absl::Notification entered;
  absl::Notification release;
  server.services().set_behaviour([&](Call& /*call*/) {
    entered.Notify();
    release.WaitForNotification();
    return absl::OkStatus();
  });
  const grpc::internal::RpcMethod watch_method(
      "/grpc.health.v1.Health/Watch",
      grpc::internal::RpcMethod::SERVER_STREAMING);
  grpc::ClientContext context;
  const grpc::Slice empty("");
  const grpc::ByteBuffer all_services(&empty, 1);
  const auto watch = std::unique_ptr<grpc::ClientReader<grpc::ByteBuffer>>(
      grpc::internal::ClientReaderFactory<grpc::ByteBuffer>::Create(
          server.channel().get(), watch_method, &context, all_services));
  const auto next_health = [&watch] {
    grpc::ByteBuffer bytes;
    grpc::Slice slice;
    if (!watch->Read(&bytes) || !bytes.DumpToSingleSlice(&slice).ok()) {
      return std::string("ended");
    }
    return std::string(reinterpret_cast<const char*>(slice.begin()),
                       slice.size());
  };
  EXPECT_EQ(next_health(), kServing);

  auto under_way = std::async(std::launch::async, [&] {
    return server.Call(kGetPack, "", kClinician).status;
  });
  entered.WaitForNotification();
  std::thread stop(
      [&] { server.grpc_server().Stop(absl::Now() + absl::Minutes(1)); });
  EXPECT_EQ(next_health(), kNotServing);
  context.TryCancel();
  // On the same connection. gRPC itself would answer CANCELLED, which no client
  // tries again.
  const Outcome late = server.Call(kGetPack, "", kClinician);
  EXPECT_EQ(late.status.error_code(), grpc::StatusCode::UNAVAILABLE);
  EXPECT_EQ(late.Reason(), "SERVER_STOPPING");
  release.Notify();
  EXPECT_TRUE(under_way.get().ok());
  stop.join();
  EXPECT_EQ(server.Call(kGetPack, "", kClinician).status.error_code(),
            grpc::StatusCode::UNAVAILABLE);
}

TEST(GrpcServerTest, AHandlerLearnsThatItsClientHasGone) {
  TestServer server;
  absl::Notification entered;
  std::atomic<bool> noticed = false;
  absl::Notification left;
  server.services().set_behaviour([&](Call& call) {
    entered.Notify();
    while (!call.cancelled()) std::this_thread::yield();
    noticed = true;
    left.Notify();
    return absl::OkStatus();
  });
  const Outcome outcome = server.Call(kGetPack, "", kClinician,
                                      absl::Now() + absl::Milliseconds(200));
  EXPECT_EQ(outcome.status.error_code(), grpc::StatusCode::DEADLINE_EXCEEDED);
  entered.WaitForNotification();
  left.WaitForNotification();
  EXPECT_TRUE(noticed);
}

TEST(GrpcServerTest, ATakenPortIsUnavailable) {
  TestServer first;
  testing::FakeServices services;
  const auto authenticator = *Authenticator::Create(testing::TestTokens());
  Executor executor(1, 1);
  Edge edge(&authenticator, &executor);
  server::v1::Config config = DefaultConfig();
  config.set_listen_address(
      absl::StrCat("127.0.0.1:", first.grpc_server().port()));
  EXPECT_THAT(
      GrpcServer::Start(config, services.table(), &edge, &authenticator)
          .status(),
      StatusIs(absl::StatusCode::kUnavailable, HasSubstr("--listen-address")));
}

}  // namespace
}  // namespace tonus
