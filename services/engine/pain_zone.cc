// SPDX-License-Identifier: Apache-2.0
#include "services/engine/pain_zone.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "services/engine/tolerance.h"
#include "services/engine/truth.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;

// Pain is told in [0, 10].
constexpr double kMostPain = 10;

// Where a value lies; both ends are the same when it was told.
struct Within {
  double low = 0;
  double high = kMostPain;
};

template <typename Value>
Within RangeOf(const std::optional<Value>& value) {
  if (!value.has_value()) return {};
  return {static_cast<double>(*value), static_cast<double>(*value)};
}

Within Rise(const Within& from, const Within& to) {
  return {to.low - from.high, to.high - from.low};
}

Truth Reaches(const Within& value, int limit) {
  if (AtLeast(value.low, limit)) return kv1::TRUTH_TRUE;
  return AtLeast(value.high, limit) ? kv1::TRUTH_UNKNOWN : kv1::TRUTH_FALSE;
}

// A zone without limits holds for the rest.
Truth Combine(const kv1::PainZone& zone, const std::vector<Truth>& limits) {
  if (limits.empty()) return kv1::TRUTH_TRUE;
  return zone.all_limits() ? All(limits) : Any(limits);
}

Truth Holds(const kv1::PainZone& zone, const ExercisePain& pain,
            PeakLimit peak_limit) {
  std::vector<Truth> limits;
  if (zone.stop_symptom()) limits.push_back(TruthOf(pain.stop_symptom));
  if (zone.sharp_pain()) limits.push_back(TruthOf(pain.sharp_pain));
  if (zone.painful_sound()) limits.push_back(TruthOf(pain.painful_sound));
  const Within peak = RangeOf(pain.peak);
  const Within base = RangeOf(pain.base);
  if (zone.has_min_peak()) {
    const bool began_there = peak_limit == PeakLimit::kUnlessBegunThere &&
                             pain.base.has_value() &&
                             *pain.base >= zone.min_peak();
    // A limit that is not used decides nothing beside the others.
    const Truth unused = zone.all_limits() ? kv1::TRUTH_TRUE : kv1::TRUTH_FALSE;
    limits.push_back(began_there ? unused : Reaches(peak, zone.min_peak()));
  }
  if (zone.has_min_rise()) {
    limits.push_back(Reaches(Rise(base, peak), zone.min_rise()));
  }
  return Combine(zone, limits);
}

Truth Holds(const kv1::PainZone& zone, const MorningPain& pain) {
  std::vector<Truth> limits;
  if (zone.sleep_lost()) limits.push_back(TruthOf(pain.sleep_lost));
  if (zone.has_min_morning_rise()) {
    limits.push_back(Reaches(Rise(RangeOf(pain.usual), RangeOf(pain.morning)),
                             zone.min_morning_rise()));
  }
  return Combine(zone, limits);
}

// Returns the first zone of its kind that is not FALSE, and sets `truth`.
template <typename IsTrue>
const kv1::PainZone* FirstZone(const PainZones& zones, bool next_morning,
                               IsTrue is_true, Truth* truth) {
  for (const kv1::PainZone& zone : zones) {
    if (zone.next_morning() != next_morning) continue;
    *truth = is_true(zone);
    if (*truth != kv1::TRUTH_FALSE) return &zone;
  }
  return nullptr;
}

std::string Compared(double rise, absl::string_view what) {
  if (rise == 0) return absl::StrCat(", as ", what);
  return absl::StrCat(", ", std::max(rise, -rise),
                      rise > 0 ? " above " : " below ", what);
}

std::string ReasonOf(const kv1::PainZone& zone, const ExercisePain& pain) {
  if (zone.stop_symptom() && pain.stop_symptom) {
    return "A symptom came up at which every exercise stops.";
  }
  if (zone.sharp_pain() && pain.sharp_pain) {
    return "The pain was sharp or catching.";
  }
  if (zone.painful_sound() && pain.painful_sound) {
    return "There was a sound with pain.";
  }
  if (!pain.peak.has_value()) return "Nothing was told against it.";
  return absl::StrCat(
      "Pain peaked at ", *pain.peak,
      pain.base.has_value()
          ? Compared(*pain.peak - *pain.base,
                     absl::StrCat("the ", *pain.base, " before"))
          : "",
      ".");
}

std::string ReasonOf(const kv1::PainZone& zone, const MorningPain& pain) {
  if (zone.sleep_lost() && pain.sleep_lost) {
    return "Sleep was lost to new pain.";
  }
  if (!pain.morning.has_value()) return "Nothing was told against it.";
  return absl::StrCat("Pain in the morning was ", *pain.morning,
                      pain.usual.has_value()
                          ? Compared(*pain.morning - *pain.usual,
                                     absl::StrCat("the usual ", *pain.usual))
                          : "",
                      ".");
}

