// SPDX-License-Identifier: Apache-2.0
// Says in words what is concluded about one target and what shows it.

#ifndef TONUS_SERVICES_CLIENT_FINDING_TEXT_H_
#define TONUS_SERVICES_CLIENT_FINDING_TEXT_H_

#include <string>

#include "services/client/names.h"
#include "tonus/v1/interpretation.pb.h"

namespace tonus::client {

// "Modified Thomas, thigh angle 8 deg", for every result that counts; empty
// when none does.
std::string EvidenceText(const v1::Finding& finding, const Names& names);

// "results contradict each other, never stretched"; empty when none.
std::string QualifiersText(const v1::Finding& finding);

// One line without its end: "Iliopsoas, right (confidence high): Modified
// Thomas, thigh angle 8 deg".
std::string FindingText(const v1::Finding& finding, const Names& names);

}  // namespace tonus::client

#endif  // TONUS_SERVICES_CLIENT_FINDING_TEXT_H_
