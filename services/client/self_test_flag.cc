// SPDX-License-Identifier: Apache-2.0
#include "services/client/self_test_flag.h"

#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/client/result_flag.h"
#include "services/status_macros.h"

namespace tonus::client {

absl::StatusOr<v1::SelfTest> ParseSelfTest(absl::string_view text) {
  const auto wrong = [&] {
    return absl::InvalidArgumentError(absl::StrCat(
        "--self-test ", text,
        ": write TEST:SIDE and the values, for example ftf:M,before=9,after=7",
        "; one of them is enough"));
  };
  const std::vector<absl::string_view> parts = absl::StrSplit(text, ',');
  TONUS_ASSIGN_OR_RETURN(const v1::TestResult place,
                         ParseResultPlace("--self-test", parts[0]));
  if (place.side() == knowledge::v1::SIDE_UNSPECIFIED || parts.size() < 2) {
    return wrong();
  }
  v1::SelfTest test;
  test.set_test(place.test());
  test.set_side(place.side());
  for (size_t i = 1; i < parts.size(); ++i) {
    const std::pair<absl::string_view, absl::string_view> told =
        absl::StrSplit(parts[i], absl::MaxSplits('=', 1));
    double value = 0;
    if (!absl::SimpleAtod(told.second, &value) || !std::isfinite(value)) {
      return wrong();
    }
    if (told.first == "before") {
      test.set_before(value);
    } else if (told.first == "after") {
      test.set_after(value);
    } else {
      return wrong();
    }
  }
  return test;
}

}  // namespace tonus::client
