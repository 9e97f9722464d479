// A procedure as it is drawn, and where dossiers stand in it.
#pragma once

#include "views/shared.h"

namespace ss::views {

// What lies on one node of one diagram now.
struct NodeMark {
    int64_t count = 0;  // dossiers that stand there
    Code node;          // id in the diagram
    int64_t overdue = 0;
    std::optional<Instant> since;  // the longest
    std::vector<Person> with;      // who has taken it, or could
};
struct DiagramFile {
    std::string file;  // "procedures/1.001193/process.bpmn"
    std::vector<NodeMark> marks;
    Code process;  // id, as call activities name it
    std::string xml;
};
// dossier: of one dossier; or procedure: of all dossiers of it.
struct DiagramView {
    std::optional<DossierId> dossier;
    std::vector<DiagramFile> files;  // the procedure's own first, then what it calls
    Named procedure;
    Code stuck;  // reason, where the procedure cannot go on; empty: it can
};

Result<DiagramView> diagram(const Looking&);

template <class V>
void fields(V& v, NodeMark& t) {
    v("count", t.count)("node", t.node)("overdue", t.overdue)("since", t.since)("with", t.with);
}
template <class V>
void fields(V& v, DiagramFile& t) {
    v("file", t.file)("marks", t.marks)("process", t.process)("xml", t.xml);
}
template <class V>
void fields(V& v, DiagramView& t) {
    v("dossier", t.dossier)("files", t.files)("procedure", t.procedure)("stuck", t.stuck);
}

}  // namespace ss::views
