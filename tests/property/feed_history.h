// SPDX-License-Identifier: Apache-2.0
// What clients wrote and what those who watched were told, and whether the two
// agree.

#ifndef TONUS_TESTS_PROPERTY_FEED_HISTORY_H_
#define TONUS_TESTS_PROPERTY_FEED_HISTORY_H_

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "tonus/v1/event.pb.h"

namespace tonus::testing {

struct FeedHistory {
  // Revisions that were acknowledged, by name of the patient.
  std::map<std::string, std::set<int64_t>> acknowledged;
  // What came on each call of one watcher, in the order of the calls. The first
  // began with the oldest event, each other one where an earlier one was.
  std::vector<std::vector<v1::PatientEvent>> calls;
};

// Returns what is wrong: an acknowledged revision that never came, revisions of
// a patient out of order or with a gap, two ids of one event, or an id of two.
std::vector<std::string> Complaints(const FeedHistory& history);

}  // namespace tonus::testing

#endif  // TONUS_TESTS_PROPERTY_FEED_HISTORY_H_
