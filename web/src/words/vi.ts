// Every word of the client in Vietnamese, one file per desk below vi/.
import { shell } from './vi/shell';
import { asks } from './vi/asks';
import { dossier } from './vi/dossier';
import { counter } from './vi/counter';
import { officer } from './vi/officer';
import { leader } from './vi/leader';
import { records } from './vi/records';
import { meeting } from './vi/meeting';
import { assignments } from './vi/assignments';
import { director } from './vi/director';
import { practice } from './vi/practice';
import { city } from './vi/city';
import { citizen } from './vi/citizen';
import { admin } from './vi/admin';
import { account } from './vi/account';

export const vi = {...shell, ...asks, ...dossier, ...counter, ...officer, ...leader, ...records, ...meeting, ...assignments, ...director, ...practice, ...city, ...citizen, ...admin, ...account} as const;
export type Words = Record<keyof typeof vi, string>;
