// The same in English: complete, or it does not compile.
import { shell } from './en/shell';
import { asks } from './en/asks';
import { dossier } from './en/dossier';
import { counter } from './en/counter';
import { officer } from './en/officer';
import { leader } from './en/leader';
import { records } from './en/records';
import { meeting } from './en/meeting';
import { assignments } from './en/assignments';
import { director } from './en/director';
import { practice } from './en/practice';
import { city } from './en/city';
import { citizen } from './en/citizen';
import { admin } from './en/admin';
import { account } from './en/account';
import type { Words } from './vi';

export const en: Words = {...shell, ...asks, ...dossier, ...counter, ...officer, ...leader, ...records, ...meeting, ...assignments, ...director, ...practice, ...city, ...citizen, ...admin, ...account};
