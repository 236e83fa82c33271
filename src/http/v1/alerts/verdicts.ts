import type { FastifyReply } from 'fastify';
import { reasonOf, type StepVerdict, whyRecent } from '../../../alerts/desk/verdict.ts';
import type { Alert } from '../../../domain/alerts/alert.ts';
import { etagOf } from '../../resource/etag.ts';
import { problemResponses } from '../../server/answers.ts';
import { Refusal, sendProblem } from '../../server/problems.ts';
import { iso } from '../messages/message-view.ts';
import { viewAlert } from './alert-view.ts';
import { viewBlocker } from './preview-view.ts';

/** The HTTP refusal for a step that the alert service refused; undefined: the step was done. */
export const refusalOf = (verdict: StepVerdict): Refusal | undefined => {
  switch (verdict.kind) {
    case 'done':
      return undefined;
    case 'unknown':
      return new Refusal('not-found', { detail: 'There is no such alert.' });
    case 'wrongState':
      return new Refusal('wrong-state', { detail: verdict.detail });
    case 'changed': {
      const { detail, review } = verdict;
      const members = review && { hash: review.hash, people: review.people };
      return new Refusal('changed-meanwhile', { detail, ...(members && { members }) });
    }
    case 'conflict':
      return new Refusal('idempotency-conflict', {});
    case 'needsHash':
      return new Refusal('validation', {
        errors: [
          { path: 'hash', message: 'is needed: an update waits, and the hash says which one is meant' },
        ],
      });
    case 'needsApproval':
      return new Refusal('needs-approval', { detail: verdict.detail });
    case 'glassForbidden':
      return new Refusal('forbidden', { detail: verdict.detail });
    case 'ownApproval':
      return new Refusal('own-approval', verdict.hold === undefined ? {} : { detail: reasonOf(verdict) });
    case 'recentlyAlerted': {
      const { id, title, launchedAt, launchedBy } = verdict.earlier;
      return new Refusal('recently-alerted', {
        detail: `${whyRecent(verdict.earlier)}. If it has to go out again, say "again": true.`,
        members: { alert: id, alertTitle: title, launchedAt: iso(launchedAt), launchedBy },
      });
    }
    case 'blocked': {
      const errors = verdict.blockers.map(({ path, message }) => ({ path, message }));
      return new Refusal('cannot-launch', {
        errors,
        members: { blockers: verdict.blockers.map(viewBlocker) },
      });
    }
  }
};

const sendAlert = (reply: FastifyReply, alert: Alert): FastifyReply =>
  reply.header('etag', etagOf(alert.version)).send(viewAlert(alert));

/** Answers with the alert after the step, or with the problem. */
export const sendVerdict = (reply: FastifyReply, verdict: StepVerdict): FastifyReply => {
  if (verdict.kind === 'done') return sendAlert(reply, verdict.alert);
  const refusal = refusalOf(verdict);
  return sendProblem(reply, refusal?.problem ?? 'internal', refusal?.more);
};

/** The `response` entries for the problems of every step of an alert. */
export const stepProblems = problemResponses(
  'malformed-json',
  'unauthenticated',
  'forbidden',
  'not-found',
  'wrong-state',
  'changed-meanwhile',
  'validation',
  'store-unavailable',
);
