import { beforeEach, expect, test } from 'vitest';
import { HttpRig } from '../../../support/http/http-rig.ts';

let rig: HttpRig;
beforeEach(() => {
  rig = new HttpRig();
});

const trace = (body: unknown, role: 'operator' | 'admin' = 'operator', id = 'orange') =>
  rig.ask(role, 'POST', `/v1/routes/${id}/trace`, body);

test('an operator traces the PDUs of a route for 5 minutes, with numbers masked and no texts', async () => {
  const response = await trace({ for: 'PT5M' });
  expect(response.statusCode).toBe(200);
  expect(response.json()).toEqual({
    until: '2026-01-01T00:05:00.000Z',
    unmasked: false,
    lines: [{ at: '2026-01-01T00:00:05.000Z', direction: 'sent', pdu: 'enquire_link 7, 16 octets' }],
  });
  const read = await rig.ask('operator', 'GET', '/v1/routes/orange/trace');
  expect(read.json()).toEqual(response.json());
});

test('a trace request for PT0S ends the trace of a route', async () => {
  await trace({ for: 'PT1H' });
  expect((await trace({ for: 'PT0S' })).json()).toMatchObject({ until: null });
});

test.each([
  [{}, 'for', 'is missing'],
  [{ for: 'PT1H1S' }, 'for', 'is not between PT0S and PT1H'],
  [{ for: '5m' }, 'for', expect.stringContaining('is no ISO 8601 duration')],
  [{ for: 'PT5M', masked: false }, 'masked', 'is not known here; did you mean "unmasked"?'],
])('the trace request %j is refused, and the error names the wrong field', async (body, path, message) => {
  const response = await trace(body);
  expect(response.statusCode).toBe(422);
  expect(response.json().errors).toEqual([{ path, message }]);
  expect(rig.trace.until).toBeUndefined();
});

test('only an admin may see a trace with unmasked numbers and octets, whoever started it', async () => {
  const refused = await trace({ for: 'PT5M', unmasked: true });
  expect(refused.statusCode).toBe(403);
  expect(refused.json()).toMatchObject({ type: 'urn:tocsin:problem:forbidden' });
  expect(rig.trace.until).toBeUndefined();

  expect((await trace({ for: 'PT5M', unmasked: true }, 'admin')).json()).toMatchObject({ unmasked: true });
  expect((await rig.ask('admin', 'GET', '/v1/routes/orange/trace')).statusCode).toBe(200);
  expect((await rig.ask('operator', 'GET', '/v1/routes/orange/trace')).statusCode).toBe(403);
});

test('a trace of a modem is answered 409, since it has no PDUs, and a trace of an unknown route 404', async () => {
  for (const method of ['GET', 'POST'] as const) {
    const ask = (id: string) =>
      rig.ask('admin', method, `/v1/routes/${id}/trace`, method === 'POST' ? { for: 'PT5M' } : undefined);
    const modem = await ask('modem-1');
    expect(modem.statusCode).toBe(409);
    expect(modem.json()).toMatchObject({
      type: 'urn:tocsin:problem:not-traceable',
      detail: 'The route is a modem: only the PDUs of a carrier can be traced.',
    });
    expect((await ask('nowhere')).json()).toMatchObject({ type: 'urn:tocsin:problem:not-found' });
  }
});
