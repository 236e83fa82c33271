import { onTestFinished } from 'vitest';
import { systemClock } from '../../../src/kernel/system-clock.ts';
import { dial } from '../../../src/routes/smpp/link/dial.ts';
import { createSmppRoute, type SmppRoute } from '../../../src/routes/smpp/smpp-route.ts';
import { type LogLine, RouteRecorder, recordingLog } from './route-recorder.ts';
import { ScriptedSmsc, type SmscSession } from './scripted-smsc.ts';
import { smppConfig } from './smpp-samples.ts';

export interface SmppRig {
  readonly smsc: ScriptedSmsc;
  readonly route: SmppRoute;
  readonly events: RouteRecorder;
  readonly log: readonly LogLine[];
}

/** A route on real time, not started, closed when the test is over. */
export const makeRoute = (fields: Record<string, unknown>) => {
  const events = new RouteRecorder();
  const log = recordingLog();
  const route = createSmppRoute(smppConfig({ reconnect: { min: '10ms', max: '50ms' }, ...fields }), {
    clock: systemClock,
    events,
    log,
    random: () => 0.5,
    dial,
  });
  onTestFinished(() => route.stop(AbortSignal.abort()));
  return { route, events, log: log.lines };
};

/** A route, not started, and the carrier that it would dial. */
export const smppRig = async (fields: Record<string, unknown> = {}): Promise<SmppRig> => {
  const smsc = await ScriptedSmsc.listen();
  onTestFinished(() => smsc.close());
  return { smsc, ...makeRoute({ port: smsc.port, ...fields }) };
};

/** A route bound to its carrier as a transceiver. */
export const boundSmppRig = async (
  fields: Record<string, unknown> = {},
): Promise<SmppRig & { readonly session: SmscSession }> => {
  const rig = await smppRig(fields);
  rig.route.start();
  const session = await rig.smsc.session();
  await session.takeBind();
  await rig.events.until(() => rig.route.status().state === 'up');
  return { ...rig, session };
};
