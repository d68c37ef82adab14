// SPDX-License-Identifier: Apache-2.0
// Streams over a real connection: order, limits, back pressure, and every way
// to end.

#include <grpcpp/grpcpp.h>
#include <grpcpp/impl/codegen/rpc_method.h>
#include <grpcpp/support/sync_stream.h>

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "services/digest.h"
#include "services/server/error_translation.h"
#include "services/server/grpc_server.h"
#include "services/server/open_streams.h"
#include "services/server/settings.h"
#include "services/status_macros.h"
#include "tests/server/test_server.h"
#include "tests/testing/matchers.h"
#include "tonus/v1/assessment_service.grpc.pb.h"
#include "tonus/v1/routine_service.grpc.pb.h"

namespace tonus {
namespace {

using testing::kClinician;
using testing::kPatientToken;
using testing::kService;
using v1::ImportAssessmentsRequest;
using v1::ImportAssessmentsResponse;

constexpr char kMethod[] = "tonus.v1.AssessmentService.ImportAssessments";
constexpr char kTalk[] = "tonus.v1.RoutineService.RunRelief";
constexpr char kShortLived[] = "token-that-expires-soon";
constexpr size_t kLarge = size_t{64} << 10;

// Answers an item with its number and its request id, as often as told.
struct Service {
  using Behaviour = std::function<absl::Status(Call&)>;

  absl::StatusOr<ImportAssessmentsResponse> Import(
      Call& call, const ImportAssessmentsRequest& request) {
    ++handled;
    if (behaviour) TONUS_RETURN_IF_ERROR(behaviour(call));
    ImportAssessmentsResponse response;
    response.set_item(call.message_number);
    response.set_request_id(request.request_id());
    return response;
  }

  absl::StatusOr<v1::RunReliefResponse> Relieve(
      Call& call, const v1::RunReliefRequest& /*request*/) {
    v1::RunReliefResponse response;
    response.set_revision(call.message_number);
    return response;
  }

  Behaviour behaviour;
  std::atomic<int> handled = 0;
};

server::v1::TokenFile Tokens() {
  server::v1::TokenFile tokens = testing::TestTokens();
  auto* token = tokens.add_tokens();
  *token = tokens.tokens(0);
  token->set_sha256(absl::BytesToHexString(Sha256(kShortLived)));
  token->set_subject("short-lived");
  token->mutable_expire_time()->set_seconds(absl::ToUnixSeconds(absl::Now()) +
                                            2);
  return tokens;
}

using ClientStream = grpc::ClientReaderWriter<ImportAssessmentsRequest,
                                              ImportAssessmentsResponse>;

// One call of the stream.
class Import {
 public:
  Import(const std::shared_ptr<grpc::Channel>& channel,
         const std::string& token, absl::Duration timeout = absl::Minutes(5))
      : stub_(channel) {
    context_.set_deadline(absl::ToChronoTime(absl::Now() + timeout));
    if (!token.empty()) {
      context_.AddMetadata("authorization", "Bearer " + token);
    }
    stream_ = stub_.ImportAssessments(&context_);
  }

  bool Write(const std::string& request_id) {
    ImportAssessmentsRequest request;
    request.set_request_id(request_id);
    return stream_->Write(request);
  }

  // The number of the item that was answered; 0 when the stream has ended.
  int64_t Read() {
    ImportAssessmentsResponse response;
    return stream_->Read(&response) ? response.item() : 0;
  }

  int64_t Exchange(const std::string& request_id) {
    Write(request_id);
    return Read();
  }

  void WritesDone() { stream_->WritesDone(); }
  void Cancel() { context_.TryCancel(); }

  // The status, once all answers were read.
  grpc::Status Finish() {
    while (Read() != 0) {
    }
    return stream_->Finish();
  }

 private:
  v1::AssessmentService::Stub stub_;
  grpc::ClientContext context_;
  std::unique_ptr<ClientStream> stream_;
};

// One relief run.
class Talk {
 public:
  Talk(const std::shared_ptr<grpc::Channel>& channel, const std::string& token)
      : stub_(channel) {
    context_.AddMetadata("authorization", "Bearer " + token);
    stream_ = stub_.RunRelief(&context_);
  }
  ~Talk() { context_.TryCancel(); }

