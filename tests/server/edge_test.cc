// SPDX-License-Identifier: Apache-2.0
#include "services/server/edge.h"

#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/spdlog.h>

#include <optional>
#include <sstream>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "google/rpc/error_details.pb.h"
#include "services/server/error_translation.h"
#include "storage/steady_now.h"
#include "tests/server/fake_services.h"
#include "tests/server/test_server.h"
#include "tests/testing/matchers.h"
#include "tonus/v1/patient_service.pb.h"

namespace tonus {
namespace {

using ::testing::AllOf;
using testing::FakeServices;
using ::testing::HasSubstr;
using testing::kClinician;
using testing::kExpired;
using testing::kPatient;
using ::testing::Not;

constexpr char kGetPatient[] = "tonus.v1.PatientService.GetPatient";

std::string ReasonOf(const google::rpc::Status& status) {
  google::rpc::ErrorInfo info;
  for (const auto& detail : status.details()) {
    if (detail.UnpackTo(&info)) return info.reason();
  }
  return "";
}

class EdgeTest : public ::testing::Test {
 protected:
  Incoming GetPatient(absl::string_view token = kClinician) {
    Incoming incoming;
    incoming.method = services_.table().Find(kGetPatient);
    incoming.authorization = absl::StrCat("Bearer ", token);
    v1::GetPatientRequest request;
    request.set_name(absl::StrCat("patients/", kPatient));
    incoming.request = request.SerializeAsString();
    incoming.cancelled = [] { return false; };
    return incoming;
  }

  Answer Serve(Incoming incoming) {
    Answer result;
    absl::Notification done;
    edge_.Serve(std::move(incoming), [&](Answer answer) {
      result = std::move(answer);
      done.Notify();
    });
    done.WaitForNotification();
    return result;
  }

