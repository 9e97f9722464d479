// What can be asked of the office about office; see index.ts.
import type { Spec } from './spec';

export const office = {
  'observe.note': { wire: 'observe.note', words: 'ask.observe.note' },
  'preparation.report': { wire: 'preparation.report', words: 'ask.preparation.report' },
  'correction.plan': { wire: 'correction.plan', words: 'ask.correction.plan' },
  'officer.enrol': { wire: 'officer.enrol', words: 'ask.officer.enrol' },
  'officer.appoint': { wire: 'officer.appoint', words: 'ask.officer.appoint' },
  'officer.release': { wire: 'officer.release', words: 'ask.officer.release', confirm: true },
  'officer.report_absence': { wire: 'officer.report_absence', words: 'ask.officer.report_absence', form: () => import('./forms/Absence.svelte') },
  'officer.report_return': { wire: 'officer.report_return', words: 'ask.officer.report_return' },
  'officer.break_token': { wire: 'officer.break_token', words: 'ask.officer.break_token' },
  'officer.renew_token': { wire: 'officer.renew_token', words: 'ask.officer.renew_token' },
  'delegation.grant': { wire: 'delegation.grant', words: 'ask.delegation.grant', form: () => import('./forms/Delegate.svelte') },
} as const satisfies Record<string, Spec>;
