// All asks by id. The id is the wire name; where one command has several buttons, '<wire>/<which>'.
import type { Body } from '../wire/shapes';
import { assignment } from './assignment';
import { document } from './document';
import { dossier } from './dossier';
import { meeting } from './meeting';
import { office } from './office';
import type { Spec } from './spec';
import { ticket } from './ticket';
import { work } from './work';

export const asks = { ...dossier, ...work, ...document, ...meeting, ...assignment, ...ticket, ...office } as const;
export type AskId = keyof typeof asks;
/** The body of the command an ask sends. */
export type BodyOf<Id extends AskId> = Body<(typeof asks)[Id]['wire']>;
export const spec = (id: AskId): Spec => asks[id];
