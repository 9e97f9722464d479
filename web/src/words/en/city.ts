import type { city as vi } from '../vi/city';

export const city: Record<keyof typeof vi, string> = {};
