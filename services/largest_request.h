// SPDX-License-Identifier: Apache-2.0
// How large a request may be.

#ifndef TONUS_SERVICES_LARGEST_REQUEST_H_
#define TONUS_SERVICES_LARGEST_REQUEST_H_

#include <cstddef>

#include "google/protobuf/descriptor.h"

namespace tonus {

// What tonusd accepts unless it is told otherwise: 1 MiB.
inline constexpr size_t kMaxMessageBytes = size_t{1} << 20;

// A request that may hold a whole pack with its cases may be so many times as
// large as any other: the released one takes more than 1 MiB as files.
inline constexpr int kPackTimes = 4;

// Returns the most bytes of a `request` where others have `max_message_bytes`.
size_t MaxRequestBytes(const google::protobuf::Descriptor& request,
                       size_t max_message_bytes);

}  // namespace tonus

#endif  // TONUS_SERVICES_LARGEST_REQUEST_H_
