// SPDX-License-Identifier: Apache-2.0
// Says in words whether exercise may be done. While the gate is closed this is
// all that is printed.

#ifndef TONUS_SERVICES_CLIENT_GATE_TEXT_H_
#define TONUS_SERVICES_CLIENT_GATE_TEXT_H_

#include <string>
#include <vector>

#include "google/protobuf/repeated_ptr_field.h"
#include "services/client/names.h"
#include "tonus/v1/interpretation.pb.h"

namespace tonus::client {

// The gate and every notice, a line each. Nothing when the gate is open and
// there is nothing to tell.
std::string GateText(
    v1::Gate gate,
    const google::protobuf::RepeatedPtrField<v1::SafetyNotice>& notices);

// The sentences of `advice` that no notice holds already.
std::vector<std::string> AdviceBeside(
    const google::protobuf::RepeatedPtrField<v1::SafetyNotice>& notices,
    const google::protobuf::RepeatedPtrField<std::string>& advice);

// The red-flag questions that the gate waits for, and those that nobody asked
// though it does not wait for them, a line each; nothing when there are none.
// An emergency does not wait for the others to be asked.
std::string QuestionsText(const v1::Interpretation& interpretation,
                          const Names& names);

}  // namespace tonus::client

#endif  // TONUS_SERVICES_CLIENT_GATE_TEXT_H_
