// What the house writes for others to open: reports and diagrams.
import { checkDiagrams, diagrams } from './bpmn.mjs';
import { checkReport } from './report.mjs';
import { expectNamed, FIXTURES, TOP } from './testing.mjs';

export const tests = {
  'the report opens offline, in two languages, on desk, phone and paper': async ({ browser, run, shots }) =>
    checkReport(browser, `${run}/report.html`, { shots }),

  'a broken report is named': async ({ browser }) =>
    expectNamed(await checkReport(browser, `${FIXTURES}/broken-report.html`), [
      'not in Vietnamese', '#gate is missing', 'timeline of the day is not drawn', 'diagram of a procedure is not drawn',
      '#nowhere leads nowhere', 'does not lead to English', '390x844: 16', 'reaches out to https://example.org/logo.png',
      'console error: something went wrong', 'uncaught: nobody caught it',
      'the language switch is on the paper', 'the navigation is on the paper',
    ]),

  'every diagram of the plan opens in bpmn-js without a complaint': async ({ browser }) => {
    const paths = diagrams(`${TOP}/plans/hue-2025`);
    if (paths.length < 17) return [`only ${paths.length} diagrams were found`];
    return Object.entries(await checkDiagrams(browser, paths)).flatMap(([p, bad]) => bad.map((b) => `${p}: ${b}`));
  },

  'a broken diagram is named': async ({ browser }) =>
    expectNamed(Object.values(await checkDiagrams(browser, [`${FIXTURES}/broken.bpmn`])).flat(), [
      'bpmn-js warns', 'undrawn (bpmn:UserTask) is not in the diagram', 'flow_2 (bpmn:SequenceFlow) is not in the diagram',
      'stray lies on second|second lies on stray', 'label of start lies outside of the pool', 'stray lies outside of its lane',
      'name of first does not fit',
    ]),
};
