// Every diagram of a plan as others' tools see it: imported by bpmn-js, nothing missing, nothing on top of anything.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { open } from './browser.mjs';

const VIEWER = createRequire(import.meta.url).resolve('bpmn-js/dist/bpmn-navigated-viewer.production.min.js');

/** All .bpmn files below a folder, in a fixed order. */
export function diagrams(folder) {
  return readdirSync(folder).sort().flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return diagrams(path);
    return name.endsWith('.bpmn') ? [path] : [];
  });
}

/** What is wrong with each file: {path: [sentences]}; files without complaint are not in it. */
export async function checkDiagrams(browser, paths, { shots } = {}) {
  const { page, context, problems } = await open(browser, { viewport: { width: 1600, height: 900 } });
  await page.setContent('<!doctype html><style>body{margin:0}#canvas{width:1600px;height:900px}</style><div id="canvas"></div>');
  await page.addScriptTag({ path: VIEWER });
  const found = {};
  for (const path of paths) {
    problems.length = 0;
    const bad = await page.evaluate(look, readFileSync(path, 'utf8'));
    bad.push(...problems);
    if (bad.length) found[path] = bad;
    if (shots) await page.screenshot({ path: `${shots}/${path.replace(/.*plans\//, '').replaceAll('/', '_')}.png` });
  }
  await context.close();
  return found;
}

/** Runs in the page. */
async function look(xml) {
  const bad = [];
  const box = document.getElementById('canvas');
  window.last?.destroy();
  const viewer = (window.last = new window.BpmnJS({ container: box }));
  try {
    const { warnings } = await viewer.importXML(xml);
    for (const w of warnings) bad.push(`bpmn-js warns: ${w.message}`);
  } catch (e) {
    return [`bpmn-js cannot read it: ${e.message}`];
  }
  viewer.get('canvas').zoom('fit-viewport');
  const registry = viewer.get('elementRegistry');
  const all = registry.getAll();

  // Every flow node, edge and lane of the model is drawn.
  const drawn = new Set(all.map((e) => e.id));
  const walk = (container) => {
    for (const e of container.flowElements ?? []) {
      if (!/^bpmn:Data(Object|Store)$/.test(e.$type) && !drawn.has(e.id)) bad.push(`${e.id} (${e.$type}) is not in the diagram`);
      walk(e);
    }
    for (const set of container.laneSets ?? [])
      for (const lane of set.lanes ?? []) if (!drawn.has(lane.id)) bad.push(`the lane ${lane.id} is not in the diagram`);
  };
  for (const root of viewer.getDefinitions().rootElements) {
    if (root.$type === 'bpmn:Process') walk(root);
    for (const p of root.participants ?? []) if (!drawn.has(p.id)) bad.push(`the pool ${p.id} is not in the diagram`);
  }

  const is = (e, t) => e.businessObject?.$instanceOf?.(t);
  const nodes = all.filter((e) => e.width && !e.labelTarget && is(e, 'bpmn:FlowNode'));
  const frames = all.filter((e) => is(e, 'bpmn:Participant'));
  const inside = (a, b) => a.x >= b.x && a.y >= b.y && a.x + a.width <= b.x + b.width && a.y + a.height <= b.y + b.height;
  const across = (a, b) => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

  // No shape on another: two nodes of the same parent may touch only when one sits on the other's border.
  nodes.forEach((a, i) => nodes.slice(i + 1).forEach((b) => {
    if (a.host === b || b.host === a || a.parent !== b.parent) return;
    if (across(a, b)) bad.push(`${a.id} lies on ${b.id}`);
  }));
  // A label lies within a pool, and not across another node.
  for (const l of all.filter((e) => e.labelTarget)) {
    if (frames.length && !frames.some((f) => inside(l, f))) bad.push(`the label of ${l.labelTarget.id} lies outside of the pool`);
    for (const n of nodes) {
      const own = n === l.labelTarget;
      if (!own && n.host !== l.labelTarget && across(l, n)) bad.push(`the label of ${l.labelTarget.id} lies on ${n.id}`);
    }
  }
  // Each node within the lane that names it.
  for (const lane of all.filter((e) => is(e, 'bpmn:Lane')))
    for (const ref of lane.businessObject.flowNodeRef ?? []) {
      const node = registry.get(ref.id);
      if (node && !node.host && !inside(node, lane)) bad.push(`${ref.id} lies outside of its lane ${lane.id}`);
    }
  // Text that does not fit its box is drawn past the border.
  for (const n of nodes.filter((e) => is(e, 'bpmn:Activity'))) {
    const text = registry.getGraphics(n).querySelector('.djs-visual text')?.getBBox();
    if (text && (text.width > n.width || text.height > n.height)) bad.push(`the name of ${n.id} does not fit its box`);
  }
  return bad;
}
