// SPDX-License-Identifier: Apache-2.0
#include "tests/property/feed_history.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"

namespace tonus::testing {
namespace {

using Place = std::pair<std::string, int64_t>;  // Patient and revision.

class Checker {
 public:
  void CheckCall(const std::vector<v1::PatientEvent>& events) {
    std::map<std::string, int64_t> before;  // By patient, in this call.
    for (const v1::PatientEvent& event : events) {
      const std::string& patient = event.patient();
      const int64_t revision = event.revision();
      const auto last = before.find(patient);
      if (last != before.end() && revision != last->second + 1) {
        Complain("out of order", {patient, revision});
      }
      before[patient] = revision;
      int64_t& seen = seen_[patient];
      if (revision > seen + 1) Complain("one is left out before", Of(event));
      seen = std::max(seen, revision);
      const auto [id, is_new] = ids_.try_emplace(Of(event), event.id());
      if (id->second != event.id()) Complain("another id", Of(event));
      const auto [place, is_first] = places_.try_emplace(event.id(), Of(event));
      if (place->second != Of(event)) Complain("no id of its own", Of(event));
    }
  }

  void CheckAcknowledged(const FeedHistory& history) {
    for (const auto& [patient, revisions] : history.acknowledged) {
      for (const int64_t revision : revisions) {
        if (!ids_.contains({patient, revision})) {
          Complain("never came", {patient, revision});
        }
      }
    }
  }

  std::vector<std::string> complaints() && { return std::move(complaints_); }

 private:
  static Place Of(const v1::PatientEvent& event) {
    return {event.patient(), event.revision()};
  }

  void Complain(const std::string& what, const Place& place) {
    complaints_.push_back(
        absl::StrCat(what, ": ", place.first, " ", place.second));
  }

  std::map<std::string, int64_t> seen_;
  std::map<Place, std::string> ids_;
  std::map<std::string, Place> places_;
  std::vector<std::string> complaints_;
};

}  // namespace

std::vector<std::string> Complaints(const FeedHistory& history) {
  Checker checker;
  for (const auto& events : history.calls) checker.CheckCall(events);
  checker.CheckAcknowledged(history);
  return std::move(checker).complaints();
}

}  // namespace tonus::testing
