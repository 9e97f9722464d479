import type { citizen as vi } from '../vi/citizen';

export const citizen: Record<keyof typeof vi, string> = {};
