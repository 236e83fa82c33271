import { expect, onTestFinished, test } from 'vitest';
import { Smsc } from '../../../src/sim/smsc/smsc.ts';
import { Gateway } from '../../support/gateway/gateway.ts';
import { recordingLog } from '../../support/smpp/route-recorder.ts';

test.each([
  ['the carrier refuses the password (ESME_RINVPASWD)', 0x0e],
  ['the carrier does not know the systemId (ESME_RINVSYSID)', 0x0f],
  ['the carrier says that the account is already bound (ESME_RALYBND)', 0x05],
])(
  'a bind refused with "%s" is an error in the log and the reason in the API, and is tried again for ever',
  async (reason, status) => {
    const smsc = await Smsc.start();
    onTestFinished(() => smsc.close());
    smsc.misbehave({ bindStatus: status });
    const log = recordingLog();
    const carrier = { host: '127.0.0.1', port: smsc.port, systemId: 'tocsin', password: 'secret' };
    const reconnect = { min: '10ms', max: '50ms' };
    const gateway = await Gateway.start(
      { routes: [{ id: 'orange', type: 'smpp', ...carrier, reconnect }] },
      { log },
    );
    onTestFinished(() => gateway.stop());
    const { api } = gateway;
    const { id } = await api.send({ to: '+33639980001', text: 'Crue', from: 'PREFECTURE' });

    await smsc.until(({ stats }) => stats.bindsRefused >= 5);
    expect(await api.untilRoute('orange', 'down')).toMatchObject({ reason });
    expect((await api.message(id)).state).toBe('queued');
    const alarms = log.lines.filter(({ level }) => level === 'error');
    expect(alarms.length).toBeGreaterThan(1);
    expect(alarms[0]).toEqual({
      level: 'error',
      fields: { route: 'orange', role: 'transceiver', reason, inMs: expect.any(Number) },
      message: 'the carrier refuses the bind: somebody has to look; it is tried again, slowly',
    });
    expect(JSON.stringify(log.lines)).not.toContain('secret');

    smsc.calm();
    await api.untilState(id, 'delivered');
    expect(await api.untilRoute('orange', 'up')).toMatchObject({ reason: null });
  },
);
