import { isDeepStrictEqual } from 'node:util';
import type { Content } from '../../domain/templates/template.ts';
import type { TriggeredAlert } from '../../domain/triggers/alert-maker.ts';

/**
 * Whether the wave is the correction with this content. Waves of people, such as a resend, may have come between: the
 * correction isn't sent by them.
 */
export const isWaveOf = (
  { kind, content }: TriggeredAlert['waves'][number],
  said: Content | undefined,
): boolean =>
  (kind === 'update' || kind === 'cancel') &&
  said !== undefined &&
  isDeepStrictEqual(stored(content), stored(said));

/** A value as the store gives it back: without what is undefined. */
const stored = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
