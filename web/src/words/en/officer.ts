import type { officer as vi } from '../vi/officer';

export const officer: Record<keyof typeof vi, string> = {};
