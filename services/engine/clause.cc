// SPDX-License-Identifier: Apache-2.0
#include "services/engine/clause.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/container/inlined_vector.h"
#include "absl/functional/function_ref.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/engine/bands.h"
#include "services/engine/clause_text.h"
#include "services/engine/clearance.h"
#include "services/engine/tags.h"
#include "services/engine/tolerance.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;
using MuscleSides = google::protobuf::RepeatedPtrField<v1::MuscleSide>;

using Verdicts = absl::InlinedVector<Verdict, 4>;

Verdict Missing() { return {kv1::TRUTH_UNKNOWN, "missing", absl::CivilDay()}; }

Verdict Known(bool holds, std::string saw) {
  return {TruthOf(holds), std::move(saw), absl::CivilDay()};
}

Verdict YesOrNo(bool holds) { return Known(holds, holds ? "yes" : "no"); }

// TRUE when at least `count` verdicts are, with everything they saw.
Verdict AtLeastOf(int count, absl::Span<const Verdict> verdicts) {
  Verdict combined;
  absl::InlinedVector<Truth, 8> truths;
  for (const Verdict& verdict : verdicts) {
    truths.push_back(verdict.truth);
    if (&verdict != verdicts.data()) combined.saw.append("; ");
    combined.saw.append(verdict.saw);
    combined.newest = std::max(combined.newest, verdict.newest);
  }
  combined.truth = AtLeastTrue(count, truths);
  return combined;
}

Verdict AllOf(absl::Span<const Verdict> verdicts) {
  return AtLeastOf(static_cast<int>(verdicts.size()), verdicts);
}

Verdict AnyOf(absl::Span<const Verdict> verdicts) {
  return AtLeastOf(1, verdicts);
}

// A list of muscles in the history, or nullptr.
const MuscleSides* FindList(const v1::History& history,
                            absl::string_view name) {
  if (name == "tender") return &history.tender();
  return name == "feels_tight" ? &history.feels_tight() : nullptr;
}

bool Compare(kv1::Comparison comparison, double a, double b) {
  switch (comparison) {
    case kv1::COMPARISON_LESS:
      return Below(a, b);
    case kv1::COMPARISON_LESS_OR_EQUAL:
      return AtMost(a, b);
    case kv1::COMPARISON_EQUAL:
      return AtMost(a, b) && AtLeast(a, b);
    case kv1::COMPARISON_GREATER_OR_EQUAL:
      return AtLeast(a, b);
    case kv1::COMPARISON_GREATER:
      return Above(a, b);
    default:
      return false;
  }
}

// The comparison of a value that may be `above` higher in truth; UNKNOWN where
// that decides.
Truth CompareOpen(kv1::Comparison comparison, double value, double above,
                  double number) {
  const double highest = value + above;
  const bool low = Compare(comparison, value, number);
  if (above > 0 && comparison == kv1::COMPARISON_EQUAL) {
    const bool outside = Below(number, value) || Above(number, highest);
    return outside ? kv1::TRUTH_FALSE : kv1::TRUTH_UNKNOWN;
  }
  return low == Compare(comparison, highest, number) ? TruthOf(low)
                                                     : kv1::TRUTH_UNKNOWN;
}

kv1::Side OppositeOf(kv1::Side side) {
  if (side == kv1::SIDE_LEFT) return kv1::SIDE_RIGHT;
  return side == kv1::SIDE_RIGHT ? kv1::SIDE_LEFT : side;
}

// Asks `ask` on each side that `reference` names and combines the answers.
Verdict OnSides(kv1::SideReference reference, kv1::Laterality laterality,
                kv1::Side rule_side,
                absl::FunctionRef<Verdict(kv1::Side)> ask) {
  if (laterality != kv1::LATERALITY_BILATERAL) return ask(kv1::SIDE_MIDLINE);
  const bool one_side = reference != kv1::SIDE_REFERENCE_ANY &&
                        reference != kv1::SIDE_REFERENCE_BOTH &&
                        rule_side != kv1::SIDE_MIDLINE;
  if (one_side) {
    return ask(reference == kv1::SIDE_REFERENCE_OPPOSITE ? OppositeOf(rule_side)
                                                         : rule_side);
  }
  std::array<Verdict, 2> sides = {ask(kv1::SIDE_LEFT), ask(kv1::SIDE_RIGHT)};
  sides[0].saw.insert(0, "left ");
  sides[1].saw.insert(0, "right ");
  return reference == kv1::SIDE_REFERENCE_BOTH ? AllOf(sides) : AnyOf(sides);
}

