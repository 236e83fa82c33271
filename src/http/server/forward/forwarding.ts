import type { FastifyInstance } from 'fastify';
import type { Clock } from '../../../kernel/clock.ts';
import type { Log } from '../../../kernel/log.ts';
import type { ConnectionGuard } from '../connection-guard.ts';
import { sendProblem } from '../problems.ts';
import { takeClient } from './client.ts';
import { KEY_REFUSED } from './exchange.ts';
import { Forwarder } from './forwarder.ts';
import type { HttpNodes } from './nodes.ts';
import { placeFor } from './served-where.ts';

interface Around {
  /** Undefined: this node is the only one. */
  readonly nodes?: HttpNodes | undefined;
  readonly connections: Pick<ConnectionGuard, 'isOfNode'>;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Adds the hook that learns who the client of each request is, and forwards what another node answers, before the body
 * is read. Add it before every hook that asks for the client. Requests for unknown paths must not reach it.
 */
export const forwarding = (app: FastifyInstance, hasTls: boolean, around: Around): void => {
  const { nodes, connections, clock, log } = around;
  const forwarder = nodes && new Forwarder({ name: nodes.name, hasTls, clock, log });
  app.addHook('onRequest', (request, reply, done) => {
    const from = takeClient(request.raw, nodes?.key);
    if (from === 'wrong-key') {
      sendProblem(reply.header(KEY_REFUSED, 'yes'), 'wrong-node-key');
      return;
    }
    if (from === 'malformed') {
      sendProblem(reply, 'malformed-request', { detail: 'The node does not say who its client is.' });
      return;
    }
    if (from === 'forwarded') connections.isOfNode(request.raw);
    const where = nodes === undefined ? 'here' : placeFor(request, nodes);
    if (where === 'here') done();
    else if (where === 'nowhere' || forwarder === undefined) sendProblem(reply, 'no-leader');
    else if (from === 'forwarded') {
      // Two nodes may disagree for a moment about who leads. The request must not go round between them.
      sendProblem(reply, 'no-leader', {
        detail: 'Another node took this one for the one that answers this.',
      });
    } else forwarder.forward(request, reply, where);
  });
  app.addHook('preClose', (done) => {
    forwarder?.endStreams();
    done();
  });
};
