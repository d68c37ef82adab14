// SPDX-License-Identifier: Apache-2.0
#include "tests/simulation/training.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "services/engine/dose.h"
#include "services/engine/pain_zone.h"
#include "tests/simulation/assumptions.h"

namespace tonus::simulation {
namespace {

namespace kv1 = knowledge::v1;

constexpr double kSecondsPerMinute = 60;
constexpr double kSessionsPerWeek = 3;
constexpr int kMostPoints = 10;

int ToPoints(double value) {
  return static_cast<int>(
      std::clamp(std::round(value), 0.0, static_cast<double>(kMostPoints)));
}

int ToPercent(double share) {
  return static_cast<int>(std::round(100 * share));
}

// Bands that a minute lengthens by; 0 for a technique that does not.
double LengthGain(kv1::Technique technique) {
  switch (technique) {
    case kv1::TECHNIQUE_STATIC_STRETCH:
      return kStaticGain;
    case kv1::TECHNIQUE_PNF:
      return kPnfGain;
    case kv1::TECHNIQUE_SMR:
      return kMassageGain;
    case kv1::TECHNIQUE_DYNAMIC_MOBILITY:
      return kDynamicGain;
    default:
      return 0;
  }
}

bool IsLoad(kv1::Technique technique) {
  return technique == kv1::TECHNIQUE_ACTIVATION ||
         technique == kv1::TECHNIQUE_STRENGTH ||
         technique == kv1::TECHNIQUE_STABILITY;
}

class Doer {
 public:
  Doer(const engine::Knowledge& knowledge, int day, Person* person)
      : knowledge_(knowledge), day_(day), person_(*person) {}

  void DoItem(const v1::SessionItem& item);
  void SkipItem(const v1::SessionItem& item);
  void DoHomeItem(const v1::HomeItem& home);
  Trained Finish(const v1::Session& session);

 private:
  double SecondsOf(const kv1::Exercise& exercise, const v1::Dose& dose) const;
  std::vector<Place> PlacesOf(const std::string& target, kv1::Side side) const;
  double LoadOf(const kv1::Exercise& exercise, const v1::Dose& dose) const;
  void Gain(const kv1::Exercise& exercise, const v1::Dose& dose, double times,
            TechniqueGains* gains);
  bool IsCutShort(const kv1::Exercise& exercise, int peak) const;
  double DoDose(const kv1::Exercise& exercise, const v1::Dose& dose);
  double PeakOf(const kv1::Exercise& exercise, const v1::Dose& dose,
                double load) const;
  void TellEase(const kv1::Exercise& exercise, const v1::Dose& dose,
                v1::ExerciseLog* log) const;

