// SPDX-License-Identifier: Apache-2.0
// Ids of rules, claims and prohibitions that code names in what it returns. A
// pack that lacks one would give reasons that nobody can look up.

#ifndef TONUS_SERVICES_ENGINE_EMITTED_RULES_H_
#define TONUS_SERVICES_ENGINE_EMITTED_RULES_H_

#include "absl/strings/string_view.h"

namespace tonus::engine {

inline constexpr absl::string_view kEmittedRules[] = {
    "A-023", "A-051", "A-069", "D-08",  "D-10",  "G-01",  "G-02",   "G-03",
    "G-04",  "G-05",  "G-06",  "G-07",  "N-1",   "N-2",   "N-3",    "N-4",
    "N-5",   "N-6",   "P-10",  "P-11",  "R-001", "R-002", "R-003",  "R-004",
    "R-005", "R-006", "R-010", "R-012", "R-106", "R-107", "R-108",  "R-109",
    "R-111", "R-115", "R-116", "R-201", "R-202", "R-203", "R-204",  "R-205",
    "R-500", "R-501", "R-502", "R-504", "R-505", "R-506", "R-510",  "R-511",
    "R-512", "R-513", "R-514", "R-515", "R-700", "R-705", "R-711",  "R-714",
    "R-717", "R-718", "R-730", "R-731", "R-732", "R-733", "R-734",  "R-735",
    "R-736", "R-800", "R-801", "R-802", "R-803", "R-804", "R-805",  "R-806",
    "R-807", "R-808", "R-809", "R-810", "R-811", "R-813", "SMR-01",
};

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_EMITTED_RULES_H_
