// SPDX-License-Identifier: Apache-2.0
// Says what differs between two routines.

#ifndef TONUS_SERVICES_CLIENT_DIFF_TEXT_H_
#define TONUS_SERVICES_CLIENT_DIFF_TEXT_H_

#include <string>

#include "google/protobuf/repeated_ptr_field.h"
#include "services/client/names.h"
#include "tonus/v1/routine.pb.h"
#include "tonus/v1/routine_diff.pb.h"

namespace tonus::client {

// What differs: gate, findings, decisions, and the exercises of sessions, those
// that change alike together: `+` added, `-` removed, `~` another dose, `>`
// another place.
std::string DiffText(const v1::RoutineDiff& diff, const Names& names);

// What was asked for and is refused, a line each; nothing when nothing is.
std::string RefusedText(
    const google::protobuf::RepeatedPtrField<v1::Dropped>& refused,
    const Names& names);

// One line.
std::string RevisionLine(const v1::RoutineRevision& revision);

}  // namespace tonus::client

#endif  // TONUS_SERVICES_CLIENT_DIFF_TEXT_H_
