// SPDX-License-Identifier: Apache-2.0
// What an event is called.

#ifndef TONUS_SERVICES_PATIENT_EVENT_CAUSE_H_
#define TONUS_SERVICES_PATIENT_EVENT_CAUSE_H_

#include <string>

#include "tonus/storage/v1/event.pb.h"

namespace tonus {

// Returns the name of what happened, for example `assessment_submitted`; empty
// for an event that says nothing.
std::string CauseOf(const storage::v1::Event& event);

}  // namespace tonus

#endif  // TONUS_SERVICES_PATIENT_EVENT_CAUSE_H_
