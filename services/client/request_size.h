// SPDX-License-Identifier: Apache-2.0
// The largest request that is sent: refusing it here names the file, which the
// server can not.

#ifndef TONUS_SERVICES_CLIENT_REQUEST_SIZE_H_
#define TONUS_SERVICES_CLIENT_REQUEST_SIZE_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/message_lite.h"

namespace tonus::client {

// What tonusd accepts unless it is told otherwise: 1 MiB.
inline constexpr size_t kMaxRequestBytes = size_t{1} << 20;

// Returns OK when `message` may be sent.
//   INVALID_ARGUMENT  it is larger; the text begins with `source`.
absl::Status CheckRequestSize(absl::string_view source,
                              const google::protobuf::MessageLite& message);

}  // namespace tonus::client

#endif  // TONUS_SERVICES_CLIENT_REQUEST_SIZE_H_
