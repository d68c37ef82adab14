// SPDX-License-Identifier: Apache-2.0
// From several readings to one finding per target and side.

#ifndef TONUS_SERVICES_ENGINE_FUSION_H_
#define TONUS_SERVICES_ENGINE_FUSION_H_

#include <string>
#include <vector>

#include "services/engine/knowledge.h"
#include "services/engine/measurement.h"
#include "tonus/v1/interpretation.pb.h"

namespace tonus::engine {

// A test that no longer speaks about a target, and the rule that says so.
struct DroppedTest {
  std::string muscle;
  knowledge::v1::Side side;
  std::string test;
  std::string rule;
};

// What rules change about fusion.
struct FusionTerms {
  // Score from which a length or joint axis is positive; strength keeps the
  // pack's limit.
  double positive_limit;
  std::vector<DroppedTest> dropped;
};

// The terms that hold before any rule has fired.
FusionTerms DefaultTerms(const Knowledge& knowledge);

// Returns the finding of one target on one side: MIDLINE for a target that has
// no sides. A target without evidence is UNKNOWN; the prior never decides
// alone.
v1::Finding Fuse(const Knowledge& knowledge, const Measurements& measurements,
                 const FusionTerms& terms, const knowledge::v1::Muscle& muscle,
                 knowledge::v1::Side side);

// The sides of a target in the order of findings.
std::vector<knowledge::v1::Side> SidesOf(const knowledge::v1::Muscle& muscle);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_FUSION_H_
