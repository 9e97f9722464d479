import type { practice as vi } from '../vi/practice';

export const practice: Record<keyof typeof vi, string> = {};
