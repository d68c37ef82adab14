// SPDX-License-Identifier: Apache-2.0
#include "services/client/screening_flag.h"

#include <string>

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

void ApplyScreening(const ScreeningFlags& flags, v1::Screening* screening) {
  for (const std::string& id : flags.no) Answer(id, false, screening);
  // After the noes: of two answers that contradict each other the yes stays.
  for (const std::string& id : flags.yes) Answer(id, true, screening);
  if (flags.others_denied) screening->set_others_denied(true);
}

}  // namespace tonus::client
