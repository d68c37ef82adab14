// SPDX-License-Identifier: Apache-2.0
#include "services/server/exit_code.h"

namespace tonus {

ExitCode ExitCodeOf(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kOk:
      return ExitCode::kStopped;
    case absl::StatusCode::kInvalidArgument:
      return ExitCode::kUsage;
    case absl::StatusCode::kFailedPrecondition:
      return ExitCode::kConfiguration;
    case absl::StatusCode::kAborted:  // Another program uses the store.
      return ExitCode::kRestart;
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kResourceExhausted:  // The disk is full.
      return ExitCode::kUnavailable;
    default:
      return ExitCode::kDataUnusable;
  }
}

}  // namespace tonus
