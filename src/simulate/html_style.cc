#include "simulate/html_page.h"

namespace ss::simulate {

namespace {

// Green, amber and red are never the only sign: chips say it, plots have their line.
constexpr const char* kStyle = R"css(
.hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);margin:0;padding:0;border:0}
.card{border-left:8px solid #9aa5b1}.card b.big{margin:2px 0}.card.words b.big{font-size:1.22rem;line-height:1.3}.card .soft{font-size:.88rem}
.card.s-holds{border-left-color:var(--P)}.card.s-unclear{border-left-color:#d8a200}.card.s-fails{border-left-color:var(--U)}
#verdict{padding-top:4px}
ul.verdict{margin:14px 0;padding:0;list-style:none;border:1px solid var(--line);border-radius:10px}
ul.verdict li{padding:9px 16px;border-top:1px solid var(--line)}ul.verdict li:first-child{border-top:0;font-weight:600;font-size:1.06rem}
.note{border-left:5px solid #d8a200;background:#fff8e1;padding:7px 14px;border-radius:0 6px 6px 0;margin:8px 0}
.note.bad{border-left-color:var(--U);background:#fdecea}
.chip{display:inline-block;font-size:.82rem;font-weight:600;border-radius:10px;padding:0 9px;background:#e9edf2;color:#3a4552}
.chip.holds,.chip.better,.chip.sourced{background:#dff2e7;color:#0f5c35}.chip.fails,.chip.worse{background:#fbe4e2;color:#8f1d16}
.chip.unclear{background:#fdf0d0;color:#7a4c00}.chip.assumed{background:#fdf0d0;color:#7a4c00}
.chip.derived{background:#dfeafa;color:#1d4477}.chip.fitted{background:#ece3f7;color:#52307c}.chip.bpsim{background:#e0f0f2;color:#15525b}
.tag.mark{background:#fdf0d0;color:#7a4c00;margin:0}
.share.sources{height:14px;max-width:720px}.share .sourced{background:#1a7f4b}.share .derived{background:#4a7fc1}.share .fitted{background:#7a52b3}.share .bpsim{background:#2c8793}.share .assumed{background:#e0a63c}
.plots{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,430px),1fr));gap:14px}
.small{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,262px),1fr));gap:10px}
.beside{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,430px),1fr));gap:18px;align-items:start}
figure{margin:0;border:1px solid var(--line);border-radius:10px;padding:10px 12px;break-inside:avoid;min-width:0}
figure.bad{border-left:6px solid var(--U)}
figcaption{font-weight:600;margin-bottom:4px}.small figcaption{font-size:.92rem;line-height:1.3}
.says{font-size:.88rem;color:var(--soft);margin:4px 0 0}
#units figure{max-width:760px}
.plot{width:100%;height:auto}
.plot text{font-size:12px;fill:#44505e}.plot text.tag,.plot text.target,.plot text.grows{font-weight:600;fill:var(--ink)}
.plot text.target,.plot text.grows,.plot text.tag{paint-order:stroke;stroke:#fff;stroke-width:3px;stroke-linejoin:round}
.plot .name{fill:#5a6675}.plot .grid{stroke:#e6eaef}.plot .axis{stroke:#9aa5b1}
.plot .band{fill:#c9d8ee}.plot .line{fill:none;stroke:var(--blue);stroke-width:2}
.plot .whisker{stroke:#7d9cc6;stroke-width:1.6}.plot .spot{fill:var(--blue)}
.plot line.target{stroke:#1a7f4b;stroke-width:1.4;stroke-dasharray:5 4}.plot text.target{fill:#0f5c35}
.plot line.grows{stroke:var(--U);stroke-width:1.6;stroke-dasharray:4 3}.plot text.grows{fill:var(--U)}
.plot .front{fill:none;stroke:#9aa5b1;stroke-width:1.5;stroke-dasharray:4 4}
.plot circle.holds,.plot rect.holds{fill:var(--P)}.plot circle.fails,.plot rect.fails{fill:#d06a1f}
.plot circle.holds,.plot circle.fails{stroke:#fff;stroke-width:1.5}
.letter{display:inline-block;min-width:1.6em;text-align:center;border-radius:50%;color:#fff;background:#b4540f}.letter.holds{background:var(--P)}
.pm{color:var(--soft);font-weight:400;white-space:nowrap}b.big .pm{font-size:.6em}td .pm{display:block}
.strip{display:block;overflow:visible;width:100%;min-width:90px;height:16px;margin-top:4px}
.strip line{vector-effect:non-scaling-stroke}
.strip .rail{stroke:#e1e6ec;stroke-width:2}.strip .mark{stroke:#2f3a46;stroke-width:1.4;stroke-dasharray:3 2}
.strip .range{stroke-width:4;stroke-linecap:round;opacity:.45}.strip .point{stroke-width:10;stroke-linecap:round}
.strip .rest{fill:#e9edf2}.strip .error{stroke:#1b2430;stroke-width:1.5}
.strip line.holds,.strip line.better{stroke:var(--P)}.strip line.unclear{stroke:#c98a00}.strip line.fails,.strip line.worse{stroke:var(--U)}.strip line.tie,.strip line.base,.strip line.unknown{stroke:#6b7784}
.strip rect.holds,.strip .good,.legend .good{fill:#4f9d74;background:#4f9d74}.strip rect.unclear,.strip .between,.legend .between{fill:#e6b24a;background:#e6b24a}.strip rect.fails,.strip .bad,.legend .bad{fill:#cf5148;background:#cf5148}
.breaks{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,320px),1fr));gap:12px}.breaks .card{break-inside:avoid}.break{height:18px;margin:6px 0}
td .tag,.nowrap{white-space:nowrap}td div+div{margin-top:4px}td .chip{white-space:nowrap}
td.n{white-space:nowrap}th.s,td.s{width:17%;min-width:110px}
@media(max-width:640px){td .pm{display:inline}figure{padding:8px 6px}.plot text{font-size:15px}.small .plot text{font-size:10.5px}td.s{width:100%}.cards{grid-template-columns:1fr 1fr}.cards .card:last-child:nth-child(odd){grid-column:1/-1}td.n{white-space:normal}.strip{max-width:none}
table.stack td:first-child{font-weight:600}table.stack td.n:not(:empty){display:inline-block;width:49%;vertical-align:top}
.verdict li{padding:8px 12px}}
@media print{.plots{grid-template-columns:1fr 1fr}.small{grid-template-columns:repeat(3,1fr)}.beside{grid-template-columns:1fr}.plot{max-width:100%}.beside figure{max-width:460px}td.n,.nowrap{white-space:normal}.breaks{grid-template-columns:repeat(3,1fr)}}
)css";

}  // namespace

std::string style() {
    return std::string("<style>") + kStyle + "</style>\n";
}

}  // namespace ss::simulate
