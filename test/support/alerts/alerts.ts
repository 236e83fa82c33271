import type { AlertDraft } from '../../../src/domain/alerts/alert.ts';

/** One text in French for nobody yet. */
export const draftOf = (own: Partial<AlertDraft> = {}): AlertDraft => ({
  title: 'Crue du fleuve',
  kind: 'live',
  severity: 'severe',
  priority: 'critical',
  content: {
    defaultLanguage: 'fr',
    variants: [{ language: 'fr', text: 'Crue : gagnez les hauteurs.' }],
    placeholders: {},
  },
  values: {},
  audience: { include: [] },
  validForMs: 3_600_000,
  overrideOptOut: false,
  source: 'api',
  ...own,
});

export const author = { id: 'token-author', name: 'author', role: 'operator' } as const;
export const approver = { id: 'token-approver', name: 'approver', role: 'approver' } as const;
