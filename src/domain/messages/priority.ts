/** Most urgent first; the index is the code that the store keeps and orders by. */
export const priorities = ['critical', 'high', 'normal', 'low'] as const;

export type Priority = (typeof priorities)[number];

export const priorityCode = (priority: Priority): number => priorities.indexOf(priority);

export const priorityOf = (code: number): Priority => priorities[code] ?? 'low';
