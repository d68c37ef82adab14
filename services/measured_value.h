// SPDX-License-Identifier: Apache-2.0
// A value of a test or a measure in words.

#ifndef TONUS_SERVICES_MEASURED_VALUE_H_
#define TONUS_SERVICES_MEASURED_VALUE_H_

#include <string>

#include "absl/strings/string_view.h"

namespace tonus {

// "5", "5.6": no trailing zeros, at most two decimals.
std::string NumberWord(double value);

// With its unit: "8 deg", "grade 3", "MRC grade 4", "1 point", "6 points".
// `unit` is that of a test of the pack, empty for a plain number.
std::string MeasuredValue(double value, absl::string_view unit);

}  // namespace tonus

#endif  // TONUS_SERVICES_MEASURED_VALUE_H_
