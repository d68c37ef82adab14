// SPDX-License-Identifier: Apache-2.0
// What differs between two routines of one person.

#ifndef TONUS_SERVICES_ENGINE_ROUTINE_DIFF_H_
#define TONUS_SERVICES_ENGINE_ROUTINE_DIFF_H_

#include <string>
#include <vector>

#include "tonus/v1/routine.pb.h"
#include "tonus/v1/routine_diff.pb.h"

namespace tonus::engine {

// Returns what `after` changes. `same` is true when neither a person nor a
// clinician would see a difference: gate, notices, advice, findings, decisions,
// sessions with their days, exercises, doses and order, work at home, retests
// and what is left uncovered are equal. What only the making of a routine says,
// such as its revision, the wording of a reason or the names of the overrides
// that asked for it, is no difference.
v1::RoutineDiff DiffOf(const v1::Routine& before, const v1::Routine& after);

// Returns the ids of the rules that `diff` names, each once, sorted.
std::vector<std::string> RulesOf(const v1::RoutineDiff& diff);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_ROUTINE_DIFF_H_
