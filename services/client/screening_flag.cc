// SPDX-License-Identifier: Apache-2.0
#include "services/client/screening_flag.h"

#include <string>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"

namespace tonus::client {
namespace {

void Answer(const std::string& red_flag, bool present,
            v1::Screening* screening) {
  for (v1::RedFlagAnswer& answer : *screening->mutable_answers()) {
    if (answer.red_flag() == red_flag) {
      answer.set_present(present);
      return;
    }
  }
  v1::RedFlagAnswer* answer = screening->add_answers();
  answer->set_red_flag(red_flag);
  answer->set_present(present);
}

}  // namespace

absl::Status ApplyScreening(const ScreeningFlags& flags,
                            v1::Screening* screening) {
  for (const std::string& id : flags.yes) {
    if (!absl::c_linear_search(flags.no, id)) continue;
    return absl::InvalidArgumentError(absl::StrCat(
        "--yes ", id, " and --no ", id, " contradict each other; give one"));
  }
  for (const std::string& id : flags.no) Answer(id, false, screening);
  for (const std::string& id : flags.yes) Answer(id, true, screening);
  if (flags.others_denied) screening->set_others_denied(true);
  return absl::OkStatus();
}

}  // namespace tonus::client
