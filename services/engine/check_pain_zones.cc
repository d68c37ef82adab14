// SPDX-License-Identifier: Apache-2.0
// Checks the zones of pain by asking them about every pain that can be told.

#include <string>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/engine/check_tables.h"
#include "services/engine/pain_zone.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;

constexpr int kMostPain = 10;
// The median of mornings lies between two points at most.
constexpr int kStepsPerPoint = 2;

bool HasLimit(const kv1::PainZone& zone) {
  return zone.has_min_peak() || zone.has_min_rise() ||
         zone.has_min_morning_rise() || zone.sharp_pain() ||
         zone.stop_symptom() || zone.sleep_lost() || zone.painful_sound();
}

// The words of the source tell every limit, and no other: a number that is
// changed in one place only is a slip.
void CheckWords(EntryCheck& entry, const kv1::PainZone& zone) {
  std::vector<std::string> told;
  const auto at_least = [&](absl::string_view what, int points) {
    told.push_back(absl::StrCat(what, " >= ", points));
  };
  if (zone.has_min_peak()) at_least("peak", zone.min_peak());
  // A rise of a point is any rise.
  if (zone.min_rise() == 1) {
    told.emplace_back("peak > base");
  } else if (zone.has_min_rise()) {
    at_least("peak - base", zone.min_rise());
  }
  if (zone.has_min_morning_rise()) {
    at_least("morning - usual", zone.min_morning_rise());
  }
  for (const std::string& limit : told) {
    entry.Expect(absl::StrContains(zone.when(), limit),
                 absl::StrCat("when does not tell the limit `", limit, "`"));
  }
  const auto comparisons = absl::c_count(zone.when(), '>');
  entry.Expect(comparisons <= static_cast<int>(told.size()),
               "when tells a limit that is not given");
  entry.Expect(zone.all_limits() == absl::StrContains(zone.when(), " and "),
               "all_limits does not go with `and` in when");
}

void CheckLimits(EntryCheck& entry, const kv1::PainZone& zone) {
  const bool of_exercise = zone.has_min_peak() || zone.has_min_rise() ||
                           zone.sharp_pain() || zone.stop_symptom() ||
                           zone.painful_sound();
  const bool of_morning = zone.has_min_morning_rise() || zone.sleep_lost();
  entry.Expect(zone.next_morning() || !of_morning,
               "has a limit of mornings, but is no morning zone");
  entry.Expect(!zone.next_morning() || !of_exercise,
               "has a limit of exercises, but is a morning zone");
  entry.Expect(zone.level() != kv1::ZONE_LEVEL_UNKNOWN,
               "level is that of what is not judged");
  entry.Expect(!zone.plain_when().empty(), "plain_when is empty");
  entry.Expect(!zone.has_min_peak() || !zone.plain_when_in_pain().empty(),
               "plain_when_in_pain is empty");
}

void CheckAction(EntryCheck& entry, const kv1::PainZone& zone,
                 const kv1::ZoneAction& action) {
  const kv1::ZoneResponse response = action.response();
  entry.Expect(
      zone.next_morning() == (response == kv1::ZONE_RESPONSE_UNSPECIFIED),
      zone.next_morning() ? "has a response, but is a morning zone"
                          : "has an action without a response");
  entry.Expect(!zone.next_morning() || action.techniques().empty(),
               "has an action by technique, but is a morning zone");
  entry.Expect(
      (response == kv1::ZONE_RESPONSE_REDUCE_DOSE) ==
          (action.remaining_percent() > 0 && action.remaining_percent() < 100),
      "remaining_percent does not go with the response");
  entry.Expect(
      response == kv1::ZONE_RESPONSE_REDUCE_RANGE || action.max_pain() == 0,
      "max_pain does not go with the response");
}

// Techniques of the exercises; of a morning there is one kind.
std::vector<kv1::Technique> TechniquesOf(const kv1::PainZone& zone) {
  std::vector<kv1::Technique> techniques;
  if (zone.next_morning()) return {kv1::TECHNIQUE_UNSPECIFIED};
  for (int i = 0; i < kv1::Technique_ARRAYSIZE; ++i) {
    if (kv1::Technique_IsValid(i) && i != kv1::TECHNIQUE_UNSPECIFIED) {
      techniques.push_back(static_cast<kv1::Technique>(i));
    }
  }
  return techniques;
}

void CheckActions(EntryCheck& entry, const kv1::PainZone& zone) {
  for (const kv1::ZoneAction& action : zone.actions()) {
    CheckAction(entry, zone, action);
  }
  absl::flat_hash_set<const kv1::ZoneAction*> used;
  for (const kv1::Technique technique : TechniquesOf(zone)) {
    const kv1::ZoneAction* action = ActionOf(zone, technique);
    entry.Expect(
        action != nullptr,
        absl::StrCat("says nothing of ", kv1::Technique_Name(technique)));
    used.insert(action);
  }
  for (int i = 0; i < zone.actions_size(); ++i) {
    entry.Expect(used.contains(&zone.actions(i)),
                 absl::StrCat("action ", i + 1, " is never taken"));
  }
}

