// SPDX-License-Identifier: Apache-2.0
// Counts of latencies, from which percentiles are read.

#ifndef TONUS_TESTS_BENCH_HISTOGRAM_H_
#define TONUS_TESTS_BENCH_HISTOGRAM_H_

#include <array>
#include <cstdint>

#include "absl/time/time.h"

namespace tonus::bench {

// Log-linear: 128 buckets for each power of two nanoseconds, so that a
// percentile is within 1 % of the truth from 1 ns to 18 minutes. Longer
// latencies count as 18 minutes.
class Histogram {
 public:
  void Add(absl::Duration latency);

  int64_t count() const { return count_; }

  // The latency that `share` of the counted ones, in (0, 1], do not exceed;
  // zero when nothing was counted.
  absl::Duration Percentile(double share) const;

 private:
  static constexpr int kBits = 7;
  static constexpr int kSubBuckets = 1 << kBits;
  static constexpr int kMaxBits = 40;

  static int BucketOf(uint64_t nanoseconds);
  static int64_t MiddleOf(int bucket);

  std::array<int64_t, (kMaxBits - kBits + 1)* kSubBuckets> buckets_ = {};
  int64_t count_ = 0;
};

}  // namespace tonus::bench

#endif  // TONUS_TESTS_BENCH_HISTOGRAM_H_
