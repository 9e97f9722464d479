import type { director as vi } from '../vi/director';

export const director: Record<keyof typeof vi, string> = {};
