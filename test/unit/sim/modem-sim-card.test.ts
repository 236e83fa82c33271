import { describe, expect, it } from 'vitest';
import { SimCard } from '../../../src/sim/modem/sim-card.ts';

const card = (pin: string | undefined, firstReference = 0) =>
  new SimCard({
    iccid: '89',
    imsi: '00101',
    pin,
    ownNumber: undefined,
    serviceCentre: '+33199000001',
    firstReference,
  });

describe('the simulated SIM', () => {
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
