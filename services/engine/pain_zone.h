// SPDX-License-Identifier: Apache-2.0
// In which zone of pain an exercise or a morning was (Z-01 to Z-07).
//
// The first zone of the table that holds wins. What was not told is unknown: a
// zone is only passed over when it can not hold whatever that was, so nothing
// is fine for want of an answer.

#ifndef TONUS_SERVICES_ENGINE_PAIN_ZONE_H_
#define TONUS_SERVICES_ENGINE_PAIN_ZONE_H_

#include <optional>

#include "google/protobuf/repeated_ptr_field.h"
#include "tonus/knowledge/v1/safety.pb.h"
#include "tonus/v1/progress.pb.h"
#include "tonus/v1/zone_reading.pb.h"

namespace tonus::engine {

using PainZones = google::protobuf::RepeatedPtrField<knowledge::v1::PainZone>;

// What was told of pain during an exercise, in points of [0, 10].
struct ExercisePain {
  std::optional<int> peak;
  std::optional<int> base;  // Before the session.
  bool stop_symptom = false;
  bool sharp_pain = false;
  bool painful_sound = false;
};

// What was told of a morning, in points of [0, 10].
struct MorningPain {
  std::optional<int> morning;
  std::optional<double> usual;  // The median of the mornings before it.
  bool sleep_lost = false;
};

// Whether a limit of peak pain counts for a person who began at it or above.
enum class PeakLimit { kAlways, kUnlessBegunThere };

// In relief, where pain is why it is done, only a rise is harm.
inline PeakLimit PeakLimitOf(bool relief) {
  return relief ? PeakLimit::kUnlessBegunThere : PeakLimit::kAlways;
}

// Returns the zone of an exercise of `technique`. UNKNOWN when what was not
// told decides between zones, and when no zone of the table holds.
v1::ZoneReading ReadExerciseZone(const PainZones& zones,
                                 knowledge::v1::Technique technique,
                                 const ExercisePain& pain,
                                 PeakLimit peak_limit = PeakLimit::kAlways);

// Returns the zone of a morning, as above.
v1::ZoneReading ReadMorningZone(const PainZones& zones,
                                const MorningPain& pain);

// Returns `zones` as they hold in relief that begins with pain of `base`: where
// no zone has a limit of peak pain above it, without those limits and with the
// words for that.
PainZones ZonesOfRelief(const PainZones& zones, int base);

// Returns what `zone` asks of an exercise of `technique`; nullptr when it says
// nothing of it. TECHNIQUE_UNSPECIFIED for a morning.
const knowledge::v1::ZoneAction* ActionOf(const knowledge::v1::PainZone& zone,
                                          knowledge::v1::Technique technique);

// Returns what `log` tells of pain; `base` is pain before its session.
ExercisePain PainOf(const v1::ExerciseLog& log, std::optional<int> base);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_PAIN_ZONE_H_
