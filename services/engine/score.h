// SPDX-License-Identifier: Apache-2.0
// The formulas of outcome measures: from answers to a score. Which formula with
// which numbers is the pack's to say.

#ifndef TONUS_SERVICES_ENGINE_SCORE_H_
#define TONUS_SERVICES_ENGINE_SCORE_H_

#include <optional>
#include <vector>

#include "google/protobuf/repeated_field.h"
#include "tonus/knowledge/v1/measure.pb.h"
#include "tonus/v1/outcome.pb.h"

namespace tonus::engine {

using ItemAnswers = google::protobuf::RepeatedPtrField<v1::ItemAnswer>;

// A score and what it was made of.
struct Score {
  // In the unit of the test of the same id.
  double value = 0;
  // Numbers of the scored items that were answered, ascending; empty for a
  // score that was given as a total.
  std::vector<int> items = {};
  // Items were missing and the formula does not make up for them.
  bool partial = false;
  // How much higher the score may be had every item been answered; 0 unless it
  // is partial.
  double above = 0;
};

// Numbers of the items that `measure` scores, ascending.
std::vector<int> ScoredItems(const knowledge::v1::Measure& measure);

// Number of items of the questionnaire that `measure` belongs to.
int QuestionnaireItems(const knowledge::v1::Measure& measure);

// The scale of an item, whether it is scored or not.
knowledge::v1::ItemScale ScaleOf(const knowledge::v1::Measure& measure,
                                 int item);

// Returns the score of `answers`; of several answers to an item the last one
// counts. nullopt when fewer scored items are answered than the measure asks
// for, or an answer lies outside its scale.
std::optional<Score> ScoreItems(const knowledge::v1::Measure& measure,
                                const ItemAnswers& answers);

// True when a total that was given beside items is their score, as people round
// it.
bool AgreesWith(const knowledge::v1::Measure& measure, const Score& score,
                double total);

// What a score may be, ends included.
struct ScoreRange {
  double low = 0;
  double high = 0;
};

// Returns what `score` of `other` leaves possible for `measure`, since both
// count items of one questionnaire. nullopt when that says nothing: they share
// no item, or one of them does more than count.
std::optional<ScoreRange> RangeBeside(const knowledge::v1::Measure& measure,
                                      const knowledge::v1::Measure& other,
                                      const Score& score);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_SCORE_H_
