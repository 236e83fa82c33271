import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { TracedRequest, Traces } from '../../../domain/operation/traces.ts';
import type { Clock } from '../../../kernel/clock.ts';
import type { Access } from '../access/access.ts';

/** Of 2 digits, 32, 16 and 2: the only length that a version of Trace Context has so far. */
const LENGTH = 55;

/** Makes a span of each request to the API. The trace of a caller is continued once the caller is authenticated. */
export const traceRequests = (app: FastifyInstance, access: Access, traces: Traces, clock: Clock): void => {
  const startedAt = new WeakMap<FastifyRequest, number>();
  const traced = new WeakMap<FastifyRequest, TracedRequest>();
  const begin = (request: FastifyRequest): TracedRequest => {
    const header = request.headers['traceparent'];
    const isTaken =
      access.found(request) !== undefined && typeof header === 'string' && header.length === LENGTH;
    const { method, url = '' } = request.routeOptions;
    const first = startedAt.get(request) ?? clock.now();
    return traces.request(String(method), url, first, isTaken ? header : undefined);
  };
  const isOfApi = ({ routeOptions: { url } }: FastifyRequest): boolean => url?.startsWith('/v1/') === true;

  app.addHook('onRequest', (request, _reply, done) => {
    if (isOfApi(request)) startedAt.set(request, clock.now());
    done();
  });
  // Access is checked on request, so before this.
  app.addHook('preValidation', (request, _reply, done) => {
    if (!isOfApi(request)) return done();
    const one = begin(request);
    traced.set(request, one);
    one.run(done);
  });
  app.addHook('onResponse', (request, reply, done) => {
    // A request that went to another node has its span there, and none here.
    if (startedAt.has(request)) (traced.get(request) ?? begin(request)).end(reply.statusCode);
    done();
  });
};
