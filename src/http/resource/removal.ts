import type { FastifyReply } from 'fastify';
import type { AuditActor } from '../../domain/operation/audit.ts';
import type { NamedRemoval, Remover } from '../../kernel/named.ts';
import { noContent, problemResponses } from '../server/answers.ts';
import { sendProblem } from '../server/problems.ts';

/** The `response` entries of a DELETE of something with a version. */
export const removalResponses = {
  204: noContent('It is gone.'),
  ...problemResponses(
    'unauthenticated',
    'forbidden',
    'not-found',
    'changed-meanwhile',
    'validation',
    'store-unavailable',
  ),
};

/** The same for a named thing, which other things may use. */
export const namedRemovalResponses = { ...removalResponses, ...problemResponses('in-use') };

/** What the API says about every removal of a named thing. */
export const TO_THE_BIN =
  'It can be restored for a time: see `GET /v1/bin`. 409 `in-use` if something uses it: `usedBy` has the first of these, ' +
  '`usedByTotal` counts all.';

/** @param at ms since the epoch */
export const removerOf = ({ id, name }: AuditActor, at: number): Remover => ({ id, name, at });

/** Answers a removal that was not done; undefined: it was. @param one the name of one such thing, such as `list` */
export const sendUnremoved = (
  reply: FastifyReply,
  removal: NamedRemoval,
  one: string,
): FastifyReply | undefined => {
  if (removal === 'removed') return undefined;
  if (removal === 'unknown') return sendProblem(reply, 'not-found', { detail: `There is no such ${one}.` });
  if (removal === 'changed') return sendProblem(reply, 'changed-meanwhile');
  const { by, total } = removal;
  const [first] = by;
  const others = total > 1 ? `, and ${total - 1} more` : '';
  return sendProblem(reply, 'in-use', {
    detail: `This ${one} is used by the ${wordsOf[first?.kind ?? ''] ?? first?.kind} "${first?.name}"${others}.`,
    members: { usedBy: by, usedByTotal: total },
  });
};

const wordsOf: Readonly<Record<string, string>> = { drillRun: 'run of the drill' };
