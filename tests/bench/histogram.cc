// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/histogram.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace tonus::bench {

void Histogram::Add(absl::Duration latency) {
  const int64_t nanoseconds = std::clamp<int64_t>(
      absl::ToInt64Nanoseconds(latency), 0, (int64_t{1} << kMaxBits) - 1);
  ++buckets_[BucketOf(nanoseconds)];
  ++count_;
}

absl::Duration Histogram::Percentile(double share) const {
  const auto rank =
      static_cast<int64_t>(std::ceil(share * static_cast<double>(count_)));
  int64_t seen = 0;
  for (int bucket = 0; bucket < static_cast<int>(buckets_.size()); ++bucket) {
    seen += buckets_[bucket];
    if (seen > 0 && seen >= rank) return absl::Nanoseconds(MiddleOf(bucket));
  }
  return absl::ZeroDuration();
}

// The leading 8 bits of a value choose the bucket, the number of bits below
// them its group.
int Histogram::BucketOf(uint64_t nanoseconds) {
  const int shift = std::max<int>(std::bit_width(nanoseconds) - (kBits + 1), 0);
  return shift * kSubBuckets + static_cast<int>(nanoseconds >> shift);
}

int64_t Histogram::MiddleOf(int bucket) {
  const int shift = std::max(bucket / kSubBuckets - 1, 0);
  const int64_t lowest = int64_t{bucket - shift * kSubBuckets} << shift;
  return lowest + ((int64_t{1} << shift) / 2);
}

}  // namespace tonus::bench
