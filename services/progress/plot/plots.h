// SPDX-License-Identifier: Apache-2.0
// From progress to its plots: a pure function of the message.

#ifndef TONUS_SERVICES_PROGRESS_PLOT_PLOTS_H_
#define TONUS_SERVICES_PROGRESS_PLOT_PLOTS_H_

#include "tonus/v1/progress_report.pb.h"
#include "tonus/v1/progress_service.pb.h"

namespace tonus::plot {

// Returns what `request` asks for of `progress`; its contract stands at
// ProgressService.RenderProgress.
v1::RenderProgressResponse RenderPlots(
    const v1::Progress& progress, const v1::RenderProgressRequest& request);

}  // namespace tonus::plot

#endif  // TONUS_SERVICES_PROGRESS_PLOT_PLOTS_H_
