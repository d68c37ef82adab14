// SPDX-License-Identifier: Apache-2.0
// The plots of series: pain, an outcome measure, a test.

#ifndef TONUS_SERVICES_PROGRESS_PLOT_SERIES_PLOTS_H_
#define TONUS_SERVICES_PROGRESS_PLOT_SERIES_PLOTS_H_

#include "tonus/v1/progress_report.pb.h"
#include "tonus/v1/progress_service.pb.h"

namespace tonus::plot {

v1::ProgressPlot PainPlot(const v1::Progress& progress);

// `measure` and `test` are of `progress`.
v1::ProgressPlot MeasurePlot(const v1::Progress& progress,
                             const v1::MeasureProgress& measure);
v1::ProgressPlot TestPlot(const v1::Progress& progress,
                          const v1::TestProgress& test);

}  // namespace tonus::plot

#endif  // TONUS_SERVICES_PROGRESS_PLOT_SERIES_PLOTS_H_