void CheckRules(CheckContext& context, EntryCheck& entry,
                const kv1::PainZone& zone) {
  for (const std::string& rule : zone.rules()) {
    ReferRule(context, entry, "rules", rule);
  }
}

// The first zone that holds wins, so the last of a moment has no limit, and
// only the last.
void CheckRest(CheckContext& context, bool morning) {
  const kv1::PainZone* last = nullptr;
  for (const kv1::PainZone& zone : context.pack.pain_zones()) {
    if (zone.next_morning() != morning) continue;
    EntryCheck entry(context, "pain_zones", zone.id());
    entry.Expect(last == nullptr || HasLimit(*last),
                 "comes after a zone without limits");
    entry.Expect(last == nullptr || last->level() > zone.level(),
                 "is not milder than the zone before it");
    last = &zone;
  }
  if (last == nullptr || HasLimit(*last)) {
    context.Complain(knowledge::v1::PACK_CHECK_ENTRY, "pain_zones",
                     last == nullptr ? "" : last->id(),
                     morning ? "no zone holds for the rest of the mornings"
                             : "no zone holds for the rest of the exercises");
  }
}

// Zones that held for some pain, and those that are milder for more.
struct Seen {
  absl::flat_hash_set<std::string> reached;
  absl::flat_hash_set<std::string> not_monotone;

  // `milder` is for a pain that is no more than that of `reading`.
  void Add(const v1::ZoneReading& reading, const v1::ZoneReading& milder) {
    reached.insert(reading.rule());
    if (reading.level() < milder.level()) not_monotone.insert(reading.rule());
  }
};

// One more point of peak, or one symptom more, is never a milder zone.
void TryExercises(const PainZones& zones, Seen* seen) {
  const auto read = [&](const ExercisePain& pain) {
    return ReadExerciseZone(zones, kv1::TECHNIQUE_UNSPECIFIED, pain);
  };
  for (int peak = 0; peak <= kMostPain; ++peak) {
    for (int base = 0; base <= kMostPain; ++base) {
      const v1::ZoneReading plain = read({peak, base});
      seen->Add(plain, plain);
      if (peak > 0) seen->Add(plain, read({peak - 1, base}));
      seen->Add(read({peak, base, true}), plain);
      seen->Add(read({peak, base, false, true}), plain);
      seen->Add(read({peak, base, false, false, true}), plain);
    }
  }
}

void TryMornings(const PainZones& zones, Seen* seen) {
  const auto read = [&](const MorningPain& pain) {
    return ReadMorningZone(zones, pain);
  };
  for (int morning = 0; morning <= kMostPain; ++morning) {
    for (int steps = 0; steps <= kMostPain * kStepsPerPoint; ++steps) {
      const double usual = static_cast<double>(steps) / kStepsPerPoint;
      const v1::ZoneReading plain = read({morning, usual});
      seen->Add(plain, plain);
      if (morning > 0) seen->Add(plain, read({morning - 1, usual}));
      seen->Add(read({morning, usual, true}), plain);
    }
  }
}

// A more serious zone does not ask for less.
void CheckResponses(CheckContext& context) {
  absl::flat_hash_map<kv1::Technique, kv1::ZoneResponse> before;
  for (const kv1::PainZone& zone : context.pack.pain_zones()) {
    if (zone.next_morning()) continue;
    EntryCheck entry(context, "pain_zones", zone.id());
    for (const kv1::Technique technique : TechniquesOf(zone)) {
      const kv1::ZoneAction* action = ActionOf(zone, technique);
      if (action == nullptr) continue;
      const auto [stricter, first] =
          before.try_emplace(technique, action->response());
      entry.Expect(
          first || action->response() <= stricter->second,
          absl::StrCat("asks for more of ", kv1::Technique_Name(technique),
                       " than a zone before it"));
      stricter->second = action->response();
    }
  }
}

}  // namespace

void CheckPainZones(CheckContext& context) {
  for (const kv1::PainZone& zone : context.pack.pain_zones()) {
    EntryCheck entry(context, "pain_zones", zone.id());
    CheckLimits(entry, zone);
    CheckWords(entry, zone);
    CheckActions(entry, zone);
    CheckRules(context, entry, zone);
  }
  CheckRest(context, /*morning=*/false);
  CheckRest(context, /*morning=*/true);
  CheckResponses(context);
  Seen seen;
  TryExercises(context.pack.pain_zones(), &seen);
  TryMornings(context.pack.pain_zones(), &seen);
  for (const kv1::PainZone& zone : context.pack.pain_zones()) {
    EntryCheck entry(context, "pain_zones", zone.id());
    entry.Expect(seen.reached.contains(zone.id()), "is never reached");
    entry.Expect(!seen.not_monotone.contains(zone.id()),
                 "holds for more pain than a zone that is more serious");
  }
}

}  // namespace tonus::engine
