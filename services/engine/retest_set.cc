// SPDX-License-Identifier: Apache-2.0
#include "services/engine/retest_set.h"

#include <utility>

#include "absl/algorithm/container.h"

namespace tonus::engine {
namespace {

// Whether no tag that a test needs is forbidden.
bool MayBeTaken(const Knowledge& knowledge,
                const v1::Interpretation& interpretation,
                const std::string& test) {
  const auto& needed = knowledge.FindTest(test)->required_tags();
  return absl::c_none_of(
      interpretation.tags(), [&](const v1::TagRestriction& tag) {
        return tag.forbidden() && absl::c_linear_search(needed, tag.tag());
      });
}

// What may be taken for `test`, itself first; empty for nothing.
std::string StandsFor(const Knowledge& knowledge,
                      const v1::Interpretation& interpretation,
                      const knowledge::v1::RetestSet& set,
                      const std::string& test) {
  const auto may = [&](const std::string& id) {
    return MayBeTaken(knowledge, interpretation, id);
  };
  if (may(test)) return test;
  for (const auto& alternative : set.alternatives()) {
    if (alternative.test() != test) continue;
    const auto found = absl::c_find_if(alternative.instead(), may);
    if (found != alternative.instead().end()) return *found;
  }
  return "";
}

}  // namespace

std::vector<std::string> TestsToRepeat(const Knowledge& knowledge,
                                       const v1::Interpretation& interpretation,
                                       const knowledge::v1::RetestSet& set) {
  std::vector<std::string> tests;
  for (const std::string& test : set.tests()) {
    std::string taken = StandsFor(knowledge, interpretation, set, test);
    if (taken.empty() || absl::c_linear_search(tests, taken)) continue;
    tests.push_back(std::move(taken));
  }
  return tests;
}

v1::Retest RetestOf(const Knowledge& knowledge,
                    const v1::Interpretation& interpretation,
                    const std::string& set) {
  v1::Retest retest;
  for (const auto& tests : knowledge.pack().retest_sets()) {
    if (tests.id() != set) continue;
    for (std::string& test : TestsToRepeat(knowledge, interpretation, tests)) {
      retest.add_tests(std::move(test));
    }
  }
  return retest;
}

}  // namespace tonus::engine
