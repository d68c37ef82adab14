// SPDX-License-Identifier: Apache-2.0
// The checks of a pack, one per group of tables. Each adds its complaints to
// the context and expects nothing of the others: what an entry refers to may be
// missing or wrong itself.

#ifndef TONUS_SERVICES_ENGINE_CHECK_TABLES_H_
#define TONUS_SERVICES_ENGINE_CHECK_TABLES_H_

#include "services/engine/check_context.h"

namespace tonus::engine {

// Ids, enums, numbers and required texts of every table.
void CheckFields(CheckContext& context);

// A number, or a range of numbers, whose field declares bounds.
void CheckBounds(EntryCheck& entry, const google::protobuf::Message& message,
                 const google::protobuf::FieldDescriptor& field);

// Whether what code and texts cite is there.
void CheckCitations(CheckContext& context);

// Muscles, their sets and syndromes, and integration movements.
void CheckMuscles(CheckContext& context);

// Tests, what they mean for muscles, and sets of tests.
void CheckTests(CheckContext& context);

// Bands of one test, its own or those of an override: exactly one of them
// holds for every valid value. `what` names them in complaints.
void CheckBands(EntryCheck& entry, absl::string_view what,
                const knowledge::v1::Test& test,
                const knowledge::v1::Bands& bands);

// Whether bands run the way that the direction of their test says.
void CheckDirections(CheckContext& context);

// Units of tests.
void CheckUnits(CheckContext& context);

// Whether evidence counts once, and is of a kind that can say so.
void CheckMappings(CheckContext& context);

// Outcome measures and their tests.
void CheckMeasures(CheckContext& context);

// Whether scores are values of their tests.
void CheckScores(CheckContext& context);

// Red flags, recheck questions, conditions and pain zones.
void CheckSafety(CheckContext& context);

// Zones of pain: each can hold, and more pain is never a milder zone.
void CheckPainZones(CheckContext& context);

// What must come of symptoms and of the highest pain.
void CheckSymptoms(CheckContext& context);

// Whether exercises carry the tags whose signs they show.
void CheckTagSigns(CheckContext& context);

// Exercises, their chains and doses, and where articles name them.
void CheckExercises(CheckContext& context);

// Whether easier exercises are easier, and harder ones harder.
void CheckLevels(CheckContext& context);

// Whether arms of syndromes can be filled, and releases be made use of.
void CheckReach(CheckContext& context);

// Whether every table has an entry.
void CheckPresence(CheckContext& context);

// Whether texts make a claim that the product must not make, or ask for what
// harms.
void CheckClaims(CheckContext& context);

// Rules with their clauses and effects.
void CheckRules(CheckContext& context);

// A condition of `rule`, or a part of it.
void CheckClause(CheckContext& context, EntryCheck& entry,
                 const knowledge::v1::Rule& rule,
                 const knowledge::v1::Clause& clause);

// An effect of `rule`.
void CheckEffect(CheckContext& context, EntryCheck& entry,
                 const knowledge::v1::Rule& rule,
                 const knowledge::v1::Effect& effect);

// What follows from findings, and what keeps them from being released.
void CheckDecisions(CheckContext& context);

// Traits that a row asks for in `field`.
void CheckTraits(
    EntryCheck& entry, absl::string_view field,
    const google::protobuf::RepeatedPtrField<knowledge::v1::FindingTrait>&
        traits);

// What is done where something was decided, and what is done anyway.
void CheckSteps(CheckContext& context);

// Why the rest is not done.
void CheckOmissions(CheckContext& context);

// What follows from what was logged, and the numbers of that.
void CheckAdaptation(CheckContext& context);

// What follows from retests and scores.
void CheckRetests(CheckContext& context);

// Numbers and words of technique learning.
void CheckLearning(CheckContext& context);

// What clinicians are told of, and what harmful events lead to.
void CheckAlerts(CheckContext& context);

// Whether the rows of `decision_rules` cover every finding, and whether each of
// them is reached.
void CheckReachedRows(CheckContext& context);

// The orders of release and of load.
void CheckOrders(CheckContext& context);

// Switches of policy with their choices.
void CheckPolicies(CheckContext& context);

// Complains unless `id` is a rule, a rule that is cited, or a ruling.
void ReferRule(CheckContext& context, EntryCheck& entry,
               absl::string_view field, absl::string_view id);

// Shapes of weeks and the relief ladder.
void CheckProgramme(CheckContext& context);

// Numbers of the relief ladder.
void CheckRelief(CheckContext& context);

// Tempos, short formats, and what is done at home.
void CheckHome(CheckContext& context);

// Numbers of fusion, ranking and the session builder.
void CheckConstants(CheckContext& context);

// Equipment sets, uncovered verdicts and accepted complaints.
void CheckCoverageTables(CheckContext& context);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_CHECK_TABLES_H_
