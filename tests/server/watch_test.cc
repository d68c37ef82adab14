// SPDX-License-Identifier: Apache-2.0
// Streams from the server over a real connection: what is sent when, how much a
// thousand idle ones cost, and every way to end.

#include <grpcpp/grpcpp.h>
#include <unistd.h>

#include <fstream>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "services/error.h"
#include "services/server/grpc_server.h"
#include "services/server/settings.h"
#include "services/stream_part.h"
#include "tests/server/test_server.h"
#include "tests/testing/matchers.h"
#include "tonus/v1/routine_service.grpc.pb.h"

namespace tonus {
namespace {

using testing::kAdmin;
using testing::kClinician;
using testing::kService;
using v1::WatchRoutineRequest;
using v1::WatchRoutineResponse;

constexpr char kMethod[] = "tonus.v1.RoutineService.WatchRoutine";
constexpr char kTopic[] = "north/patient";

// Says the numbers from 1 to `newest`, one in a part.
class Service {
 public:
  absl::StatusOr<StreamPart<WatchRoutineResponse>> Watch(
      Call& /*call*/, const WatchRoutineRequest& request,
      const std::string& cursor) {
    int64_t at = request.after_revision();
    if (!cursor.empty() && !absl::SimpleAtoi(cursor, &at)) {
      return absl::InternalError("cursor");
    }
    absl::MutexLock lock(&mutex_);
    ++parts_;
    if (!status_.ok()) return status_;
    StreamPart<WatchRoutineResponse> part;
    part.topic = kTopic;
    WatchRoutineResponse message;
    if (at < newest_) {
      message.set_revision(++at);
      message.mutable_routine()->set_etag(std::string(bytes_, 'x'));
      part.messages.push_back(message.SerializeAsString());
      message.clear_routine();
      part.more = at < newest_;
    }
    part.cursor = absl::StrCat(at);
    part.wait = wait_;
    part.end = at == last_;
    message.set_revision(at);
    message.set_heartbeat(true);
    part.heartbeat = message.SerializeAsString();
    return part;
  }

  void set_newest(int64_t newest) {
    absl::MutexLock lock(&mutex_);
    newest_ = newest;
  }
  void set_last(int64_t last) {
    absl::MutexLock lock(&mutex_);
    last_ = last;
  }
  void set_wait(absl::Duration wait) {
    absl::MutexLock lock(&mutex_);
    wait_ = wait;
  }
  void set_bytes(size_t bytes) {
    absl::MutexLock lock(&mutex_);
    bytes_ = bytes;
  }
  void set_status(absl::Status status) {
    absl::MutexLock lock(&mutex_);
    status_ = std::move(status);
  }
  int parts() {
    absl::MutexLock lock(&mutex_);
    return parts_;
  }

 private:
  absl::Mutex mutex_;
  int64_t newest_ ABSL_GUARDED_BY(mutex_) = 0;
  int64_t last_ ABSL_GUARDED_BY(mutex_) = -1;
  size_t bytes_ ABSL_GUARDED_BY(mutex_) = 0;
  absl::Duration wait_ ABSL_GUARDED_BY(mutex_);
  absl::Status status_ ABSL_GUARDED_BY(mutex_);
  int parts_ ABSL_GUARDED_BY(mutex_) = 0;
};

// One call.
class Watch {
 public:
  Watch(const std::shared_ptr<grpc::Channel>& channel, const char* token,
        int64_t after = 0)
      : stub_(channel) {
    context_.AddMetadata("authorization", absl::StrCat("Bearer ", token));
    WatchRoutineRequest request;
    request.set_name("patients/p/routine");
    request.set_after_revision(after);
    reader_ = stub_.WatchRoutine(&context_, request);
  }

  // The next message; nothing of it when the stream has ended.
  WatchRoutineResponse Read() {
    WatchRoutineResponse response;
    if (!reader_->Read(&response)) response.Clear();
    return response;
  }

  // The next message that is no heartbeat.
  int64_t ReadNews() {
    WatchRoutineResponse response = Read();
    while (response.heartbeat()) response = Read();
    return response.revision();
  }

  grpc::Status Finish() {
    WatchRoutineResponse response;
    while (reader_->Read(&response)) {
    }
    return reader_->Finish();
  }

  void Cancel() { context_.TryCancel(); }

