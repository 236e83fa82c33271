import type { FastifyReply, FastifyRequest } from 'fastify';
import { afterEach, expect, test, vi } from 'vitest';
import { allows, type Permission } from '../../../src/access/permissions.ts';
import { roles } from '../../../src/domain/access/role.ts';
import { Access } from '../../../src/http/server/access.ts';
import { CONFIRMED, pathOf, remoteAddress, routesOf } from '../../support/http/api-routes.ts';
import { HttpRig } from '../../support/http/http-rig.ts';
import { SignInRig } from '../../support/http/sign-in-rig.ts';

/** The permission that each route needs; `anyone`: no token is needed; `session`: the cookie of whoever signed in. */
const NEEDED: Readonly<Record<string, Permission | 'anyone' | 'session'>> = {
  'GET /': 'anyone',
  'GET /.well-known/security.txt': 'anyone',
  'GET /docs': 'anyone',
  'GET /docs/json': 'anyone',
  'GET /docs/static/*': 'anyone',
  'GET /docs/static/index.html': 'anyone',
  'GET /docs/static/swagger-initializer.js': 'anyone',
  'GET /docs/yaml': 'anyone',
  'GET /healthz': 'anyone',
  'GET /metrics': 'watch',
  'GET /openapi.json': 'anyone',
  'GET /readyz': 'anyone',
  'GET /v1/alarms': 'watch',
  'POST /v1/alarms/:id/acknowledge': 'handleAlarms',
  'DELETE /v1/alarms/:id/silence': 'handleAlarms',
  'POST /v1/alarms/:id/silence': 'handleAlarms',
  'GET /v1/alerts': 'readAlerts',
  'POST /v1/alerts': 'prepare',
  'GET /v1/alerts/:id': 'readAlerts',
  'PUT /v1/alerts/:id': 'prepare',
  'GET /v1/alerts/:id/answers': 'watch',
  'POST /v1/alerts/:id/approve': 'approve',
  'POST /v1/alerts/:id/cancel': 'launch',
  'GET /v1/alerts/:id/cap': 'readAlerts',
  'POST /v1/alerts/:id/discard': 'prepare',
  'POST /v1/alerts/:id/end': 'launch',
  'POST /v1/alerts/:id/launch': 'launch',
  'GET /v1/alerts/:id/notes': 'readAlerts',
  'POST /v1/alerts/:id/notes': 'noteAlerts',
  'POST /v1/alerts/:id/pause': 'brake',
  'POST /v1/alerts/:id/preview': 'readAlerts',
  'POST /v1/alerts/:id/reject': 'approve',
  'GET /v1/alerts/:id/report': 'readAlerts',
  'POST /v1/alerts/:id/resend': 'launch',
  'POST /v1/alerts/:id/resume': 'launch',
  'POST /v1/alerts/:id/return': 'approve',
  'POST /v1/alerts/:id/shorten': 'launch',
  'GET /v1/alerts/:id/survey': 'watch',
  'POST /v1/alerts/:id/stop': 'brake',
  'POST /v1/alerts/:id/submit': 'prepare',
  'POST /v1/alerts/:id/test': 'prepare',
  'GET /v1/alerts/:id/tests': 'readAlerts',
  'POST /v1/alerts/:id/update': 'launch',
  'GET /v1/areas': 'readPeople',
  'POST /v1/areas': 'managePeople',
  'DELETE /v1/areas/:id': 'managePeople',
  'GET /v1/areas/:id': 'readPeople',
  'PUT /v1/areas/:id': 'managePeople',
  'POST /v1/audiences/count': 'readPeople',
  'GET /v1/audit': 'readAudit',
  'GET /v1/audit/head': 'readAudit',
  'GET /v1/audit.jsonl': 'readAudit',
  'GET /v1/bin': 'readPeople',
  'POST /v1/bin/:id/restore': 'managePeople',
  'POST /v1/cap': 'launch',
  'GET /v1/cap.atom': 'readAlerts',
  'GET /v1/cap/messages': 'readAlerts',
  'GET /v1/cap/messages/:id': 'readAlerts',
  'POST /v1/cap/messages/:id/apply': 'launch',
  'GET /v1/cases': 'watch',
  'POST /v1/cases': 'handleCases',
  'GET /v1/cases/:id': 'watch',
  'POST /v1/cases/:id/close': 'handleCases',
  'POST /v1/cases/:id/hand': 'handleCases',
  'POST /v1/cases/:id/note': 'handleCases',
  'POST /v1/cases/:id/reclassify': 'handleCases',
  'POST /v1/cases/:id/reopen': 'handleCases',
  'POST /v1/cases/:id/take': 'handleCases',
  'GET /v1/cell-broadcasts': 'watch',
  'GET /v1/contacts': 'readPeople',
  'POST /v1/contacts': 'managePeople',
  'GET /v1/contacts.csv': 'readPeople',
  'DELETE /v1/contacts/:id': 'managePeople',
  'GET /v1/contacts/:id': 'readPeople',
  'PUT /v1/contacts/:id': 'managePeople',
  'GET /v1/drills': 'readPeople',
  'POST /v1/drills': 'managePeople',
  'DELETE /v1/drills/:id': 'managePeople',
  'GET /v1/drills/:id': 'readPeople',
  'PUT /v1/drills/:id': 'managePeople',
  'POST /v1/drills/:id/run': 'launch',
  'GET /v1/drills/:id/runs': 'readPeople',
  'GET /v1/drills/:id/runs/:run': 'readPeople',
  'GET /v1/ears': 'watch',
  'GET /v1/events': 'watch',
  'GET /v1/imports': 'readPeople',
  'POST /v1/imports': 'managePeople',
  'GET /v1/imports/:id': 'readPeople',
  'POST /v1/imports/:id/run': 'managePeople',
  'GET /v1/inbox': 'watch',
  'GET /v1/inbox/aside': 'watch',
  'GET /v1/keywords': 'readPeople',
  'POST /v1/keywords': 'managePeople',
  'DELETE /v1/keywords/:id': 'managePeople',
  'GET /v1/keywords/:id': 'readPeople',
  'PUT /v1/keywords/:id': 'managePeople',
  'GET /v1/launch-codes': 'issueCodes',
  'POST /v1/launch-codes': 'issueCodes',
  'GET /v1/lists': 'readPeople',
  'POST /v1/lists': 'managePeople',
  'DELETE /v1/lists/:id': 'managePeople',
  'GET /v1/lists/:id': 'readPeople',
  'PUT /v1/lists/:id': 'managePeople',
  'GET /v1/lists/:id/members': 'readPeople',
  'DELETE /v1/lists/:id/members/:number': 'managePeople',
  'PUT /v1/lists/:id/members/:number': 'managePeople',
  'GET /v1/messages': 'readMessages',
  'POST /v1/messages': 'send',
  'GET /v1/messages/:id': 'readMessages',
  'POST /v1/messages/:id/cancel': 'send',
  'POST /v1/messages/batch': 'send',
  'GET /v1/opt-outs': 'readPeople',
  'POST /v1/opt-outs': 'managePeople',
  'GET /v1/opt-outs/held': 'readPeople',
  'POST /v1/opt-outs/held/carry-out': 'managePeople',
  'POST /v1/opt-outs/held/throw-away': 'managePeople',
  'POST /v1/opt-outs/held/undo': 'managePeople',
  'DELETE /v1/opt-outs/:number': 'managePeople',
  'GET /v1/people/dead': 'readPeople',
  'DELETE /v1/people/dead/:number': 'managePeople',
  'POST /v1/people/:number/erase': 'erasePeople',
  'GET /v1/people/:number/export': 'erasePeople',
  'GET /v1/reload': 'reloadConfig',
  'POST /v1/reload': 'reloadConfig',
  'GET /v1/reports/compare': 'readAlerts',
  'GET /v1/reports/over-time': 'readAlerts',
  'POST /v1/reports/verify': 'readAlerts',
  'PUT /v1/population': 'managePeople',
  'POST /v1/preview': 'send',
  'GET /v1/reach': 'readPeople',
  'GET /v1/receipts': 'watch',
  'GET /v1/retention': 'manageRetention',
  'POST /v1/retention/confirm': 'manageRetention',
  'POST /v1/retention/run': 'manageRetention',
  'GET /v1/rosters': 'readPeople',
  'POST /v1/rosters': 'managePeople',
  'DELETE /v1/rosters/:id': 'managePeople',
  'GET /v1/rosters/:id': 'readPeople',
  'PUT /v1/rosters/:id': 'managePeople',
  'POST /v1/rosters/:id/import': 'managePeople',
  'GET /v1/rosters/:id/now': 'readPeople',
  'GET /v1/routes': 'watch',
  'GET /v1/routes/:id': 'watch',
  'GET /v1/routes/:id/check': 'watch',
  'POST /v1/routes/:id/check': 'operateRoutes',
  'POST /v1/routes/:id/disable': 'operateRoutes',
  'POST /v1/routes/:id/enable': 'operateRoutes',
  'POST /v1/routes/:id/pin/clear': 'clearPins',
  'POST /v1/routes/:id/sim/restore': 'operateRoutes',
  'POST /v1/routes/:id/test': 'operateRoutes',
  'GET /v1/routes/:id/trace': 'operateRoutes',
  'POST /v1/routes/:id/trace': 'operateRoutes',
  'POST /v1/routes/:id/ussd': 'operateRoutes',
  'GET /v1/scenarios': 'watch',
  'POST /v1/scenarios': 'prepare',
  'DELETE /v1/scenarios/:id': 'prepare',
  'GET /v1/scenarios/:id': 'watch',
  'PUT /v1/scenarios/:id': 'prepare',
  'POST /v1/scenarios/:id/approve': 'approve',
  'POST /v1/scenarios/:id/launch': 'launch',
  'POST /v1/scenarios/:id/preview': 'readAlerts',
  'GET /v1/senders': 'readPeople',
  'GET /v1/schedules': 'readPeople',
  'POST /v1/schedules': 'managePeople',
  'DELETE /v1/schedules/:id': 'managePeople',
  'GET /v1/schedules/:id': 'readPeople',
  'PUT /v1/schedules/:id': 'managePeople',
  'GET /v1/schedules/:id/launches': 'readAlerts',
  'GET /v1/segments': 'readPeople',
  'POST /v1/segments': 'managePeople',
  'DELETE /v1/segments/:id': 'managePeople',
  'GET /v1/segments/:id': 'readPeople',
  'PUT /v1/segments/:id': 'managePeople',
  'GET /v1/templates': 'watch',
  'POST /v1/templates': 'prepare',
  'DELETE /v1/templates/:id': 'prepare',
  'GET /v1/templates/:id': 'watch',
  'PUT /v1/templates/:id': 'prepare',
  'GET /v1/templates/library': 'watch',
  'POST /v1/templates/lint': 'watch',
  'GET /v1/approvals/delegations': 'readAlerts',
  'POST /v1/approvals/delegations': 'approve',
  'DELETE /v1/approvals/delegations/:id': 'approve',
  'POST /v1/session': 'anyone',
  'GET /v1/session': 'session',
  'DELETE /v1/session': 'session',
  'POST /v1/session/confirm': 'session',
  'POST /v1/session/passkey': 'anyone',
  'POST /v1/session/passkey/options': 'anyone',
  'POST /v1/session/passkey/confirm': 'session',
  'POST /v1/session/passkey/confirm/options': 'session',
  'GET /v1/session/passkeys': 'session',
  'POST /v1/session/passkeys': 'session',
  'POST /v1/session/passkeys/options': 'session',
  'PUT /v1/session/passkeys/:id': 'session',
  'DELETE /v1/session/passkeys/:id': 'session',
  'POST /v1/session/password': 'session',
  'POST /v1/session/second-factor': 'session',
  'DELETE /v1/session/second-factor': 'session',
  'POST /v1/session/second-factor/confirm': 'session',
  'GET /v1/session/oidc': 'anyone',
  'GET /v1/session/oidc/callback': 'anyone',
  'POST /v1/session/oidc/code': 'anyone',
  'GET /v1/session/oidc/confirm': 'session',
  'POST /v1/session/oidc/end': 'session',
  'GET /v1/session/oidc/provider': 'anyone',
  'GET /v1/sessions': 'session',
  'GET /v1/tokens': 'manageTokens',
  'DELETE /v1/tokens/:id': 'manageTokens',
  'GET /v1/triggers': 'watch',
  'POST /v1/triggers/:name': 'launch',
  'GET /v1/users': 'manageUsers',
  'POST /v1/users': 'manageUsers',
  'GET /v1/users/:name': 'manageUsers',
  'PUT /v1/users/:name': 'manageUsers',
  'POST /v1/users/:name/disable': 'manageUsers',
  'POST /v1/users/:name/enable': 'manageUsers',
  'GET /v1/users/:name/identity': 'manageUsers',
  'PUT /v1/users/:name/identity': 'manageUsers',
  'DELETE /v1/users/:name/identity': 'manageUsers',
  'POST /v1/users/:name/reset': 'manageUsers',
  'GET /v1/webhooks': 'manageWebhooks',
  'POST /v1/webhooks': 'manageWebhooks',
  'DELETE /v1/webhooks/:id': 'manageWebhooks',
  'GET /v1/webhooks/:id': 'manageWebhooks',
  'PUT /v1/webhooks/:id': 'manageWebhooks',
  'GET /v1/webhooks/:id/deliveries': 'manageWebhooks',
  'GET /v1/webhooks/:id/deliveries/:delivery': 'manageWebhooks',
  'POST /v1/webhooks/:id/deliveries/:delivery/replay': 'manageWebhooks',
  'POST /v1/webhooks/:id/test': 'manageWebhooks',
};

