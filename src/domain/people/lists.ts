/**
 * `emergency`: people are on it for their safety, and get its messages unless they refused or opted out.
 * `information`: only who has agreed gets its messages.
 */
export interface ListDefinition {
  readonly kind: 'emergency' | 'information';
}
