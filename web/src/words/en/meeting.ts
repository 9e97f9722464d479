import type { meeting as vi } from '../vi/meeting';

export const meeting: Record<keyof typeof vi, string> = {};
