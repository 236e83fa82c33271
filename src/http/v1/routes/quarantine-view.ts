import { z } from 'zod';
import type { RouteView } from '../../../domain/routes/routes-control.ts';
import { iso } from '../messages/message-view.ts';

export const quarantineView = z
  .strictObject({
    since: z.iso.datetime(),
    reason: z.string().meta({ examples: ['invalid PDU (+CMS ERROR: 304)'] }),
  })
  .nullable()
  .meta({
    description:
      'The route refused several different messages in a row that others would carry, or its SIM or contract refused one: it is only tried with single messages. null: it is trusted.',
  });

export const viewQuarantine = ({
  quarantine,
}: Pick<RouteView, 'quarantine'>): z.output<typeof quarantineView> =>
  quarantine === undefined ? null : { since: iso(quarantine.since), reason: quarantine.reason };
