// SPDX-License-Identifier: Apache-2.0
// The largest request that is sent: refusing it here names the file, which the
// server can not.

#ifndef TONUS_SERVICES_CLIENT_REQUEST_SIZE_H_
#define TONUS_SERVICES_CLIENT_REQUEST_SIZE_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"

namespace tonus::client {

// Returns OK when `message` may be sent to a tonusd that was not told to accept
// other sizes.
//   INVALID_ARGUMENT  it is larger; the text begins with `source`.
absl::Status CheckRequestSize(absl::string_view source,
                              const google::protobuf::Message& message);

}  // namespace tonus::client

#endif  // TONUS_SERVICES_CLIENT_REQUEST_SIZE_H_
