// SPDX-License-Identifier: Apache-2.0
// Scores of outcome measures as a person gave them: as a result of the test of
// the same id, or as answers.

#ifndef TONUS_SERVICES_ENGINE_DATED_SCORE_H_
#define TONUS_SERVICES_ENGINE_DATED_SCORE_H_

#include <vector>

#include "google/protobuf/timestamp.pb.h"
#include "services/engine/knowledge.h"
#include "services/engine/score.h"
#include "tonus/knowledge/v1/measure.pb.h"
#include "tonus/storage/v1/facts.pb.h"
#include "tonus/v1/interpretation.pb.h"

namespace tonus::engine {

// A score of one measure.
struct DatedScore {
  const knowledge::v1::Measure* measure = nullptr;
  Score score;
  google::protobuf::Timestamp time;
};

// Returns the measures that the items of `answers` score beside the one that
// they name: those of the same questionnaire with enough items answered, in
// pack order.
std::vector<DatedScore> SiblingScores(const Knowledge& knowledge,
                                      const v1::MeasureAnswers& answers);

// Returns every score that `answers` give: of the named measure, from its items
// when there are any, and of its siblings. Empty when the named one can not be
// scored. The times are left out.
std::vector<DatedScore> ScoresOf(const Knowledge& knowledge,
                                 const v1::MeasureAnswers& answers);

// Returns the scores that the answers of `assessment` give, in its order.
// Answers that can not be scored are added to `rejected`, unless it is nullptr.
std::vector<DatedScore> ScoresOfAssessment(
    const Knowledge& knowledge, const storage::v1::AssessmentFact& assessment,
    std::vector<v1::RejectedResult>* rejected);

// Returns every score on record, the earliest first: of results as well as of
// answers. Of scores of one measure and moment the worst alone, in whatever
// order they were given.
std::vector<DatedScore> ScoresOnRecord(const Knowledge& knowledge,
                                       const storage::v1::PatientFacts& facts);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_DATED_SCORE_H_
