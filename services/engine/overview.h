// SPDX-License-Identifier: Apache-2.0
// The routine as a whole in plain words.

#ifndef TONUS_SERVICES_ENGINE_OVERVIEW_H_
#define TONUS_SERVICES_ENGINE_OVERVIEW_H_

#include <string>
#include <vector>

#include "services/engine/knowledge.h"
#include "tonus/storage/v1/facts.pb.h"
#include "tonus/v1/interpretation.pb.h"
#include "tonus/v1/routine.pb.h"

namespace tonus::engine {

// Returns one sentence each: what must be told about safety, what is tight,
// what is weak, which patterns show, what is done about it, what is left alone
// and why, what a clinician asked for, and the first session in its order with
// doses. `facts` are those of which the routine was made.
std::vector<std::string> Overview(const Knowledge& knowledge,
                                  const storage::v1::PatientFacts& facts,
                                  const v1::Interpretation& interpretation,
                                  const v1::Routine& routine);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_OVERVIEW_H_
