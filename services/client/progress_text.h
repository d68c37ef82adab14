// SPDX-License-Identifier: Apache-2.0
// Tells in words how a person is getting on.

#ifndef TONUS_SERVICES_CLIENT_PROGRESS_TEXT_H_
#define TONUS_SERVICES_CLIENT_PROGRESS_TEXT_H_

#include <string>

#include "tonus/v1/progress_report.pb.h"

namespace tonus::client {

std::string ProgressText(const v1::Progress& progress);

}  // namespace tonus::client

#endif  // TONUS_SERVICES_CLIENT_PROGRESS_TEXT_H_
