// SPDX-License-Identifier: Apache-2.0
#include "services/engine/bands.h"

#include "services/engine/tolerance.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;

// Number of given fields when all of them fit, or -1.
int Fit(const kv1::TestOverride& candidate, const v1::Profile& profile,
        std::optional<int> age_years, kv1::DynamometryProtocol protocol) {
  int given = 0;
  if (candidate.sex() != kv1::SEX_UNSPECIFIED) {
    if (candidate.sex() != profile.sex()) return -1;
    ++given;
  }
  if (candidate.has_min_age_years()) {
    if (!age_years.has_value() || *age_years < candidate.min_age_years()) {
      return -1;
    }
    ++given;
  }
  if (candidate.has_athlete()) {
    if (!profile.has_athlete() || profile.athlete() != candidate.athlete()) {
      return -1;
    }
    ++given;
  }
  if (candidate.protocol() != kv1::DYNAMOMETRY_PROTOCOL_UNSPECIFIED) {
    if (candidate.protocol() != protocol) return -1;
    ++given;
  }
  return given;
}

}  // namespace

bool Contains(const kv1::Interval& interval, double value) {
  if (!interval.has_min() && !interval.has_max()) return false;
  if (interval.has_min()) {
    if (interval.min_excluded() ? !Above(value, interval.min())
                                : !AtLeast(value, interval.min())) {
      return false;
    }
  }
  if (interval.has_max()) {
    if (interval.max_excluded() ? !Below(value, interval.max())
                                : !AtMost(value, interval.max())) {
      return false;
    }
  }
  return true;
}

kv1::Band BandOf(const kv1::Bands& bands, double value) {
  if (Contains(bands.abnormal(), value)) return kv1::BAND_ABNORMAL;
  if (Contains(bands.borderline(), value)) return kv1::BAND_BORDERLINE;
  if (Contains(bands.normal(), value)) return kv1::BAND_NORMAL;
  return kv1::BAND_UNSPECIFIED;
}

const kv1::Bands& BandsFor(const kv1::Test& test, const v1::Profile& profile,
                           std::optional<int> age_years,
                           kv1::DynamometryProtocol protocol) {
  const kv1::Bands* best = &test.bands();
  int best_fit = 0;
  for (const auto& candidate : test.overrides()) {
    const int fit = Fit(candidate, profile, age_years, protocol);
    if (fit >= 1 && fit >= best_fit) {
      best = &candidate.bands();
      best_fit = fit;
    }
  }
  return *best;
}

}  // namespace tonus::engine
