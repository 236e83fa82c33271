import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { currentAct } from '../../../../src/kernel/acts/acting.ts';
import { TocsinError } from '../../../../src/kernel/errors.ts';
import { AlertRig } from '../../../support/alerts/alert-rig.ts';
import { HttpRig } from '../../../support/http/http-rig.ts';

const IN_DOUBT = 'urn:tocsin:problem:idempotency-in-doubt';

let rig: AlertRig;
let http: HttpRig;
/**
 * The calls to the store that requests have made since it was cleared, by name and count, such as `waves 2`. A number
 * alone would be another call in the next request: whether a request counts outcomes depends on what others have read.
 */
const calls: string[] = [];
let fails: (call: string) => boolean = () => false;

/** Lets calls fail that are made on behalf of a request. */
const makeFail = (repository: object): void => {
  for (const [name, call] of Object.entries(repository)) {
    if (typeof call !== 'function') continue;
    vi.spyOn(repository as Record<string, (...args: unknown[]) => unknown>, name).mockImplementation(
      async (...args) => {
        if (currentAct() !== undefined) {
          const call = `${name} ${calls.filter((made) => made.startsWith(`${name} `)).length + 1}`;
          calls.push(call);
          if (fails(call)) throw new TocsinError('storeUnavailable', 'silent');
        }
        return (call as (...args: unknown[]) => unknown)(...args);
      },
    );
  }
};

beforeEach(async () => {
  rig = await AlertRig.start({ twoPersons: 'never' });
  const { store } = rig.disk;
  makeFail(store);
  http = new HttpRig(undefined, { alerts: rig.service, answers: store });
});
afterEach(async () => {
  await http.app.close();
  await rig.remove();
});

const content = {
  defaultLanguage: 'fr',
  variants: [{ language: 'fr', text: 'Le pont est fermé.' }],
  placeholders: {},
};
const steps = [
  { step: 'update', body: { content } },
  { step: 'cancel', body: {} },
  { step: 'end', body: undefined },
  { step: 'resend', body: { to: 'undelivered' } },
];

/** `one`: only this call fails; `all`: this one and all that follow. */
const hows = [
  { how: 'one', isSilent: (silent: string, call: string) => call === silent },
  { how: 'all', isSilent: (silent: string) => calls.includes(silent) },
];
const cases = steps.flatMap((step) => hows.map((how) => ({ ...step, ...how })));

test.for(cases)(
  'whichever call to the store fails during $step ($how), a retry with the same Idempotency-Key sends nothing twice, and is in doubt only if something was done',
  async ({ step, body, isSilent }) => {
    const outcomes: string[] = [];
    // At first no call fails. Each request adds its calls to those that fail in turn.
    const places = new Set(['']);
    for (const place of places) {
      fails = () => false;
      const { id } = await rig.create(1);
      await rig.launch(id);
      await rig.untilExpanded(id);
      await rig.refuse(await rig.claim(`${id}.1`));
      const ask = () =>
        http.ask('operator', 'POST', `/v1/alerts/${id}/${step}`, body, { 'idempotency-key': `key-${id}` });
      calls.length = 0;
      fails = (call) => isSilent(place, call);
      const first = await ask();
      for (const call of calls) places.add(call);
      fails = () => false;
      // In the meantime the wave that may be stored goes out, and reaches nobody.
      await rig.untilExpanded(id);
      await rig.refuse(await rig.claim(`${id}.2`));
      const again = await ask();
      if (again.statusCode === 409) expect(again.json().type).toBe(IN_DOUBT);
      const waves = await rig.disk.store.waves(id);
      const outcome = `${first.statusCode} ${again.statusCode} ${waves.length - 1}`;
      expect(outcome, `call ${place}`).toMatch(/^(?:202 202 1|503 202 1|503 409 1)$/);
      outcomes.push(outcome);
    }
    expect(outcomes[0]).toBe('202 202 1');
    // There is a call before the change, and one after it.
    expect(outcomes).toContain('503 202 1');
    expect(outcomes).toContain('503 409 1');
  },
);
