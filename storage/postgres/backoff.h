// SPDX-License-Identifier: Apache-2.0
// Waits between attempts: full jitter, so that those who met do not meet again.

#ifndef TONUS_STORAGE_POSTGRES_BACKOFF_H_
#define TONUS_STORAGE_POSTGRES_BACKOFF_H_

#include "absl/random/random.h"
#include "absl/time/time.h"

namespace tonus::storage {

class Backoff {
 public:
  // Sleeps a while, longer each time, and returns true; returns false at once
  // if that would pass `until`.
  bool Sleep(absl::Time until);

 private:
  absl::BitGen random_;
  absl::Duration most_ = absl::Milliseconds(5);
};

}  // namespace tonus::storage

#endif  // TONUS_STORAGE_POSTGRES_BACKOFF_H_
