// SPDX-License-Identifier: Apache-2.0
// Compares a message with a partial one.

#ifndef TONUS_SERVICES_ENGINE_RESEMBLANCE_H_
#define TONUS_SERVICES_ENGINE_RESEMBLANCE_H_

#include <string>
#include <vector>

#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"

namespace tonus::engine {

// Returns what `actual` lacks of `partial`, one text for each difference;
// empty when each given field has its value, each element of a list fits some
// element, texts for people contain what is given, and numbers are equal to
// three decimals. Conditions of rules are compared whole. Both are of one type.
std::vector<std::string> WhatLacks(const google::protobuf::Message& partial,
                                   const google::protobuf::Message& actual);

// Returns what of `unwanted` is in `actual`, one text for each: elements of a
// list that fit one of `unwanted`, single fields that have its value; single
// messages are asked for their fields. Both are of one type.
std::vector<std::string> WhatIsThere(const google::protobuf::Message& unwanted,
                                     const google::protobuf::Message& actual);

// Whether `field` is a text for people, which is compared by what it must
// contain.
bool IsProse(const google::protobuf::FieldDescriptor& field);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_RESEMBLANCE_H_
