// Short names for what schemas/openapi.json says. Times are ms since 1970 UTC, money whole đồng.
import type { components, paths } from './types';

export type S = components['schemas'];
export type Me = S['Me'];
export type Seat = S['Seat'];
export type Mode = S['OfficeMode'];
export type Houses = S['Houses'];
export type HouseLine = S['HouseLine'];
export type HouseClock = S['HouseClock'];
export type Fact = S['Fact'];
export type Refusal = S['Refusal'];
export type Command = S['Command'];
export type Direction = S['Direction'];
export type PracticeDo = S['PracticeDo'];

type Keys<T> = T extends unknown ? keyof T : never;
/** 'dossier.receive', 'work.complete', ... */
export type Wire = Keys<Command> & string;
/** The body of a command: Body<'dossier.receive'> is {dossier, seen}. */
export type Body<W extends Wire> = Command extends infer C ? (C extends { [K in W]: infer B } ? B : never) : never;

/** A personal value on its way in; never written anywhere else. */
export type Sealed = S['Sealed'];
export const seal = (value: string): Sealed => ({ seal: value.trim() });

type ViewPath<N extends string> = `/v1/h/{house}/u/{unit}/view/${N}`;
type Json<P> = P extends { get: { responses: { 200: { content: { 'application/json': infer T } } } } } ? T : never;
/** 'counter', ...: every view the contract knows. */
export type ViewName = { [P in keyof paths]: P extends ViewPath<infer N> ? N : never }[keyof paths];
/** What a view holds; `unknown` for a name the contract does not know (yet). */
export type ViewOf<N extends string> = ViewPath<N> extends keyof paths ? Json<paths[ViewPath<N>]> : unknown;
export type Params = Record<string, string | number | undefined>;
