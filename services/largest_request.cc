// SPDX-License-Identifier: Apache-2.0
#include "services/largest_request.h"

#include <algorithm>
#include <array>

#include "tonus/v1/pack_source.pb.h"
#include "tonus/v1/pack_vector.pb.h"

namespace tonus {

size_t MaxRequestBytes(const google::protobuf::Descriptor& request,
                       size_t max_message_bytes) {
  const std::array packs = {v1::PackSource::descriptor(),
                            v1::PackRelease::descriptor(),
                            v1::PackFiles::descriptor()};
  for (int i = 0; i < request.field_count(); ++i) {
    const auto* type = request.field(i)->message_type();
    if (std::find(packs.begin(), packs.end(), type) != packs.end()) {
      return kPackTimes * max_message_bytes;
    }
  }
  return max_message_bytes;
}

}  // namespace tonus