 private:
  v1::RoutineService::Stub stub_;
  grpc::ClientContext context_;
  std::unique_ptr<grpc::ClientReader<WatchRoutineResponse>> reader_;
};

class WatchTest : public ::testing::Test {
 protected:
  explicit WatchTest(WatchTimes times = {absl::Hours(1), absl::Hours(1)})
      : authenticator_(*Authenticator::Create(testing::TestTokens())),
        edge_(&authenticator_, &executor_, times) {
    table_.Add(kMethod, &Service::Watch, &service_);
    server::v1::Config config = DefaultConfig();
    config.set_listen_address("127.0.0.1:0");
    server_ = *GrpcServer::Start(config, table_, &edge_, &authenticator_);
    channel_ = NewChannel();
  }

  // A channel with a connection of its own.
  std::shared_ptr<grpc::Channel> NewChannel() const {
    grpc::ChannelArguments arguments;
    arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
    return grpc::CreateCustomChannel(
        absl::StrCat("ipv4:127.0.0.1:", server_->port()),
        grpc::InsecureChannelCredentials(), arguments);
  }

  void Publish(int64_t newest) {
    service_.set_newest(newest);
    edge_.NotifyChange(kTopic);
  }

  // Waits until the streams that are parked are so many.
  void WaitForParked(int parked) {
    while (edge_.parked_watches() != parked) std::this_thread::yield();
  }

