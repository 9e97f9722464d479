#include "readiness/html_page.h"

namespace ss::readiness {

namespace {

constexpr const char* kStyle = R"css(
:root{--ink:#1b2430;--soft:#5a6675;--line:#d5dbe3;--band:#f4f6f9;--P:#1a7f4b;--S:#5f8a00;--M:#b96a00;--U:#b3261e;--blue:#1f4e8c}
*{box-sizing:border-box}
html{font:16px/1.5 "Segoe UI",Roboto,"Noto Sans","Liberation Sans",Arial,sans-serif;color:var(--ink);-webkit-text-size-adjust:100%}
body{margin:0;background:#fff}
main,header.top{max-width:1240px;margin:0 auto;padding:0 20px}
header.top{padding-top:22px}
h1{font-size:1.7rem;line-height:1.25;margin:0 0 4px}
h2{font-size:1.25rem;margin:34px 0 10px;padding-bottom:5px;border-bottom:2px solid var(--line)}
h3{font-size:1.02rem;margin:20px 0 6px}
p{margin:6px 0}
.soft,small{color:var(--soft)}
.lang{float:right;font:inherit;padding:5px 14px;border:1px solid var(--line);border-radius:16px;background:#fff;cursor:pointer}
nav{display:flex;flex-wrap:wrap;gap:4px 16px;margin:14px 0 0;font-size:.92rem}
nav a{color:var(--blue)}
.cards{display:grid;grid-template-columns:repeat(auto-fit,minmax(190px,1fr));gap:12px;margin:16px 0}
.card{border:1px solid var(--line);border-radius:10px;padding:12px 14px;background:#fff}
.card b.big{display:block;font-size:1.6rem;line-height:1.2}
.go{border-left:8px solid var(--P)}.conditional{border-left:8px solid var(--M)}.no_go{border-left:8px solid var(--U)}.not_yet{border-left:8px solid #9aa5b1}
.green{border-left:8px solid var(--P)}.yellow{border-left:8px solid #d8a200}.red{border-left:8px solid var(--U)}
.wide{overflow-x:auto;-webkit-overflow-scrolling:touch;margin:8px 0}
table{border-collapse:collapse;width:100%;font-size:.93rem}
th,td{text-align:left;vertical-align:top;padding:6px 9px;border-bottom:1px solid var(--line)}
thead th{background:var(--band);font-weight:600}
td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}
tr.t1 td:first-child{font-weight:600}
.r{display:inline-block;min-width:1.7em;padding:0 .45em;border-radius:5px;color:#fff;text-align:center;font-weight:700}
.rP{background:var(--P)}.rS{background:var(--S)}.rM{background:var(--M)}.rU{background:var(--U)}.r0{background:#9aa5b1}
.tier{font-size:.78rem;border:1px solid var(--line);border-radius:4px;padding:0 5px;color:var(--soft);white-space:nowrap}
.share{display:flex;height:10px;min-width:90px;border-radius:5px;overflow:hidden;background:#e6eaef;margin-top:6px}
.share i{display:block}.share .rP,.share .rS,.share .rM,.share .rU{border-radius:0}
.findings{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,460px),1fr));gap:10px;align-items:start}
.finding{border:1px solid var(--line);border-left:6px solid #9aa5b1;border-radius:8px;padding:8px 14px;break-inside:avoid}
.finding.blocking{border-left-color:var(--U)}.finding.closed{opacity:.65}
.tag{display:inline-block;font-size:.8rem;border-radius:4px;background:var(--band);padding:0 7px;margin-right:5px}
.tag.warn{background:#fbe4e2;color:var(--U);font-weight:600}
.seq{font-family:ui-monospace,Consolas,"Liberation Mono",monospace;font-size:.82rem;color:var(--soft)}
.no{color:var(--U);font-weight:600}.yes{color:var(--P);font-weight:600}.none{color:var(--soft);font-style:italic}
details{margin:8px 0}summary{cursor:pointer;padding:5px 0;font-weight:600}
svg{display:block;max-width:none}
svg text{font:12px "Segoe UI",Roboto,"Noto Sans","Liberation Sans",Arial,sans-serif;fill:var(--ink)}
.day .grid{stroke:#e3e8ee}.day .lane:nth-child(even){fill:#fafbfd}.day .name{font-size:11.5px}
.day rect.w{fill:#8aa4c4}.day rect.P{fill:var(--P)}.day rect.S{fill:#8db33a}.day rect.M{fill:#e39a2d}.day rect.U{fill:var(--U)}
.day rect.meeting{fill:#c9d8ee;stroke:var(--blue)}.day rect.away{fill:#d9dde2}.day rect.outage{fill:#f3c3bf;stroke:var(--U)}
.day rect.waits{opacity:.4}.day rect.open{stroke:var(--ink);stroke-dasharray:3 2}
.day .inject line{stroke:#7a3db8;stroke-dasharray:3 4;opacity:.3}.day .inject:hover line{opacity:1;stroke-width:2}.day .inject text{fill:#7a3db8;font-size:10px}
.queue path.area{fill:#f3d9a8}.queue path.line{fill:none;stroke:#b96a00;stroke-width:1.5}
.lbl{display:none}
.bpmn{height:auto;width:100%;max-width:var(--w);min-width:min(980px,var(--w));cursor:zoom-in}.bpmn.full{width:var(--w);cursor:zoom-out}.bpmn path,.bpmn rect,.bpmn circle{fill:#fff;stroke:#44505e;stroke-width:1.4}
.bpmn .pool,.bpmn .lane{fill:#fcfdfe;stroke:#b6c0cc}.bpmn .edge,.bpmn .edge0{fill:none;stroke:#7b8794}
.bpmn marker path{fill:#7b8794;stroke:none}
.bpmn .thick{stroke-width:3.2}.bpmn .dashed{stroke-dasharray:4 3}.bpmn .dotted{stroke-dasharray:2 2}
.bpmn .icon,.bpmn .inner{fill:none}.bpmn .wide{stroke-width:2.6;fill:none}.bpmn .solid{fill:#44505e}
.bpmn .h1{fill:#fff6e0}.bpmn .h2{fill:#ffe7b3}.bpmn .h3{fill:#ffcf80}.bpmn .h4{fill:#ffa95c}.bpmn .h5{fill:#f47b5a}
.bpmn .badge .b{fill:#44505e;stroke:#fff}.bpmn .badge.late .b{fill:var(--U)}.bpmn .badge text{fill:#fff;font-size:11px;font-weight:700}
.legend{display:flex;flex-wrap:wrap;gap:4px 14px;font-size:.85rem;color:var(--soft);margin:6px 0}
.legend i{display:inline-block;width:14px;height:11px;border-radius:3px;margin-right:5px;vertical-align:-1px}
dl.facts{display:grid;grid-template-columns:minmax(150px,auto) 1fr;gap:3px 16px;margin:8px 0}
dl.facts dt{color:var(--soft)}dl.facts dd{margin:0;overflow-wrap:anywhere}
.figures{display:grid;grid-template-columns:repeat(auto-fill,minmax(170px,1fr));gap:6px 18px;margin:12px 0}.figures dt{color:var(--soft);font-size:.85rem}.figures dd{margin:0;font-weight:600}
footer{max-width:1240px;margin:40px auto 30px;padding:12px 20px;border-top:1px solid var(--line);font-size:.85rem;color:var(--soft)}
@media(max-width:640px){main,header.top{padding:0 13px}h1{font-size:1.35rem}.lang{float:none;margin-bottom:8px}
table.stack thead{display:none}table.stack,table.stack tbody,table.stack tr,table.stack td{display:block;width:100%}
table.stack tr{border:1px solid var(--line);border-radius:8px;margin:8px 0;padding:4px}table.stack td{border:0;padding:3px 8px;text-align:left}table.stack td:empty{display:none}.lbl{display:block}
#columns table.stack td:not(:first-child){display:inline-block;width:24%;padding:3px 2px 3px 8px;font-size:.85rem}
dl.facts{grid-template-columns:1fr}dl.facts dd{margin-bottom:6px}}
@media print{@page{size:A4;margin:14mm}html{font-size:11px}.lang,nav{display:none}main,header.top,footer{max-width:none;padding:0}.cards{grid-template-columns:repeat(5,1fr)}
h2{break-after:avoid}tr,.card{break-inside:avoid}thead{display:table-header-group}.wide{overflow:visible}
svg{max-width:100%;height:auto}.bpmn,.bpmn.full{width:100%;min-width:0}.wide{break-inside:avoid}summary{break-after:avoid}*{-webkit-print-color-adjust:exact;print-color-adjust:exact}}
)css";

// Without script the first language is shown; with it, the button changes it and printing opens
// what is folded.
constexpr const char* kScript = R"js(
(function(){var root=document.documentElement,button=document.querySelector('.lang');
if(button){button.hidden=false;button.onclick=function(){var all=button.dataset.all.split(' ');
root.lang=all[(all.indexOf(root.lang)+1)%all.length];};}
document.querySelectorAll('svg.bpmn').forEach(function(s){s.onclick=function(){s.classList.toggle('full');};});
var opened=[];addEventListener('beforeprint',function(){document.querySelectorAll('details:not([open])').forEach(function(d){d.open=true;opened.push(d);});});
addEventListener('afterprint',function(){opened.forEach(function(d){d.open=false;});opened=[];});})();
)js";

}  // namespace

std::string style_and_script() {
    return std::string("<style>") + kStyle +
           "</style>\n<script>addEventListener('DOMContentLoaded',"
           "function(){" +
           kScript + "});</script>\n";
}

}  // namespace ss::readiness
