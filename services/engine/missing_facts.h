// SPDX-License-Identifier: Apache-2.0
// What a clause that is UNKNOWN lacks.

#ifndef TONUS_SERVICES_ENGINE_MISSING_FACTS_H_
#define TONUS_SERVICES_ENGINE_MISSING_FACTS_H_

#include <string>
#include <vector>

#include "services/engine/case.h"
#include "services/engine/clause.h"
#include "tonus/knowledge/v1/rule.pb.h"

namespace tonus::engine {

// The tests, as `pke_9090.L`, or the fields of the profile or the history that
// a clause without parts asks for and that are not given.
std::vector<std::string> MissingFacts(const Case& the_case,
                                      const Viewpoint& viewpoint,
                                      const knowledge::v1::Clause& clause);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_MISSING_FACTS_H_
