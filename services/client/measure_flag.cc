// SPDX-License-Identifier: Apache-2.0
#include "services/client/measure_flag.h"

#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "services/status_macros.h"

namespace tonus::client {
namespace {

// Far above what any questionnaire has.
constexpr int32_t kMaxItem = 1000;

// Reads one --measure, a part between commas at a time.
class MeasureReader {
 public:
  explicit MeasureReader(absl::string_view text) : text_(text) {}

  absl::StatusOr<v1::MeasureAnswers> Read() {
    const std::vector<absl::string_view> halves =
        absl::StrSplit(text_, absl::MaxSplits(':', 1));
    if (halves[0].empty() || halves.size() != 2) {
      return Complain(
          "write MEASURE:total=SCORE or MEASURE:items=ANSWERS, for example "
          "odi:total=32 or phq2:items=1,0");
    }
    answers_.set_measure(std::string(halves[0]));
    for (absl::string_view part : absl::StrSplit(halves[1], ',')) {
      TONUS_RETURN_IF_ERROR(ReadPart(part));
    }
    return answers_;
  }

 private:
  absl::Status Complain(absl::string_view what) const {
    return absl::InvalidArgumentError(
        absl::StrCat("--measure ", text_, ": ", what));
  }

  absl::Status ReadPart(absl::string_view part) {
    if (absl::ConsumePrefix(&part, "total=")) return ReadTotal(part);
    in_items_ |= absl::ConsumePrefix(&part, "items=");
    if (in_items_) return ReadItem(part);
    return Complain(absl::StrCat("'", part, "' is neither total= nor items="));
  }

  absl::Status ReadTotal(absl::string_view part) {
    double total = 0;
    if (!absl::SimpleAtod(part, &total) || !std::isfinite(total)) {
      return Complain(absl::StrCat("the total is '", part,
                                   "', not a number such as 12 or 5.6"));
    }
    answers_.set_total(total);
    return absl::OkStatus();
  }

  absl::Status ReadItem(absl::string_view part) {
    const std::vector<absl::string_view> halves =
        absl::StrSplit(part, absl::MaxSplits(':', 1));
    if (halves.size() == 2 && !absl::SimpleAtoi(halves[0], &next_item_)) {
      return Complain(
          absl::StrCat("the item is '", halves[0], "', not a whole number"));
    }
    const absl::string_view answered = halves.back();
    if (next_item_ < 1 || next_item_ > kMaxItem) {
      return Complain(absl::StrCat("no measure has an item ", next_item_));
    }
    const int32_t number = next_item_++;
    if (answered == "-") return absl::OkStatus();
    int32_t answer = 0;
    if (!absl::SimpleAtoi(answered, &answer)) {
      return Complain(absl::StrCat("the answer to item ", number, " is '",
                                   answered, "', not a whole number or -"));
    }
    v1::ItemAnswer& item = *answers_.add_items();
    item.set_item(number);
    item.set_answer(answer);
    return absl::OkStatus();
  }

  const absl::string_view text_;
  v1::MeasureAnswers answers_;
  bool in_items_ = false;
  int32_t next_item_ = 1;
};

}  // namespace

absl::StatusOr<v1::MeasureAnswers> ParseMeasure(absl::string_view text) {
  return MeasureReader(text).Read();
}

}  // namespace tonus::client