  const engine::Knowledge& knowledge_;
  const int day_;
  Person& person_;
  Trained trained_;
  double strain_ = 0;
  double loads_ = 0;
  int load_count_ = 0;
  double completed_ = 0;  // Of all items, each in [0, 1].
  double minutes_ = 0;
  int items_ = 0;
};

// Time under work, without rests.
double Doer::SecondsOf(const kv1::Exercise& exercise,
                       const v1::Dose& dose) const {
  const int rests = std::max(0, dose.sets() - 1) * dose.rest_seconds();
  return std::max(
      1,
      engine::DoseSeconds(knowledge_.pack().session(), exercise, dose) - rests);
}

// The places of a target that work on a side is about.
std::vector<Place> Doer::PlacesOf(const std::string& target,
                                  kv1::Side side) const {
  const kv1::Muscle* muscle = knowledge_.FindMuscle(target);
  if (muscle == nullptr) return {};
  const bool one_side = muscle->laterality() == kv1::LATERALITY_BILATERAL &&
                        (side == kv1::SIDE_LEFT || side == kv1::SIDE_RIGHT);
  std::vector<Place> places;
  for (const kv1::Side each : SidesOf(muscle->laterality())) {
    if (!one_side || each == side) places.emplace_back(target, each);
  }
  return places;
}

double Doer::LoadOf(const kv1::Exercise& exercise, const v1::Dose& dose) const {
  if (!IsLoad(exercise.technique()) || exercise.targets().empty()) return 0;
  double load = 0;
  for (const Place& place : PlacesOf(exercise.targets(0), dose.side())) {
    load = std::max(load,
                    person_.LoadOf(exercise, place, SecondsOf(exercise, dose)));
  }
  return load;
}

// What a dose that is done `times` times gives; noted in `gains` unless null.
void Doer::Gain(const kv1::Exercise& exercise, const v1::Dose& dose,
                double times, TechniqueGains* gains) {
  const kv1::Technique technique = exercise.technique();
  const double response = person_.ResponseTo(technique) * times;
  const double seconds = SecondsOf(exercise, dose);
  const auto helps = [&](double usual) {
    return std::sqrt(std::min(kMostTimeThatHelps, seconds / usual));
  };
  double share = 1;
  for (const std::string& target : exercise.targets()) {
    for (const Place& place : PlacesOf(target, dose.side())) {
      if (IsLoad(technique)) {
        const double load = person_.LoadOf(exercise, place, seconds);
        person_.body().Strengthen(place,
                                  share * response * kStrengthGain *
                                      std::min(load, kMostLoadThatHelps) *
                                      helps(kUsualSeconds));
      } else {
        const double bands =
            share * response * LengthGain(technique) * helps(kSecondsPerMinute);
        person_.body().Lengthen(place, bands);
        if (share == 1 && gains != nullptr && LengthGain(technique) > 0) {
          (*gains)[{place, technique}] += bands;
        }
      }
    }
    share = kOtherTargets;
  }
}

double Doer::PeakOf(const kv1::Exercise& exercise, const v1::Dose& dose,
                    double load) const {
  return person_.pain().Now() + person_.UnsuitedPain(exercise.id()) +
         kPainOfLoad * std::max(0.0, load - kEasyLoad) +
         kPeakSpread * person_.chance().Normal(Purpose::kPeak, exercise.id(),
                                               day_, dose.side());
}

void Doer::TellEase(const kv1::Exercise& exercise, const v1::Dose& dose,
                    v1::ExerciseLog* log) const {
  if (exercise.technique() != kv1::TECHNIQUE_STATIC_STRETCH ||
      exercise.targets().empty()) {
    return;
  }
  for (const Place& place : PlacesOf(exercise.targets(0), dose.side())) {
    const auto found = person_.body().now().find(place);
    if (found == person_.body().now().end()) continue;
    log->set_ease(ToPoints(kPull - kPullPerBand * found->second.length));
  }
}

// Whether an exercise that hurts so much is cut short: in the red zone, and
// more than before.
bool Doer::IsCutShort(const kv1::Exercise& exercise, int peak) const {
  const int before = ToPoints(person_.pain().Now());
  const v1::ZoneReading zone = engine::ReadExerciseZone(
      knowledge_.pack().pain_zones(), exercise.technique(), {peak, before});
  return zone.level() >= kv1::ZONE_LEVEL_RED && peak > before;
}

// Returns how much of the dose was done, in [0, 1].
double Doer::DoDose(const kv1::Exercise& exercise, const v1::Dose& dose) {
  const auto draw = [&](Purpose purpose) {
    return person_.chance().Normal(purpose, exercise.id(), day_, dose.side());
  };
  const double load = LoadOf(exercise, dose);
  const int peak = ToPoints(PeakOf(exercise, dose, load));
  const double done =
      IsCutShort(exercise, peak)
          ? kDoneOfRed
          : std::clamp(kDone + kDoneSpread * draw(Purpose::kDone), 0.0, 1.0);
  const double felt = load > 0 ? kDifficultyOfLoad * (load - 1) : 0;

  v1::ExerciseLog& log = *trained_.log.add_exercises();
  log.set_exercise(exercise.id());
  log.set_side(dose.side());
  log.set_pain_during_max(peak);
  log.set_completed_pct(ToPercent(done));
  log.set_difficulty(static_cast<int>(std::clamp(
      std::round(felt + kDifficultySpread * draw(Purpose::kDifficulty)), -2.0,
      2.0)));
  TellEase(exercise, dose, &log);
  if (person_.HasSymptom(exercise, day_)) {
    log.set_neuro_symptom(true);
    log.set_settled_minutes(1);
    strain_ += kSymptomStrain;
  }
  if (person_.UnsuitedPain(exercise.id()) > 0) {
    strain_ += kUnsuitedStrain * done;
  }
  strain_ += std::max(0.0, load - kEasyLoad) * done;
  if (load > 0) {
    loads_ += load;
    ++load_count_;
  }
  Gain(exercise, dose, done, &trained_.gains);
  return done;
}

void Doer::DoItem(const v1::SessionItem& item) {
  ++items_;
  minutes_ += item.minutes();
  const kv1::Exercise* exercise = knowledge_.FindExercise(item.exercise());
  double done = 0;
  for (const v1::Dose& dose : item.doses()) done += DoDose(*exercise, dose);
  completed_ += done / std::max(1, item.doses_size());
}

void Doer::SkipItem(const v1::SessionItem& item) {
  ++items_;
  v1::ExerciseLog& log = *trained_.log.add_exercises();
  log.set_exercise(item.exercise());
  log.set_completed_pct(0);
  log.set_skip_reason(v1::SKIP_REASON_TIME);
}

void Doer::DoHomeItem(const v1::HomeItem& home) {
  const kv1::Exercise* exercise =
      knowledge_.FindExercise(home.item().exercise());
  const double times = kHomeShare * home.times_per_day() *
                       home.days_per_week() / kSessionsPerWeek;
  for (const v1::Dose& dose : home.item().doses()) {
    Gain(*exercise, dose, times, /*gains=*/nullptr);
  }
}

Trained Doer::Finish(const v1::Session& session) {
  v1::SessionLog& log = trained_.log;
  log.set_session_number(session.number());
  log.set_pain_before(ToPoints(person_.pain().Now()));
  const double done = items_ > 0 ? completed_ / items_ : 0;
  log.set_completed_pct(ToPercent(done));
  const double load = load_count_ > 0 ? loads_ / load_count_ : 0;
  log.set_rpe(ToPoints(
      kEffort + kEffortOfLoad * load +
      kEffortSpread * person_.chance().Normal(Purpose::kEffort, "", day_)));
  if (minutes_ > 0) {
    log.set_duration_minutes(
        std::max(1, static_cast<int>(std::round(minutes_))));
  }
  person_.pain().Move(std::min(1.0, done * minutes_ / kUsualSessionMinutes));
  trained_.flare = person_.pain().Strain(strain_, day_);
  log.set_pain_after(ToPoints(person_.pain().Now()));
  return std::move(trained_);
}

}  // namespace

Trained Train(const engine::Knowledge& knowledge, const v1::Session& session,
              int day, int minutes, Person* person) {
  Doer doer(knowledge, day, person);
  double taken = 0;
  for (const v1::SessionItem& item : session.items()) {
    taken += item.minutes();
    if (minutes == 0 || taken <= minutes) {
      doer.DoItem(item);
    } else {
      doer.SkipItem(item);
    }
  }
  for (const v1::HomeItem& home : session.home_items()) doer.DoHomeItem(home);
  return doer.Finish(session);
}

}  // namespace tonus::simulation
