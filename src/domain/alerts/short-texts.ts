import type { MessageId } from '../messages/message-id.ts';
import type { Msisdn } from '../messages/msisdn.ts';
import type { Encoding } from '../text/encoding.ts';
import type { AlertActor } from './alert.ts';

/** A queued message with the full text of its wave, of which no part has left. */
export interface LongMessage {
  readonly id: MessageId;
  readonly number: Msisdn;
  /** The language of its text. */
  readonly language: string | undefined;
  readonly parts: number;
}

/**
 * Short texts for queued messages of a wave. The wave goes over to the short text with them: what is made later has it
 * too.
 */
export interface ShortTexts {
  readonly alert: number;
  readonly wave: number;
  /** The version of the alert from which the texts were made. */
  readonly version: number;
  readonly at: number;
  readonly actor: Pick<AlertActor, 'id' | 'name'>;
  /** Why, in words. */
  readonly reason: string;
  readonly texts: readonly {
    readonly id: MessageId;
    readonly to: Msisdn;
    readonly text: string;
    readonly encoding: Encoding;
    readonly parts: number;
  }[];
}

/**
 * `stale`: the alert has changed since the texts were made, or the wave doesn't go out, and nothing was stored.
 * `messages`: those that have the short text now; others had left the queue.
 */
export type ShortTextsStored =
  | { readonly kind: 'stored'; readonly messages: number; readonly isLogged: boolean }
  | { readonly kind: 'stale' };

/** The queued messages that can have a short text, and the waves that go over to it. */
export interface ShortTextRepository {
  /** @param lanes all lanes of the wave. @param afterId the last id of the page before; 0 for the first page */
  longQueued(
    wave: { readonly alert: number; readonly wave: number },
    lanes: readonly number[],
    afterId: number,
    limit: number,
  ): Promise<readonly LongMessage[]>;
  storeShortTexts(texts: ShortTexts): Promise<ShortTextsStored>;
}
