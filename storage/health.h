// SPDX-License-Identifier: Apache-2.0
// What a store can do just now, for those who decide whether to send it calls.

#ifndef TONUS_STORAGE_HEALTH_H_
#define TONUS_STORAGE_HEALTH_H_

#include <functional>

#include "absl/strings/string_view.h"

namespace tonus::storage {

// From the best to the worst.
enum class Health {
  kServing,
  kWarning,     // Serving, but the disk is filling up.
  kDamaged,     // Serving, but not what a damaged file holds.
  kReadOnly,    // Writes are refused until the disk has space again.
  kRecovering,  // Writes may fail while the store mends itself.
  kStopped,     // Writes fail until the store is opened again.
};

// Told of each change, with the reason in words of the operator's log. Called
// by threads of the store, one at a time: it must be quick and must not call
// the store.
using HealthListener = std::function<void(Health, absl::string_view reason)>;

}  // namespace tonus::storage

#endif  // TONUS_STORAGE_HEALTH_H_
