import type { Config } from '../../config/schema.ts';
import { toSender } from '../../domain/messages/sender.ts';
import type { RouteView } from '../../domain/routes/routes-control.ts';

/** From whom our messages come, as people may save it. */
export interface Senders {
  readonly organisation: string | undefined;
  /** Names that phones show in place of a number. */
  readonly names: readonly string[];
  /** Phone numbers in E.164, and short codes. */
  readonly numbers: readonly string[];
}

/** Every sender that messages may have: those of the configuration, and the numbers of the SIMs in the modems now. */
export const sendersOf = (
  { sender, senders, organisation }: Pick<Config, 'sender' | 'senders' | 'organisation'>,
  routes: readonly Pick<RouteView, 'modemDetails'>[],
): Senders => {
  const given = [sender, ...senders.map((one) => one.sender)];
  const ofSims = routes.map(({ modemDetails }) => modemDetails?.ownNumber);
  const all = [...new Set([...given, ...ofSims])].filter((one) => one !== undefined);
  const isName = (text: string): boolean => toSender(text)?.kind === 'alphanumeric';
  return {
    organisation,
    names: all.filter(isName),
    numbers: all.filter((one) => !isName(one)),
  };
};

/** The name of the contact card. */
export const cardName = ({ organisation, names, numbers }: Senders): string =>
  organisation ?? names[0] ?? numbers[0] ?? 'Tocsin';
