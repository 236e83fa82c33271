import { z } from 'zod';

export const peopleFields = {
  total: z.int().meta({ description: 'People for whom a message is stored: `suppressed` and `toReach`.' }),
  suppressed: z
    .int()
    .meta({ description: 'People whom no wave writes to: they opted out, or never agreed.' }),
  toReach: z.int().meta({ description: 'All others: the sum of the five numbers below.' }),
  reached: z.int().meta({ description: 'A message of any wave was delivered to them.' }),
  unconfirmed: z.int().meta({ description: 'A carrier has taken their message, and no receipt has come.' }),
  inDoubt: z.int().meta({ description: 'Nobody knows whether a carrier took their message.' }),
  underWay: z.int().meta({ description: 'Their message is queued, or a route is sending it.' }),
  notReached: z.int().meta({ description: 'No message reached them, and none is on its way.' }),
};

/** How far an alert has come, in people. */
export const peopleView = z.strictObject(peopleFields).meta({
  id: 'AlertPeople',
  description: 'People, each of whom counts once, however many messages of however many waves they have.',
});
