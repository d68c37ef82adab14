// SPDX-License-Identifier: Apache-2.0
// The numbers of the model of a person. Every one of them is assumed, chosen so
// that six weeks look plausible; none is fitted to patients. What a test errs
// by is not here: it comes from the pack.
//
// Units: a "band" is the width of the borderline band of a test, so a target at
// 0 measures at the end of normal and one at -1 at the beginning of abnormal.
// Pain is in points of [0, 10].

#ifndef TONUS_TESTS_SIMULATION_ASSUMPTIONS_H_
#define TONUS_TESTS_SIMULATION_ASSUMPTIONS_H_

namespace tonus::simulation {

// The body.

// Share of targets that begin short, and weak.
inline constexpr double kShortShare = 0.25;
inline constexpr double kWeakShare = 0.3;
// Where a good target begins, in bands, with its spread over targets.
inline constexpr double kGoodMean = 0.6;
inline constexpr double kGoodSpread = 0.3;
// Where a short or weak one begins: this, and less by the size of a normal
// number times the spread.
inline constexpr double kPoorMean = -0.6;
inline constexpr double kPoorSpread = 0.7;
// By how much the sides of one target differ, in bands.
inline constexpr double kSideSpread = 0.2;
// What a test shows beside what it is mapped to, which stays the same in one
// person, in bands: no test is perfectly valid.
inline constexpr double kTestOffsetSpread = 0.25;

// How training changes it.

// Bands that a minute of a technique gives to a target at 0 in a person of
// average response.
inline constexpr double kStaticGain = 0.045;
inline constexpr double kPnfGain = 0.055;
inline constexpr double kMassageGain = 0.025;
inline constexpr double kDynamicGain = 0.03;
// Right after a session a place is longer still, by so many times what the
// session gives for good; a night later that is gone.
inline constexpr double kFadingGain = 5;
// The same of 45 seconds of strength work of load 1. Work helps more the harder
// it is, up to this load.
inline constexpr double kUsualSeconds = 45;
inline constexpr double kMostLoadThatHelps = 1.2;
// Time helps by its root, up to so many times the usual.
inline constexpr double kMostTimeThatHelps = 4;
inline constexpr double kStrengthGain = 0.045;
// Where nothing more is gained, in bands.
inline constexpr double kBestLength = 1.5;
inline constexpr double kBestStrength = 2;
// Spread of the logarithm of the response to a technique over people.
inline constexpr double kResponseSpread = 0.5;
// What targets beside the first get of it.
inline constexpr double kOtherTargets = 0.4;
// Share of what was gained that is lost each day.
inline constexpr double kLostPerDay = 0.005;
// Share of the home items that are done.
inline constexpr double kHomeShare = 0.4;

// How hard work is: what an exercise of a level asks for over what there is, 1
// being as hard as it should be.

inline constexpr double kDemand = 0.6;
inline constexpr double kDemandPerLevel = 0.15;
// More for twice the usual time, per unit of the logarithm.
inline constexpr double kDemandOfTime = 0.12;
// What there is at 0 bands is 1; more for each band.
inline constexpr double kAbilityPerBand = 0.3;
inline constexpr double kFitnessSpread = 0.12;
// Above it, work strains.
inline constexpr double kEasyLoad = 1.1;

// Pain.

inline constexpr double kPainMean = 3.3;
inline constexpr double kPainSpread = 1.2;
inline constexpr double kLeastPain = 1;
inline constexpr double kMostPain = 6;
// The share of pain that goes with what is short or weak lies between 0 and
// this: in some people it has nothing to do with it.
inline constexpr double kMostPainOfDeficits = 0.6;
// Part of the pain that regular movement of any kind takes away in the end, and
// how much of that one session of usual length brings.
inline constexpr double kUsualSessionMinutes = 25;
inline constexpr double kPainOfMoving = 0.2;
inline constexpr double kMovingPerSession = 0.04;
// Daily ups and downs: spread, and how much of a day carries over to the next.
inline constexpr double kDailySpread = 0.7;
inline constexpr double kDailyCarry = 0.6;

// Flares: pain that comes at once and fades.

inline constexpr double kFlareWithoutCause = 0.006;  // Chance per day.
inline constexpr double kFlareLow = 2;
inline constexpr double kFlareHigh = 4.5;
inline constexpr double kFlareKept = 0.75;  // Of one day on the next.
// Strain of a session that makes a flare likely (1 - 1/e).
inline constexpr double kFlareStrain = 12;
// A flare that is not over makes the next one likelier, per point of it.
inline constexpr double kFlareSoreness = 0.5;

// Exercises that do not suit a person: their share, the pain that they bring,
// and their strain.
inline constexpr double kUnsuitedShare = 0.05;
inline constexpr double kUnsuitedPainLow = 1.5;
inline constexpr double kUnsuitedPainHigh = 4;
inline constexpr double kUnsuitedStrain = 1.5;
// Pain during work for each unit of load above what is easy, and by how many
// points the worst moment of an exercise differs from day to day.
inline constexpr double kPainOfLoad = 3;
inline constexpr double kPeakSpread = 0.3;
// People whose nerves are irritable, and the chance that an exercise which
// puts a nerve under tension brings a symptom, in them and in others. A symptom
// strains.
inline constexpr double kIrritableNerves = 0.06;
inline constexpr double kSymptomIfIrritable = 0.05;
inline constexpr double kSymptomOtherwise = 0.0005;
inline constexpr double kSymptomStrain = 4;

// What people do.

// Ages in years, all alike often.
inline constexpr int kYoungest = 20;
inline constexpr int kOldest = 64;
// Whether one turns up: log-odds on a good day and their spread, less for each
// point of pain and of effort in the last session above the usual.
inline constexpr double kUsualPain = 3;
inline constexpr int kUsualEffort = 6;
inline constexpr double kTurnsUp = 1.8;
inline constexpr double kTurnsUpSpread = 0.8;
inline constexpr double kTurnsUpPerPain = 0.25;
inline constexpr double kTurnsUpPerEffort = 0.35;
// Who does not turn up says so, and says why.
inline constexpr double kTellsSkipped = 0.6;
inline constexpr double kSkipsForTime = 0.4;
// Days with less time than planned, and how many minutes they leave.
inline constexpr double kShortOfTime = 0.12;
inline constexpr double kLeastMinutes = 12;
inline constexpr double kMostMinutes = 22;
// How much of an exercise is done: of one that hurts in the red, and else.
inline constexpr double kDoneOfRed = 0.5;
inline constexpr double kDone = 0.98;
inline constexpr double kDoneSpread = 0.05;
// How often the next morning is told.
inline constexpr double kTellsMorning = 0.85;
// Spread of what is felt as difficulty, in points of [-2, 2], and of effort.
// Difficulty grows with load above 1, effort from that of load 0.
inline constexpr double kDifficultySpread = 0.6;
inline constexpr double kDifficultyOfLoad = 4;
inline constexpr double kEffortSpread = 0.7;
inline constexpr double kEffort = 2;
inline constexpr double kEffortOfLoad = 4;
// The pull of a stretch, in points of [0, 10], on a target at 0, and more for
// each band that it is short.
inline constexpr double kPull = 3.5;
inline constexpr double kPullPerBand = 2.5;

// Share of the sessions around which somebody who was asked measures.
inline constexpr double kSelfTests = 0.85;

// Share of the tests of the body that are taken at the beginning of a block.
inline constexpr double kTestsTaken = 0.7;
// Days until a clinician has looked at a plan that was closed.
inline constexpr int kClinicianDays = 7;

// Function: 10 less this for each point of pain and for each band that a target
// is short or weak on average.
inline constexpr double kFunctionPerPain = 0.7;
inline constexpr double kFunctionPerDeficit = 4;

}  // namespace tonus::simulation

#endif  // TONUS_TESTS_SIMULATION_ASSUMPTIONS_H_
