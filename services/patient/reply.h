// SPDX-License-Identifier: Apache-2.0
// The answer of a write.
//
// A write answers with the bytes that its request record keeps, so that a
// retry gets exactly what the first call got.

#ifndef TONUS_SERVICES_PATIENT_REPLY_H_
#define TONUS_SERVICES_PATIENT_REPLY_H_

#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "services/call.h"
#include "services/patient/patient_log.h"
#include "services/status_macros.h"

namespace tonus {

// As PatientLog::Write, typed.
template <typename Response>
absl::StatusOr<Serialized<Response>> WriteAndReply(PatientLog& log, Call& call,
                                                   const std::string& patient,
                                                   const Command& command) {
  TONUS_ASSIGN_OR_RETURN(std::string bytes, log.Write(call, patient, command));
  return Serialized<Response>{std::move(bytes)};
}

}  // namespace tonus

#endif  // TONUS_SERVICES_PATIENT_REPLY_H_
