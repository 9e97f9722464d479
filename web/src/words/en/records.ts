import type { records as vi } from '../vi/records';

export const records: Record<keyof typeof vi, string> = {};