v1::ZoneReading Judged(const kv1::PainZone& zone, std::string reason,
                       kv1::Technique technique, std::optional<int> base) {
  v1::ZoneReading reading;
  reading.set_level(zone.level());
  reading.set_rule(zone.id());
  reading.set_reason(std::move(reason));
  const kv1::ZoneAction* action = ActionOf(zone, technique);
  if (action == nullptr) return reading;
  *reading.mutable_action() = *action;
  // It was chosen already, and is not one of several any more.
  reading.mutable_action()->clear_techniques();
  if (action->response() == kv1::ZONE_RESPONSE_REDUCE_RANGE) {
    reading.mutable_action()->set_max_pain(
        std::max(action->max_pain(), base.value_or(0)));
  }
  return reading;
}

v1::ZoneReading NotJudged(std::string reason,
                          const std::vector<const char*>& missing) {
  v1::ZoneReading reading;
  reading.set_level(kv1::ZONE_LEVEL_UNKNOWN);
  reading.set_reason(std::move(reason));
  for (const char* field : missing) reading.add_missing(field);
  return reading;
}

}  // namespace

const kv1::ZoneAction* ActionOf(const kv1::PainZone& zone,
                                kv1::Technique technique) {
  const auto action =
      absl::c_find_if(zone.actions(), [&](const kv1::ZoneAction& candidate) {
        return candidate.techniques().empty() ||
               absl::c_linear_search(candidate.techniques(), technique);
      });
  return action == zone.actions().end() ? nullptr : &*action;
}

PainZones ZonesOfRelief(const PainZones& zones, int base) {
  PainZones relief = zones;
  if (absl::c_any_of(zones, [base](const kv1::PainZone& zone) {
        return zone.min_peak() > base;
      })) {
    return relief;
  }
  for (kv1::PainZone& zone : relief) {
    if (!zone.has_min_peak()) continue;
    zone.clear_min_peak();
    *zone.mutable_plain_when() = std::move(*zone.mutable_plain_when_in_pain());
    zone.clear_plain_when_in_pain();
  }
  return relief;
}

v1::ZoneReading ReadExerciseZone(const PainZones& zones,
                                 kv1::Technique technique,
                                 const ExercisePain& pain,
                                 PeakLimit peak_limit) {
  Truth truth = kv1::TRUTH_FALSE;
  const kv1::PainZone* zone = FirstZone(
      zones, /*next_morning=*/false,
      [&](const kv1::PainZone& candidate) {
        return Holds(candidate, pain, peak_limit);
      },
      &truth);
  if (zone != nullptr && truth == kv1::TRUTH_TRUE) {
    return Judged(*zone, ReasonOf(*zone, pain), technique, pain.base);
  }
  std::vector<const char*> missing;
  if (!pain.peak.has_value()) missing.push_back("pain_during_max");
  if (!pain.base.has_value()) missing.push_back("pain_before");
  return NotJudged(pain.peak.has_value()
                       ? "Pain before was not told, so how much it rose is not "
                         "known."
                       : "The highest pain during it was not told.",
                   missing);
}

v1::ZoneReading ReadMorningZone(const PainZones& zones,
                                const MorningPain& pain) {
  Truth truth = kv1::TRUTH_FALSE;
  const kv1::PainZone* zone = FirstZone(
      zones, /*next_morning=*/true,
      [&](const kv1::PainZone& candidate) { return Holds(candidate, pain); },
      &truth);
  if (zone != nullptr && truth == kv1::TRUTH_TRUE) {
    return Judged(*zone, ReasonOf(*zone, pain), kv1::TECHNIQUE_UNSPECIFIED,
                  std::nullopt);
  }
  std::vector<const char*> missing;
  if (!pain.morning.has_value()) missing.push_back("pain_next_morning");
  if (!pain.usual.has_value()) missing.push_back("usual_morning");
  return NotJudged(pain.morning.has_value()
                       ? "No morning of the days before was told, so what is "
                         "usual is not known."
                       : "Pain the next morning was not told.",
                   missing);
}

ExercisePain PainOf(const v1::ExerciseLog& log, std::optional<int> base) {
  ExercisePain pain;
  if (log.has_pain_during_max()) pain.peak = log.pain_during_max();
  pain.base = base;
  pain.stop_symptom = log.neuro_symptom() || log.spread_down_limb() ||
                      log.stop_symptom() != v1::STOP_SYMPTOM_UNSPECIFIED;
  pain.sharp_pain = log.sharp_pain();
  pain.painful_sound = log.painful_sound();
  return pain;
}

}  // namespace tonus::engine
