// Canonical JSON of this room: see base/wire.h.
#pragma once

#include "base/wire.h"
#include "check/check.h"

namespace ss::check {

template <class V>
void fields(V& v, Finding& t) {
    v("args", t.args)("code", t.code)("file", t.file)("line", t.line)("officer", t.officer);
    v("procedure", t.procedure)("role", t.role)("severity", t.severity)("unit", t.unit);
}

}  // namespace ss::check
