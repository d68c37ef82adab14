// SPDX-License-Identifier: Apache-2.0
// What every stored value passes on its way to storage and back.
//
// The first byte of a sealed value names its form, so that encryption at rest
// is a new form here and nothing else: old values stay readable.

#ifndef TONUS_SERVICES_PATIENT_SEAL_H_
#define TONUS_SERVICES_PATIENT_SEAL_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace tonus {

// Most bytes that sealing adds.
inline constexpr int kSealBytes = 1;

// Returns `bytes` as they are stored under `key`.
std::string Seal(absl::string_view key, absl::string_view bytes);

// Returns the bytes that were sealed for `key`.
//   DATA_LOSS  the value has no known form.
absl::StatusOr<std::string> Unseal(absl::string_view key, std::string sealed);

}  // namespace tonus

#endif  // TONUS_SERVICES_PATIENT_SEAL_H_