let end: () => Promise<void> = async () => {};
afterEach(async () => {
  vi.restoreAllMocks();
  await end();
});

test('every route of the HTTP API is classified by the permission that it needs', async () => {
  // The hook of each route answers with what it checks, instead of checking it.
  const needing = (permission: string, how?: string) => (_request: FastifyRequest, reply: FastifyReply) => {
    reply.code(403).send({ permission, how });
  };
  vi.spyOn(Access.prototype, 'need').mockImplementation(needing);
  vi.spyOn(Access.prototype, 'needSession').mockImplementation((how) => needing('session', how));
  const { app } = new HttpRig();
  end = async () => app.close();
  const needed: Record<string, unknown> = {};
  const confirmed: string[] = [];
  for (const { method, url } of await routesOf(app)) {
    const response = await app.inject({ method: method as 'GET', url: pathOf(url), remoteAddress });
    if (response.statusCode === 405) continue;
    const { permission, how } = response.statusCode === 403 ? response.json() : { permission: 'anyone' };
    needed[`${method} ${url}`] = permission;
    if (how === 'confirmed') confirmed.push(`${method} ${url}`);
  }
  expect(needed).toEqual(NEEDED);
  expect(confirmed.sort()).toEqual([...CONFIRMED].sort());
});

test.each(roles)(
  'the session of a user with the role %s may on each route what the role may',
  async (role) => {
    const rig = await SignInRig.open();
    end = () => rig.close();
    const routes = await routesOf(rig.http.app);
    const browser = await rig.user('Anna', role);
    await rig.disk.clock.advance(6 * 60_000);
    for (const { method, url } of routes) {
      const needs = NEEDED[`${method} ${url}`];
      if (needs === undefined || needs === 'anyone') continue;
      const asked = { address: remoteAddress };
      const without = await rig.ask({ ...browser, cookie: '' }, method as 'GET', pathOf(url), asked);
      expect(without.statusCode, `${method} ${url} without the cookie`).toBe(401);
      if (needs === 'session' && method === 'DELETE') continue;
      const type = await rig
        .ask(browser, method as 'GET', pathOf(url), asked)
        // A stream of events doesn't end, and parts that a test has not throw: both were let in.
        .then((response) => (response.statusCode === 403 ? String(response.json().type) : 'let in'));
      const refused = needs !== 'session' && !allows([role], needs);
      const unconfirmed = CONFIRMED.includes(`${method} ${url}`);
      const expected = refused ? 'forbidden' : unconfirmed ? 'confirmation-required' : undefined;
      expect(type, `${method} ${url}`).toBe(
        expected === undefined ? 'let in' : `urn:tocsin:problem:${expected}`,
      );
    }
  },
);
