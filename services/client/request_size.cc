// SPDX-License-Identifier: Apache-2.0
#include "services/client/request_size.h"

#include "absl/strings/str_cat.h"
#include "services/largest_request.h"

namespace tonus::client {

absl::Status CheckRequestSize(absl::string_view source,
                              const google::protobuf::Message& message) {
  const size_t size = message.ByteSizeLong();
  const size_t most =
      MaxRequestBytes(*message.GetDescriptor(), kMaxMessageBytes);
  if (size <= most) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat(source, " is too large: ", size, " bytes, at most ", most,
                   " are accepted; send fewer results, or split it in two"));
}

}  // namespace tonus::client
