import type { z } from 'zod';
import type { acceptedView } from '../../../http/v1/messages/acceptance.ts';
import { ask } from '../client.ts';

type Accepted = z.output<typeof acceptedView>;

/** Sends one SMS with the highest priority. `reference` finds it again. */
export const sendUrgently = (to: string, text: string, reference: string, key: string): Promise<Accepted> =>
  ask<typeof acceptedView>('/v1/messages', {
    method: 'POST',
    body: { to, text, priority: 'critical', reference },
    key,
  });
