// Short messages at the edge of the page. What was done goes away by itself; a refusal stays until it is closed.
export interface Toast {
  id: number;
  kind: 'done' | 'refused' | 'info';
  title: string;
  text?: string;
  rule?: string;
}

class Toasts {
  list = $state<Toast[]>([]);
}
export const toasts = new Toasts();
let last = 0;

export function toast(one: Omit<Toast, 'id'>) {
  const id = ++last;
  toasts.list = [...toasts.list.slice(-3), { ...one, id }];
  if (one.kind !== 'refused') setTimeout(() => closeToast(id), 6000);
}
export function closeToasts() {
  toasts.list = [];
}
export function closeToast(id: number) {
  toasts.list = toasts.list.filter((t) => t.id !== id);
}
