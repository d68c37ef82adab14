// SPDX-License-Identifier: Apache-2.0
// Which fact told the newest yes to a red flag.

#ifndef TONUS_SERVICES_ENGINE_RED_FLAG_NEWS_H_
#define TONUS_SERVICES_ENGINE_RED_FLAG_NEWS_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/time/civil_time.h"
#include "tonus/knowledge/v1/safety.pb.h"
#include "tonus/storage/v1/facts.pb.h"

namespace tonus::engine {

// A yes that was news: any yes to an urgent or REFER flag, a yes after anything
// else to another flag.
struct RedFlagNews {
  std::string fact_id;
  absl::CivilDay day;
  // The log of a session whose stop symptom it is, or nullptr.
  const storage::v1::LogFact* log = nullptr;
  // Number of the relief run in which it was told; 0 for none.
  int64_t relief_run = 0;
  // Whether it was told of a day at home.
  bool at_home = false;
};

// Returns the newest one in `facts`, which must outlive it; nullopt when
// nobody said yes.
std::optional<RedFlagNews> NewestYes(const knowledge::v1::RedFlag& red_flag,
                                     const storage::v1::PatientFacts& facts);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_RED_FLAG_NEWS_H_
