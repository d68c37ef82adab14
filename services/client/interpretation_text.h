// SPDX-License-Identifier: Apache-2.0
// Tells what an assessment means, for a person who reads it once: what is
// tight, what is weak, what was left alone and why, what is not known.

#ifndef TONUS_SERVICES_CLIENT_INTERPRETATION_TEXT_H_
#define TONUS_SERVICES_CLIENT_INTERPRETATION_TEXT_H_

#include <string>

#include "services/client/names.h"
#include "tonus/v1/interpretation.pb.h"

namespace tonus::client {

// While the gate is closed: the referral alone.
std::string InterpretationText(const v1::Interpretation& interpretation,
                               const Names& names);

}  // namespace tonus::client

#endif  // TONUS_SERVICES_CLIENT_INTERPRETATION_TEXT_H_
