// For whoever keeps the machine running: health, readiness, metrics, the contract.
#include "serve/inside.h"
#include "views/openapi.h"

namespace ss::serve {

namespace {

std::string labels(const House& house, const Code& unit) {
    return "{house=\"" + house.code() + "\",unit=\"" + unit + "\"}";
}

Response text(std::string body, int status = 200) {
    Response r;
    r.status = status;
    r.type = "text/plain; charset=utf-8";
    r.body = std::move(body);
    return r;
}

void add_units(std::string& out, const std::vector<House*>& houses) {
    struct Line {
        const char *name, *type, *help;
        uint64_t (*value)(const office::Recorder&);
    };
    static constexpr std::array<Line, 6> kLines{{
        {"journal_entries", "counter", "Entries in the journal of a unit.",
         [](const office::Recorder& r) { return r.last_seq(); }},
        {"unit_writable", "gauge", "1, or 0 once its journal could not be written.",
         [](const office::Recorder& r) { return uint64_t{!r.failed()}; }},
        {"work_open", "gauge", "Work items that wait or are being done.",
         [](const office::Recorder& r) { return uint64_t{r.state().flow.work.size()}; }},
        {"dossiers_running", "gauge", "Dossiers whose clock runs.",
         [](const office::Recorder& r) { return uint64_t{r.state().dossiers.due.size()}; }},
        {"dossiers_overdue", "gauge", "Dossiers past their promised hour.",
         [](const office::Recorder& r) {
             uint64_t n = 0;
             for (const auto& [id, d] : r.state().dossiers.dossiers)
                 n += d.overdue && d.closed_at.ms == 0 ? 1 : 0;
             return n;
         }},
        {"outbox_messages", "gauge", "Messages to other units not yet brought.",
         [](const office::Recorder& r) { return uint64_t{r.state().outbox.size()}; }},
    }};
    for (const Line& line : kLines) {
        Metrics::head(out, line.name, line.type, line.help);
        for (const House* house : houses)
            for (const Code& unit : house->units())
                if (const auto* recorder = house->find(unit))
                    Metrics::line(out, line.name, labels(*house, unit), line.value(*recorder));
    }
}

}  // namespace

bool App::Inside::ready(std::string& why) const {
    for (const House* house : houses)
        for (const Code& unit : house->units()) {
            const auto* recorder = house->find(unit);
            if (recorder == nullptr || recorder->failed())
                why += house->code() + "/" + unit + " is not writable\n";
        }
    return why.empty();
}

void App::Inside::operations(Call& call) {
    const Request& r = call.request;
    if (r.method != "GET" && r.method != "HEAD") return refuse(call, 405, "method");
    if (r.path == "/healthz") return send(call, text("ok\n"));
    if (r.path == "/readyz") {
        std::string why;
        const bool good = ready(why);
        return send(call, good ? text("ready\n") : text(why, 503));
    }
    if (r.path == "/openapi.json") {
        static const std::string contract = views::openapi();
        return send(call, json_response(contract));
    }
    std::string out = metrics.text();
    add_units(out, houses);
    Metrics::head(out, "practices_open", "gauge", "Practices that are open.");
    Metrics::line(out, "practices_open", "", practices.running());
    Metrics::head(out, "logins_open", "gauge", "Logins that have not expired.");
    Metrics::line(out, "logins_open", "", accounts.logins());
    if (options.counts) {
        const Server::Counts counts = options.counts();
        Metrics::head(out, "connections", "gauge", "Open connections.");
        Metrics::line(out, "connections", "", counts.open);
        Metrics::head(out, "bytes_total", "counter", "Bytes by direction.");
        Metrics::line(out, "bytes_total", "{direction=\"in\"}", counts.bytes_in);
        Metrics::line(out, "bytes_total", "{direction=\"out\"}", counts.bytes_out);
    }
    send(call, text(std::move(out)));
}

}  // namespace ss::serve
