// SPDX-License-Identifier: Apache-2.0
// The plot of sessions by week: one sign for each session, and its count.

#ifndef TONUS_SERVICES_PROGRESS_PLOT_ADHERENCE_PLOT_H_
#define TONUS_SERVICES_PROGRESS_PLOT_ADHERENCE_PLOT_H_

#include "tonus/v1/progress_report.pb.h"
#include "tonus/v1/progress_service.pb.h"

namespace tonus::plot {

v1::ProgressPlot AdherencePlot(const v1::Progress& progress);

}  // namespace tonus::plot

#endif  // TONUS_SERVICES_PROGRESS_PLOT_ADHERENCE_PLOT_H_
