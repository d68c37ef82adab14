// SPDX-License-Identifier: Apache-2.0
// Every text of a message, for those who look for words in them.

#ifndef TONUS_SERVICES_ENGINE_MESSAGE_TEXTS_H_
#define TONUS_SERVICES_ENGINE_MESSAGE_TEXTS_H_

#include <functional>
#include <string>

#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"

namespace tonus::engine {

// Calls `see` with each text in `message` and the field that holds it, but not
// with what is in a field that `leave_out` accepts.
void ForEachText(
    const google::protobuf::Message& message,
    const std::function<bool(const google::protobuf::FieldDescriptor&)>&
        leave_out,
    const std::function<void(const google::protobuf::FieldDescriptor&,
                             const std::string&)>& see);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_MESSAGE_TEXTS_H_