// The same reading, had only the poorest repetition been made.
Reading PoorestOf(const Reading& reading) {
  Reading poorest = reading;
  poorest.value = *reading.poorest;
  poorest.band = BandOf(*reading.bands, poorest.value);
  return poorest;
}

// Evaluates clauses for one case from one viewpoint.
class Evaluator {
 public:
  Evaluator(const Case& the_case, const Viewpoint& viewpoint)
      : case_(the_case), viewpoint_(viewpoint) {}

  Verdict Read(const kv1::Clause& clause) const;

 private:
  Verdicts ReadAll(
      const google::protobuf::RepeatedPtrField<kv1::Clause>& clauses) const {
    Verdicts verdicts;
    for (const kv1::Clause& clause : clauses) verdicts.push_back(Read(clause));
    return verdicts;
  }

  const Reading* FindReading(const std::string& test, kv1::Side side) const {
    return case_.measurements.Find(test, side);
  }

  // A refused value that an alarm sees, unless a later accepted one replaced
  // it; otherwise nullptr.
  const Reading* FindRefused(const std::string& test, kv1::Side side) const {
    if (!viewpoint_.alarm || case_.measurements.refused.empty()) return nullptr;
    const Reading* accepted = FindReading(test, side);
    for (const Reading& refused : case_.measurements.refused) {
      if (refused.side == side && refused.test->id() == test &&
          refused.test->refused_value_alarms() &&
          (accepted == nullptr || refused.time >= accepted->time)) {
        return &refused;
      }
    }
    return nullptr;
  }

  // What another score says of one that is not read, or nullptr.
  const Reading* FindBounded(const std::string& test) const {
    for (const Reading& bounded : case_.measurements.bounded) {
      if (bounded.test->id() == test) return &bounded;
    }
    return nullptr;
  }

  // Asks `ask` of the reading on each side that `reference` names; a side
  // without a reading is UNKNOWN.
  Verdict OnReadings(const std::string& test, kv1::SideReference reference,
                     absl::FunctionRef<Truth(const Reading&)> ask) const {
    const kv1::Test* known = case_.knowledge.FindTest(test);
    if (known == nullptr) return Missing();
    const auto verdict_on = [&](const Reading& reading) {
      return Verdict{ask(reading), ReadingText(reading), reading.day};
    };
    return OnSides(
        reference, known->laterality(), viewpoint_.side, [&](kv1::Side side) {
          const Reading* reading = FindReading(test, side);
          const Reading* refused = FindRefused(test, side);
          if (reading == nullptr) std::swap(reading, refused);
          if (reading == nullptr) return Missing();
          Verdict verdict = verdict_on(*reading);
          if (viewpoint_.alarm && reading->poorest.has_value()) {
            verdict =
                AnyOf({verdict_on(PoorestOf(*reading)), std::move(verdict)});
          }
          if (refused == nullptr) return verdict;
          return AnyOf({std::move(verdict), verdict_on(*refused)});
        });
  }

  Verdict ReadValue(const kv1::ValueClause& clause) const;
  Verdict ReadMean(const kv1::ValueClause& clause) const;
  Verdict ReadDifference(const kv1::DifferenceClause& clause) const;
  Verdict ReadTaken(const kv1::TakenClause& clause) const;
  Verdict ReadStatus(const kv1::StatusClause& clause) const;
  Verdict ReadQualifier(const kv1::QualifierClause& clause) const;
  Verdict ReadAge(const kv1::AgeClause& clause) const;
  Verdict ReadPressure(const kv1::BloodPressureClause& clause) const;
  Verdict ReadHistory(const std::string& key) const;
  Verdict ReadSideHistory(const std::string& key) const;
  Verdict ReadList(const MuscleSides& list, absl::string_view muscle) const;
  Verdict ReadRedFlag(const std::string& red_flag) const;
  Verdict ReadFired(const std::string& rule) const;
  Verdict ReadFeelsTight(const kv1::FeelsTightClause& clause) const;

