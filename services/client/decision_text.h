// SPDX-License-Identifier: Apache-2.0
// Says decisions in words: what is done, what is left alone, and why.

#ifndef TONUS_SERVICES_CLIENT_DECISION_TEXT_H_
#define TONUS_SERVICES_CLIENT_DECISION_TEXT_H_

#include <string>

#include "google/protobuf/repeated_ptr_field.h"
#include "services/client/names.h"
#include "tonus/v1/interpretation.pb.h"

namespace tonus::client {

// "release Iliopsoas, right, then at once activate Gluteus maximus, right".
std::string DecisionText(const v1::Decision& decision, const Names& names);

// The ranked decisions with their reasons and rules, the most important first;
// empty when nothing is to be done.
std::string PlanText(
    const google::protobuf::RepeatedPtrField<v1::Decision>& decisions,
    const Names& names);

// What is left alone or tested again: the reasons, each once. Empty when there
// is none.
std::string LeftAloneText(
    const google::protobuf::RepeatedPtrField<v1::Decision>& decisions,
    const Names& names);

}  // namespace tonus::client

#endif  // TONUS_SERVICES_CLIENT_DECISION_TEXT_H_
