import type { Msisdn } from '../../../src/domain/messages/msisdn.ts';
import { HOUR_MS, newMessage, T0 } from '../store/messages.ts';
import type { PhoneRig } from './phone-rig.ts';

export const PHONE = '+33639980101' as Msisdn;
export const OTHER = '+33639980102' as Msisdn;
export const DUTY = ['+33639980150', '+33639980151'];
export const SAFE_OR_HELP = [
  { word: '1', meaning: 'safe' },
  { word: '2', meaning: 'help' },
];

/** Sends alerts to phones, and reads what the store has of them. */
export const sentAlerts = (rig: () => PhoneRig) => {
  /** An alert that was sent to the phone; its message stays in the given state. */
  const reached = async (own: Partial<Parameters<PhoneRig['rows']['alert']>[0]> = {}, to = PHONE) => {
    const alert = rig().rows.alert({ launchedAt: T0, ...own });
    const message = newMessage({ to });
    await rig().rows.send(rig().store, alert, message);
    rig().rows.setState(message, 'delivered');
    return alert;
  };
  const asked = (own: object = {}, to = PHONE) =>
    reached({ answers: SAFE_OR_HELP, questionUntil: T0 + HOUR_MS, ...own }, to);
  const optOuts = () => rig().rows.rows('SELECT number, list_id, source, evidence FROM opt_outs');
  const stateOf = async (message: { readonly id: never } | ReturnType<typeof newMessage>) =>
    (await rig().store.get(message.id))?.state;
  return { reached, asked, optOuts, stateOf };
};
