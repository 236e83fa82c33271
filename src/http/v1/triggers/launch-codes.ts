import { z } from 'zod';
import { msisdn } from '../../resource/numbers.ts';
import { pagedView } from '../../resource/page-query.ts';
import type { Access } from '../../server/access/access.ts';
import { answer, problemResponses } from '../../server/answers.ts';
import type { App } from '../../server/app.ts';
import { sendProblem } from '../../server/problems.ts';
import type { HttpServices } from '../../server/services.ts';
import { iso } from '../messages/message-view.ts';

const issueBody = z.strictObject({
  phone: msisdn,
  count: z
    .int()
    .min(0)
    .max(100)
    .default(10)
    .meta({ description: 'How many codes; 0: only end those that the phone has.' }),
});

export const issuedView = z
  .strictObject({
    phone: z.string(),
    codes: z.array(z.string().meta({ examples: ['7K2M-9QXT'] })),
  })
  .meta({ id: 'LaunchCodes', description: 'Shown only once: the gateway stores hashes of the codes.' });

export const phonesView = pagedView(
  z.strictObject({
    phone: z.string(),
    unused: z.int(),
    used: z.int(),
    wrong: z.int().meta({ description: 'Wrong codes since the last right one.' }),
    lockedUntil: z.iso.datetime().nullable(),
  }),
).meta({ id: 'LaunchPhones' });

/** Routes of one-time codes, with which phones launch scenarios by SMS. */
export const launchCodes = (app: App, access: Access, { triggers, clock }: HttpServices): void => {
  app.get(
    '/v1/launch-codes',
    {
      onRequest: access.need('issueCodes'),
      schema: {
        tags: ['Triggers'],
        summary: 'List the phones with their codes and locks',
        response: {
          200: answer('The phones.', phonesView),
          ...problemResponses('unauthenticated', 'forbidden'),
        },
      },
    },
    async (_request, reply) => {
      const phones = await triggers.phones();
      const items = phones.map(({ lockedUntil, ...phone }) => ({
        ...phone,
        lockedUntil: lockedUntil > clock.now() ? iso(lockedUntil) : null,
      }));
      return reply.send({ items, next: null });
    },
  );

  app.post(
    '/v1/launch-codes',
    {
      onRequest: access.need('issueCodes', 'confirmed'),
      schema: {
        tags: ['Triggers'],
        summary: 'Give a phone new one-time codes',
        description:
          'Its earlier codes end, and the phone is unlocked. Who issues codes has seen them, and so counts among the ' +
          'authors of what is launched with them. There is no Idempotency-Key, since to repeat an answer the ' +
          'gateway would have to store the codes. A retry gives new codes, and the earlier ones end.',
        body: issueBody,
        response: {
          201: answer('The codes.', issuedView),
          ...problemResponses(
            'malformed-json',
            'unauthenticated',
            'forbidden',
            'confirmation-required',
            'too-large',
            'validation',
            'store-unavailable',
          ),
        },
      },
    },
    async (request, reply) => {
      const { phone, count } = request.body;
      const codes = await triggers.issueCodes(phone, count, access.actor(request));
      if (codes === undefined) {
        const message = 'is none of triggers.sms.phones in the configuration';
        return sendProblem(reply, 'validation', { errors: [{ path: 'phone', message }] });
      }
      return reply.code(201).send({ phone, codes: [...codes] });
    },
  );
};
