// SPDX-License-Identifier: Apache-2.0
// A person whom much of the plan can be seen on: hip flexors that test tight,
// glutes and an abdominal wall that test weak, hamstrings that are in order.

#ifndef TONUS_TESTS_TESTING_DESK_WORKER_H_
#define TONUS_TESTS_TESTING_DESK_WORKER_H_

#include "absl/time/civil_time.h"

namespace tonus::testing {

// The Monday on which the person was assessed.
inline constexpr absl::CivilDay kDeskWorkerDay(2026, 11, 23);

// PatientFacts.
inline constexpr char kDeskWorker[] = R"pb(
  profiles {
    effective_time { seconds: 1795435200 }
    profile {
      age_years: 38
      sex: SEX_MALE
      user_level: 2
      complaint_region: REGION_LUMBAR
      equipment: "foam_roller"
      equipment: "strap"
      equipment: "band"
    }
  }
  assessments {
    fact_id: "a"
    effective_time { seconds: 1795435200 }
    screening { others_denied: true }
    results { test: "mod_thomas_hip" side: SIDE_LEFT value: 3 }
    results { test: "mod_thomas_hip" side: SIDE_RIGHT value: 8 }
    results { test: "slb_hold" side: SIDE_LEFT value: 17 }
    results { test: "slb_hold" side: SIDE_RIGHT value: 14 }
    results { test: "trunk_flexor" side: SIDE_MIDLINE value: 42 }
    results { test: "pke_9090" side: SIDE_LEFT value: 20 }
    results { test: "pke_9090" side: SIDE_RIGHT value: 22 }
    results { test: "nrs_avg" side: SIDE_MIDLINE value: 3 }
  }
)pb";

}  // namespace tonus::testing

#endif  // TONUS_TESTS_TESTING_DESK_WORKER_H_
