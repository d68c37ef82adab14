// SPDX-License-Identifier: Apache-2.0
// Tells what to do in a session, in order, with doses, minutes and reasons.

#ifndef TONUS_SERVICES_CLIENT_SESSION_TEXT_H_
#define TONUS_SERVICES_CLIENT_SESSION_TEXT_H_

#include <string>

#include "services/client/names.h"
#include "tonus/v1/routine.pb.h"
#include "tonus/v1/routine_service.pb.h"

namespace tonus::client {

// How much of a session is told.
struct SessionDetail {
  bool instructions = false;  // How each exercise is done.
  bool why = false;           // What else was considered, and the sources.
};

// "3 times a day, every day", "at bedtime on 5 days of the week".
std::string HomeFrequencyText(const v1::HomeItem& home);

// "from 2026-03-02", "after the pause".
std::string WhenText(const v1::Session& session);

// One session. While its gate is closed: the referral alone.
std::string SessionText(const v1::Session& session, const Names& names,
                        SessionDetail detail = {});

// The answer to "what do I do today?".
std::string SessionsText(const v1::GetSessionResponse& response,
                         const Names& names, SessionDetail detail = {});

// The answer to a check-in.
std::string StartedSessionText(const v1::StartSessionResponse& response,
                               const Names& names, SessionDetail detail = {});

}  // namespace tonus::client

#endif  // TONUS_SERVICES_CLIENT_SESSION_TEXT_H_
