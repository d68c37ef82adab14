// SPDX-License-Identifier: Apache-2.0
#include "services/engine/progress_statements.h"

#include <string>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/engine/progress_wording.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;

constexpr int kMostNames = 5;

v1::ProgressStatement& Say(const std::string& text, v1::Progress* progress) {
  v1::ProgressStatement& said = *progress->add_statements();
  said.set_text(text);
  return said;
}

// "a, b and 3 more".
std::string Listed(const std::vector<std::string>& names) {
  if (names.size() <= kMostNames) return absl::StrJoin(names, "; ");
  return absl::StrCat(
      absl::StrJoin(names.begin(), names.begin() + kMostNames, "; "), " and ",
      names.size() - kMostNames, " more");
}

// That nothing is planned, and what closed the gate.
void StateGate(const ProgressCase& of, v1::Progress* progress) {
  if (progress->next().gate() == v1::GATE_OK) return;
  Say("Nothing is planned until the questions of safety are settled.",
      progress);
  for (const v1::SafetyNotice& notice : of.interpretation.notices()) {
    v1::ProgressStatement& said = Say(notice.text(), progress);
    if (of.knowledge.FindRedFlag(notice.subject()) == nullptr &&
        of.knowledge.FindCondition(notice.subject()) == nullptr) {
      said.add_rules(notice.subject());
    }
  }
}

// A block that is over is followed by no session by itself.
void StateBlockOver(const ProgressCase& of, v1::Progress* progress) {
  if (of.routine.sessions().empty() || progress->next().gate() != v1::GATE_OK ||
      progress->next().session_number() > 0 || progress->next().has_retest()) {
    return;
  }
  Say("Every session of this block is over and its tests were taken. The next "
      "block begins with a new assessment, or with a proposal that a clinician "
      "approves.",
      progress);
}

bool IsDueToday(const v1::Progress& progress) {
  return absl::c_any_of(progress.weeks(), [](const v1::WeekAdherence& week) {
    return absl::c_any_of(week.sessions(),
                          [](const v1::SessionAttendance& session) {
                            return session.attendance() == v1::ATTENDANCE_DUE;
                          });
  });
}

void StateAdherence(const Knowledge& knowledge, v1::Progress* progress) {
  if (progress->scheduled_sessions() == 0) {
    Say(IsDueToday(*progress)
            ? "A session is due today; none was due before it."
            : "No session was due yet.",
        progress);
    return;
  }
  Say(absl::StrCat(
          progress->completed_sessions(), " of ",
          progress->scheduled_sessions(),
          " sessions so far were done to at least ",
          knowledge.pack().session().done_percent(),
          " percent. A session that was not logged counts as not done."),
      progress);
  int relief = 0;
  for (const v1::WeekAdherence& week : progress->weeks()) {
    relief += static_cast<int>(absl::c_count_if(
        week.sessions(), [](const v1::SessionAttendance& session) {
          return session.attendance() == v1::ATTENDANCE_RELIEF;
        }));
  }
  if (relief == 0) return;
  Say(absl::StrCat("On ", relief, relief == 1 ? " day" : " days",
                   " relief took the place of the session: attended, and not "
                   "counted as training."),
      progress)
      .add_rules("A-023");
}

bool IsImprovement(v1::ChangeReading reading) {
  return reading == v1::CHANGE_READING_IMPORTANT_IMPROVEMENT ||
         reading == v1::CHANGE_READING_RECOVERED;
}

// What was told before sessions, which is no average: a first value and a last
// one. Empty where there are no two.
std::string PainBeforeWords(const v1::Progress& progress) {
  std::vector<int> told;
  for (const v1::PainPoint& point : progress.pain()) {
    if (point.has_pain_before()) told.push_back(point.pain_before());
  }
  if (told.size() < 2) return "";
  return absl::StrCat(" Before sessions, pain was ", told.front(),
                      " at first and ", told.back(),
                      " the last time; single values go up and down.");
}

// What a rise of pain called for, where one did; empty otherwise.
std::string RisenPain(const ProgressCase& of) {
  for (const v1::SafetyNotice& notice : of.interpretation.notices()) {
    for (const kv1::AdaptationRule& row :
         of.knowledge.pack().adaptation_rules()) {
      if (row.rule() == notice.subject() && row.when().has_pain_rise() &&
          absl::StrContains(notice.text(), row.finding())) {
        return absl::StrCat(" But ", row.finding(), ".");
      }
    }
  }
  return "";
}

void StatePain(const ProgressCase& of, v1::Progress* progress) {
  const Knowledge& knowledge = of.knowledge;
  const std::string& test = knowledge.pack().session().average_pain_test();
  const auto pain = absl::c_find_if(progress->measures(),
                                    [&](const v1::MeasureProgress& measure) {
                                      return measure.measure() == test;
                                    });
  if (pain == progress->measures().end() || !pain->outcome().has_change()) {
    const std::string risen = RisenPain(of);
    Say(absl::StrCat(
            "Average pain was measured less than twice, so nothing can be said "
            "about its change.",
            risen.empty() ? PainBeforeWords(*progress) : risen),
        progress);
    return;
  }
  const v1::Outcome outcome = pain->outcome();
  std::string text = outcome.text();
  if (IsImprovement(outcome.reading())) {
    absl::StrAppend(&text,
                    " Pain changes for many reasons; this alone does not show "
                    "that the programme did it.");
  }
  *Say(text, progress).mutable_rules() = outcome.rules();
}