  // Whether a message is answered.
  bool Exchange() {
    v1::RunReliefRequest request;
    request.set_name(absl::StrCat("patients/", testing::kPatient));
    v1::RunReliefResponse response;
    return stream_->Write(request) && stream_->Read(&response);
  }

  grpc::Status Finish() {
    v1::RunReliefResponse response;
    while (stream_->Read(&response)) {
    }
    return stream_->Finish();
  }

 private:
  v1::RoutineService::Stub stub_;
  grpc::ClientContext context_;
  std::unique_ptr<
      grpc::ClientReaderWriter<v1::RunReliefRequest, v1::RunReliefResponse>>
      stream_;
};

std::string ReasonOf(const grpc::Status& status) {
  google::rpc::Status details;
  details.ParseFromString(status.error_details());
  google::rpc::ErrorInfo info;
  for (const auto& detail : details.details()) {
    if (detail.Is<google::rpc::ErrorInfo>()) detail.UnpackTo(&info);
  }
  return info.reason();
}

class StreamTest : public ::testing::Test {
 protected:
  StreamTest() : authenticator_(*Authenticator::Create(Tokens())) {
    table_.Add(kMethod, &Service::Import, &service_);
    table_.Add(kTalk, &Service::Relieve, &service_);
    server::v1::Config config = DefaultConfig();
    config.set_listen_address("127.0.0.1:0");
    server_ = *GrpcServer::Start(config, table_, &edge_, &authenticator_);
    channel_ = Connect();
  }

  // A connection of its own. It carries 100 streams at a time; the next one
  // waits for an end of one of them.
  std::shared_ptr<grpc::Channel> Connect() {
    grpc::ChannelArguments arguments;
    arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
    return grpc::CreateCustomChannel(
        absl::StrCat("ipv4:127.0.0.1:", server_->port()),
        grpc::InsecureChannelCredentials(), arguments);
  }

