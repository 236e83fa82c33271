import { CME_ERRORS, CMS_ERRORS, type ErrorRow } from './error-codes.ts';

/**
 * Spellings of errors in words (TS 27.005 3.2.5, TS 24.011 annex E.2, TS 27.007 9.2.1), where they differ from the
 * gateway's own words. Written without spaces and signs, as `squeezed` makes them.
 */
const CMS_SPELLINGS: Readonly<Record<string, number>> = {
  unassignedunallocatednumber: 1,
  operatordeterminedbarring: 8,
  shortmessagerejected: 21,
  messagetransferrejected: 21,
  destinationoutofservice: 27,
  subscribernotidentified: 28,
  requestedfacilitynotsubscribed: 50,
  requestedfacilitynotimplemented: 69,
  invalidtransactionidentifier: 81,
  invalidshortmessagetransferreferencevalue: 81,
  semanticallyincorrectmessage: 95,
  invalidmandatoryinformation: 96,
  messagetypenonexistentornotimplemented: 97,
  messagenotcompatiblewithshortmessageprotocolstate: 98,
  messagenotcompatiblewithprotocolstate: 98,
  informationelementnonexistentornotimplemented: 99,
  protocolerrorunspecified: 111,
  unspecifiedprotocolerror: 111,
  interworkingunspecified: 127,
  unspecifiedinterworkingerror: 127,
  dcsnotsupported: 144,
  scbusy: 192,
  noscsubscription: 193,
  scsystemfailure: 194,
  invalidsmeaddress: 195,
  destinationsmebarred: 196,
  smrejectedduplicatesm: 197,
  smsrejectedduplicatesm: 197,
  simsmsstoragefull: 208,
  mefailure: 300,
  phonefailure: 300,
  smsserviceofmereserved: 301,
  smsmereserved: 301,
  notallowed: 302,
  notsupported: 303,
  invalidpdumodeparameter: 304,
  invalidtextmodeparameter: 305,
  phsimpinrequired: 312,
  nosim: 310,
  invalidmemoryindex: 321,
  smscaddressunknown: 330,
  scaddressunknown: 330,
  nonetwork: 331,
  networktimeout: 332,
  nocnmaacknowledgementexpected: 340,
  unknown: 500,
};

const CME_SPELLINGS: Readonly<Record<string, number>> = {
  mefailure: 0,
  phonefailure: 0,
  noconnectiontophone: 1,
  phsimpinrequired: 5,
  nosim: 10,
  textstringtoolong: 24,
  invalidcharactersintextstring: 25,
  dialstringtoolong: 26,
  invalidcharactersindialstring: 27,
  networktimeout: 31,
  networknotallowedemergencycallsonly: 32,
  operationnotallowedemergencycallsonly: 32,
  fixeddialnumberonlyallowed: 56,
  unknown: 100,
};

/** "(U)SIM PIN required." and "SIM-PIN required" both become `simpinrequired`. */
const squeezed = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll('(u)', '')
    .replaceAll('usim', 'sim')
    .replaceAll(/[^a-z0-9]/g, '');

const spellings = (
  rows: readonly ErrorRow[],
  others: Readonly<Record<string, number>>,
): ReadonlyMap<string, number> =>
  new Map([
    // The words of a range name none of its codes.
    ...rows.flatMap(([first, last, , words]): readonly (readonly [string, number])[] =>
      first === last ? [[squeezed(words), first]] : [],
    ),
    ...Object.entries(others),
  ]);

const CMS = spellings(CMS_ERRORS, CMS_SPELLINGS);
const CME = spellings(CME_ERRORS, CME_SPELLINGS);

/** "Unknown error": TS 27.005 3.2.5, TS 27.007 9.2.1. */
const UNKNOWN_CMS = 500;
const UNKNOWN_CME = 100;

/**
 * The code of an error that a modem sent in words, since an earlier program left it in AT+CMEE=2. Words that no
 * specification has are an unknown error.
 */
export const codeOfWords = (kind: 'cms' | 'cme', text: string): number =>
  kind === 'cms' ? (CMS.get(squeezed(text)) ?? UNKNOWN_CMS) : (CME.get(squeezed(text)) ?? UNKNOWN_CME);
