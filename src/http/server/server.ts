import { type FastifyInstance, fastify } from 'fastify';
import type { Cancel, Clock } from '../../kernel/clock.ts';
import { serveConsole } from '../console.ts';
import { takeJson } from '../resource/json-body.ts';
import { Once } from '../resource/once.ts';
import { validating } from '../resource/validation.ts';
import { alarms } from '../v1/alarms/alarms.ts';
import { alertAnswers } from '../v1/alerts/alert-answers.ts';
import { alertNotes } from '../v1/alerts/alert-notes.ts';
import { alerts } from '../v1/alerts/alerts.ts';
import { alertBraking } from '../v1/alerts/braking.ts';
import { alertFollowing } from '../v1/alerts/following.ts';
import { alertReport } from '../v1/alerts/report.ts';
import { alertSteps } from '../v1/alerts/steps.ts';
import { alertTests } from '../v1/alerts/tests.ts';
import { delegations } from '../v1/approvals/delegations.ts';
import { cases } from '../v1/cases/cases.ts';
import { drills } from '../v1/drills/drills.ts';
import { drillRuns } from '../v1/drills/runs.ts';
import { ears } from '../v1/ears/ears.ts';
import { events } from '../v1/events/events.ts';
import { cellBroadcasts } from '../v1/inbound/cell-broadcasts.ts';
import { inbox } from '../v1/inbound/inbox.ts';
import { keywords } from '../v1/inbound/keywords.ts';
import { map } from '../v1/map/map.ts';
import { mapTiles } from '../v1/map/tiles.ts';
import { batch } from '../v1/messages/batch.ts';
import { messages } from '../v1/messages/messages.ts';
import { previewing } from '../v1/messages/preview.ts';
import { sending } from '../v1/messages/send.ts';
import { audit } from '../v1/operation/audit.ts';
import { bin } from '../v1/operation/bin.ts';
import { reload } from '../v1/operation/reload.ts';
import { retention } from '../v1/operation/retention.ts';
import { people } from '../v1/people/people.ts';
import { reports } from '../v1/reports/reports.ts';
import { alertSurvey } from '../v1/reports/survey.ts';
import { verifyReport } from '../v1/reports/verify.ts';
import { rosters } from '../v1/rosters/rosters.ts';
import { outlook } from '../v1/routes/outlook.ts';
import { routeRadio } from '../v1/routes/route-radio.ts';
import { routeSims } from '../v1/routes/route-sims.ts';
import { routeTraces } from '../v1/routes/route-traces.ts';
import { routes } from '../v1/routes/routes.ts';
import { preparation } from '../v1/scenarios/preparation.ts';
import { schedules } from '../v1/schedules/schedules.ts';
import { oidc } from '../v1/session/oidc.ts';
import { passkey } from '../v1/session/passkey.ts';
import { passkeys } from '../v1/session/passkeys.ts';
import { secondFactor } from '../v1/session/second-factor.ts';
import { session } from '../v1/session/session.ts';
import { tokens } from '../v1/tokens/tokens.ts';
import { triggers } from '../v1/triggers/triggers.ts';
import { identities } from '../v1/users/identity.ts';
import { pendingActs } from '../v1/users/pending-acts.ts';
import { resetting } from '../v1/users/reset.ts';
import { users } from '../v1/users/users.ts';
import { webhooks } from '../v1/webhooks/webhooks.ts';
import { Access } from './access/access.ts';
import { Cookies } from './access/cookies.ts';
import { noteActs } from './acts.ts';
import type { App } from './app.ts';

import { describeApi, openapi } from './docs.ts';
import { secureHeaders } from './edge/headers.ts';
import { securityTxt } from './edge/security-txt.ts';
import { traceRequests } from './edge/traced-requests.ts';
import { errorHandler, logRefusals } from './error-handler.ts';
import { forwarding } from './forward/forwarding.ts';
import { health } from './health.ts';
import { answerUnreadable, createListener, type Tls } from './listener.ts';
import { UnknownPaths } from './not-found.ts';
import { Pending } from './pending.ts';
import { sendProblem } from './problems.ts';
import { requestIds } from './request-id.ts';
import type { HttpServices } from './services.ts';

const MAX_JSON_OCTETS = 1024 * 1024;

/** How long requests in flight may take to end once the server is closing, ms. */
const CLOSE_WITHIN_MS = 10_000;

/** The largest number of requests that wait for the disk at once. */
const MAX_PENDING = 20_000;

/** Stands in for fastify's own compilers of schemas. Without it, fastify would load ajv and never use it. */
const unused = (): never => {
  throw new Error('the compilers of schemas are set below');
};

/**
 * The HTTP server, ready to `listen` or `inject`. When it is closed, requests in flight are answered first; connections
 * that are still open after ten seconds are cut.
 */
