// SPDX-License-Identifier: Apache-2.0
// What exercises are and how long doses take, worked out a second time for the
// checker.

#ifndef TONUS_TESTS_PROPERTY_CHECKED_DOSE_H_
#define TONUS_TESTS_PROPERTY_CHECKED_DOSE_H_

#include <string>

#include "tonus/knowledge/v1/exercise.pb.h"
#include "tonus/v1/interpretation.pb.h"
#include "tonus/v1/routine.pb.h"

namespace tonus::testing {

bool IsStatic(const knowledge::v1::Exercise& e);
bool IsPnf(const knowledge::v1::Exercise& e);
bool IsMassage(const knowledge::v1::Exercise& e);
bool IsLoad(const knowledge::v1::Exercise& e);
bool IsRelease(const knowledge::v1::Exercise& e);
bool Has(const v1::Finding& finding, knowledge::v1::Qualifier qualifier);
bool Tight(const v1::Finding& finding);
bool HasTag(const knowledge::v1::Exercise& e, const std::string& tag);

// Time of a dose: 2 s per repetition, 8 s per breath, holds and rests.
int Seconds(const knowledge::v1::Exercise& e, const v1::Dose& dose);

// Time of all doses of an item.
int Seconds(const knowledge::v1::Exercise& e, const v1::SessionItem& item);

// Time of the most that may be planned of an exercise: the top of each range,
// and twice the sets on the worse side.
int MostSeconds(const knowledge::v1::Exercise& e);

// Time under stretch or pressure.
int Held(const knowledge::v1::Exercise& e, const v1::Dose& dose);

// What is wrong with `dose`: it leaves the range of the exercise though no cap
// of safety asks for that, or its own range runs backwards. Empty when nothing.
std::string WrongRange(const knowledge::v1::Exercise& e, const v1::Dose& dose);

}  // namespace tonus::testing

#endif  // TONUS_TESTS_PROPERTY_CHECKED_DOSE_H_
