// SPDX-License-Identifier: Apache-2.0
// Who has the last place of a session, worked out a second time: what is said
// of those who have none, and whether the places went round.

#ifndef TONUS_TESTS_PROPERTY_TOLD_ROOM_H_
#define TONUS_TESTS_PROPERTY_TOLD_ROOM_H_

#include <string>
#include <vector>

#include "tests/property/checked_person.h"
#include "tonus/v1/routine.pb.h"

namespace tonus::testing {

// Whether what `session` says to train what `dropped` would have trained does,
// and whether it says so wherever something does.
bool SaysTrulyWhatTrains(const CheckedPerson& person,
                         const v1::Routine& routine, const v1::Session& session,
                         const v1::Dropped& dropped);

// Returns what is wrong with the turns of the block, one line each, beginning
// with `turn`.
std::vector<std::string> TurnComplaints(const CheckedPerson& person,
                                        const v1::Routine& routine);

}  // namespace tonus::testing

#endif  // TONUS_TESTS_PROPERTY_TOLD_ROOM_H_
