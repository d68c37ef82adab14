// SPDX-License-Identifier: Apache-2.0
// How bad a single reading is.

#ifndef TONUS_SERVICES_ENGINE_SEVERITY_H_
#define TONUS_SERVICES_ENGINE_SEVERITY_H_

#include "services/engine/measurement.h"
#include "tonus/knowledge/v1/pack.pb.h"

namespace tonus::engine {

// Returns the severity of `reading`, in [0, 1]; 0 for a normal one. Numeric
// values count by their distance beyond the edge of the abnormal band in widths
// of the borderline band; ordinal ones, and bands that only a side difference
// worsened, count as fixed figures. What R-203 adds belongs to the axis.
double SeverityOf(const knowledge::v1::Pack& pack, const Reading& reading);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_SEVERITY_H_
