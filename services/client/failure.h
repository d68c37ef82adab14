// SPDX-License-Identifier: Apache-2.0
// How the command line fails: one status type inside, an exit code and plain
// words outside.
//
// A status that carries the payload kServerStatus came from a call; any other
// was made here, before the server was asked.

#ifndef TONUS_SERVICES_CLIENT_FAILURE_H_
#define TONUS_SERVICES_CLIENT_FAILURE_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "grpcpp/support/status.h"

namespace tonus::client {

// What the program returns to the shell.
enum ExitCode : int {
  kExitOk = 0,
  kExitRefused = 1,      // The server answered with an error, or a pack that
                         // was checked must not be used.
  kExitUsage = 2,        // The arguments or an input file are wrong.
  kExitUnreachable = 3,  // No answer: not running, or the deadline passed.
  kExitCredential = 4,   // The credential is missing, wrong or may not do this.
};

// Type URL of the serialized google.rpc.Status of a failed call.
inline constexpr absl::string_view kServerStatus =
    "type.googleapis.com/google.rpc.Status";

// Whether a call stores something when it succeeds.
enum class CallKind { kRead, kWrite };

// Returns the status of a call with its google.rpc details; OK stays OK. Of a
// write that was refused for its arguments it says that nothing was stored.
absl::Status FromGrpc(const grpc::Status& status,
                      CallKind kind = CallKind::kRead);

// Returns the reason that the server gave for `status`, for example
// `REQUEST_ID_REUSED`; empty when it gave none.
std::string ReasonOf(const absl::Status& status);

// Returns the exit code that `status` leads to.
ExitCode ExitCodeOf(const absl::Status& status);

// Returns what to print: what went wrong, each wrong field on its own line and
// what to do. `server` is the address that was called. Ends in a line break.
std::string FailureText(const absl::Status& status, absl::string_view server);

}  // namespace tonus::client

#endif  // TONUS_SERVICES_CLIENT_FAILURE_H_
