import type { counter as vi } from '../vi/counter';

export const counter: Record<keyof typeof vi, string> = {};
