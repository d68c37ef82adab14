// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "services/engine/check_tables.h"
#include "services/engine/score.h"

namespace tonus::engine {
namespace {

using ::tonus::knowledge::v1::Clause;
using ::tonus::knowledge::v1::ItemScale;
using ::tonus::knowledge::v1::Measure;
using ::tonus::knowledge::v1::Rule;
using ::tonus::knowledge::v1::Scoring;
using ::tonus::knowledge::v1::StratumRule;

void CheckTestOf(CheckContext& context, EntryCheck& entry,
                 const Measure& measure) {
  const knowledge::v1::Test* test =
      entry.Refer("id", context.tests, measure.id());
  if (test == nullptr) return;
  entry.Expect(test->kind() == knowledge::v1::TEST_KIND_PROM,
               "the test of this id is no outcome measure");
  entry.Expect(test->direction() == measure.direction(),
               "direction differs from that of its test");
}

void CheckLimits(EntryCheck& entry, const Measure& measure) {
  entry.ExpectPositive("item_count", measure.item_count());
  if (measure.has_mdc()) entry.ExpectPositive("mdc", measure.mdc());
  if (measure.has_mcid()) entry.ExpectPositive("mcid", measure.mcid());
  if (measure.has_relative_mcid()) {
    entry.ExpectShare("relative_mcid", measure.relative_mcid());
  }
}

void CheckScale(EntryCheck& entry, const Measure& measure,
                const ItemScale& scale) {
  entry.ExpectWithin("scoring.scales.item", scale.item(), 1,
                     QuestionnaireItems(measure));
  entry.Expect(scale.min() < scale.max(),
               absl::StrCat("scoring.scales of item ", scale.item(),
                            ": min is not below max"));
}

// An endorsement above the largest answer would never count, one at or below
// the smallest always.
void CheckEndorsement(EntryCheck& entry, const ItemScale& scale) {
  entry.Expect(
      scale.endorsed_from() > scale.min() &&
          scale.endorsed_from() <= scale.max(),
      absl::StrCat("endorsed_from of item ", scale.item(),
                   " is not above its smallest answer up to its largest"));
}

void CheckScoring(CheckContext& context, EntryCheck& entry,
                  const Measure& measure) {
  entry.Expect(measure.has_scoring(), "scoring is missing");
  ReferRule(context, entry, "scoring.rule", measure.scoring().rule());
  const Scoring& scoring = measure.scoring();
  entry.Expect(scoring.item_min() < scoring.item_max(),
               "scoring.item_min is not below scoring.item_max");
  entry.ExpectWithin("scoring.min_answered", scoring.min_answered(), 1,
                     measure.item_count());
  // Items keep the numbers of their instrument, of which a measure may be a
  // part.
  entry.Expect(
      scoring.items().empty() || scoring.items_size() == measure.item_count(),
      absl::StrCat("scoring.items names ", scoring.items_size(), " of ",
                   measure.item_count(), " items"));
  for (const ItemScale& scale : scoring.scales()) {
    CheckScale(entry, measure, scale);
  }
  int previous = 0;
  for (const int item : ScoredItems(measure)) {
    entry.ExpectWithin("scoring.items", item, 1, QuestionnaireItems(measure));
    entry.Expect(item != previous,
                 absl::StrCat("scoring.items names item ", item, " twice"));
    previous = item;
    if (scoring.method() == Scoring::METHOD_COUNT) {
      CheckEndorsement(entry, ScaleOf(measure, item));
    }
  }
  entry.Expect(
      scoring.method() != Scoring::METHOD_SINGLE || measure.item_count() == 1,
      "METHOD_SINGLE scores one item");
}

// The same item has the same scale in every measure of a questionnaire.
void CheckQuestionnaire(CheckContext& context, EntryCheck& entry,
                        const Measure& measure) {
  if (measure.questionnaire().empty()) return;
  for (const Measure& other : context.pack.measures()) {
    if (&other == &measure) break;
    if (other.questionnaire() != measure.questionnaire()) continue;
    entry.Expect(QuestionnaireItems(other) == QuestionnaireItems(measure),
                 absl::StrCat("gives questionnaire `", measure.questionnaire(),
                              "` another number of items than ", other.id()));
    for (int item = 1; item <= QuestionnaireItems(measure); ++item) {
      const ItemScale own = ScaleOf(measure, item);
      const ItemScale theirs = ScaleOf(other, item);
      entry.Expect(own.min() == theirs.min() && own.max() == theirs.max(),
                   absl::StrCat("gives item ", item, " another scale than ",
                                other.id()));
    }
  }
}

bool AsksForTestsOnly(const Clause& clause) {
  const auto all_do = [](const knowledge::v1::Clauses& clauses) {
    return std::all_of(clauses.clauses().begin(), clauses.clauses().end(),
                       AsksForTestsOnly);
  };
  switch (clause.kind_case()) {
    case Clause::kAll:
      return all_do(clause.all());
    case Clause::kAny:
      return all_do(clause.any());
    case Clause::kNot:
      return AsksForTestsOnly(clause.not_());
    case Clause::kValue:
    case Clause::kBand:
      return true;
    default:
      return false;
  }
}

void CheckStrata(CheckContext& context, EntryCheck& entry,
                 const Measure& measure) {
  for (const StratumRule& stratum : measure.strata()) {
    entry.Expect(AsksForTestsOnly(stratum.when()),
                 "strata asks for more than values and bands of tests");
    ReferRule(context, entry, "strata.rule", stratum.rule());
    Rule rule;
    rule.set_id(stratum.rule());
    rule.set_stage(knowledge::v1::RULE_STAGE_MEASUREMENT);
    CheckClause(context, entry, rule, stratum.when());
  }
}

void CheckAlternative(CheckContext& context, EntryCheck& entry,
                      const Measure& measure) {
  if (measure.instead_of().empty()) return;
  const Measure* other =
      entry.Refer("instead_of", context.measures, measure.instead_of());
  if (other == nullptr) return;
  entry.Expect(other != &measure, "takes the place of itself");
  entry.Expect(other->instead_of().empty(),
               "takes the place of a measure that takes another one's");
}

}  // namespace

void CheckMeasures(CheckContext& context) {
  for (const Measure& measure : context.pack.measures()) {
    EntryCheck entry(context, "measures", measure.id());
    CheckTestOf(context, entry, measure);
    CheckLimits(entry, measure);
    CheckScoring(context, entry, measure);
    CheckQuestionnaire(context, entry, measure);
    CheckStrata(context, entry, measure);
    CheckAlternative(context, entry, measure);
    for (const std::string& moment : measure.schedule()) {
      entry.Expect(moment == "session" || moment == "start" ||
                       moment == "middle" || moment == "end",
                   absl::StrCat("schedule `", moment,
                                "` is not session, start, middle or end"));
    }
  }
}

}  // namespace tonus::engine
