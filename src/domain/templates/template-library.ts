import type { Content } from './template.ts';

export const templateCategories = ['nature', 'technology', 'security', 'health', 'organisation'] as const;

/** A template that comes with the product. Operators copy and change it. */
export interface LibraryTemplate {
  readonly id: string;
  readonly category: (typeof templateCategories)[number];
  readonly title: { readonly fr: string; readonly en: string };
  readonly content: Content;
}
