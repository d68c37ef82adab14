// SPDX-License-Identifier: Apache-2.0
// What a request to correct an assessment and one to correct a log have alike.

#ifndef TONUS_SERVICES_VALIDATION_AMENDMENT_H_
#define TONUS_SERVICES_VALIDATION_AMENDMENT_H_

#include "absl/strings/string_view.h"
#include "services/error.h"
#include "services/validation/number.h"
#include "services/validation/request_id.h"
#include "tonus/v1/assessment.pb.h"

namespace tonus {

// `fact` is the field with what is to be in force: `has_fact` when it is there.
template <typename Request>
void CheckAmendment(const Request& request, absl::string_view fact,
                    bool has_fact, Violations* violations) {
  // More flags than any pack has.
  constexpr int kMaxRetracted = 100;
  CheckOptionalId("request_id", request.request_id(), violations);
  CheckEnum("reason", request.reason(), violations);
  if (request.reason() == v1::AMENDMENT_REASON_UNSPECIFIED) {
    violations->Add("reason", "is required");
  }
  CheckCount("retracted_red_flags", request.retracted_red_flags_size(),
             kMaxRetracted, violations);
  if (request.withdraw() && has_fact) {
    violations->Add(fact, "must be absent when withdraw is true");
  } else if (!request.withdraw() && !has_fact) {
    violations->Add(fact, "is required unless withdraw is true");
  }
}

}  // namespace tonus

#endif  // TONUS_SERVICES_VALIDATION_AMENDMENT_H_
