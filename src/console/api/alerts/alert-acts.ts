import type { noteView } from '../../../http/v1/alerts/alert-notes.ts';
import type { alertView, endedView } from '../../../http/v1/alerts/alert-view.ts';
import type { correctionPreviewView } from '../../../http/v1/alerts/correction-view.ts';
import type { testView } from '../../../http/v1/alerts/tests.ts';
import { ask } from '../client.ts';
import type { Alert, CorrectionPreview } from './alerts.ts';

/** The alert as the person saw it. */
export type Seen = Pick<Alert, 'id' | 'version'>;

/** A step that needs nothing but what was seen. */
export const step = ({ id, version }: Seen, verb: string, body?: object): Promise<Alert> =>
  ask<typeof alertView>(`/v1/alerts/${id}/${verb}`, { method: 'POST', version, ...(body && { body }) });

export const stop = ({ id, version }: Seen, reason: string) =>
  ask<typeof endedView>(`/v1/alerts/${id}/stop`, {
    method: 'POST',
    version,
    ...(reason !== '' && { body: { reason } }),
  });

export interface Said {
  readonly content: {
    readonly defaultLanguage: string;
    readonly variants: readonly {
      readonly language: string;
      readonly text: string;
      readonly short?: string;
    }[];
  };
}

export interface Follow {
  readonly what: 'update' | 'cancel' | 'end';
  /** Left out: the text that was approved with the alert, or that of the library. */
  readonly said?: Said | undefined;
  /** Why it goes out without the second person; left out: it waits for one where the policy asks for one. */
  readonly breakGlass?: string | undefined;
}

const bodyOf = ({ said, breakGlass }: Follow): object => ({
  ...said,
  ...(breakGlass !== undefined && { breakGlass: true, reason: breakGlass }),
});

/** Sends a further wave, or proposes it. */
export const follow = ({ id, version }: Seen, what: Follow, key: string): Promise<Alert> =>
  ask<typeof alertView>(`/v1/alerts/${id}/${what.what}`, {
    method: 'POST',
    version,
    key,
    ...(what.what !== 'end' && { body: bodyOf(what) }),
  });

/** What a further wave would be; nothing is sent. */
export const tryFollow = (
  { id }: Pick<Seen, 'id'>,
  what: Follow,
  signal?: AbortSignal,
): Promise<CorrectionPreview> =>
  ask<typeof correctionPreviewView>(`/v1/alerts/${id}/${what.what}?dryRun=true`, {
    method: 'POST',
    ...(what.what !== 'end' && { body: bodyOf(what) }),
    ...(signal && { signal }),
  });

export const resend = ({ id, version }: Seen, to: 'silent' | 'undelivered', key: string): Promise<Alert> =>
  ask<typeof alertView>(`/v1/alerts/${id}/resend`, { method: 'POST', version, key, body: { to } });

export interface Launching {
  readonly hash: string;
  readonly again: boolean;
  readonly breakGlass?: string | undefined;
}

export const launch = (
  { id, version }: Seen,
  { hash, again, breakGlass }: Launching,
  key: string,
): Promise<Alert> =>
  ask<typeof alertView>(`/v1/alerts/${id}/launch`, {
    method: 'POST',
    version,
    key,
    body: { hash, again, ...(breakGlass !== undefined && { breakGlass: true, reason: breakGlass }) },
  });

export const writeNote = (id: number, text: string, key: string) =>
  ask<typeof noteView>(`/v1/alerts/${id}/notes`, { method: 'POST', key, body: { text } });

export const tryOut = (id: number, numbers: readonly string[], short: boolean, key: string) =>
  ask<typeof testView>(`/v1/alerts/${id}/test`, { method: 'POST', key, body: { numbers, short } });
