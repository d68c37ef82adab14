// SPDX-License-Identifier: Apache-2.0
// Turns a status of ours into what a client is told: the only place that does.

#ifndef TONUS_SERVICES_SERVER_ERROR_TRANSLATION_H_
#define TONUS_SERVICES_SERVER_ERROR_TRANSLATION_H_

#include <optional>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "google/rpc/status.pb.h"

namespace tonus {

// The most bytes of a translated status. It travels as metadata, a third
// larger when a peer wants it in base64, and clients take 8 KiB of metadata.
inline constexpr int kMaxStatusBytes = 4096;

// Returns the status for the client, at most kMaxStatusBytes long:
//   - exactly one ErrorInfo; a status without one gets a reason that fits its
//     code,
//   - other google.rpc details as they are. Too many violations are cut off at
//     the end, and the ErrorInfo says how many under `violations_omitted`,
//   - RetryInfo with RESOURCE_EXHAUSTED and UNAVAILABLE,
//   - for INTERNAL, UNKNOWN and DATA_LOSS nothing of the text or the details:
//     those are logged under an id, and the client gets the id,
//   - a text of our own where the status comes from storage or from gRPC.
google::rpc::Status TranslateError(const absl::Status& status);

// How long the client should wait before it tries again; nothing when the
// status does not say.
std::optional<absl::Duration> RetryDelayOf(const google::rpc::Status& status);

// A full server: RESOURCE_EXHAUSTED with a delay that differs between callers,
// so that they do not come back all at once.
absl::Status Overloaded();

}  // namespace tonus

#endif  // TONUS_SERVICES_SERVER_ERROR_TRANSLATION_H_
