// SPDX-License-Identifier: Apache-2.0
#include "services/client/request_size.h"

#include "absl/strings/str_cat.h"

namespace tonus::client {

absl::Status CheckRequestSize(absl::string_view source,
                              const google::protobuf::MessageLite& message) {
  const size_t size = message.ByteSizeLong();
  if (size <= kMaxRequestBytes) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat(
      source, " is too large: ", size, " bytes, at most ", kMaxRequestBytes,
      " are accepted; send fewer results, or split it in two"));
}

}  // namespace tonus::client
