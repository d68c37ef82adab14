// SPDX-License-Identifier: Apache-2.0
#include "services/engine/condition_pins.h"

#include <string>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;

v1::Gate GateOf(const kv1::HealthCondition& condition) {
  return condition.gate() == kv1::CONDITION_GATE_MODIFY ? v1::GATE_OK
                                                        : v1::GATE_REFER;
}

// Whether nothing but `condition` can decide the gate of a case.
bool IsAbout(const v1::PackVector& vector, const std::string& condition) {
  const v1::InterpretAssessmentRequest& request = vector.request();
  return request.profile().conditions_size() == 1 &&
         request.profile().conditions(0).condition() == condition &&
         request.clearances().empty() &&
         absl::c_none_of(
             request.assessment().screening().answers(),
             [](const v1::RedFlagAnswer& answer) { return answer.present(); });
}

}  // namespace

Complaints CheckConditionPins(
    const kv1::Pack& pack,
    const google::protobuf::RepeatedPtrField<v1::PackVector>& vectors) {
  Complaints complaints;
  for (const kv1::HealthCondition& condition : pack.conditions()) {
    if (condition.gate() == kv1::CONDITION_GATE_ENGINE) continue;
    const bool pinned =
        absl::c_any_of(vectors, [&](const v1::PackVector& vector) {
          return IsAbout(vector, condition.id()) &&
                 vector.expect().gate() == GateOf(condition) &&
                 absl::c_all_of(condition.forbidden_tags(),
                                [&](const std::string& tag) {
                                  return absl::c_linear_search(
                                      vector.expect().forbidden_tags(), tag);
                                });
        });
    if (pinned) continue;
    complaints.push_back(MakeComplaint(
        kv1::PACK_CHECK_VECTOR, "conditions", condition.id(),
        absl::StrCat("no case has it alone and expects ",
                     v1::Gate_Name(GateOf(condition)),
                     " and every tag that it forbids; add one to vectors/")));
  }
  return complaints;
}

}  // namespace tonus::engine
