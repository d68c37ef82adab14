// SPDX-License-Identifier: Apache-2.0
#include "services/engine/progress.h"

#include <vector>

#include "absl/algorithm/container.h"
#include "services/engine/exposures.h"
#include "services/engine/facts.h"
#include "services/engine/fired_rows.h"
#include "services/engine/interpretation.h"
#include "services/engine/missed_sessions.h"
#include "services/engine/progress_adherence.h"
#include "services/engine/progress_measures.h"
#include "services/engine/progress_next.h"
#include "services/engine/progress_pain.h"
#include "services/engine/progress_retests.h"
#include "services/engine/progress_series.h"
#include "services/engine/progress_statements.h"
#include "services/engine/progress_targets.h"
#include "services/engine/progress_tests.h"
#include "services/engine/progress_values.h"

namespace tonus::engine {
namespace {

// What was done of `routine`. What was planned as relief follows from all that
// was done, also before it.
BlockDone ReadRunning(const Knowledge& knowledge,
                      const storage::v1::PatientFacts& facts,
                      const v1::Routine& routine, absl::CivilDay today,
                      absl::TimeZone zone) {
  BlockDone block = ReadBlock(knowledge, facts, routine, today, zone);
  const BlockDone all = ReadHistory(knowledge, facts, routine, today, zone);
  for (SessionDone& session : block.sessions) {
    session.planned_relief =
        absl::c_any_of(all.sessions, [&](const SessionDone& other) {
          return other.IsSession() && other.planned_relief &&
                 other.number == session.number &&
                 other.attempt == session.attempt;
        });
  }
  return block;
}

}  // namespace

v1::Progress SummarizeProgress(const Knowledge& knowledge,
                               const storage::v1::PatientFacts& facts,
                               const v1::Routine& routine,
                               const v1::Routine& due, absl::CivilDay today,
                               absl::TimeZone zone) {
  const v1::Interpretation interpretation = Interpret(knowledge, facts, today);
  const ProgressCase of{knowledge,      facts, routine, due,
                        interpretation, today, zone};
  const BlockDone block = ReadRunning(knowledge, facts, routine, today, zone);
  v1::Progress progress;
  *progress.mutable_date() = ToDate(today);
  TellAdherence(of, block, &progress);
  TellPain(of, &progress);
  TellMeasures(of, &progress);
  TellTests(of, ReadPastValues(of), &progress);
  TellTargets(of, &progress);
  *progress.mutable_technique_trials() = interpretation.technique_trials();
  TellRetests(of, block, &progress);
  TellEarlierRetests(of, &progress);
  TellNext(of, &progress);
  TellStatements(of, &progress);
  return progress;
}

int NextSession(const storage::v1::PatientFacts& facts,
                const v1::Routine& routine) {
  const std::vector<int> open = OpenSessions(facts, routine);
  return open.empty() ? 0 : open.front();
}

}  // namespace tonus::engine
