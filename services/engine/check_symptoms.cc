// SPDX-License-Identifier: Apache-2.0
// What must come of pain and symptoms whatever the limits of the zones are: a
// pack may be stricter, never milder.
#include "services/engine/check_tables.h"
#include "services/engine/pain_zone.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;

constexpr int kMostPain = 10;

const kv1::PainZone* ZoneOf(const kv1::Pack& pack,
                            const v1::ZoneReading& reading) {
  for (const kv1::PainZone& zone : pack.pain_zones()) {
    if (zone.id() == reading.rule()) return &zone;
  }
  return nullptr;
}

// The exercise stops, whatever its family. `asks_again`: the red flags are
// asked too.
void ExpectStop(CheckContext& context, absl::string_view what,
                const ExercisePain& pain, bool asks_again) {
  bool stops = true;
  bool asks = true;
  for (int i = 1; i < kv1::Technique_ARRAYSIZE; ++i) {
    if (!kv1::Technique_IsValid(i)) continue;
    const auto technique = static_cast<kv1::Technique>(i);
    const kv1::PainZone* zone =
        ZoneOf(context.pack,
               ReadExerciseZone(context.pack.pain_zones(), technique, pain));
    const kv1::ZoneAction* action =
        zone == nullptr ? nullptr : ActionOf(*zone, technique);
    stops = stops && action != nullptr &&
            action->response() == kv1::ZONE_RESPONSE_STOP;
    asks = asks && action != nullptr && action->recheck_red_flags();
  }
  EntryCheck entry(context, "pain_zones", "");
  entry.Expect(stops, absl::StrCat("no zone stops an exercise at ", what));
  entry.Expect(!stops || asks || !asks_again,
               absl::StrCat("no zone asks the red flags again at ", what));
}

void ExpectRed(CheckContext& context, absl::string_view what,
               const MorningPain& pain) {
  EntryCheck(context, "pain_zones", "")
      .Expect(ReadMorningZone(context.pack.pain_zones(), pain).level() >=
                  kv1::ZONE_LEVEL_RED,
              absl::StrCat("no zone of mornings is red at ", what));
}

}  // namespace

void CheckSymptoms(CheckContext& context) {
  if (context.pack.pain_zones().empty()) return;  // Has its complaint already.
  ExpectStop(context, "a stop symptom",
             {.peak = 0, .base = 0, .stop_symptom = true}, /*asks_again=*/true);
  ExpectStop(context, "sharp pain", {.peak = 0, .base = 0, .sharp_pain = true},
             /*asks_again=*/false);
  ExpectStop(context, "a sound with pain",
             {.peak = 0, .base = 0, .painful_sound = true},
             /*asks_again=*/false);
  ExpectStop(context, "the highest pain", {.peak = kMostPain, .base = 0},
             /*asks_again=*/false);
  ExpectStop(context, "the highest pain of one who began with it",
             {.peak = kMostPain, .base = kMostPain}, /*asks_again=*/false);
  ExpectRed(context, "the highest rise", {.morning = kMostPain, .usual = 0});
  ExpectRed(context, "sleep lost to new pain",
            {.morning = 0, .usual = 0, .sleep_lost = true});
}

}  // namespace tonus::engine
