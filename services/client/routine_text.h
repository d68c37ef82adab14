// SPDX-License-Identifier: Apache-2.0
// Tells a routine and the answers about it in words.

#ifndef TONUS_SERVICES_CLIENT_ROUTINE_TEXT_H_
#define TONUS_SERVICES_CLIENT_ROUTINE_TEXT_H_

#include <string>

#include "services/client/names.h"
#include "tonus/v1/routine.pb.h"

namespace tonus::client {

// The block: what it works on and its sessions in brief. While the gate is
// closed: the referral alone.
std::string RoutineText(const v1::Routine& routine, const Names& names);

// The sentences, then the ledger: steps, what was rejected, the rules with what
// they saw, and the sources with how well they are supported.
std::string ExplanationText(const v1::Explanation& explanation,
                            const Names& names);

}  // namespace tonus::client

#endif  // TONUS_SERVICES_CLIENT_ROUTINE_TEXT_H_
