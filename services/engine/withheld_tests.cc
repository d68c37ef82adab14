// SPDX-License-Identifier: Apache-2.0
#include "services/engine/withheld_tests.h"

#include <string>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "services/engine/decision_wording.h"
#include "services/engine/restriction_words.h"
#include "services/engine/test_offer.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;

// What rules the test out, or nullptr.
const v1::TagRestriction* RestrictionOn(
    const v1::Interpretation& interpretation, const kv1::Test& test) {
  if (MayOffer(interpretation, test, kv1::ASSESSOR_CLINICIAN)) return nullptr;
  const auto& tags = interpretation.tags();
  const auto found =
      absl::c_find_if(tags, [&](const v1::TagRestriction& restriction) {
        return restriction.forbidden() &&
               absl::c_linear_search(test.required_tags(), restriction.tag());
      });
  return found == tags.end() ? nullptr : &*found;
}

}  // namespace

void RejectWithheldTests(const Knowledge& knowledge,
                         const v1::Interpretation& interpretation,
                         const v1::Finding& finding, v1::Decision* decision) {
  if (decision->action() != kv1::DECISION_ACTION_RETEST) return;
  for (const std::string& id : finding.rules()) {
    const kv1::Rule* rule = knowledge.FindRule(id);
    if (rule == nullptr) continue;
    for (const kv1::Effect& effect : rule->effects()) {
      const kv1::Test* test = knowledge.FindTest(effect.request_test());
      if (test == nullptr) continue;
      const v1::TagRestriction* restriction =
          RestrictionOn(interpretation, *test);
      if (restriction == nullptr) continue;
      Reject(absl::StrCat("take the test that would settle it, \"",
                          test->display_name(), "\""),
             {}, "R-012",
             absl::StrCat("It demands what is ruled out for this person: ",
                          TagWords(knowledge, restriction->tag()), "."),
             decision);
    }
  }
}

}  // namespace tonus::engine
