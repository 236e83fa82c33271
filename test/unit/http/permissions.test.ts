import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Permission } from '../../../src/access/permissions.ts';
import { Access } from '../../../src/http/server/access.ts';
import { HttpRig } from '../../support/http/http-rig.ts';

/** The permission that each route of the HTTP API needs; `anyone`: no token is needed. */
const NEEDED: Readonly<Record<string, Permission | 'anyone'>> = {
  'GET /': 'anyone',
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
  'POST /v1/alerts/:id/pause': 'brake',
  'POST /v1/alerts/:id/preview': 'readAlerts',
  'POST /v1/alerts/:id/reject': 'approve',
  'GET /v1/alerts/:id/report': 'readAlerts',
  'POST /v1/alerts/:id/resend': 'launch',
  'POST /v1/alerts/:id/resume': 'launch',
  'POST /v1/alerts/:id/return': 'approve',
  'POST /v1/alerts/:id/shorten': 'launch',
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
  'GET /v1/bin': 'readPeople',
  'POST /v1/bin/:id/restore': 'managePeople',
  'POST /v1/cap': 'launch',
  'GET /v1/cap.atom': 'readAlerts',
  'GET /v1/cap/messages': 'readAlerts',
  'GET /v1/cap/messages/:id': 'readAlerts',
  'POST /v1/cap/messages/:id/apply': 'launch',
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
  'DELETE /v1/opt-outs/:number': 'managePeople',
  'POST /v1/people/:number/erase': 'erasePeople',
  'GET /v1/people/:number/export': 'erasePeople',
  'POST /v1/preview': 'send',
  'GET /v1/receipts': 'watch',
  'GET /v1/retention': 'manageRetention',
  'POST /v1/retention/confirm': 'manageRetention',
  'POST /v1/retention/run': 'manageRetention',
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
  'GET /v1/tokens': 'manageTokens',
  'DELETE /v1/tokens/:id': 'manageTokens',
  'GET /v1/triggers': 'watch',
  'POST /v1/triggers/:name': 'launch',
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

let rig: HttpRig;
beforeEach(() => {
  // The hook of each route answers with the permission that it checks, instead of checking it.
  vi.spyOn(Access.prototype, 'need').mockImplementation((permission) => (_request, reply) => {
    reply.code(403).send({ permission });
  });
  rig = new HttpRig();
});
afterEach(async () => {
  vi.restoreAllMocks();
  await rig.app.close();
});

test('every route of the HTTP API is classified by the permission that it needs', async () => {
  const routes: { readonly method: string; readonly url: string }[] = [];
  rig.app.addHook('onRoute', ({ method, url }) => {
    for (const one of [method].flat())
      if (one !== 'HEAD' && one !== 'OPTIONS') routes.push({ method: one, url });
  });
  await rig.app.ready();
  const needed: Record<string, unknown> = {};
  for (const { method, url } of routes) {
    const response = await rig.app.inject({
      method: method as 'GET',
      url: url.replaceAll(/:\w+|\*/g, '1'),
      // Another machine: from this one, metrics need no token.
      remoteAddress: '192.0.2.7',
    });
    if (response.statusCode === 405) continue;
    needed[`${method} ${url}`] = response.statusCode === 403 ? response.json().permission : 'anyone';
  }
  expect(needed).toEqual(NEEDED);
});
