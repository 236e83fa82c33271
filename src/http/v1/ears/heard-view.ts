import { z } from 'zod';
import type { Heard } from '../../../domain/operation/ear.ts';
import { iso } from '../messages/message-view.ts';

export const heardView = z
  .strictObject({
    ear: z.string().meta({ description: 'The route of the modem that listened.' }),
    at: z.iso
      .datetime()
      .nullable()
      .meta({ description: 'When the whole text had arrived; null: a part is missing.' }),
    from: z.string().nullable().meta({ description: 'The sender that arrived.' }),
    parts: z.int().meta({ description: 'Parts that arrived.' }),
    of: z.int().meta({ description: 'Parts that the message had as it arrived; 0: nothing arrived.' }),
    faults: z
      .array(z.string())
      .meta({ description: 'How what arrived differs from what was sent, in words.' }),
  })
  .meta({ id: 'Heard' });

export const viewHeard = ({ at, from, faults, ...rest }: Heard): z.output<typeof heardView> => ({
  ...rest,
  at: at === undefined ? null : iso(at),
  from: from ?? null,
  faults: [...faults],
});
