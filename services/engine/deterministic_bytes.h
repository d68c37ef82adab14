// SPDX-License-Identifier: Apache-2.0
// The one serialization whose bytes are hashed, compared or stored.

#ifndef TONUS_SERVICES_ENGINE_DETERMINISTIC_BYTES_H_
#define TONUS_SERVICES_ENGINE_DETERMINISTIC_BYTES_H_

#include <string>

#include "google/protobuf/message_lite.h"

namespace tonus::engine {

// Returns the serialized form of `message`; equal messages give equal bytes.
std::string DeterministicBytes(const google::protobuf::MessageLite& message);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_DETERMINISTIC_BYTES_H_