  const Case& case_;
  const Viewpoint& viewpoint_;
};

Verdict Evaluator::ReadValue(const kv1::ValueClause& clause) const {
  const auto compare = [&](const Reading& reading) {
    return CompareOpen(clause.comparison(), reading.value, reading.above,
                       clause.number());
  };
  const Reading* bounded = FindBounded(clause.test());
  if (bounded != nullptr) {
    return {compare(*bounded), ReadingText(*bounded), bounded->day};
  }
  return OnReadings(clause.test(), clause.side(), compare);
}

Verdict Evaluator::ReadMean(const kv1::ValueClause& clause) const {
  const Reading* left = FindReading(clause.test(), kv1::SIDE_LEFT);
  const Reading* right = FindReading(clause.test(), kv1::SIDE_RIGHT);
  if (left == nullptr || right == nullptr) return Missing();
  const double mean = (left->value + right->value) / 2;
  const double above = (left->above + right->above) / 2;
  return {CompareOpen(clause.comparison(), mean, above, clause.number()),
          absl::StrCat("mean ", mean, " ", left->test->unit()),
          std::max(left->day, right->day)};
}

Verdict Evaluator::ReadDifference(const kv1::DifferenceClause& clause) const {
  const kv1::Test* test = case_.knowledge.FindTest(clause.first());
  if (test == nullptr) return Missing();
  return OnSides(
      kv1::SIDE_REFERENCE_SAME, test->laterality(), viewpoint_.side,
      [&](kv1::Side side) {
        const Reading* first = FindReading(clause.first(), side);
        const Reading* second = FindReading(clause.second(), side);
        if (first == nullptr || second == nullptr) return Missing();
        const double difference = std::abs(first->value - second->value);
        const double sum = first->value + second->value;
        const bool open = first->above > 0 || second->above > 0;
        return Verdict{
            open ? kv1::TRUTH_UNKNOWN
                 : TruthOf(AtLeast(difference, clause.min_difference()) &&
                           AtLeast(sum, clause.min_sum())),
            absl::StrCat("difference ", difference, ", sum ", sum),
            std::max(first->day, second->day)};
      });
}

Verdict Evaluator::ReadTaken(const kv1::TakenClause& clause) const {
  const kv1::Test* test = case_.knowledge.FindTest(clause.test());
  if (test == nullptr) return YesOrNo(false);
  return OnSides(clause.side(), test->laterality(), viewpoint_.side,
                 [&](kv1::Side side) {
                   return YesOrNo(FindReading(clause.test(), side) != nullptr);
                 });
}

Verdict Evaluator::ReadStatus(const kv1::StatusClause& clause) const {
  auto fits = [&](const v1::Finding* finding) {
    const auto& statuses = clause.statuses();
    const kv1::Status status =
        finding == nullptr ? kv1::STATUS_UNKNOWN : finding->status();
    return Known(
        std::find(statuses.begin(), statuses.end(), status) != statuses.end(),
        StatusText(status));
  };
  if (!clause.muscle().empty()) {
    const kv1::Muscle* muscle = case_.knowledge.FindMuscle(clause.muscle());
    if (muscle == nullptr) return fits(nullptr);
    return OnSides(clause.side(), muscle->laterality(), viewpoint_.side,
                   [&](kv1::Side side) {
                     return fits(FindFinding(case_, clause.muscle(), side));
                   });
  }
  if (clause.region() == kv1::REGION_UNSPECIFIED) {
    return fits(viewpoint_.target);
  }
  return OnSides(
      clause.side(), kv1::LATERALITY_BILATERAL, viewpoint_.side,
      [&](kv1::Side side) {
        for (const v1::Finding& finding : case_.result.findings()) {
          const kv1::Muscle& muscle =
              *case_.knowledge.FindMuscle(finding.muscle());
          const bool here =
              muscle.region() == clause.region() &&
              (finding.side() == side || finding.side() == kv1::SIDE_MIDLINE);
          if (here && fits(&finding).truth == kv1::TRUTH_TRUE) {
            return Known(true, absl::StrCat(finding.muscle(), " ",
                                            StatusText(finding.status())));
          }
        }
        return Known(false, "none");
      });
}

