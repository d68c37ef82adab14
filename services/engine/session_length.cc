// SPDX-License-Identifier: Apache-2.0
#include "services/engine/session_length.h"

#include <algorithm>

namespace tonus::engine {

using knowledge::v1::ShortFormat;

SessionLength LengthFor(const Knowledge& knowledge, int minutes_at_hand) {
  SessionLength length;
  length.minutes = knowledge.pack().session().max_minutes();
  if (minutes_at_hand > 0) {
    length.minutes = std::min(length.minutes, minutes_at_hand);
  }
  const auto& formats = knowledge.pack().short_formats();  // The longest first.
  if (formats.empty() || length.minutes > formats[0].max_minutes()) {
    return length;
  }
  const auto fits = [&](const ShortFormat& format) {
    return format.max_minutes() <= length.minutes;
  };
  const auto longest = std::find_if(formats.begin(), formats.end(), fits);
  length.format = longest == formats.end() ? &*formats.rbegin() : &*longest;
  length.minutes = std::min(length.minutes, length.format->max_minutes());
  return length;
}

bool HasSmallSessions(const Knowledge& knowledge,
                      const v1::PlanLimits& limits) {
  const int most = limits.max_exercises();
  return most > 0 && most <= knowledge.pack().session().first_week_exercises();
}

}  // namespace tonus::engine
