// SPDX-License-Identifier: Apache-2.0
// Which targets a rule of the pack speaks about.

#ifndef TONUS_SERVICES_ENGINE_RULE_SUBJECTS_H_
#define TONUS_SERVICES_ENGINE_RULE_SUBJECTS_H_

#include "absl/strings/string_view.h"
#include "tonus/knowledge/v1/rule.pb.h"

namespace tonus::engine {

// Whether a clause or an effect of `rule` names `muscle`.
bool Concerns(const knowledge::v1::Rule& rule, absl::string_view muscle);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_RULE_SUBJECTS_H_