  Service service_;
  MethodTable table_;
  Authenticator authenticator_;
  Executor executor_{2, 16};
  Edge edge_;
  std::unique_ptr<GrpcServer> server_;
  std::shared_ptr<grpc::Channel> channel_;
};

TEST_F(WatchTest, TheFirstMessageComesAtOnce) {
  Watch watch(channel_, kClinician);
  const WatchRoutineResponse first = watch.Read();
  EXPECT_TRUE(first.heartbeat());
  EXPECT_FALSE(first.has_routine());
}

TEST_F(WatchTest, EachChangeIsSentInOrderAndOnce) {
  service_.set_newest(3);
  Watch watch(channel_, kClinician);
  for (int64_t i = 1; i <= 3; ++i) EXPECT_EQ(watch.ReadNews(), i);
  Publish(4);
  EXPECT_EQ(watch.ReadNews(), 4);
  Publish(6);
  EXPECT_EQ(watch.ReadNews(), 5);
  EXPECT_EQ(watch.ReadNews(), 6);
}

TEST_F(WatchTest, GoesOnFromARevision) {
  service_.set_newest(5);
  Watch watch(channel_, kClinician, 3);
  EXPECT_EQ(watch.ReadNews(), 4);
  EXPECT_EQ(watch.ReadNews(), 5);
}

TEST_F(WatchTest, ChangesOfOthersDoNotDisturb) {
  Watch watch(channel_, kClinician);
  EXPECT_TRUE(watch.Read().heartbeat());
  WaitForParked(1);
  const int parts = service_.parts();
  for (int i = 0; i < 100; ++i) edge_.NotifyChange("north/another");
  EXPECT_EQ(service_.parts(), parts);
  EXPECT_EQ(edge_.parked_watches(), 1);
}

TEST_F(WatchTest, AHandlerMayAskForAnEarlierLook) {
  service_.set_wait(absl::Milliseconds(1));
  Watch watch(channel_, kClinician);
  EXPECT_TRUE(watch.Read().heartbeat());
  service_.set_newest(1);  // Nobody is told.
  EXPECT_EQ(watch.ReadNews(), 1);
}

TEST_F(WatchTest, AHandlerMayEndIt) {
  service_.set_newest(2);
  service_.set_last(2);
  Watch watch(channel_, kClinician);
  EXPECT_EQ(watch.ReadNews(), 1);
  EXPECT_EQ(watch.ReadNews(), 2);
  EXPECT_TRUE(watch.Finish().ok());
}

TEST_F(WatchTest, AnErrorEndsItAndEarlierMessagesStand) {
  service_.set_newest(1);
  Watch watch(channel_, kClinician);
  EXPECT_EQ(watch.ReadNews(), 1);
  service_.set_status(NotFound("tonus.v1.Patient", "patients/p"));
  edge_.NotifyChange(kTopic);
  EXPECT_EQ(watch.Finish().error_code(), grpc::StatusCode::NOT_FOUND);
}

TEST_F(WatchTest, WhoMayNotCallIsToldBeforeAnyPart) {
  EXPECT_EQ(Watch(channel_, "wrong").Finish().error_code(),
            grpc::StatusCode::UNAUTHENTICATED);
  EXPECT_EQ(Watch(channel_, kAdmin).Finish().error_code(),
            grpc::StatusCode::PERMISSION_DENIED);
  EXPECT_EQ(service_.parts(), 0);
}

TEST_F(WatchTest, AnIdleOneEndsWhenTheServerStops) {
  Watch watch(channel_, kClinician);
  EXPECT_TRUE(watch.Read().heartbeat());
  server_->Stop(absl::Now() + absl::Minutes(5));
  const grpc::Status status = watch.Finish();
  EXPECT_EQ(status.error_code(), grpc::StatusCode::UNAVAILABLE);
}

TEST_F(WatchTest, OneThatIsReadSlowlyEndsToo) {
  service_.set_bytes(size_t{1} << 20);
  service_.set_newest(200);
  Watch watch(channel_, kClinician);
  EXPECT_EQ(watch.ReadNews(), 1);
  std::thread stop([&] { server_->Stop(absl::Now() + absl::Minutes(5)); });
  EXPECT_EQ(watch.Finish().error_code(), grpc::StatusCode::UNAVAILABLE);
  stop.join();
}

TEST_F(WatchTest, NoPartIsMadeForAClientThatDoesNotRead) {
  service_.set_bytes(size_t{1} << 20);
  service_.set_newest(1000);
  Watch slow(channel_, kClinician);
  // Another one, which reads, gets everything meanwhile.
  Watch quick(NewChannel(), kClinician, 990);
  for (int64_t i = 991; i <= 1000; ++i) ASSERT_EQ(quick.ReadNews(), i);
  EXPECT_LT(service_.parts(), 100) << "what is not read is not made";
  for (int64_t i = 1; i <= 20; ++i) ASSERT_EQ(slow.ReadNews(), i);
  slow.Cancel();
  EXPECT_EQ(slow.Finish().error_code(), grpc::StatusCode::CANCELLED);
}

TEST_F(WatchTest, ACancelledOneLeavesItsPlace) {
  Watch watch(channel_, kClinician);
  EXPECT_TRUE(watch.Read().heartbeat());
  WaitForParked(1);
  watch.Cancel();
  EXPECT_EQ(watch.Finish().error_code(), grpc::StatusCode::CANCELLED);
  WaitForParked(0);
}

// The value of a line of /proc/self/status, without its unit.
int64_t OfThisProcess(const std::string& name) {
  std::ifstream file("/proc/self/status");
  for (std::string line; std::getline(file, line);) {
    if (line.rfind(name + ":", 0) != 0) continue;
    int64_t value = 0;
    EXPECT_TRUE(absl::SimpleAtoi(
        line.substr(name.size() + 1, line.find(" kB") - name.size() - 1),
        &value));
    return value;
  }
  return 0;
}

TEST_F(WatchTest, AThousandIdleOnesCostLittleMemoryAndNoThreads) {
  constexpr int kWatchers = 1000;
  constexpr int kOfChannel = 50;
  std::vector<std::unique_ptr<Watch>> watches;
  const auto open = [&](int count) {
    std::shared_ptr<grpc::Channel> channel;
    for (int i = 0; i < count; ++i) {
      if (i % kOfChannel == 0) channel = NewChannel();
      watches.push_back(std::make_unique<Watch>(channel, kService));
      ASSERT_TRUE(watches.back()->Read().heartbeat());
    }
  };
  open(kOfChannel);
  WaitForParked(kOfChannel);
  const int64_t threads = OfThisProcess("Threads");
  const int64_t kilobytes = OfThisProcess("VmRSS");
  open(kWatchers - kOfChannel);
  WaitForParked(kWatchers);
  // gRPC adds a few of its own when many calls come at once.
  EXPECT_LE(OfThisProcess("Threads"), threads + 16);
  // Both ends of each stream are in this process.
  EXPECT_LT(OfThisProcess("VmRSS") - kilobytes, 128 * kWatchers);
  Publish(1);
  for (const auto& watch : watches) EXPECT_EQ(watch->ReadNews(), 1);
  server_->Stop(absl::Now() + absl::Minutes(5));
  for (const auto& watch : watches) {
    EXPECT_EQ(watch->Finish().error_code(), grpc::StatusCode::UNAVAILABLE);
  }
}

class PollingTest : public WatchTest {
 protected:
  PollingTest() : WatchTest({absl::Milliseconds(5), absl::Milliseconds(20)}) {}
};

TEST_F(PollingTest, AChangeThatNobodyToldIsFound) {
  Watch watch(channel_, kClinician);
  EXPECT_TRUE(watch.Read().heartbeat());
  service_.set_newest(1);  // As another server of the same store would.
  EXPECT_EQ(watch.ReadNews(), 1);
}

TEST_F(PollingTest, AnIdleOneSaysThatItIsAlive) {
  Watch watch(channel_, kClinician);
  for (int i = 0; i < 5; ++i) EXPECT_TRUE(watch.Read().heartbeat());
}

}  // namespace
}  // namespace tonus
