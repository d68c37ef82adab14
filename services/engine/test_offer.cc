// SPDX-License-Identifier: Apache-2.0
#include "services/engine/test_offer.h"

#include <algorithm>

namespace tonus::engine {

bool MayOffer(const v1::Interpretation& known, const knowledge::v1::Test& test,
              knowledge::v1::Assessor assessor) {
  const bool alone = assessor == knowledge::v1::ASSESSOR_SELF;
  if (alone && (test.clinician_only() || !test.home())) return false;
  if (!alone && test.clinician_may_offer()) return true;
  const auto& required = test.required_tags();
  const auto& tags = known.tags();
  return std::none_of(
      tags.begin(), tags.end(), [&](const v1::TagRestriction& restriction) {
        return restriction.forbidden() &&
               std::find(required.begin(), required.end(), restriction.tag()) !=
                   required.end();
      });
}

}  // namespace tonus::engine