  FakeServices services_;
  Authenticator authenticator_ = *Authenticator::Create(testing::TestTokens());
  // Last, so that its threads end before what they use.
  std::optional<Executor> executor_{std::in_place, 1, 1};
  Edge edge_{&authenticator_, &*executor_};
};

TEST_F(EdgeTest, AHandlerKnowsWhoCallsWhenAndForHowLong) {
  const absl::Time before = absl::Now();
  const absl::Time deadline = before + absl::Hours(1);
  services_.set_behaviour([](Call& call) {
    call.revision = 12;
    return absl::OkStatus();
  });
  Incoming incoming = GetPatient();
  incoming.deadline = deadline;
  const Answer answer = Serve(std::move(incoming));
  EXPECT_EQ(answer.status.code(), 0);
  EXPECT_EQ(answer.revision, 12);
  const Call call = services_.last_call();
  EXPECT_EQ(call.principal.tenant, "north");
  EXPECT_EQ(call.principal.role, v1::ROLE_CLINICIAN);
  EXPECT_EQ(call.deadline, deadline);
  EXPECT_GE(call.time, before);
  EXPECT_LE(call.time, absl::Now());
}

TEST_F(EdgeTest, ACallWithoutDeadlineGetsOne) {
  const absl::Time before = storage::SteadyNow();
  Serve(GetPatient());
  const Call call = services_.last_call();
  EXPECT_GE(call.deadline, before + kDefaultDeadline);
  EXPECT_LE(call.deadline, storage::SteadyNow() + kDefaultDeadline);
}

TEST_F(EdgeTest, CredentialsThatDoNotCount) {
  const std::string long_token(8193, 'x');
  const struct {
    std::string authorization;
    const char* reason;
  } kCases[] = {
      {"", "MISSING_CREDENTIAL"},
      {"Bearer ", "INVALID_CREDENTIAL"},
      {"Bearer unknown", "INVALID_CREDENTIAL"},
      {absl::StrCat("Bearer ", kExpired), "INVALID_CREDENTIAL"},
      {absl::StrCat("Bearer ", long_token), "INVALID_CREDENTIAL"},
      {absl::StrCat("Basic ", kClinician), "INVALID_CREDENTIAL"},
      {kClinician, "INVALID_CREDENTIAL"},
      {absl::StrCat("Bearer ", kClinician, " ", kClinician),
       "INVALID_CREDENTIAL"},
  };
  for (const auto& test : kCases) {
    Incoming incoming = GetPatient();
    incoming.authorization = test.authorization;
    const Answer answer = Serve(std::move(incoming));
    EXPECT_EQ(answer.status.code(),
              static_cast<int>(absl::StatusCode::kUnauthenticated))
        << test.authorization;
    EXPECT_EQ(ReasonOf(answer.status), test.reason) << test.authorization;
  }
  EXPECT_EQ(services_.calls(), 0);
}

TEST_F(EdgeTest, TheSchemeIsReadInAnyCase) {
  Incoming incoming = GetPatient();
  incoming.authorization = absl::StrCat("bearer  ", kClinician);
  EXPECT_EQ(Serve(std::move(incoming)).status.code(), 0);
}

TEST_F(EdgeTest, ACallThatIsTooLateIsNotHandled) {
  Incoming incoming = GetPatient();
  incoming.deadline = storage::SteadyNow() - absl::Milliseconds(1);
  EXPECT_EQ(ReasonOf(Serve(std::move(incoming)).status), "DEADLINE_EXCEEDED");
  EXPECT_EQ(services_.calls(), 0);
}

TEST_F(EdgeTest, ACallThatWasCancelledIsNotHandled) {
  Incoming incoming = GetPatient();
  incoming.cancelled = [] { return true; };
  EXPECT_EQ(ReasonOf(Serve(std::move(incoming)).status), "CANCELLED");
  EXPECT_EQ(services_.calls(), 0);
}

TEST_F(EdgeTest, AFullServerSaysSoAtOnceAndWhenToComeBack) {
  absl::Notification release;
  std::atomic<int> answered = 0;
  services_.set_behaviour([&](Call& /*call*/) {
    release.WaitForNotification();
    return absl::OkStatus();
  });
  for (int i = 0; i < 2; ++i) {  // One runs, one waits.
    edge_.Serve(GetPatient(), [&](const Answer& answer) {
      EXPECT_EQ(answer.status.code(), 0);
      ++answered;
    });
  }
  const Answer refused = Serve(GetPatient());
  EXPECT_EQ(ReasonOf(refused.status), "OVERLOADED");
  EXPECT_EQ(refused.status.code(),
            static_cast<int>(absl::StatusCode::kResourceExhausted));
  ASSERT_TRUE(RetryDelayOf(refused.status).has_value());
  EXPECT_GE(*RetryDelayOf(refused.status), absl::Milliseconds(100));
  EXPECT_LE(*RetryDelayOf(refused.status), absl::Milliseconds(200));
  EXPECT_EQ(answered, 0);
  release.Notify();
  executor_.reset();  // Drains.
  EXPECT_EQ(answered, 2);
}

TEST_F(EdgeTest, TheAccessLogTellsTheCallAndNothingOfThePatient) {
  std::ostringstream log;
  const auto previous = spdlog::default_logger();
  spdlog::set_default_logger(std::make_shared<spdlog::logger>(
      "test", std::make_shared<spdlog::sinks::ostream_sink_mt>(log)));
  services_.set_behaviour([](Call& /*call*/) {
    return absl::NotFoundError(absl::StrCat("patients/", kPatient));
  });
  Serve(GetPatient());
  executor_.reset();  // The line is written after the answer.
  spdlog::set_default_logger(previous);
  EXPECT_THAT(
      log.str(),
      AllOf(HasSubstr("\"event\":\"call\""), HasSubstr(kGetPatient),
            HasSubstr("\"code\":\"NOT_FOUND\""), HasSubstr("\"latency_us\":"),
            HasSubstr("\"tenant\":\"north\""),
            HasSubstr("\"subject\":\"holder-1\"")));
  EXPECT_THAT(log.str(), Not(HasSubstr(kPatient)));
  EXPECT_THAT(log.str(), Not(HasSubstr(kClinician)));
}

}  // namespace
}  // namespace tonus
