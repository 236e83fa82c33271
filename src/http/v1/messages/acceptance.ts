import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { Principal } from '../../../access/tokens.ts';
import type { Owner } from '../../../domain/access/token.ts';
import { unfilledIn } from '../../../domain/text/placeholder-like.ts';
import type { Acceptance } from '../../../intake/intake.ts';
import { NOT_KEPT } from '../../server/edge/headers.ts';
import { sendProblem } from '../../server/problems.ts';
import { messageJson, messageView, viewMessage } from './message-view.ts';

/** The answer to an accepted message. */
export const acceptedView = messageView
  .extend({
    warnings: z.array(z.string()).optional().meta({
      description: 'What may be a mistake, such as a placeholder that nothing fills in; left out: nothing.',
    }),
  })
  .meta({ id: 'AcceptedMessage' });

const FIXED = Object.entries(NOT_KEPT).flat();

/** The owner of what this token or session sends, without a look into the store. */
const ownerIn = ({ id, name, user }: Principal): Owner =>
  user === undefined
    ? { kind: 'system', id, name }
    : { kind: 'user', id: `user:${user.id}`, name: user.name };

/** Answers 202 with the accepted message, or with the problem. */
export const sendAcceptance = (reply: FastifyReply, acceptance: Acceptance, sender: Principal): void => {
  if (acceptance.kind === 'accepted') {
    sendAccepted(reply, acceptance, sender);
  } else if (acceptance.kind === 'invalid') {
    sendProblem(reply, 'validation', { errors: acceptance.errors });
  } else if (acceptance.kind === 'notAllowed') {
    sendProblem(reply, 'forbidden', { detail: 'The token may not send this.', errors: acceptance.errors });
  } else if (acceptance.kind === 'full') {
    reply.header('retry-after', String(Math.max(1, Math.ceil(acceptance.retryAfterMs / 1000))));
    sendProblem(reply, 'too-many-messages', { detail: acceptance.detail });
  } else {
    sendProblem(reply, 'idempotency-conflict');
  }
};

/**
 * Writes the answer without fastify, which would look for hooks, serializers and charsets that this answer doesn't
 * need. That look-up is a twelfth of the cost of a request.
 */
const sendAccepted = (
  reply: FastifyReply,
  { message, repeated }: Acceptance & { kind: 'accepted' },
  sender: Principal,
): void => {
  const view = viewMessage(message, ownerIn(sender));
  const warnings = unfilledIn(view.text);
  const whole = messageJson(view);
  const json =
    warnings.length === 0 ? whole : `${whole.slice(0, -1)},"warnings":${JSON.stringify(warnings)}}`;
  const headers = [
    'x-request-id',
    reply.request.id,
    'location',
    `/v1/messages/${view.id}`,
    'content-type',
    'application/json; charset=utf-8',
    'content-length',
    String(Buffer.byteLength(json)),
    ...FIXED,
  ];
  if (repeated) headers.push('idempotency-replayed', 'true');
  reply.hijack();
  reply.raw.writeHead(202, headers);
  reply.raw.end(json);
};
