import { expect, test } from 'vitest';
import { carriers, ReloadRig, to } from '../../support/gateway/reload-rig.ts';

const numberOf = (index: number): string => `+3363998${String(index).padStart(4, '0')}`;

test('a reload in the middle of 3,000 messages adds, removes, paces and restarts carriers, and each message arrives once or is marked', async () => {
  const [kept, paced, rebound, gone, added] = await carriers(5, { submitLatencyMs: 20, receiptDelayMs: 300 });
  if (!kept || !paced || !rebound || !gone || !added) throw new Error('five carriers');
  const window = { window: 20 };
  // As slow as this, most messages still wait when the new carrier is bound, also on a slow machine.
  const unchanged = { kept: to(kept, { ...window, rate: 100 }) };
  const rig = await ReloadRig.start({
    ...unchanged,
    paced: to(paced, { ...window, rate: 100 }),
    rebound: to(rebound, { ...window, password: 'old-4f2', rate: 100 }),
    gone: to(gone, { ...window, rate: 100 }),
  });
  const texts = Array.from({ length: 3000 }, (_, index) => ({ to: numberOf(index), text: `Crue ${index}` }));
  const critical = { to: numberOf(9999), text: 'Crue', priority: 'critical' };
  const sent = rig.api.sendBatch([...texts, critical]);
  await gone.until(({ stats }) => stats.submits > 100);
  const next = {
    ...unchanged,
    paced: to(paced, { ...window, rate: 400 }),
    rebound: to(rebound, { ...window, password: 'new-7c1', rate: 100 }),
    added: to(added, { ...window, rate: 200 }),
  };
  const changes = await rig.reload(next);
  expect(changes).toEqual({
    routes: {
      added: ['added'],
      removed: ['gone'],
      changed: [
        { id: 'paced', fields: ['rate'], how: 'adapted' },
        { id: 'rebound', fields: ['password'], how: 'restarted' },
      ],
    },
    plan: true,
    tls: false,
    needsRestart: [],
  });
  const takenByGone = gone.stats.submits;
  expect((await sent).accepted).toBe(3001);
  const messagesAre = (...states: string[]) =>
    rig.api.until(
      () => rig.api.messages(),
      (found) => found.length === 3001 && found.every(({ state }) => states.includes(state)),
    );
  await messagesAre('sent', 'delivered');
  expect(gone.stats.submits).toBe(takenByGone);
  // The carrier keeps the receipts that were still to come until the account is bound again.
  await rig.reload({ ...next, back: to(gone, { carrier: 'gone' }) });
  const messages = await messagesAre('delivered');
  const all = [kept, paced, rebound, gone, added];
  const wrong = messages.filter(({ to: number, possibleDuplicate }) => {
    const arrived = all.flatMap(({ phones }) => phones.texts(number)).length;
    return arrived !== 1 && !possibleDuplicate;
  });
  expect(wrong).toEqual([]);
  expect(all.flatMap(({ violations }) => violations)).toEqual([]);
  expect(all.map(({ stats }) => [stats.binds, stats.unbinds])).toEqual([
    [1, 0],
    [1, 0],
    [2, 1],
    [2, 1],
    [1, 0],
  ]);
  expect(added.stats.submits).toBeGreaterThan(0);
  const routes = await rig.api.get<{ items: { id: string; contractedRate: number }[] }>('/v1/routes');
  expect(routes.items.map(({ id, contractedRate }) => [id, contractedRate])).toEqual([
    ['kept', 100],
    ['paced', 400],
    ['rebound', 100],
    ['added', 200],
    ['back', null],
  ]);
  const audit = JSON.stringify(await rig.api.get('/v1/audit?action=config'));
  expect(audit).toContain('"config.reload"');
  const seen = [audit, JSON.stringify(changes), JSON.stringify(await rig.api.get('/v1/reload')), ...rig.log];
  for (const password of ['old-4f2', 'new-7c1'])
    expect(seen.filter((text) => text.includes(password))).toEqual([]);
});

test('what waits for a removed route, or was taken by it, goes on: by the plan, or with the receipt that comes by another route', async () => {
  const [carrier] = await carriers(1, { receiptDelayMs: 1500 });
  if (carrier === undefined) throw new Error('a carrier');
  const both = { kept: to(carrier, { carrier: 'group' }), gone: to(carrier, { carrier: 'group' }) };
  const rig = await ReloadRig.start(both);
  const taken = await rig.api.send({ to: numberOf(1), text: 'Crue', routes: ['gone'] });
  await rig.api.untilState(taken.id, 'sent');
  await rig.api.request('POST', '/v1/routes/gone/disable');
  const waits = await rig.api.send({ to: numberOf(2), text: 'Crue', routes: ['gone'] });
  const later = await rig.api.send({
    to: numberOf(3),
    text: 'Crue',
    routes: ['gone'],
    sendAt: new Date(Date.now() + 2000).toISOString(),
  });
  await rig.reload({ kept: both.kept });
  expect(await rig.api.message(taken.id)).toMatchObject({ state: 'sent', route: 'gone' });
  for (const { id } of [waits, later])
    expect(await rig.api.untilState(id, 'delivered', 'failed')).toMatchObject({
      state: 'delivered',
      route: 'kept',
    });
  expect(await rig.api.untilState(taken.id, 'delivered')).toMatchObject({ route: 'gone' });
  const refused = await rig.api.request('POST', '/v1/messages', {
    to: numberOf(1),
    text: 'Crue',
    routes: ['gone'],
  });
  expect(refused.status).toBe(422);
  // A route that comes back is as disabled as it was.
  await rig.reload(both);
  expect(await rig.api.untilRoute('gone', 'disabled')).toMatchObject({ id: 'gone' });
});

