// SPDX-License-Identifier: Apache-2.0
// A session of which nothing may be done.
#ifndef TONUS_SERVICES_ENGINE_CLOSED_SESSION_H_
#define TONUS_SERVICES_ENGINE_CLOSED_SESSION_H_

#include "google/protobuf/repeated_ptr_field.h"
#include "tonus/v1/routine.pb.h"

namespace tonus::engine {

using SafetyNotices = google::protobuf::RepeatedPtrField<v1::SafetyNotice>;

// Leaves of `session` which one it is, and why `gate` leaves nothing to do.
void CloseSession(v1::Gate gate, const SafetyNotices& notices,
                  v1::Session* session);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_CLOSED_SESSION_H_
