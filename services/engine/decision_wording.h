// SPDX-License-Identifier: Apache-2.0
// What decisions say: their reason and what was rejected, one plain sentence
// each.

#ifndef TONUS_SERVICES_ENGINE_DECISION_WORDING_H_
#define TONUS_SERVICES_ENGINE_DECISION_WORDING_H_

#include <initializer_list>
#include <string>

#include "absl/strings/string_view.h"
#include "services/engine/knowledge.h"
#include "tonus/v1/interpretation.pb.h"

namespace tonus::engine {

// `action` as in ids, for example `release_and_integrate`.
absl::string_view ActionId(knowledge::v1::DecisionAction action);

// The finding in words with the result that says it, for example `right
// iliopsoas tests tight (modified Thomas test, 8 deg)`.
std::string Verdict(const Knowledge& knowledge, const v1::Finding& finding);

// Adds something that was considered for the target of `decision` and rejected:
// `action` in words, and the kinds of action that it rules out, none for an
// order or a dose.
void Reject(absl::string_view action,
            std::initializer_list<knowledge::v1::Action> rules_out,
            absl::string_view rule, std::string reason, v1::Decision* decision);

// What a reason of the pack speaks about: the partner only where there is one.
struct ReasonSubject {
  const v1::Finding* finding;
  const v1::Finding* partner = nullptr;
};

// Whether a reason of the pack may have `{name}` in it.
bool IsReasonName(absl::string_view name);

// `text` as a sentence, its names replaced by what they stand for.
std::string ReasonOf(const Knowledge& knowledge, absl::string_view text,
                     const ReasonSubject& subject);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_DECISION_WORDING_H_
