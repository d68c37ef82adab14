// SPDX-License-Identifier: Apache-2.0
// What a clinician asks for and safety refuses.

#ifndef TONUS_SERVICES_ROUTINE_REFUSED_WORDS_H_
#define TONUS_SERVICES_ROUTINE_REFUSED_WORDS_H_

#include <string>
#include <vector>

#include "tonus/v1/override.pb.h"
#include "tonus/v1/routine.pb.h"

namespace tonus {

// Returns those refusals of `routine` that name the override `name`, which says
// `override`, or concern the exercise that it pins, permits or puts in the
// place of another.
std::vector<v1::Dropped> RefusedOf(const v1::Override& override,
                                   const std::string& name,
                                   const v1::Routine& routine);

}  // namespace tonus

#endif  // TONUS_SERVICES_ROUTINE_REFUSED_WORDS_H_
