import type { AlertDraft } from '../../../src/domain/alerts/alert.ts';

/** A draft with one text in French and an empty audience. */
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
