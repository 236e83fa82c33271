import type { BroadcastKind } from '../domain/inbound/cell-broadcast.ts';
import type { Mapping } from './mapping.ts';

/** The name of the trigger, which no webhook can have: a webhook of this name would be mistaken for it. */
export const CELL_BROADCAST = 'cell-broadcast';

interface BroadcastRule {
  readonly kinds: readonly BroadcastKind[];
  readonly channels?: readonly number[] | undefined;
  readonly languages?: readonly string[] | undefined;
  readonly scenario: string;
  readonly values: Readonly<Record<string, string>>;
}

/**
 * Two modems on one network receive the same broadcast, and a repetition after a day may be stored anew: both are the
 * same event. A network uses a serial number again after days, so the day and the text are part of the identity.
 */
export const broadcastMapping = (rules: readonly BroadcastRule[]): Mapping => ({
  identity: ['/channel', '/serial', '/day', '/text'],
  rules: rules.map(({ kinds, channels, languages, scenario, values }) => ({
    when: {
      '/kind': kinds,
      ...(channels === undefined ? {} : { '/channel': channels.map(String) }),
      ...(languages === undefined ? {} : { '/language': languages }),
    },
    scenario,
    values,
  })),
});
