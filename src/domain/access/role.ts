export const roles = ['sender', 'viewer', 'operator', 'approver', 'admin'] as const;
export type Role = (typeof roles)[number];
