import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { IdentityChange } from '../../../access/sign-in/oidc/identities.ts';
import type { Access } from '../../server/access/access.ts';
import { answer, noContent, problemResponses } from '../../server/answers.ts';
import type { App } from '../../server/app.ts';
import { sendProblem } from '../../server/problems.ts';
import type { HttpServices } from '../../server/services.ts';
import { iso } from '../messages/message-view.ts';
import { notConfigured } from '../session/oidc.ts';
import { userParams } from './user-body.ts';

const PATH = '/v1/users/:name/identity';

const identityBody = z.strictObject({
  value: z
    .string()
    .min(1, 'is empty')
    .max(255, 'is longer than 255 characters')
    .meta({
      description: 'What the claim says of the person, such as the address.',
      examples: ['anna.roux@prefecture.example'],
    }),
});

export const identityView = z
  .strictObject({
    issuer: z.string(),
    claim: z.string().meta({ description: 'The name of the claim, as `signOn.claim` says it.' }),
    value: z.string(),
    subject: z
      .string()
      .nullable()
      .meta({ description: 'Who signed in first, and the only one who may since; null: nobody did yet.' }),
    linkedAt: z.iso.datetime(),
    firstUsedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'Identity' });

const problems = problemResponses(
  'unauthenticated',
  'forbidden',
  'not-found',
  'validation',
  'store-unavailable',
);
const confirmed = problemResponses('forbidden', 'confirmation-required');

/** Routes by which an admin says who of the provider a user is. */
export const identities = (app: App, access: Access, { signIns }: Pick<HttpServices, 'signIns'>): void => {
  const tags = ['Operation'];
  const configured = () => {
    if (signIns.signOn === undefined) throw notConfigured();
    return signIns.signOn.identities;
  };
  const needConfirmed = access.need('manageUsers', 'confirmed');

  app.get(
    PATH,
    {
      onRequest: access.need('manageUsers'),
      schema: {
        tags,
        summary: 'Who of the single sign-on a user is',
        params: userParams,
        response: { 200: answer('The link.', identityView), ...problems },
      },
    },
    async (request, reply) => sendIdentity(reply, await configured().get(request.params.name)),
  );

  app.put(
    PATH,
    {
      onRequest: needConfirmed,
      schema: {
        tags,
        summary: 'Say who of the single sign-on a user is',
        description:
          'Whoever signs in first with this claim is the user from then on, and nobody else. If there was ' +
          'another link, it ends as by DELETE. Since you could have linked yourself, the user is no second person for 24 hours for what ' +
          'you wrote, submitted or launched. The user is told by SMS.',
        params: userParams,
        body: identityBody,
        response: {
          200: answer('The link.', identityView),
          ...problems,
          ...confirmed,
          ...problemResponses('malformed-json', 'too-large', 'name-taken'),
        },
      },
    },
    async (request, reply) => {
      const { params, body } = request;
      return sendIdentity(reply, await configured().link(params.name, body.value, access.actor(request)));
    },
  );

  app.delete(
    PATH,
    {
      onRequest: needConfirmed,
      schema: {
        tags,
        summary: 'Let a user sign in by single sign-on no more',
        description:
          'Ends the sessions of the user, and the passkeys made since the first sign-in by the link.',
        params: userParams,
        response: { 204: noContent('There is no link any more.'), ...problems, ...confirmed },
      },
    },
    async (request, reply) => {
      const kind = await configured().unlink(request.params.name, access.actor(request));
      return kind === 'done' ? reply.code(204).send() : missing(reply, kind);
    },
  );
};

const missing = (reply: FastifyReply, kind: IdentityChange['kind']): FastifyReply =>
  sendProblem(reply, 'not-found', {
    detail: kind === 'unknown' ? 'There is no user of that name.' : 'The user is linked to nobody.',
  });

const sendIdentity = (reply: FastifyReply, change: IdentityChange): FastifyReply => {
  switch (change.kind) {
    case 'done': {
      const { issuer, claim, value, subject, linkedAt, firstUsedAt } = change.value;
      return reply.send({
        issuer,
        claim,
        value,
        subject: subject ?? null,
        linkedAt: iso(linkedAt),
        firstUsedAt: firstUsedAt === undefined ? null : iso(firstUsedAt),
      });
    }
    case 'unfit':
      return sendProblem(reply, 'validation', { errors: [{ path: 'value', message: change.why }] });
    case 'taken':
      return sendProblem(reply, 'name-taken', { detail: 'Another user is linked to this person.' });
    default:
      return missing(reply, change.kind);
  }
};