Verdict Evaluator::ReadQualifier(const kv1::QualifierClause& clause) const {
  auto fits = [&](const v1::Finding* finding) {
    return YesOrNo(finding != nullptr &&
                   std::find(finding->qualifiers().begin(),
                             finding->qualifiers().end(), clause.qualifier()) !=
                       finding->qualifiers().end());
  };
  const kv1::Muscle* muscle = case_.knowledge.FindMuscle(clause.muscle());
  if (muscle == nullptr) return fits(viewpoint_.target);
  return OnSides(clause.side(), muscle->laterality(), viewpoint_.side,
                 [&](kv1::Side side) {
                   return fits(FindFinding(case_, clause.muscle(), side));
                 });
}

Verdict Evaluator::ReadAge(const kv1::AgeClause& clause) const {
  if (!case_.age_years.has_value()) return Missing();
  return {
      TruthOf(Compare(clause.comparison(), *case_.age_years, clause.years())),
      absl::StrCat(*case_.age_years, " years"), ProfileDay(case_.facts)};
}

Verdict Evaluator::ReadPressure(const kv1::BloodPressureClause& clause) const {
  const v1::History& history = case_.history;
  auto reached = [&](bool given, int value, int limit) {
    if (!given) return Missing();
    return Verdict{TruthOf(value >= limit), absl::StrCat(value, " mmHg"),
                   BloodPressureDay(case_.facts)};
  };
  return AnyOf({reached(history.has_systolic_mmhg(), history.systolic_mmhg(),
                        clause.systolic()),
                reached(history.has_diastolic_mmhg(), history.diastolic_mmhg(),
                        clause.diastolic())});
}

Verdict Evaluator::ReadHistory(const std::string& key) const {
  const auto* field = v1::History::descriptor()->FindFieldByName(key);
  if (field == nullptr || field->is_repeated() ||
      field->cpp_type() != google::protobuf::FieldDescriptor::CPPTYPE_BOOL) {
    return Missing();
  }
  Verdict verdict =
      YesOrNo(v1::History::GetReflection()->GetBool(case_.history, field));
  verdict.newest = HistoryDay(case_.facts);
  return verdict;
}

// A list of the history that names muscles, for example `tender.iliopsoas`, or
// an answer with its side, for example `leg_symptoms`.
Verdict Evaluator::ReadSideHistory(const std::string& key) const {
  const size_t dot = key.find('.');
  if (dot != std::string::npos) {
    const MuscleSides* list = FindList(case_.history, key.substr(0, dot));
    return list == nullptr
               ? Missing()
               : ReadList(*list, absl::string_view(key).substr(dot + 1));
  }
  return OnSides(kv1::SIDE_REFERENCE_SAME, kv1::LATERALITY_BILATERAL,
                 viewpoint_.side, [&](kv1::Side side) {
                   return ReadHistory(absl::StrCat(
                       key, side == kv1::SIDE_LEFT ? "_left" : "_right"));
                 });
}

// Whether a list names a muscle on the side of the rule.
Verdict Evaluator::ReadList(const MuscleSides& list,
                            absl::string_view muscle) const {
  for (const v1::MuscleSide& named : list) {
    if (named.muscle() != muscle) continue;
    const bool either = named.side() == kv1::SIDE_UNSPECIFIED ||
                        named.side() == kv1::SIDE_MIDLINE ||
                        viewpoint_.side == kv1::SIDE_MIDLINE;
    if (either || named.side() == viewpoint_.side) return YesOrNo(true);
  }
  return YesOrNo(false);
}

Verdict Evaluator::ReadRedFlag(const std::string& red_flag) const {
  for (const RaisedFlag& raised : case_.raised_flags) {
    if (raised.red_flag == red_flag && IsRaised(case_, raised)) {
      return YesOrNo(true);
    }
  }
  for (const FlagAnswers& answers : case_.flags) {
    if (answers.red_flag->id() != red_flag) continue;
    if (IsRaised(case_, answers)) return YesOrNo(true);
    if (answers.red_flag->asked() && !answers.last_answer.has_value()) {
      return Missing();
    }
  }
  return YesOrNo(false);
}

