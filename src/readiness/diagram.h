// Draws the diagram interchange of a BPMN file as SVG, with heat on its steps. Draws whatever
// modelling tools write: what it does not know becomes a plain box. Executes and checks nothing.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "base/id.h"
#include "base/result.h"

namespace ss::readiness {

// What lies on one node.
struct Mark {
    int heat = 0;         // 0 none, 1 (cool) to 5 (hot): css class h1..h5
    std::string badge;    // short text at its corner: "12"
    bool late = false;    // the badge warns
    std::string tooltip;  // plain text
};

// An <svg class="bpmn"> whose ids begin with `prefix` (unique on a page). `label` is for readers
// who do not see it. Malformed: not XML, DOCTYPE, or no diagram in it.
Result<std::string> diagram(std::string_view bpmn, const std::map<Code, Mark>& marks,
                            const std::string& prefix, const std::string& label);

// Call activities of a process: id -> id of the process called (zeebe:calledElement).
std::map<Code, Code> called_by(std::string_view bpmn);

// What its heat means: the five colours, from cool to hot, each with what `say` says of "1" to "5".
std::string heat_legend(const std::function<std::string(const std::string& heat)>& say);

// &, <, >, " and ' for text and attributes.
std::string escaped(std::string_view text);

}  // namespace ss::readiness
