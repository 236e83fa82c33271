import { describe, expect, it } from 'vitest';
import { SimCard } from '../../../src/sim/modem/sim-card.ts';

const plain = {
  iccid: '89',
  imsi: '00101',
  pin: undefined,
  ownNumber: undefined,
  serviceCentre: '+33199000001',
};

const card = (pin: string | undefined, firstReference = 0) => new SimCard({ ...plain, pin, firstReference });

describe('the simulated SIM', () => {
  it('goes on counting messages after a start, unless it keeps no count', () => {
    const referencesOf = (forgetsReference: boolean): readonly number[] => {
      const sim = new SimCard({ ...plain, firstReference: 7, forgetsReference });
      const first = sim.nextReference();
      sim.powerUp();
      return [first, sim.nextReference()];
    };
    expect(referencesOf(false)).toEqual([7, 8]);
    expect(referencesOf(true)).toEqual([7, 7]);
  });

  it('is ready at once without a PIN', () => {
    expect(card(undefined).state).toBe('ready');
  });

  it('asks for its PIN at each start', () => {
    const sim = card('1234');
    expect(sim.enterPin('1234')).toBe(true);
    expect(sim.state).toBe('ready');
    sim.powerUp();
    expect(sim.state).toBe('pin');
  });

  it('blocks at the third wrong PIN in a row, even with a restart in between, and then refuses the right PIN', () => {
    const sim = card('1234');
    sim.enterPin('0000');
    sim.enterPin('0001');
    sim.powerUp();
    expect(sim.state).toBe('pin');
    sim.enterPin('0002');
    expect(sim.state).toBe('puk');
    expect(sim.enterPin('1234')).toBe(false);
    sim.powerUp();
    expect(sim.state).toBe('puk');
  });

  it('allows three attempts again after a right PIN', () => {
    const sim = card('1234');
    for (const pin of ['0000', '0000', '1234']) sim.enterPin(pin);
    sim.powerUp();
    for (const pin of ['0000', '0000']) sim.enterPin(pin);
    expect(sim.state).toBe('pin');
  });

  it('counts message references (TP-MR) up to 255, then from 0', () => {
    const sim = card(undefined, 254);
    expect([sim.nextReference(), sim.nextReference(), sim.nextReference()]).toEqual([254, 255, 0]);
  });
});