  Service service_;
  MethodTable table_;
  Authenticator authenticator_;
  Executor executor_{2, 16};
  Edge edge_{&authenticator_, &executor_};
  std::unique_ptr<GrpcServer> server_;
  std::shared_ptr<grpc::Channel> channel_;
};

TEST_F(StreamTest, EachMessageIsAnsweredInOrder) {
  Import import(channel_, kClinician);
  for (int i = 0; i < 100; ++i) ASSERT_TRUE(import.Write("x"));
  import.WritesDone();
  for (int i = 1; i <= 100; ++i) EXPECT_EQ(import.Read(), i);
  EXPECT_TRUE(import.Finish().ok());
  EXPECT_EQ(service_.handled, 100);
}

TEST_F(StreamTest, AMessageIsAnsweredBeforeTheNextIsSent) {
  Import import(channel_, kClinician);
  EXPECT_EQ(import.Exchange("a"), 1);
  EXPECT_EQ(import.Exchange("b"), 2);
  import.WritesDone();
  EXPECT_TRUE(import.Finish().ok());
}

TEST_F(StreamTest, AStreamOfNothingIsFine) {
  Import import(channel_, kClinician);
  import.WritesDone();
  EXPECT_TRUE(import.Finish().ok());
  EXPECT_EQ(service_.handled, 0);
}

TEST_F(StreamTest, WhoMayNotCallIsToldBeforeAnyMessage) {
  const std::pair<const char*, grpc::StatusCode> kCallers[] = {
      {"", grpc::StatusCode::UNAUTHENTICATED},
      {"wrong", grpc::StatusCode::UNAUTHENTICATED},
      {kPatientToken, grpc::StatusCode::PERMISSION_DENIED},
  };
  for (const auto& [token, code] : kCallers) {
    Import import(channel_, token);
    EXPECT_EQ(import.Finish().error_code(), code) << token;
  }
  EXPECT_EQ(service_.handled, 0);
}

TEST_F(StreamTest, AnErrorEndsTheStreamAndEarlierAnswersStand) {
  service_.behaviour = [](Call& call) {
    return call.message_number < 3 ? absl::OkStatus() : Overloaded();
  };
  Import import(channel_, kClinician);
  for (int i = 0; i < 5; ++i) import.Write("x");
  EXPECT_EQ(import.Read(), 1);
  EXPECT_EQ(import.Read(), 2);
  EXPECT_EQ(import.Read(), 0);
  const grpc::Status status = import.Finish();
  EXPECT_EQ(status.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
  EXPECT_EQ(ReasonOf(status), "OVERLOADED");
  EXPECT_EQ(service_.handled, 3);
}

TEST_F(StreamTest, AMessageOfAnotherTypeEndsTheStream) {
  const grpc::internal::RpcMethod rpc(
      "/tonus.v1.AssessmentService/ImportAssessments",
      grpc::internal::RpcMethod::BIDI_STREAMING);
  grpc::ClientContext context;
  context.AddMetadata("authorization", std::string("Bearer ") + kClinician);
  const std::unique_ptr<
      grpc::ClientReaderWriter<grpc::ByteBuffer, grpc::ByteBuffer>>
      stream(grpc::internal::ClientReaderWriterFactory<
             grpc::ByteBuffer, grpc::ByteBuffer>::Create(channel_.get(), rpc,
                                                         &context));
  const grpc::Slice garbage(std::string("\xff\xff\xff"));
  stream->Write(grpc::ByteBuffer(&garbage, 1));
  grpc::ByteBuffer answer;
  EXPECT_FALSE(stream->Read(&answer));
  const grpc::Status status = stream->Finish();
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(ReasonOf(status), "MALFORMED_REQUEST");
}

TEST_F(StreamTest, AnOversizedMessageEndsTheStreamAndAFullOneDoesNot) {
  const size_t limit = DefaultConfig().max_message_bytes();
  Import import(channel_, kClinician);
  // Tag and length of the field take 4 bytes of the message.
  EXPECT_EQ(import.Exchange(std::string(limit - 4, 'x')), 1);
  import.Write(std::string(limit - 3, 'x'));
  EXPECT_EQ(import.Read(), 0);
  const grpc::Status status = import.Finish();
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(ReasonOf(status), "REQUEST_TOO_LARGE");
  EXPECT_EQ(service_.handled, 1);
}

TEST_F(StreamTest, ACancelledStreamIsSeenByItsHandlerAndLeavesItsPlace) {
  absl::Notification entered;
  absl::Notification left;
  service_.behaviour = [&](Call& call) {
    if (call.message_number == 2 && !entered.HasBeenNotified()) {
      entered.Notify();
      while (!call.cancelled()) std::this_thread::yield();
      left.Notify();
    }
    return absl::OkStatus();
  };
  Import import(channel_, kClinician);
  EXPECT_EQ(import.Exchange("a"), 1);
  import.Write("b");
  import.Write("c");
  entered.WaitForNotification();
  import.Cancel();
  left.WaitForNotification();
  EXPECT_EQ(import.Finish().error_code(), grpc::StatusCode::CANCELLED);
  Import next(channel_, kClinician);
  EXPECT_EQ(next.Exchange("d"), 1);
}

TEST_F(StreamTest, ADeadlineEndsTheStream) {
  absl::Time deadline;
  service_.behaviour = [&](Call& call) {
    deadline = call.deadline;
    return absl::OkStatus();
  };
  Import import(channel_, kClinician, absl::Milliseconds(500));
  EXPECT_EQ(import.Exchange("a"), 1);
  EXPECT_LT(deadline, absl::Now() + absl::Seconds(1));
  EXPECT_EQ(import.Read(), 0) << "nothing more was sent";
  EXPECT_EQ(import.Finish().error_code(), grpc::StatusCode::DEADLINE_EXCEEDED);
  Import patient(channel_, kClinician, absl::Hours(2));
  EXPECT_EQ(patient.Exchange("a"), 1);
  EXPECT_LT(deadline, absl::Now() + kDefaultDeadline + absl::Seconds(1))
      << "no message waits as long as its stream may last";
}

// 500 answers of 64 KiB are more than any window holds, so a server that is
// not read from must stop reading.
TEST_F(StreamTest, WhoDoesNotReadIsNotReadFrom) {
  Import import(channel_, kClinician, absl::Seconds(2));
  const std::string large(kLarge, 'x');
  int written = 0;
  while (written < 500 && import.Write(large)) ++written;
  EXPECT_LT(written, 500);
  EXPECT_LT(service_.handled, 500);
  EXPECT_EQ(import.Finish().error_code(), grpc::StatusCode::DEADLINE_EXCEEDED);
  service_.handled = 0;
  Import other(channel_, kClinician);
  EXPECT_EQ(other.Exchange("a"), 1);
}

TEST_F(StreamTest, ACredentialThatExpiresEndsItsStreams) {
  Import import(channel_, kShortLived);
  int64_t answered = 0;
  while (import.Exchange("x") != 0) ++answered;
  EXPECT_GT(answered, 0);
  EXPECT_EQ(import.Finish().error_code(), grpc::StatusCode::UNAUTHENTICATED);
}

TEST_F(StreamTest, AHolderHasSoManyStreamsAndNoMore) {
  std::vector<std::unique_ptr<Import>> open;
  for (int i = 0; i < kMaxStreamsOfHolder; ++i) {
    open.push_back(std::make_unique<Import>(channel_, kClinician));
    ASSERT_EQ(open.back()->Exchange("x"), 1);
  }
  Import beyond(channel_, kClinician);
  const grpc::Status refused = beyond.Finish();
  EXPECT_EQ(refused.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
  EXPECT_EQ(ReasonOf(refused), "TOO_MANY_STREAMS");
  Import other(channel_, kService);
  EXPECT_EQ(other.Exchange("x"), 1);

  open.back()->WritesDone();
  EXPECT_TRUE(open.back()->Finish().ok());
  // The place is free a moment after the client knows of the end.
  while (true) {
    Import next(channel_, kClinician);
    if (next.Exchange("x") == 1) break;
    ASSERT_EQ(ReasonOf(next.Finish()), "TOO_MANY_STREAMS");
  }
}

TEST_F(StreamTest, ReliefRunsHaveAPlaceOfTheirOwn) {
  // An app's server with as many imports as it may have.
  std::vector<std::unique_ptr<Import>> imports;
  for (int i = 0; i < kMaxStreamsOfHolder; ++i) {
    imports.push_back(std::make_unique<Import>(channel_, kClinician));
    ASSERT_EQ(imports.back()->Exchange("x"), 1);
  }
  constexpr int kOfConnection = 100;
  std::shared_ptr<grpc::Channel> connection;
  std::vector<std::unique_ptr<Talk>> talks;
  for (int i = 0; i < kMaxTalksOfHolder; ++i) {
    if (i % kOfConnection == 0) connection = Connect();
    talks.push_back(std::make_unique<Talk>(connection, kClinician));
    ASSERT_TRUE(talks.back()->Exchange()) << i;
  }
  Talk beyond(channel_, kClinician);
  EXPECT_EQ(ReasonOf(beyond.Finish()), "TOO_MANY_STREAMS");
  EXPECT_TRUE(Talk(channel_, kService).Exchange());
  // Nor do they take the place of an import.
  imports.back()->Cancel();
  imports.back()->Finish();
  while (true) {
    Import next(channel_, kClinician);
    if (next.Exchange("x") == 1) break;
    ASSERT_EQ(ReasonOf(next.Finish()), "TOO_MANY_STREAMS");
  }
}

TEST_F(StreamTest, AnIdleStreamEndsWhenTheServerStops) {
  Import import(channel_, kClinician);
  EXPECT_EQ(import.Exchange("a"), 1);
  server_->Stop(absl::Now() + absl::Minutes(5));
  EXPECT_EQ(import.Read(), 0);
  const grpc::Status status = import.Finish();
  EXPECT_EQ(status.error_code(), grpc::StatusCode::UNAVAILABLE);
  EXPECT_EQ(ReasonOf(status), "SERVER_STOPPING");
}

TEST_F(StreamTest, TheMessageUnderWayIsAnsweredWhenTheServerStops) {
  absl::Notification entered;
  absl::Notification go_on;
  service_.behaviour = [&](Call& /*call*/) {
    entered.Notify();
    go_on.WaitForNotification();
    return absl::OkStatus();
  };
  Import import(channel_, kClinician);
  import.Write("a");
  import.Write("b");
  entered.WaitForNotification();
  std::thread stop([&] { server_->Stop(absl::Now() + absl::Minutes(5)); });
  // A new stream is refused once the open ones were told.
  while (Import(channel_, kService).Finish().error_code() !=
         grpc::StatusCode::UNAVAILABLE) {
    // It was admitted before the stop, and ended by it.
  }
  go_on.Notify();
  EXPECT_EQ(import.Read(), 1);
  EXPECT_EQ(import.Read(), 0);
  EXPECT_EQ(ReasonOf(import.Finish()), "SERVER_STOPPING");
  stop.join();
  EXPECT_EQ(service_.handled, 1);
}

}  // namespace
}  // namespace tonus
