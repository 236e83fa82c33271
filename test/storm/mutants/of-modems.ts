import type { Mutant } from './mutant.ts';

const MODEM = 'src/routes/modem';

/** Rules about modems and their SIMs. */
export const mutantsOfModems: readonly Mutant[] = [
  {
    name: 'a part that a modem did not answer is in doubt',
    file: `${MODEM}/send/submit-outcome.ts`,
    from: `          kind: 'uncertain',
          reason,
          evidence: 'no +CMGS`,
    to: `          kind: 'retry',
          afterMs: 0,
          throttled: false,
          reason,
          evidence: 'no +CMGS`,
  },
  {
    name: 'a SIM writes to no more people than it may',
    file: `${MODEM}/sim/sim-quota.ts`,
    from: 'const quota = this.now;\n    if (quota === undefined) return undefined;',
    to: 'const quota = this.now;\n    if (quota !== null) return undefined;',
  },
  {
    name: 'what a SIM has sent is counted',
    file: `${MODEM}/sim/sim-quota.ts`,
    from: 'await simRepository.countParts(sim, at, parts, to);',
    to: 'await Promise.resolve([simRepository, sim, at, parts, to]);',
  },
  {
    name: 'a SIM writes to nobody new in a month when it has written to as many as it may',
    file: `${MODEM}/sim/quota.ts`,
    from: 'newRecipients === 0',
    to: 'newRecipients === -1',
  },
  {
    name: 'a text is stored before the SIM loses it',
    file: `${MODEM}/receive/mailbox.ts`,
    from: 'if (this.#undeleted.get(place) !== pdu && !(await this.#keeper.keep(pdu))) return;',
    to: 'await channel.run("AT+CMGD=" + index);\n    if (this.#undeleted.get(place) !== pdu && !(await this.#keeper.keep(pdu))) return;',
  },
  {
    name: 'a modem is given no part after its validity',
    file: `${MODEM}/send/part-sender.ts`,
    from: 'if (part.validUntil <= now)',
    to: 'if (part.validUntil <= 0)',
  },
  {
    name: 'a report that says "still trying" or "failed" delivers nothing',
    file: `${MODEM}/receive/message-keeper.ts`,
    from: "if (kind === 'completed') return 'delivered';",
    to: "if (kind !== 'stillTrying') return 'delivered';",
  },
  {
    name: 'a report finds the message of its own SIM',
    file: `${MODEM}/receive/message-keeper.ts`,
    from: 'const carrier = this.#deps.carrier();',
    to: 'const carrier = this.#deps.carrier() + "0";',
  },
  {
    name: 'a part that a modem had when it went away is in doubt',
    file: `${MODEM}/send/submit-outcome.ts`,
    from: 'outcome: answer.handedOver\n',
    to: 'outcome: answer.handedOver && answer.reason === undefined\n',
  },
  {
    name: 'what waits at a modem that goes is given back',
    file: `${MODEM}/send/part-queue.ts`,
    from: 'for (const { resolve } of this.#waiting.splice(0)) resolve(notSent(reason, afterMs));',
    to: 'void [reason, afterMs];',
  },
  {
    name: 'a text that is read from a SIM twice is stored once',
    file: 'src/store/rules/inbound/seen.ts',
    from: 'if (see.run(route, digestOf(fingerprint), time).changes === 0) return false;',
    to: 'see.run(route, digestOf(fingerprint), time);',
  },
  {
    name: 'two equal texts of one person are two',
    file: `${MODEM}/receive/message-keeper.ts`,
    from: '{ fingerprint: fingerprintOf(pdu), formerFingerprint: pdu }',
    to: "{ fingerprint: [from?.text, text, concat?.part].join(' ') }",
  },
  {
    name: 'a message that was sent twice says so',
    file: 'src/dispatch/flights/returns.ts',
    from: 'possibleDuplicate: how.duplicate ?? false,',
    to: 'possibleDuplicate: false,',
  },
];
