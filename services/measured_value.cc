// SPDX-License-Identifier: Apache-2.0
#include "services/measured_value.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "services/entered_value.h"

namespace tonus {
namespace {

std::string Decimals(double value, int most) {
  std::string text = absl::StrFormat("%.*f", most, value);
  while (text.back() == '0') text.pop_back();
  if (text.back() == '.') text.pop_back();
  return text == "-0" ? "0" : text;
}

}  // namespace

std::string NumberWord(double value) { return Decimals(value, 2); }

std::string MeasuredValue(double value, absl::string_view unit) {
  std::string number = Decimals(value, kEnteredDecimals);
  const bool is_one = number == "1";
  if (unit.empty() || unit == "ratio") return number;
  if (unit == "grade") return absl::StrCat("grade ", number);
  if (unit == "mrc") return absl::StrCat("MRC grade ", number);
  if (unit == "pct") return absl::StrCat(number, " %");
  if (unit == "pctBW") return absl::StrCat(number, " % of body weight");
  if (unit == "finger") {
    return absl::StrCat(number, is_one ? " finger" : " fingers", " wide");
  }
  if (is_one && (unit == "points" || unit == "reps")) {
    unit.remove_suffix(1);
  }
  return absl::StrCat(number, " ", unit);
}

}  // namespace tonus
