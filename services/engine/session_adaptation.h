// SPDX-License-Identifier: Apache-2.0
// What holds in one session because of what was logged before it.

#ifndef TONUS_SERVICES_ENGINE_SESSION_ADAPTATION_H_
#define TONUS_SERVICES_ENGINE_SESSION_ADAPTATION_H_

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "services/engine/knowledge.h"
#include "tonus/v1/adaptation.pb.h"

namespace tonus::engine {

// What is lighter about a session or an exercise.
struct Lighter {
  int percent_off = 0;
  int fewer_sets = 0;

  // Becomes the stricter of both.
  void Add(const knowledge::v1::Lighter& more);
};

// Returns the stricter of two limits; 0 is none.
int StricterLimit(int a, int b);

// What holds in one session because of what was logged before it. Points into
// the knowledge.
struct SessionAdaptation {
  // By exercise, the row that leaves it out.
  std::map<std::string, const knowledge::v1::AdaptationRule*> left_out;
  // By exercise, where it stands, and what took the last step.
  struct Step {
    int step = 0;
    std::string rule;
    std::string reason;
    bool up = false;
    // The same for one step in all sessions, another for the next.
    int taken = 0;
    // Whether it comes back since an easier one went well in its place.
    bool comes_back = false;
    // Whether the easier one is of the same technique: it was hard, without
    // pain.
    bool keeps_technique = false;
    // Numbers of the sessions because of which it was taken.
    std::vector<int> sessions;
  };
  std::map<std::string, Step> steps;
  // What is harder than an exercise that rests or went a step down since it
  // hurt or was too hard: by exercise, that other one and the rule.
  struct TooHard {
    std::string than;
    std::string rule;
  };
  std::map<std::string, TooHard> too_hard;
  // By exercise, what is told with it.
  std::map<std::string, const knowledge::v1::AdaptationRule*> reminders;
  // Of every exercise, and by region of the first target.
  Lighter lighter;
  std::map<int, Lighter> lighter_regions;
  int fewer_levels = 0;
  // Highest level, and most exercises; 0 for no limit.
  int max_level = 0;
  int most_exercises = 0;
  // Week of the block after which it is at most; 0 for its own.
  int like_week = 0;
  // Techniques that are not used, each with the row that says so.
  std::map<int, const knowledge::v1::AdaptationRule*> without_techniques;
  // Ids of equipment that is missing, each with the row that says so.
  std::map<std::string, const knowledge::v1::AdaptationRule*> missing_equipment;
  // The row that makes it relief, or nullptr.
  const knowledge::v1::AdaptationRule* relief = nullptr;
  // Id of the short format; empty for none.
  std::string short_format;
  // It is the first one after a break and no harder than what was done before.
  bool as_before = false;
  // What is found out before it, or nullptr, and the rule that asks for it.
  const knowledge::v1::CheckFirst* check_first = nullptr;
  std::string check_rule;
  // Whether it is found out before whatever is done next, a relief run too.
  bool check_at_once = false;
  // The day of the last session before what is found out.
  absl::CivilDay last_day;
  // All of it, each row once for what it judged.
  std::vector<v1::AppliedAdaptation> applied;
  // By position in `applied` of what holds by the step of an exercise alone,
  // that exercise.
  std::map<size_t, std::string> only_steps;

  // Returns what is lighter about `exercise`.
  Lighter LighterFor(const Knowledge& knowledge,
                     const knowledge::v1::Exercise& exercise) const;
  // Whether something that `exercise` needs is missing.
  bool IsMissing(const knowledge::v1::Exercise& exercise) const;
  // Adds what is lighter of every exercise.
  void Lighten(const knowledge::v1::Lighter& more,
               const knowledge::v1::AdaptationRule& row);
  // Returns where `exercise` stands; nullptr when it is as planned, also after
  // it came back.
  const Step* StepOf(const std::string& exercise) const;
};

// Whether what was applied keeps a person safe, so that it does not wait for a
// review: everything but a step up, and but what was only skipped.
bool IsForSafety(const Knowledge& knowledge,
                 const v1::AppliedAdaptation& applied);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_SESSION_ADAPTATION_H_
