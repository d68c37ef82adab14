// SPDX-License-Identifier: Apache-2.0
// The report for people, as Markdown.

#ifndef TONUS_TESTS_BENCH_TABLE_H_
#define TONUS_TESTS_BENCH_TABLE_H_

#include <string>

#include "tests/bench/report.pb.h"

namespace tonus::bench {

// What is known before the methods: the machine and how quiet it was.
std::string ConditionsText(const Report& report);

// One method as a table: for each load the medians of both servers and the
// median of the ratios of each pair with the smallest and the largest.
std::string MethodText(const MethodReport& method);

// Whether every call succeeded and every write was found again.
std::string SummaryText(const Report& report);

}  // namespace tonus::bench

#endif  // TONUS_TESTS_BENCH_TABLE_H_
