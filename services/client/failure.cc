// SPDX-License-Identifier: Apache-2.0
#include "services/client/failure.h"

#include <string>

#include "absl/status/status.h"
#include "absl/strings/cord.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/types/optional.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "services/client/words.h"
#include "services/measured_value.h"

namespace tonus::client {
namespace {

// Type URL of the payload that marks a call that would have stored something.
constexpr absl::string_view kRefusedWrite = "tonus/refused-write";

// Returns the detail of type `Detail`, or an empty one.
template <typename Detail>
Detail FindDetail(const google::rpc::Status& status) {
  Detail detail;
  for (const auto& any : status.details()) {
    if (any.UnpackTo(&detail)) return detail;
  }
  return Detail();
}

absl::optional<google::rpc::Status> ServerStatus(const absl::Status& status) {
  const absl::optional<absl::Cord> payload =
      status.GetPayload(std::string(kServerStatus));
  if (!payload.has_value()) return absl::nullopt;
  google::rpc::Status server_status;
  if (!server_status.ParseFromString(std::string(*payload))) {
    server_status.Clear();
  }
  return server_status;
}

// True when gRPC refused the message for its size, which no repetition changes.
// It says so in these words alone, without details.
bool IsRequestTooLarge(absl::StatusCode code, absl::string_view message) {
  return code == absl::StatusCode::kResourceExhausted &&
         absl::StrContains(message, "larger than max");
}

std::string WhatToDo(absl::StatusCode code, absl::string_view message,
                     const google::rpc::Status& status) {
  const std::string reason =
      FindDetail<google::rpc::ErrorInfo>(status).reason();
  if (reason == "REQUEST_ID_REUSED") {
    return "use a new --request-id, or leave it out";
  }
  if (IsRequestTooLarge(code, message)) {
    return "the request is too large: send fewer results, or split it in two";
  }
  if (code == absl::StatusCode::kNotFound &&
      FindDetail<google::rpc::ResourceInfo>(status).resource_type() ==
          "tonus.v1.Routine") {
    return "no routine yet: submit an assessment first";
  }
  switch (code) {
    case absl::StatusCode::kUnauthenticated:
      return "name a valid credential with --token-file or TONUS_TOKEN_FILE";
    case absl::StatusCode::kPermissionDenied:
      return "use the credential of a role that may do this";
    case absl::StatusCode::kInvalidArgument:
      return "correct it and send again";
    case absl::StatusCode::kNotFound:
      return "check the name; only what belongs to your tenant is found";
    case absl::StatusCode::kAlreadyExists:
      return "use the one that exists, or another id";
    case absl::StatusCode::kAborted:
      return "somebody else changed it; read it again and redo";
    case absl::StatusCode::kResourceExhausted:
    case absl::StatusCode::kUnavailable:
      return "try again later";
    case absl::StatusCode::kDeadlineExceeded:
      return "try again, or allow more time with --timeout";
    case absl::StatusCode::kUnimplemented:
      return "the server does not know this call; use a tonus of its version";
    case absl::StatusCode::kInternal:
    case absl::StatusCode::kDataLoss:
    case absl::StatusCode::kUnknown:
      return "this is a fault of the server; its log says more";
    default:
      return "";
  }
}

// One line per wrong field, precondition and quota.
std::string DetailLines(const google::rpc::Status& status) {
  std::string lines;
  const auto bad_request = FindDetail<google::rpc::BadRequest>(status);
  for (const auto& violation : bad_request.field_violations()) {
    absl::StrAppend(&lines, "  ", violation.field(), ": ",
                    violation.description(), "\n");
  }
  const auto failure = FindDetail<google::rpc::PreconditionFailure>(status);
  for (const auto& violation : failure.violations()) {
    absl::StrAppend(&lines, "  ", violation.subject(), ": ",
                    violation.description(), "\n");
  }
  const auto quota = FindDetail<google::rpc::QuotaFailure>(status);
  for (const auto& violation : quota.violations()) {
    absl::StrAppend(&lines, "  ", violation.subject(), ": ",
                    violation.description(), "\n");
  }
  return lines;
}

// True when gRPC itself gave up: whoever answers sends details.
bool NobodyAnswered(absl::StatusCode code, const google::rpc::Status& status) {
  return code == absl::StatusCode::kUnavailable && status.details().empty();
}

}  // namespace

absl::Status FromGrpc(const grpc::Status& status, CallKind kind) {
  if (status.ok()) return absl::OkStatus();
  // Nobody here waits for a call that he cancelled: the server, or what stands
  // before it, ended it to stop.
  if (status.error_code() == grpc::StatusCode::CANCELLED) {
    return FromGrpc({grpc::StatusCode::UNAVAILABLE,
                     "the server ended the call; it may be starting again",
                     status.error_details()},
                    kind);
  }
  absl::Status result(static_cast<absl::StatusCode>(status.error_code()),
                      status.error_message());
  result.SetPayload(std::string(kServerStatus),
                    absl::Cord(status.error_details()));
  if (kind == CallKind::kWrite) {
    result.SetPayload(std::string(kRefusedWrite), absl::Cord());
  }
  return result;
}

std::string ReasonOf(const absl::Status& status) {
  const auto server_status = ServerStatus(status);
  if (!server_status.has_value()) return "";
  return FindDetail<google::rpc::ErrorInfo>(*server_status).reason();
}

ExitCode ExitCodeOf(const absl::Status& status) {
  if (status.ok()) return kExitOk;
  switch (status.code()) {
    case absl::StatusCode::kUnauthenticated:
    case absl::StatusCode::kPermissionDenied:
      return kExitCredential;
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kDeadlineExceeded:
      return kExitUnreachable;
    case absl::StatusCode::kFailedPrecondition:
      return kExitRefused;
    default:
      return ServerStatus(status).has_value() ? kExitRefused : kExitUsage;
  }
}

std::string FailureText(const absl::Status& status, absl::string_view server) {
  if (status.ok()) return "";
  const absl::optional<google::rpc::Status> server_status =
      ServerStatus(status);
  if (!server_status.has_value()) {
    return absl::StrCat("tonus: ", status.message(), "\n");
  }
  if (NobodyAnswered(status.code(), *server_status)) {
    return absl::StrCat("tonus: cannot reach tonusd at ", server,
                        "; start it with ./deploy/run.sh\n  (",
                        status.message(), ")\n");
  }
  const int wrong_fields = FindDetail<google::rpc::BadRequest>(*server_status)
                               .field_violations_size();
  // The message of such an error repeats its first field.
  std::string text =
      absl::StrCat("tonus: ",
                   wrong_fields > 0 ? CountWord(wrong_fields, "wrong field")
                                    : std::string(status.message()),
                   " (", absl::StatusCodeToString(status.code()), ")\n");
  absl::StrAppend(&text, DetailLines(*server_status));
  const auto retry = FindDetail<google::rpc::RetryInfo>(*server_status);
  if (retry.has_retry_delay()) {
    const auto& delay = retry.retry_delay();
    absl::StrAppend(
        &text, "What to do: try again in ",
        NumberWord(static_cast<double>(delay.seconds()) + delay.nanos() / 1e9),
        " s\n");
    return text;
  }
  std::string advice =
      WhatToDo(status.code(), status.message(), *server_status);
  if (status.code() == absl::StatusCode::kInvalidArgument &&
      status.GetPayload(std::string(kRefusedWrite)).has_value()) {
    absl::StrAppend(&advice, "; nothing was stored");
  }
  if (!advice.empty()) absl::StrAppend(&text, "What to do: ", advice, "\n");
  return text;
}

}  // namespace tonus::client