Verdict Evaluator::ReadFired(const std::string& rule) const {
  const auto here = [&](const FiredRule& asked) {
    return asked.rule == rule &&
           (asked.side == viewpoint_.side || asked.side == kv1::SIDE_MIDLINE ||
            viewpoint_.side == kv1::SIDE_MIDLINE);
  };
  if (absl::c_any_of(case_.fired, here)) return YesOrNo(true);
  for (const LastingRule& lasting : case_.lasting) {
    if (!here({lasting.rule, lasting.side})) continue;
    Verdict verdict = YesOrNo(true);
    verdict.saw = lasting.saw;
    return verdict;
  }
  return absl::c_any_of(case_.undecided, here) ? Missing() : YesOrNo(false);
}

Verdict Evaluator::ReadFeelsTight(const kv1::FeelsTightClause& clause) const {
  const std::string* muscle = &clause.muscle();
  if (muscle->empty() && viewpoint_.target != nullptr) {
    muscle = &viewpoint_.target->muscle();
  }
  return ReadList(case_.history.feels_tight(), *muscle);
}

Verdict Evaluator::Read(const kv1::Clause& clause) const {
  switch (clause.kind_case()) {
    case kv1::Clause::kAll:
      return AllOf(ReadAll(clause.all().clauses()));
    case kv1::Clause::kAny:
      return AnyOf(ReadAll(clause.any().clauses()));
    case kv1::Clause::kNot: {
      Verdict verdict = Read(clause.not_());
      verdict.truth = Not(verdict.truth);
      return verdict;
    }
    case kv1::Clause::kAtLeast:
      return AtLeastOf(clause.at_least().count(),
                       ReadAll(clause.at_least().clauses()));
    case kv1::Clause::kValue:
      return ReadValue(clause.value());
    case kv1::Clause::kBand:
      return OnReadings(
          clause.band().test(), clause.band().side(),
          [&](const Reading& reading) {
            return reading.above > 0
                       ? kv1::TRUTH_UNKNOWN
                       : TruthOf(absl::c_linear_search(clause.band().bands(),
                                                       reading.band));
          });
    case kv1::Clause::kPainLimited:
      return OnReadings(
          clause.pain_limited().test(), clause.pain_limited().side(),
          [&](const Reading& reading) {
            return TruthOf(clause.pain_limited().every_repetition()
                               ? reading.pain_limited
                               : reading.pain_stopped_any);
          });
    case kv1::Clause::kMean:
      return ReadMean(clause.mean());
    case kv1::Clause::kDifference:
      return ReadDifference(clause.difference());
    case kv1::Clause::kTaken:
      return ReadTaken(clause.taken());
    case kv1::Clause::kStatus:
      return ReadStatus(clause.status());
    case kv1::Clause::kQualifier:
      return ReadQualifier(clause.qualifier());
    case kv1::Clause::kCondition:
      return YesOrNo(HasCondition(case_, clause.condition()));
    case kv1::Clause::kForbiddenTag:
      return YesOrNo(IsForbidden(case_, clause.forbidden_tag()));
    case kv1::Clause::kAge:
      return ReadAge(clause.age());
    case kv1::Clause::kBloodPressure:
      return ReadPressure(clause.blood_pressure());
    case kv1::Clause::kDirectionalPreference:
      return YesOrNo(case_.result.directional_preference() ==
                     clause.directional_preference());
    case kv1::Clause::kHistory:
      return ReadHistory(clause.history());
    case kv1::Clause::kSideHistory:
      return ReadSideHistory(clause.side_history());
    case kv1::Clause::kRedFlag:
      return ReadRedFlag(clause.red_flag());
    case kv1::Clause::kFired:
      return ReadFired(clause.fired());
    case kv1::Clause::kFeelsTight:
      return ReadFeelsTight(clause.feels_tight());
    case kv1::Clause::KIND_NOT_SET:
      break;
  }
  return Missing();
}

}  // namespace

Verdict Evaluate(const Case& the_case, const Viewpoint& viewpoint,
                 const kv1::Clause& clause) {
  return Evaluator(the_case, viewpoint).Read(clause);
}

}  // namespace tonus::engine