// Other measures whose change says something.
void StateMeasures(const Knowledge& knowledge, v1::Progress* progress) {
  const std::string& pain = knowledge.pack().session().average_pain_test();
  for (const v1::MeasureProgress& measure : progress->measures()) {
    const v1::Outcome& outcome = measure.outcome();
    if (measure.measure() == pain ||
        (!IsImprovement(outcome.reading()) &&
         outcome.reading() != v1::CHANGE_READING_DETERIORATED)) {
      continue;
    }
    *Say(outcome.text(), progress).mutable_rules() = outcome.rules();
  }
}

// What pain and function together say.
enum class Felt { kNotKnown, kNotBetter, kBetter };

// A rating of change is none of them: memory leans towards how today feels.
Felt ReadFelt(const Knowledge& knowledge, const v1::Progress& progress) {
  Felt felt = Felt::kNotKnown;
  for (const v1::MeasureProgress& measure : progress.measures()) {
    const kv1::Measure* known = knowledge.FindMeasure(measure.measure());
    if (known == nullptr || !known->has_mcid() || known->rates_change()) {
      continue;
    }
    if (IsImprovement(measure.outcome().reading())) return Felt::kBetter;
    if (measure.outcome().reading() == v1::CHANGE_READING_UNCHANGED ||
        measure.outcome().reading() == v1::CHANGE_READING_DETERIORATED) {
      felt = Felt::kNotBetter;
    }
  }
  return felt;
}

bool IsRange(const v1::TestProgress& test) {
  return test.kind() == kv1::TEST_KIND_ROM ||
         test.kind() == kv1::TEST_KIND_MUSCLE_LENGTH;
}

std::vector<std::string> RangeGained(const v1::Progress& progress) {
  std::vector<std::string> names;
  for (const v1::TestProgress& test : progress.tests()) {
    if (!IsRange(test)) continue;
    for (const v1::SideProgress& side : test.sides()) {
      if (side.reading() == v1::TEST_CHANGE_IMPROVED) {
        names.push_back(OnSide(test.display_name(), side.side()));
      }
    }
  }
  return names;
}

// Range that was gained is no success by itself.
void StateRange(const Knowledge& knowledge, v1::Progress* progress) {
  const std::vector<std::string> gained = RangeGained(*progress);
  if (gained.empty()) return;
  const std::string range = absl::StrCat(
      "Range improved by the error of the test or more: ", Listed(gained),
      ". ");
  switch (ReadFelt(knowledge, *progress)) {
    case Felt::kNotBetter:
      Say(range +
              "Pain and function did not improve by as much as matters. Range "
              "that is gained does not carry over by itself, as in Moreside "
              "and McGill 2013; strength, walking and practised movements "
              "count for more from here.",
          progress)
          .add_rules("A-069");
      break;
    case Felt::kNotKnown:
      Say(range +
              "Whether pain or function changed with it is not known: no score "
              "of them can be compared yet.",
          progress)
          .add_rules("A-069");
      break;
    case Felt::kBetter:
      Say(range +
              "Pain or function improved in the same time, which does not show "
              "that the one came from the other.",
          progress);
      break;
  }
}

void StateTests(v1::TestChange reading, const std::string& what,
                v1::Progress* progress) {
  std::vector<std::string> names;
  for (const v1::TestProgress& test : progress->tests()) {
    for (const v1::SideProgress& side : test.sides()) {
      if (side.reading() == reading) {
        names.push_back(OnSide(test.display_name(), side.side()));
      }
    }
  }
  if (!names.empty()) {
    Say(absl::StrCat(what, Listed(names), "."), progress);
  }
}

void StateTargets(v1::TargetChange change, const std::string& what,
                  v1::Progress* progress) {
  std::vector<std::string> names;
  for (const v1::TargetProgress& target : progress->targets()) {
    if (target.change() != change) continue;
    names.push_back(
        OnSide(target.target().display_name(), target.target().side()));
  }
  if (!names.empty()) {
    Say(absl::StrCat(what, Listed(names), "."), progress);
  }
}

}  // namespace

void TellStatements(const ProgressCase& of, v1::Progress* progress) {
  const Knowledge& knowledge = of.knowledge;
  StateGate(of, progress);
  StateBlockOver(of, progress);
  StateAdherence(knowledge, progress);
  StatePain(of, progress);
  StateMeasures(knowledge, progress);
  StateRange(knowledge, progress);
  StateTests(v1::TEST_CHANGE_WORSENED,
             "Worse by the error of the test or more: ", progress);
  StateTargets(v1::TARGET_CHANGE_GRADUATED,
               "Had trouble before and is tested normal now: ", progress);
  StateTargets(v1::TARGET_CHANGE_NEW,
               "Was normal at first and has trouble now: ", progress);
}

}  // namespace tonus::engine
