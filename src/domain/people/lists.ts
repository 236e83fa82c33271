/**
 * `emergency`: people are on it for their safety, and get its messages unless they refused or opted out. `information`:
 * only people who agreed get its messages.
 */
export interface ListDefinition {
  readonly kind: 'emergency' | 'information';
}
