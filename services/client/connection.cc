// SPDX-License-Identifier: Apache-2.0
#include "services/client/connection.h"

#include <algorithm>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "google/protobuf/wrappers.pb.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/generic/generic_stub.h"
#include "grpcpp/impl/codegen/proto_utils.h"
#include "grpcpp/security/credentials.h"
#include "services/status_macros.h"

namespace tonus::client {
namespace {

// A stream is not gRPC's to repeat: whoever sent it knows what was answered,
// and gRPC 1.51 crashes now and then when it repeats one.
constexpr const char* kServiceConfig = R"json({
  "methodConfig": [{
    "name": [{}],
    "retryPolicy": {
      "maxAttempts": 4,
      "initialBackoff": "0.1s",
      "maxBackoff": "1s",
      "backoffMultiplier": 2,
      "retryableStatusCodes": ["UNAVAILABLE", "RESOURCE_EXHAUSTED"]
    }
  }, {
    "name": [{
      "service": "tonus.v1.AssessmentService",
      "method": "ImportAssessments"
    }]
  }]
})json";

// Returns the text of a file, or nothing when it can not be read.
absl::StatusOr<std::string> ReadFile(const std::string& path) {
  std::ifstream file(path);
  if (!file) return absl::NotFoundError(path);
  std::ostringstream text;
  text << file.rdbuf();
  if (file.bad() || text.fail()) return absl::NotFoundError(path);
  return text.str();
}

absl::Status CheckServer(absl::string_view server) {
  int port = 0;
  const size_t colon = server.rfind(':');
  if (absl::StartsWith(server, "unix:") ||
      (colon != absl::string_view::npos &&
       absl::SimpleAtoi(server.substr(colon + 1), &port) && port > 0)) {
    return absl::OkStatus();
  }
  return absl::InvalidArgumentError(
      absl::StrCat("--server or TONUS_SERVER: ", server,
                   " is not HOST:PORT, for example 127.0.0.1:50051"));
}

absl::StatusOr<std::shared_ptr<grpc::Channel>> MakeChannel(
    const ConnectionOptions& options) {
  TONUS_RETURN_IF_ERROR(CheckServer(options.server));
  grpc::ChannelArguments arguments;
  arguments.SetServiceConfigJSON(kServiceConfig);
  arguments.SetInt(GRPC_ARG_ENABLE_RETRIES, 1);
  // A proxy of the environment is for other traffic than health data.
  arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  std::shared_ptr<grpc::ChannelCredentials> credentials;
  if (options.ca_file.empty() && IsLoopback(options.server)) {
    credentials = grpc::InsecureChannelCredentials();
  } else {
    grpc::SslCredentialsOptions tls;
    if (!options.ca_file.empty()) {
      const absl::StatusOr<std::string> roots = ReadFile(options.ca_file);
      if (!roots.ok()) {
        return absl::InvalidArgumentError(
            absl::StrCat("--ca: can not read ", options.ca_file));
      }
      tls.pem_root_certs = *roots;
    }
    credentials = grpc::SslCredentials(tls);
  }
  return grpc::CreateCustomChannel(options.server, credentials, arguments);
}

}  // namespace

bool IsLoopback(absl::string_view server) {
  if (absl::StartsWith(server, "unix:")) return true;
  if (absl::StartsWith(server, "[::1]")) return true;
  const absl::string_view host = server.substr(0, server.find(':'));
  if (host == "localhost") return true;
  // 127.0.0.0/8, but not a name such as 127.example.org.
  return absl::StartsWith(host, "127.") &&
         host.find_first_not_of("0123456789.") == absl::string_view::npos;
}

absl::StatusOr<std::string> ReadToken(const std::string& path) {
  const absl::StatusOr<std::string> text = ReadFile(path);
  if (!text.ok()) {
    return absl::UnauthenticatedError(absl::StrCat(
        "no credential: can not read ", path,
        "; start tonusd with ./deploy/run.sh, which makes one, or name a "
        "file with --token-file"));
  }
  const std::string token(absl::StripAsciiWhitespace(*text));
  const auto printable = [](char c) {
    return absl::ascii_isgraph(static_cast<unsigned char>(c));
  };
  if (token.empty() || !std::all_of(token.begin(), token.end(), printable)) {
    return absl::UnauthenticatedError(absl::StrCat(
        "no credential: ", path, " does not hold exactly one token"));
  }
  return token;
}

absl::StatusOr<Connection> Connection::Open(const ConnectionOptions& options) {
  TONUS_ASSIGN_OR_RETURN(std::string token, ReadToken(options.token_file));
  TONUS_ASSIGN_OR_RETURN(std::shared_ptr<grpc::Channel> channel,
                         MakeChannel(options));
  return Connection(std::move(channel), std::move(token), options.timeout);
}

absl::StatusOr<Connection> Connection::OpenAnonymous(
    const ConnectionOptions& options) {
  TONUS_ASSIGN_OR_RETURN(std::shared_ptr<grpc::Channel> channel,
                         MakeChannel(options));
  return Connection(std::move(channel), "", options.timeout);
}

Connection::Connection(std::shared_ptr<grpc::Channel> channel,
                       std::string token, absl::Duration timeout)
    : channel_(std::move(channel)),
      token_(std::move(token)),
      timeout_(timeout) {}

void Connection::Prepare(grpc::ClientContext* context, int messages) const {
  if (messages > 0) {
    context->set_deadline(
        absl::ToChronoTime(absl::Now() + timeout_ * messages));
  }
  if (!token_.empty()) {
    context->AddMetadata("authorization", absl::StrCat("Bearer ", token_));
  }
}

absl::Status Connection::CheckHealth(const std::string& service) const {
  // Debian packages no generated code of grpc.health.v1. Its request is one
  // string and its response one number, both field 1, which is what the
  // well-known wrappers are on the wire.
  google::protobuf::StringValue request;
  request.set_value(service);
  google::protobuf::Int32Value response;
  constexpr int kServing = 1;

  grpc::ClientContext context;
  Prepare(&context);
  grpc::TemplatedGenericStub<google::protobuf::StringValue,
                             google::protobuf::Int32Value>
      stub(channel_);
  grpc::Status status;
  absl::Notification done;
  stub.UnaryCall(&context, "/grpc.health.v1.Health/Check", grpc::StubOptions(),
                 &request, &response, [&](grpc::Status result) {
                   status = std::move(result);
                   done.Notify();
                 });
  done.WaitForNotification();
  if (!status.ok()) return FromGrpc(status);
  if (response.value() == kServing) return absl::OkStatus();
  return FromGrpc(grpc::Status(grpc::StatusCode::FAILED_PRECONDITION,
                               "the server is not serving"));
}

}  // namespace tonus::client
