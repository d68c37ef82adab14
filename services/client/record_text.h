// SPDX-License-Identifier: Apache-2.0
// Tells what is on record in words: patients, assessments and logs.

#ifndef TONUS_SERVICES_CLIENT_RECORD_TEXT_H_
#define TONUS_SERVICES_CLIENT_RECORD_TEXT_H_

#include <string>

#include "services/client/names.h"
#include "tonus/v1/assessment.pb.h"
#include "tonus/v1/patient.pb.h"
#include "tonus/v1/progress.pb.h"

namespace tonus::client {

std::string PatientText(const v1::Patient& patient);

// One line.
std::string PatientLine(const v1::Patient& patient);

// The results and answers as they were recorded.
std::string AssessmentText(const v1::Assessment& assessment,
                           const Names& names);

// One line.
std::string AssessmentLine(const v1::Assessment& assessment);

// One line.
std::string LogLine(const v1::SessionLog& log);

}  // namespace tonus::client

#endif  // TONUS_SERVICES_CLIENT_RECORD_TEXT_H_
