import type { assignments as vi } from '../vi/assignments';

export const assignments: Record<keyof typeof vi, string> = {};
