// SPDX-License-Identifier: Apache-2.0
// Tells zones of pain: what they mean beforehand, and which one it was.

#ifndef TONUS_SERVICES_CLIENT_ZONE_TEXT_H_
#define TONUS_SERVICES_CLIENT_ZONE_TEXT_H_

#include <string>

#include "google/protobuf/repeated_ptr_field.h"
#include "services/client/names.h"
#include "tonus/knowledge/v1/safety.pb.h"
#include "tonus/v1/log_entry.pb.h"
#include "tonus/v1/progress.pb.h"
#include "tonus/v1/zone_reading.pb.h"

namespace tonus::client {

// What to do when it hurts, a line for each zone; empty without zones.
std::string PainGuideText(
    const google::protobuf::RepeatedPtrField<knowledge::v1::PainZone>& zones);

// "amber (Z-03). Pain peaked at 4, 2 above the 2 before. Finish the set, ...";
// empty when there is no reading.
std::string ZoneText(const v1::ZoneReading& reading);

// A line for each exercise that has a zone or a target and for each test that
// was taken around the session, then the morning.
std::string LogDetailText(const v1::SessionLog& log, const Names& names);

// The morning, in a line.
std::string MorningLine(const v1::Morning& morning);

// What was done at home: a line, then one for each exercise.
std::string HomeLogText(const v1::HomeLog& log, const Names& names);

// The first of these lines alone.
std::string HomeLogLine(const v1::HomeLog& log);

}  // namespace tonus::client

#endif  // TONUS_SERVICES_CLIENT_ZONE_TEXT_H_
