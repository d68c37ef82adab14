// SPDX-License-Identifier: Apache-2.0
// The tables of doses and of what fits a person's life: tempos, short formats,
// home.
#include <tuple>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/container/flat_hash_set.h"
#include "services/engine/check_tables.h"

namespace tonus::engine {
namespace {

using ::tonus::knowledge::v1::Range;
using ::tonus::knowledge::v1::Tempo;

constexpr int kSecondsPerMinute = 60;

void CheckTempo(EntryCheck& entry, const Tempo& tempo) {
  for (const auto& [field, given, range] :
       {std::tuple("repetition_seconds", tempo.has_repetition_seconds(),
                   &tempo.repetition_seconds()),
        std::tuple("end_position_seconds", tempo.has_end_position_seconds(),
                   &tempo.end_position_seconds()),
        std::tuple("contraction_seconds", tempo.has_contraction_seconds(),
                   &tempo.contraction_seconds()),
        std::tuple("relaxation_seconds", tempo.has_relaxation_seconds(),
                   &tempo.relaxation_seconds()),
        std::tuple("effort_percent", tempo.has_effort_percent(),
                   &tempo.effort_percent()),
        std::tuple("exhale_seconds", tempo.has_exhale_seconds(),
                   &tempo.exhale_seconds()),
        std::tuple("pull", tempo.has_pull(), &tempo.pull()),
        std::tuple("tender_point_seconds", tempo.has_tender_point_seconds(),
                   &tempo.tender_point_seconds())}) {
    if (given) entry.ExpectRange(field, *range);
  }
  const Range& effort = tempo.effort_percent();
  entry.ExpectWithin("usual_effort_percent", tempo.usual_effort_percent(),
                     effort.low(), effort.high());
}

void CheckTempos(CheckContext& context) {
  absl::flat_hash_set<int> seen;
  for (int i = 0; i < context.pack.technique_tempos_size(); ++i) {
    const auto& row = context.pack.technique_tempos(i);
    EntryCheck entry(context, "technique_tempos", i);
    entry.Expect(seen.insert(row.technique()).second,
                 "technique is given twice");
    ReferRule(context, entry, "rule", row.rule());
    CheckTempo(entry, row.tempo());
  }
  for (const auto& exercise : context.pack.exercises()) {
    if (!exercise.has_tempo()) continue;
    EntryCheck entry(context, "exercises", exercise.id());
    CheckTempo(entry, exercise.tempo());
  }
}

// Self-massage says how hard it may press, never harder than its family: people
// feel the ceiling, nothing else keeps it.
void CheckPressure(CheckContext& context) {
  int ceiling = 0;
  for (const auto& row : context.pack.technique_tempos()) {
    if (row.technique() == knowledge::v1::TECHNIQUE_SMR) {
      ceiling = row.tempo().max_pressure();
    }
  }
  for (const auto& exercise : context.pack.exercises()) {
    if (exercise.technique() != knowledge::v1::TECHNIQUE_SMR) continue;
    EntryCheck entry(context, "exercises", exercise.id());
    const int pressure =
        exercise.has_tempo() ? exercise.tempo().max_pressure() : ceiling;
    entry.Expect(pressure > 0, "massages, but says no max_pressure");
    entry.Expect(pressure <= ceiling,
                 "max_pressure is above that of its family");
  }
}

// A format is found by going down the list.
void CheckFormats(CheckContext& context) {
  int longer = context.pack.session().max_minutes();
  for (const auto& format : context.pack.short_formats()) {
    EntryCheck entry(context, "short_formats", format.id());
    ReferRule(context, entry, "rule", format.rule());
    entry.Expect(format.max_minutes() < longer,
                 "max_minutes is not below that of the session before it");
    longer = format.max_minutes();
  }
}

// What is done against a resistance of so much effort is no matter of a minute
// between other things, or of going to sleep.
void CheckEffort(CheckContext& context, EntryCheck& entry,
                 absl::string_view field,
                 const google::protobuf::RepeatedField<int>& techniques) {
  for (const auto& row : context.pack.technique_tempos()) {
    entry.Expect(!row.tempo().has_effort_percent() ||
                     !absl::c_linear_search(techniques, row.technique()),
                 absl::StrCat(field, " names ",
                              knowledge::v1::Technique_Name(row.technique()),
                              ", which has an effort_percent"));
  }
}

void CheckHomeNumbers(CheckContext& context) {
  const auto& home = context.pack.home();
  EntryCheck entry(context, "home", "");
  entry.ExpectRange("bedtime_hold_seconds", home.bedtime_hold_seconds());
  entry.ExpectRange("micro_times", home.micro_times());
  entry.ExpectRange("micro_minutes", home.micro_minutes());
  entry.ExpectWithin("bedtime_hold_seconds", home.bedtime_hold_seconds().high(),
                     1, home.max_minutes() * kSecondsPerMinute);
  entry.ExpectWithin("micro_minutes", home.micro_minutes().high(), 1,
                     home.max_minutes());
  entry.ExpectWithin("static_minimum_week", home.static_minimum_week(), 1,
                     context.pack.week_shapes_size() + 1);
  entry.Expect(home.static_minimum_seconds() <= home.static_maximum_seconds(),
               "static_minimum_seconds is above static_maximum_seconds");
  entry.Expect(home.static_session_seconds() <= home.static_maximum_seconds(),
               "static_session_seconds is above static_maximum_seconds");
  entry.Refer("bedtime_warm_up", context.exercises, home.bedtime_warm_up());
  entry.Expect(!home.bedtime_techniques().empty(),
               "bedtime_techniques is empty");
  entry.Expect(!home.micro_techniques().empty(), "micro_techniques is empty");
  CheckEffort(context, entry, "bedtime_techniques", home.bedtime_techniques());
  CheckEffort(context, entry, "micro_techniques", home.micro_techniques());
}

}  // namespace

void CheckHome(CheckContext& context) {
  CheckTempos(context);
  CheckPressure(context);
  CheckFormats(context);
  if (context.pack.has_home()) CheckHomeNumbers(context);
}

}  // namespace tonus::engine
