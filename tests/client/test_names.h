// SPDX-License-Identifier: Apache-2.0
// A few entries of a pack whose names tests of texts know.

#ifndef TONUS_TESTS_CLIENT_TEST_NAMES_H_
#define TONUS_TESTS_CLIENT_TEST_NAMES_H_

#include "services/client/names.h"
#include "tests/testing/matchers.h"

namespace tonus::client {

inline Names TestNames() {
  return Names(::tonus::testing::ParseText<knowledge::v1::Pack>(R"(
    muscles { id: "iliopsoas" display_name: "Iliopsoas" }
    muscles { id: "gluteus_maximus" display_name: "Gluteus maximus" }
    muscles { id: "hamstrings" display_name: "Hamstrings" }
    muscles { id: "soleus" display_name: "Soleus" }
    tests { id: "mod_thomas_hip" display_name: "Modified Thomas" unit: "deg" }
    tests { id: "pke_9090" display_name: "Knee extension" unit: "deg" }
    test_mappings { test: "mod_thomas_hip" muscle: "iliopsoas"
                    side: SIDE_RELATION_SAME }
    test_mappings { test: "pke_9090" muscle: "hamstrings"
                    side: SIDE_RELATION_OPPOSITE }
    exercises {
      id: "glute_bridge" display_name: "Bridge"
      instruction: "Lift the hips."
    }
    exercises { id: "march_warmup" display_name: "March" }
    syndromes { id: "LOWER_CROSSED" display_name: "Lower crossed" }
    conditions { id: "cond_a" display_name: "condition A" }
    red_flags { id: "rf_a" finding: "numbness of the saddle" })"));
}

}  // namespace tonus::client

#endif  // TONUS_TESTS_CLIENT_TEST_NAMES_H_
