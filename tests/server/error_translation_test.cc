// SPDX-License-Identifier: Apache-2.0
#include "services/server/error_translation.h"

#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/spdlog.h>

#include <memory>
#include <sstream>

#include "absl/strings/str_cat.h"
#include "google/rpc/error_details.pb.h"
#include "services/error.h"
#include "storage/driver_detail.h"
#include "storage/unknown_outcome.h"
#include "tests/testing/matchers.h"

namespace tonus {
namespace {

using google::rpc::BadRequest;
using google::rpc::ErrorInfo;
using ::testing::HasSubstr;
using ::testing::Not;

template <typename Message>
std::vector<Message> DetailsOf(const google::rpc::Status& status) {
  std::vector<Message> found;
  Message message;
  for (const auto& detail : status.details()) {
    if (detail.UnpackTo(&message)) found.push_back(message);
  }
  return found;
}

TEST(ErrorTranslationTest, AnUnknownOutcomeSaysHowToFindOut) {
  const google::rpc::Status status =
      TranslateError(storage::UnknownOutcomeError("the secret of a driver"));
  EXPECT_EQ(status.code(), static_cast<int>(absl::StatusCode::kUnavailable));
  EXPECT_THAT(status.message(), HasSubstr("same request_id"));
  const auto infos = DetailsOf<ErrorInfo>(status);
  ASSERT_EQ(infos.size(), 1);
  EXPECT_EQ(infos[0].reason(), "COMMIT_OUTCOME_UNKNOWN");
  EXPECT_EQ(DetailsOf<google::rpc::RetryInfo>(status).size(), 1);
}

TEST(ErrorTranslationTest, EveryCodeCarriesExactlyOneReasonOfOurDomain) {
  const struct {
    absl::StatusCode code;
    const char* reason;
    bool own_text;
    bool retry;
  } kCases[] = {
      {absl::StatusCode::kCancelled, "CANCELLED", false, false},
      {absl::StatusCode::kUnknown, "INTERNAL", false, false},
      {absl::StatusCode::kInvalidArgument, "INVALID_REQUEST", true, false},
      {absl::StatusCode::kDeadlineExceeded, "DEADLINE_EXCEEDED", false, false},
      {absl::StatusCode::kNotFound, "RESOURCE_NOT_FOUND", true, false},
      {absl::StatusCode::kAlreadyExists, "RESOURCE_EXISTS", true, false},
      {absl::StatusCode::kPermissionDenied, "PERMISSION_DENIED", true, false},
      {absl::StatusCode::kResourceExhausted, "STORAGE_EXHAUSTED", false, true},
      {absl::StatusCode::kFailedPrecondition, "FAILED_PRECONDITION", true,
       false},
      {absl::StatusCode::kAborted, "CONFLICT", false, false},
      {absl::StatusCode::kOutOfRange, "OUT_OF_RANGE", true, false},
      {absl::StatusCode::kUnimplemented, "UNIMPLEMENTED", true, false},
      {absl::StatusCode::kInternal, "INTERNAL", false, false},
      {absl::StatusCode::kUnavailable, "STORAGE_UNAVAILABLE", false, true},
      {absl::StatusCode::kDataLoss, "DATA_LOSS", false, false},
      {absl::StatusCode::kUnauthenticated, "INVALID_CREDENTIAL", true, false},
      {static_cast<absl::StatusCode>(99), "INTERNAL", false, false},
  };
  for (const auto& test : kCases) {
    SCOPED_TRACE(absl::StatusCodeToString(test.code));
    const google::rpc::Status status =
        TranslateError(absl::Status(test.code, "the very words"));
    const auto infos = DetailsOf<ErrorInfo>(status);
    ASSERT_EQ(infos.size(), 1);
    EXPECT_EQ(infos[0].reason(), test.reason);
    EXPECT_EQ(infos[0].domain(), "tonus");
    EXPECT_EQ(status.message() == "the very words", test.own_text);
    EXPECT_EQ(RetryDelayOf(status).has_value(), test.retry);
  }
}

TEST(ErrorTranslationTest, AReasonThatIsThereStays) {
  const google::rpc::Status status = TranslateError(MakeError(
      absl::StatusCode::kAborted, "STALE_ETAG", "it moved", {{"a", "b"}}));
  EXPECT_EQ(status.code(), static_cast<int>(absl::StatusCode::kAborted));
  EXPECT_EQ(status.message(), "it moved");
  const auto infos = DetailsOf<ErrorInfo>(status);
  ASSERT_EQ(infos.size(), 1);
  EXPECT_EQ(infos[0].reason(), "STALE_ETAG");
  EXPECT_EQ(infos[0].metadata().at("a"), "b");
}

TEST(ErrorTranslationTest, ADelayThatIsThereStays) {
  google::rpc::RetryInfo retry;
  retry.mutable_retry_delay()->set_seconds(9);
  const auto status = TranslateError(
      WithDetail(absl::UnavailableError("the store has gone"), retry));
  EXPECT_EQ(RetryDelayOf(status), absl::Seconds(9));
  EXPECT_EQ(DetailsOf<google::rpc::RetryInfo>(status).size(), 1);
}

TEST(ErrorTranslationTest, PayloadsOfOthersStayInside) {
  absl::Status status = absl::AbortedError("moved");
  status.SetPayload("tonus.storage.MovedKey", absl::Cord("north/p/secret-key"));
  const std::string bytes = TranslateError(status).SerializeAsString();
  EXPECT_THAT(bytes, Not(HasSubstr("secret-key")));
  EXPECT_THAT(bytes, Not(HasSubstr("MovedKey")));
}

TEST(ErrorTranslationTest, AFailureOfOursIsLoggedAndHidden) {
  std::ostringstream log;
  const auto previous = spdlog::default_logger();
  spdlog::set_default_logger(std::make_shared<spdlog::logger>(
      "test", std::make_shared<spdlog::sinks::ostream_sink_mt>(log)));
  const google::rpc::Status status = TranslateError(
      MakeError(absl::StatusCode::kInternal, "DRIVER",
                "IO error: /var/lib/tonus/000012.sst", {{"path", "/var/lib"}}));
  spdlog::set_default_logger(previous);

  EXPECT_THAT(status.SerializeAsString(), Not(HasSubstr("/var/lib")));
  const auto infos = DetailsOf<ErrorInfo>(status);
  ASSERT_EQ(infos.size(), 1);
  EXPECT_EQ(infos[0].reason(), "INTERNAL");
  const std::string id = infos[0].metadata().at("error_id");
  EXPECT_EQ(id.size(), 16);
  EXPECT_THAT(status.message(), HasSubstr(id));
  EXPECT_THAT(log.str(), HasSubstr(id));
  EXPECT_THAT(log.str(), HasSubstr("000012.sst"));
}

TEST(ErrorTranslationTest, DamageIsLoggedWithItsFileAndHidden) {
  std::ostringstream log;
  const auto previous = spdlog::default_logger();
  spdlog::set_default_logger(std::make_shared<spdlog::logger>(
      "test", std::make_shared<spdlog::sinks::ostream_sink_mt>(log)));
  const google::rpc::Status status = TranslateError(
      storage::WithDriverDetail(absl::DataLossError("stored data is corrupt"),
                                "block checksum mismatch in 000012.sst"));
  spdlog::set_default_logger(previous);
  EXPECT_THAT(log.str(), HasSubstr("000012.sst"));
  EXPECT_THAT(status.SerializeAsString(), Not(HasSubstr("000012")));
}

absl::Status ManyViolations(int count, size_t description_bytes = 60) {
  Violations violations;
  for (int i = 0; i < count; ++i) {
    violations.Add(absl::StrCat("assessment.results[", i, "].value"),
                   std::string(description_bytes, 'x'));
  }
  return violations.ToStatus();
}

TEST(ErrorTranslationTest, AFewViolationsAreAllTold) {
  const auto status = TranslateError(ManyViolations(20));
  ASSERT_EQ(DetailsOf<BadRequest>(status).size(), 1);
  EXPECT_EQ(DetailsOf<BadRequest>(status)[0].field_violations_size(), 20);
  EXPECT_EQ(
      DetailsOf<ErrorInfo>(status)[0].metadata().count("violations_omitted"),
      0);
}

TEST(ErrorTranslationTest, TooManyViolationsAreCutAndCounted) {
  const auto status = TranslateError(ManyViolations(500));
  EXPECT_LE(status.ByteSizeLong(), kMaxStatusBytes);
  ASSERT_EQ(DetailsOf<BadRequest>(status).size(), 1);
  const int told = DetailsOf<BadRequest>(status)[0].field_violations_size();
  EXPECT_GT(told, 20);
  ASSERT_EQ(DetailsOf<ErrorInfo>(status).size(), 1);
  EXPECT_EQ(DetailsOf<ErrorInfo>(status)[0].metadata().at("violations_omitted"),
            absl::StrCat(500 - told));
}

TEST(ErrorTranslationTest, NothingIsEverTooLong) {
  const absl::Status kCases[] = {
      ManyViolations(3, 100'000),
      ManyViolations(100'000, 0),
      NotFound("tonus.v1.Patient", std::string(100'000, 'n')),
      absl::InvalidArgumentError(std::string(100'000, 'm')),
      MakeError(absl::StatusCode::kNotFound, "X", "m",
                {{"name", std::string(100'000, 'n')}}),
  };
  for (const absl::Status& test : kCases) {
    const auto status = TranslateError(test);
    EXPECT_LE(status.ByteSizeLong(), kMaxStatusBytes);
    EXPECT_EQ(status.code(), static_cast<int>(test.code()));
    EXPECT_EQ(DetailsOf<ErrorInfo>(status).size(), 1);
  }
}

TEST(ErrorTranslationTest, ALongTextIsNotCutInsideACharacter) {
  std::string text = "x";
  for (int i = 0; i < 1000; ++i) text += "\xc3\xa4";  // ä
  const auto status = TranslateError(absl::InvalidArgumentError(text));
  EXPECT_EQ(status.message(), text.substr(0, 511) + "...");
}

TEST(ErrorTranslationTest, OkIsNothing) {
  EXPECT_EQ(TranslateError(absl::OkStatus()).ByteSizeLong(), 0);
}

}  // namespace
}  // namespace tonus