export const buildServer = (services: HttpServices, tls?: Tls): FastifyInstance => {
  const onError = errorHandler(services.log, services.clock);
  const app = fastify({
    serverFactory: (handler) => createListener(handler, services.connections, tls),
    clientErrorHandler: answerUnreadable(services.connections.farewells),
    // Called for URLs that fastify can't route, for which no hook runs.
    frameworkErrors: (error, request, reply) => {
      reply.header('x-request-id', request.id);
      onError(error, request, reply);
    },
    genReqId: requestIds(),
    schemaController: { compilersFactory: { buildValidator: unused, buildSerializer: unused } },
    bodyLimit: MAX_JSON_OCTETS,
    // fastify must not answer 503 while the server closes: each service decides itself whether it still works.
    return503OnClosing: false,
  });
  app.setValidatorCompiler(validating((text) => services.people.normalise(text)));
  // Answers are typed by their schemas at compile time: a check at run time could only turn an answer into an error.
  app.setSerializerCompiler(() => (data) => JSON.stringify(data));
  const unknown = new UnknownPaths();
  secureHeaders(app, tls !== undefined);
  app.addHook('onRequest', (request, reply, done) => {
    reply.header('x-request-id', request.id);
    // An unknown path is answered before the body is read, since the body doesn't matter.
    if (request.is404) unknown.answer(request, reply);
    else if (request.raw.httpVersion === '1.1' && request.headers.host === undefined) {
      reply.header('connection', 'close');
      sendProblem(reply, 'malformed-request', { detail: 'The Host header is missing (RFC 9112 3.2).' });
    } else done();
  });
  forwarding(app, tls !== undefined, services);
  app.addHook('onSend', logRefusals(services.log));
  closeInTime(app, services.clock);
  takeJson(app);
  app.setErrorHandler(onError);
  app.setNotFoundHandler(unknown.answer);
  describeApi(app, services.version);
  const cookies = new Cookies(services.signIns, tls !== undefined);
  const access = new Access(services.tokens, cookies, services.clock, services.refused);
  const { traces } = services;
  if (traces !== undefined) traceRequests(app, access, traces, services.clock);
  noteActs(app, { ...services, access });
  const pending = new Pending(MAX_PENDING);
  const once = new Once(services.answers, access, services.audit);
  // The routes are added in a plugin, so that swagger, which is registered before, sees each route.
  app.register((scope: App, _options, done) => {
    unknown.learn(scope);
    sending(scope, access, pending, services);
    batch(scope, access, pending, services);
    messages(scope, access, services);
    previewing(scope, access, services);
    routes(scope, access, services);
    routeTraces(scope, access, services);
    routeSims(scope, access, services);
    routeRadio(scope, access, services);
    outlook(scope, access, services);
    inbox(scope, access, services);
    ears(scope, access, services);
    cellBroadcasts(scope, access, services);
    cases(scope, access, once, services);
    keywords(scope, access, once, services);
    alertAnswers(scope, access, services);
    people(scope, access, once, services);
    map(scope, access, services);
    mapTiles(scope, access, services);
    rosters(scope, access, once, services);
    preparation(scope, access, once, services);
    triggers(scope, access, once, services);
    audit(scope, access, services);
    reload(scope, access, services);
    retention(scope, access, services);
    alarms(scope, access, services);
    bin(scope, access, services);
    alerts(scope, access, once, services);
    alertSurvey(scope, access, services);
    alertNotes(scope, access, once, services);
    alertReport(scope, access, services);
    reports(scope, access, services);
    verifyReport(scope, access, services);
    schedules(scope, access, once, services);
    drills(scope, access, once, services);
    drillRuns(scope, access, once, services);
    delegations(scope, access, once, services);
    alertSteps(scope, access, once, services);
    alertBraking(scope, access, services);
    alertFollowing(scope, access, once, services);
    alertTests(scope, access, once, services);
    tokens(scope, access, services);
    users(scope, access, once, services);
    pendingActs(scope, access, services);
    resetting(scope, access, services);
    identities(scope, access, services);
    session(scope, access, cookies, services);
    secondFactor(scope, access, services);
    passkeys(scope, access, services);
    passkey(scope, access, cookies, services);
    oidc(scope, access, cookies, services);
    events(scope, access, services);
    webhooks(scope, access, once, services);
    health(scope, access, services);
    openapi(scope);
    serveConsole(scope, services.consoleFolder, services.timeZone);
    securityTxt(scope, services);
    scope.after(() => unknown.refuseWider(scope));
    done();
  });
  return app;
};

const closeInTime = (app: FastifyInstance, clock: Clock): void => {
  let cancel: Cancel = () => {};
  app.addHook('preClose', (done) => {
    cancel = clock.after(CLOSE_WITHIN_MS, () => app.server.closeAllConnections());
    done();
  });
  app.addHook('onClose', (_app, done) => {
    cancel();
    done();
  });
};
