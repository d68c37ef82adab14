// SPDX-License-Identifier: Apache-2.0
// What every plot has: the document with its name, its description, its style,
// its ground and its heading.

#ifndef TONUS_SERVICES_PROGRESS_PLOT_FRAME_H_
#define TONUS_SERVICES_PROGRESS_PLOT_FRAME_H_

#include <string>

#include "services/progress/plot/svg.h"
#include "tonus/v1/progress_service.pb.h"

namespace tonus::plot {

inline constexpr double kWidth = 720;

// Begins the document of `plot`, of which kind, subject, title and description
// are read; it is closed by EndPlot.
void BeginPlot(const v1::ProgressPlot& plot, double height, SvgWriter* svg);

// Returns the finished document.
std::string EndPlot(SvgWriter svg);

}  // namespace tonus::plot

#endif  // TONUS_SERVICES_PROGRESS_PLOT_FRAME_H_