test('a message without an answer when its route is removed is uncertain, or is sent by another route and marked', async () => {
  const [kept, silent] = await carriers(2);
  if (kept === undefined || silent === undefined) throw new Error('two carriers');
  const routes = { kept: to(kept), silent: to(silent, { responseTimeout: '400ms' }) };
  const rig = await ReloadRig.start(routes);
  silent.misbehave({ swallow: 1 });
  const message = { to: numberOf(1), text: 'Crue', routes: ['silent'] };
  const held = await rig.api.send({ ...message, onUncertain: 'hold' });
  const resent = await rig.api.send({ ...message, to: numberOf(2), onUncertain: 'resend' });
  await silent.until(({ stats }) => stats.swallowed === 2);
  const first = rig.reload({ kept: routes.kept });
  expect((await rig.ask()).status).toBe(409);
  await first;
  expect(await rig.api.untilState(held.id, 'uncertain', 'sent', 'delivered')).toMatchObject({
    state: 'uncertain',
    possibleDuplicate: false,
  });
  expect(await rig.api.untilState(resent.id, 'delivered')).toMatchObject({
    route: 'kept',
    possibleDuplicate: true,
  });
  expect(kept.phones.numbers).toHaveLength(1);
});

test('a configuration with errors changes nothing and says each with its path, a dry run only tells, and what needs a restart is named', async () => {
  const [carrier] = await carriers(1);
  if (carrier === undefined) throw new Error('a carrier');
  const route = to(carrier, { password: 'hush-1' });
  const rig = await ReloadRig.start({ orange: route });
  rig.rewrite({
    orange: { ...route, password: 'much-too-long-hush', windows: 1 },
    modem: { type: 'modem', device: '/dev/ttyUSB9', profile: 'none-such' },
  });
  const refused = await rig.ask();
  const text = await refused.text();
  expect(refused.status).toBe(422);
  expect(JSON.parse(text)).toMatchObject({
    type: expect.stringContaining('configuration-refused'),
    errors: [{ path: 'routes[0].password' }, { path: 'routes[0].windows' }],
  });
  rig.rewrite({ modem: { type: 'modem', device: '/dev/ttyUSB9', profile: 'none-such' } });
  await rig.gateway.hangUp();
  const said = await rig.api.get<object>('/v1/reload');
  expect(said).toMatchObject({
    running: false,
    last: { by: 'SIGHUP', changes: null, refused: [{ path: 'routes[0]' }] },
  });
  expect(rig.log.filter((line) => line.includes('nothing is changed'))).toHaveLength(2);
  expect(await (await rig.api.request('GET', '/metrics')).text()).toContain('tocsin_reload_refused 1');
  for (const shown of [text, JSON.stringify(said), ...rig.log]) expect(shown).not.toContain('hush');

  const dry = await rig.reload(
    { orange: { ...route, password: 'hush-2', inbound: { perHour: 5 } } },
    { retention: { messages: '30d' }, prices: { orange: { perPart: 0.1, currency: 'EUR' } } },
    true,
  );
  expect(dry).toEqual({
    routes: {
      added: [],
      removed: [],
      changed: [{ id: 'orange', fields: ['password'], how: 'restarted' }],
    },
    plan: false,
    tls: false,
    needsRestart: ['prices.orange', 'retention.messages', 'routes.orange.inbound.perHour'],
  });
  expect(await rig.api.get<object>('/v1/reload')).toEqual(said);
  const { id } = await rig.api.send({ to: numberOf(1), text: 'Crue' });
  await rig.api.untilState(id, 'delivered');
  expect(carrier.stats).toMatchObject({ binds: 1, unbinds: 0 });

  expect((await rig.reload({ orange: route }, { organisation: 'Préfecture' })).needsRestart).toEqual([
    'organisation',
  ]);
  const metrics = await (await rig.api.request('GET', '/metrics')).text();
  expect(metrics).toContain('tocsin_reload_refused 0');
  expect(metrics).toContain('tocsin_reload_needs_restart 1');
  expect(carrier.stats.binds).toBe(1);
});
