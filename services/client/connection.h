// SPDX-License-Identifier: Apache-2.0
// One connection to tonusd: address, encryption, credential, deadline and
// retries, so that no command thinks about them.

#ifndef TONUS_SERVICES_CLIENT_CONNECTION_H_
#define TONUS_SERVICES_CLIENT_CONNECTION_H_

#include <algorithm>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "grpcpp/channel.h"
#include "grpcpp/client_context.h"
#include "services/client/failure.h"
#include "services/client/request_size.h"
#include "services/client/stream_call.h"
#include "services/status_macros.h"

namespace tonus::client {

// Where and as whom to call.
struct ConnectionOptions {
  std::string server = "127.0.0.1:50051";  // host:port or unix:path.
  std::string token_file;                  // File that holds the credential.
  std::string ca_file;  // Certificates to trust; turns encryption on.
  absl::Duration timeout = absl::Seconds(10);  // For each call.
};

// True when `server` is this machine: only there is plaintext allowed.
bool IsLoopback(absl::string_view server);

// Returns the credential of `path`: its text without surrounding white space.
//   UNAUTHENTICATED  the file can not be read or holds none.
absl::StatusOr<std::string> ReadToken(const std::string& path);

// What is stored is stored once, for which its request has an id; a request to
// check alone stores nothing.
template <typename Request>
CallKind KindOf(const Request& request) {
  const auto* id = Request::descriptor()->FindFieldByName("request_id");
  const auto* check = Request::descriptor()->FindFieldByName("validate_only");
  const bool writes =
      id != nullptr &&
      (check == nullptr || !Request::GetReflection()->GetBool(request, check));
  return writes ? CallKind::kWrite : CallKind::kRead;
}

// Thread-safe.
class Connection {
 public:
  // Prepares a connection; the server is first contacted by a call. Plaintext
  // on loopback unless a `ca_file` is given, TLS elsewhere.
  //   UNAUTHENTICATED   the credential can not be read.
  //   INVALID_ARGUMENT  the CA file can not be read, or the address has no
  //                     port.
  static absl::StatusOr<Connection> Open(const ConnectionOptions& options);

  // As Open(), but without a credential, for what needs none.
  static absl::StatusOr<Connection> OpenAnonymous(
      const ConnectionOptions& options);

  // Calls `method` and returns its response, or the status of FromGrpc().
  // Calls that met overload or a server that was away are repeated, at most 4
  // attempts in all; writes carry a request_id, so that is safe. gRPC repeats
  // nothing above 256 KiB, so a server that refuses a size is asked once.
  //   INVALID_ARGUMENT  the request is too large; it was not sent.
  template <typename Stub, typename Request, typename Response>
  absl::StatusOr<Response> Call(
      grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                   Response*),
      const Request& request) const {
    TONUS_RETURN_IF_ERROR(CheckRequestSize("the request", request));
    grpc::ClientContext context;
    Prepare(&context);
    Stub stub(channel_);
    Response response;
    const grpc::Status status = (stub.*method)(&context, request, &response);
    if (!status.ok()) return FromGrpc(status, KindOf(request));
    return response;
  }

  // Sends `requests` in one call of the stream `method` and calls `take` with
  // each answer, in order. Returns the status of FromGrpc(); what was taken
  // still holds. The call may take the timeout for each of them.
  template <typename Stub, typename Request, typename Response>
  absl::Status Stream(
      std::unique_ptr<grpc::ClientReaderWriter<Request, Response>> (
          Stub::*method)(grpc::ClientContext*),
      const std::vector<const Request*>& requests,
      const std::function<void(const Response&)>& take) const {
    grpc::ClientContext context;
    Prepare(&context, std::max(1, static_cast<int>(requests.size())));
    Stub stub(channel_);
    const auto stream = (stub.*method)(&context);
    return CallStream<Request, Response>(*stream, requests, take);
  }

  // Calls the stream `method` and calls `take` with each message until it
  // returns false, then the status is OK, or until the server ends the call,
  // then it is that of FromGrpc(). There is no timeout.
  template <typename Stub, typename Request, typename Response>
  absl::Status Listen(std::unique_ptr<grpc::ClientReader<Response>> (
                          Stub::*method)(grpc::ClientContext*, const Request&),
                      const Request& request,
                      const std::function<bool(const Response&)>& take) const {
    grpc::ClientContext context;
    Prepare(&context, /*messages=*/0);
    Stub stub(channel_);
    const auto stream = (stub.*method)(&context, request);
    Response response;
    while (stream->Read(&response)) {
      if (take(response)) continue;
      context.TryCancel();
      stream->Finish();
      return absl::OkStatus();
    }
    return FromGrpc(stream->Finish());
  }

  // Returns the answer of the health service: OK when serving. `service` is
  // empty for the whole server.
  //   FAILED_PRECONDITION  the server says that it is not serving.
  absl::Status CheckHealth(const std::string& service) const;

 private:
  Connection(std::shared_ptr<grpc::Channel> channel, std::string token,
             absl::Duration timeout);

  // Sets the credential and the deadline, which gives `messages` messages the
  // timeout each; none for 0.
  void Prepare(grpc::ClientContext* context, int messages = 1) const;

  std::shared_ptr<grpc::Channel> channel_;
  std::string token_;  // Empty: none.
  absl::Duration timeout_;
};

}  // namespace tonus::client

#endif  // TONUS_SERVICES_CLIENT_CONNECTION_H_
