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

// Muscles, their sets and syndromes, and integration movements.
void CheckMuscles(CheckContext& context);

// Tests, what they mean for muscles, and sets of tests.
void CheckTests(CheckContext& context);

// Bands of one test, its own or those of an override: exactly one of them
// holds for every valid value. `what` names them in complaints.
void CheckBands(EntryCheck& entry, absl::string_view what,
                const knowledge::v1::Test& test,
                const knowledge::v1::Bands& bands);

// Outcome measures and their tests.
void CheckMeasures(CheckContext& context);

// Red flags, recheck questions, conditions and pain zones.
void CheckSafety(CheckContext& context);

// Exercises, their chains and doses, and where articles name them.
void CheckExercises(CheckContext& context);

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

// Shapes of weeks and the relief ladder.
void CheckProgramme(CheckContext& context);

// Numbers of fusion, ranking and the session builder.
void CheckConstants(CheckContext& context);

// Equipment sets, uncovered verdicts and accepted complaints.
void CheckCoverageTables(CheckContext& context);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_CHECK_TABLES_H_
