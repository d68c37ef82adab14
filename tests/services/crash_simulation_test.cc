// SPDX-License-Identifier: Apache-2.0
// The services over a storage whose server crashes between any two calls of it:
// whatever happens, the outcome is that of the same requests one by one.
//
// TONUS_CRASH_SEEDS sets how many seeds, TONUS_CRASH_SEED the first one.

#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_join.h"
#include "tests/services/simulated_server.h"
#include "tests/testing/matchers.h"
#include "tests/testing/small_pack.h"

namespace tonus::testing {
namespace {

constexpr uint64_t kSeeds = 2000;

uint64_t Setting(const char* name, uint64_t otherwise) {
  const char* const text = std::getenv(name);
  uint64_t number = 0;
  return text != nullptr && absl::SimpleAtoi(text, &number) ? number
                                                            : otherwise;
}

const engine::Knowledge& SmallKnowledge() {
  static const auto* knowledge = [] {
    auto compiled = engine::Knowledge::Compile(SmallPack(), "0123");
    EXPECT_THAT(compiled, IsOk());
    return new engine::Knowledge(*std::move(compiled));
  }();
  return *knowledge;
}

std::vector<std::string> Live(uint64_t seed, Flaw flaw) {
  return SimulatedServer(seed, &SmallKnowledge(), flaw).Live();
}

TEST(CrashSimulationTest, WhateverHappensItIsAsIfRequestsCameOneByOne) {
  const uint64_t first = Setting("TONUS_CRASH_SEED", 1);
  const uint64_t seeds = Setting("TONUS_CRASH_SEEDS", kSeeds);
  for (uint64_t seed = first; seed < first + seeds; ++seed) {
    const std::vector<std::string> wrong = Live(seed, Flaw::kNone);
    ASSERT_TRUE(wrong.empty())
        << "TONUS_CRASH_SEED=" << seed
        << " TONUS_CRASH_SEEDS=1: " << absl::StrJoin(wrong, "\n");
  }
}

TEST(CrashSimulationTest, EachFlawOfAStorageIsNoticed) {
  for (const Flaw flaw : {Flaw::kIgnoresExpectations, Flaw::kTearsCommits,
                          Flaw::kForgetsRequests}) {
    uint64_t seed = 1;
    while (seed < 100 && Live(seed, flaw).empty()) ++seed;
    EXPECT_LT(seed, 100) << static_cast<int>(flaw);
    std::cout << "flaw " << static_cast<int>(flaw) << " is noticed with seed "
              << seed << "\n";
  }
}

}  // namespace
}  // namespace tonus::testing
