/** Most urgent first. The index is the code by which the store keeps and orders them. */
export const priorities = ['critical', 'high', 'normal', 'low'] as const;

export type Priority = (typeof priorities)[number];

export const priorityCode = (priority: Priority): number => priorities.indexOf(priority);

export const priorityOf = (code: number): Priority => priorities[code] ?? 'low';
