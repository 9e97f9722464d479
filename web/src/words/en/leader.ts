import type { leader as vi } from '../vi/leader';

export const leader: Record<keyof typeof vi, string> = {};
