import { onTestFinished } from 'vitest';
import type { SmscOptions } from '../../../src/sim/smsc/smsc.ts';
import { Smsc } from '../../../src/sim/smsc/smsc.ts';
import { RawEsme } from './raw-esme.ts';

/** A simulated carrier that ends with the test. */
export const startCarrier = async (options: SmscOptions = {}): Promise<Smsc> => {
  const smsc = await Smsc.start(options);
  onTestFinished(() => smsc.close());
  return smsc;
};

/** A raw client, connected only, that ends with the test. */
export const connectEsme = async (smsc: Smsc): Promise<RawEsme> => {
  const esme = await RawEsme.connect(smsc.port);
  onTestFinished(() => esme.close());
  return esme;
};

/** A raw client bound with `bind`, by default as a transceiver, that ends with the test. */
export const bindEsme = async (smsc: Smsc, bind?: Buffer): Promise<RawEsme> => {
  const esme = await RawEsme.bound(smsc.port, bind);
  onTestFinished(() => esme.close());
  return esme;
};
