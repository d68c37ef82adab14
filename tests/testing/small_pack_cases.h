// SPDX-License-Identifier: Apache-2.0
// The cases that the small pack needs to be in order: one for each red flag
// and each condition.

#ifndef TONUS_TESTS_TESTING_SMALL_PACK_CASES_H_
#define TONUS_TESTS_TESTING_SMALL_PACK_CASES_H_

namespace tonus::testing {

// Of the file `urgent.textproto`.
inline constexpr char kUrgentCase[] = R"pb(
  id: "urgent"
  request {
    profile { age_years: 40 }
    assessment {
      assessment_time { seconds: 1767607200 }
      screening { answers { red_flag: "rf_urgent" present: true } }
    }
    date { year: 2026 month: 1 day: 5 }
  }
  expect { gate: GATE_STOP_AND_REFER_URGENT }
)pb";

// Of the file `under_18.textproto`.
inline constexpr char kUnder18Case[] = R"pb(
  id: "under_18"
  request {
    profile { age_years: 17 }
    assessment {
      assessment_time { seconds: 1767607200 }
      screening { others_denied: true }
    }
    date { year: 2026 month: 1 day: 5 }
  }
  expect { gate: GATE_REFER }
)pb";

// Of the file `cond_acute.textproto`.
inline constexpr char kAcuteCase[] = R"pb(
  id: "cond_acute"
  request {
    profile {
      age_years: 40
      conditions { condition: "cond_acute" }
    }
    assessment {
      assessment_time { seconds: 1767607200 }
      screening { others_denied: true }
    }
    date { year: 2026 month: 1 day: 5 }
  }
  expect { gate: GATE_REFER forbidden_tags: "LUMBAR_FLEXION" }
)pb";

// Of the file `cond_later.textproto`.
inline constexpr char kLaterCase[] = R"pb(
  id: "cond_later"
  request {
    profile {
      age_years: 40
      conditions { condition: "cond_later" }
    }
    assessment {
      assessment_time { seconds: 1767607200 }
      screening { others_denied: true }
    }
    date { year: 2026 month: 1 day: 5 }
  }
  expect { gate: GATE_OK conditions: "cond_later" }
)pb";

}  // namespace tonus::testing

#endif  // TONUS_TESTS_TESTING_SMALL_PACK_CASES_H_
